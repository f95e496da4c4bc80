import { z } from 'zod';
import { AnyOutcome, PartGround, PartOutcome, PartShows, ReportStatus } from '../reports/model.ts';
import { PART_DAYS } from './model.ts';

/** What can be chosen when a part is asked or ended. */
export const PartOutcomes = PartOutcome.options;
export const PartGrounds = PartGround.options;
export const PartDays = PART_DAYS;

/** Of a part: what it belongs to. */
export const WholeView = z.object({
  number: z.number(),
  canOpen: z.boolean(),
  /** Until when it was asked. */
  due: z.date(),
  /** Whether it came back, and waits for a decision of who has the whole. */
  isBack: z.boolean(),
  shows: PartShows,
  ground: PartGround.nullable(),
});
export type WholeView = z.infer<typeof WholeView>;

const PartView = z.object({
  number: z.number(),
  canOpen: z.boolean(),
  status: ReportStatus,
  /** It came back: nobody has taken it on, or it was taken from who had it. */
  isBack: z.boolean(),
  /** The service that is asked or has it; absent when it came back. */
  serviceName: z.string().optional(),
  ownerName: z.string(),
  deadline: z.date().nullable(),
  isLate: z.boolean(),
  /** What was asked, and what came of it; absent once its time has passed. */
  asked: z.string().optional(),
  result: z.string().optional(),
  /** How many photos and documents are with it: they open for who has the whole. */
  photos: z.number(),
  documents: z.number(),
  shows: PartShows,
  outcome: AnyOutcome.nullable(),
  closedAt: z.date().nullable(),
});
export type PartView = z.infer<typeof PartView>;

export const PartsView = z.object({
  parts: z.array(PartView),
  /** How many have no outcome yet. */
  open: z.number(),
});
export type PartsView = z.infer<typeof PartsView>;
