import type { TownContext } from '../../kit/web/context.ts';
import { answerInWords, questionsKnown } from '../../triage/index.ts';
import { groundText } from '../index.ts';
import { ExportView, type ReadableExport } from '../wire.ts';

/** The export as people read it: what was asked and why somebody looked in words, with the article behind it. */
export async function readable(
  found: ExportView,
  { db, t, language, municipality, services }: TownContext,
): Promise<ReadableExport> {
  const { answers, ...view } = ExportView.parse(found);
  const { known } = await questionsKnown(db, { book: services.questions, municipality });
  return {
    ...view,
    further: answers.map((given) => {
      const { question, answer } = answerInWords(known, given, language);
      return { question, answer: answer ?? t(`further.answer.${given.answer}`) };
    }),
    looks: view.looks.map((look) => ({ ...look, ground: groundText(t, look.ground) })),
  };
}
