import { z } from 'zod';
import { Rating } from '../reports/model.ts';
import { RatingWords } from './model.ts';

/** What the reporter said of how it went, whether that can still be said, and in which words it is asked. */
export const RatingNow = z.object({
  given: Rating.optional(),
  mayRate: z.boolean(),
  /** 0 stands for the words of the house. */
  version: z.number(),
  words: RatingWords.optional(),
});
export type RatingNow = z.infer<typeof RatingNow>;

/** How many answered under some words; undefined is too few to say so. */
const Counted = z.object({ answered: z.number(), good: z.number() }).optional();

export const RatingWordsView = z.object({
  version: z.number(),
  /** Absent where the house's hold. */
  words: RatingWords.optional(),
  /** Of the words that hold now: how many gave each reason, from enough on. */
  reasons: z.array(z.number().optional()),
  /** Of the words of the house, all the time that they held. */
  houseCounted: Counted,
  /** The newest first. */
  history: z.array(
    z.object({
      version: z.number(),
      at: z.date(),
      actorName: z.string().optional(),
      words: RatingWords.optional(),
      counted: Counted,
    }),
  ),
});
export type RatingWordsView = z.infer<typeof RatingWordsView>;
