import { z } from 'zod';
import { Nature, Question, QuestionChange, QuestionDeed } from './model.ts';

export const QuestionNatures = Nature.options;

export const OwnQuestionsView = z.object({
  version: z.number(),
  questions: z.array(
    z.object({
      question: Question,
      isStopped: z.boolean(),
      isChanged: z.boolean(),
      /** Where it is asked by the tables in force; nowhere is a question whose answer changes nothing. */
      asked: z.array(Nature),
    }),
  ),
  /** The newest first. */
  history: z.array(
    z.object({
      version: z.number(),
      questionId: z.string().optional(),
      deed: QuestionDeed,
      at: z.date(),
      actorName: z.string().optional(),
      label: QuestionChange.shape.words,
    }),
  ),
});
export type OwnQuestionsView = z.infer<typeof OwnQuestionsView>;
