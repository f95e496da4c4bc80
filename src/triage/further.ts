import { inTenant } from '../kit/db.ts';
import type { FurtherQuestions } from '../reports/index.ts';
import { setInForce } from './in-force.ts';
import { questionsHeld } from './own-questions.ts';
import { askedQuestion, goFurther, type QuestionBook } from './questions.ts';
import type { DecisionSet } from './table.ts';

/** Asks by the tables that the municipality has in force, so that a question is asked as long as its answer matters. */
export function furtherQuestions(house: DecisionSet, book: QuestionBook): FurtherQuestions {
  return async (db, { municipality, language, observations, given }) => {
    // asked together, they go out together
    const [set, held] = await inTenant(db, municipality.id, (tx) =>
      Promise.all([setInForce(tx, house), questionsHeld(tx, { book, slug: municipality.slug })]),
    );
    const { answers, refusals, asked, ask } = goFurther(set, held.asked, { observations, given });
    const isComplete = refusals.length === 0 && ask.length === 0;
    const shown = isComplete ? [] : [...asked, ...ask];
    return { answers, refusals, ask: shown.map((question) => askedQuestion(question, language)) };
  };
}
