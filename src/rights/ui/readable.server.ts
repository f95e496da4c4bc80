import type { TownContext } from '../../kit/web/context.ts';
import { answerInWords, questionsFor } from '../../triage/index.ts';
import { groundText } from '../index.ts';
import { ExportView, type ReadableExport } from '../wire.ts';

/** The export as people read it: what was asked and why somebody looked in words, with the article behind it. */
export function readable(
  found: ExportView,
  { t, language, municipality, services }: TownContext,
): ReadableExport {
  const { answers, ...view } = ExportView.parse(found);
  const questions = questionsFor(services.questions, municipality.slug);
  return {
    ...view,
    further: answers.map((given) => {
      const { question, answer } = answerInWords(questions, given, language);
      return { question, answer: answer ?? t(`further.answer.${given.answer}`) };
    }),
    looks: view.looks.map((look) => ({ ...look, ground: groundText(t, look.ground) })),
  };
}
