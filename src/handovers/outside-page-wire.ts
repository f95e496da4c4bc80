import { z } from 'zod';
import { OutsideAct, OutsideReason, OutsideStatus } from './model.ts';
import { SpotView } from './wire.ts';

/** What can be chosen on the page behind the link. */
export const OutsideReasons = OutsideReason.options;

/** The page behind the link: what was asked, and no more of the report than was chosen. */
export const OutsidePageView = z.object({
  number: z.number(),
  partyName: z.string(),
  askedBy: z.string(),
  question: z.string(),
  address: z.string().optional(),
  spot: SpotView.optional(),
  photos: z.array(z.string()),
  status: OutsideStatus,
  deadline: z.date(),
  closesAt: z.date(),
  acts: z.array(OutsideAct),
  now: z.date(),
});
export type OutsidePageView = z.infer<typeof OutsidePageView>;
