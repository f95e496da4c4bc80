import { z } from 'zod';
import { BlockLevel } from './model.ts';
import { QuarterPeriod } from './overview-wire.ts';

export const BLOCK_EXPLANATION_MAX = 300;

/** How far to trust a source: the text itself was read, a serious other source was, or it is a proposal of this program. */
export const Reliability = z.enum(['high', 'medium', 'proposal']);

const StatementView = z.object({
  version: z.number(),
  level: BlockLevel,
  /** A date, '2026-03-01'; for what is planned the date it is planned for. */
  since: z.string().optional(),
  partyId: z.string().optional(),
  partyName: z.string().optional(),
  explanation: z.string().optional(),
  at: z.date(),
  actorName: z.string().optional(),
});
export type StatementView = z.infer<typeof StatementView>;

const CheckView = z.object({
  id: z.string(),
  label: z.string(),
  /** False while the wording is the program's own proposal. */
  verified: z.boolean(),
  /** Absent while nobody said anything. */
  now: StatementView.optional(),
  /** What was said before, the newest first. */
  before: z.array(StatementView),
});
export type CheckView = z.infer<typeof CheckView>;

const BlockView = z.object({
  number: z.number(),
  name: z.string(),
  checks: z.array(CheckView),
});
export type BlockView = z.infer<typeof BlockView>;

export const MirrorView = z.object({ blocks: z.array(BlockView) });
export type MirrorView = z.infer<typeof MirrorView>;

/** What the loop measures. `silent` is of the same offers as `in-time`. */
export const Measure = z.enum(['in-time', 'silent', 'contact', 'no-police', 'came-back']);
export type Measure = z.infer<typeof Measure>;

/** How many of how many, and between which shares the true one lies with 95% confidence; fractions. */
const ShareView = z.object({ part: z.number(), whole: z.number(), low: z.number(), high: z.number() });
export type ShareView = z.infer<typeof ShareView>;

const MeasureView = z.object({
  measure: Measure,
  /** Absent when too few to say anything. */
  all: ShareView.optional(),
  /** Those where there is anything; without a share where it may not be told. Without a name the place is not known. */
  areas: z.array(z.object({ id: z.string(), name: z.string().optional(), share: ShareView.optional() })),
});
export type MeasureView = z.infer<typeof MeasureView>;

export const MirrorBlockView = z.object({
  block: BlockView,
  steps: z.array(
    z.object({ text: z.string(), source: z.string().optional(), reliability: Reliability }).readonly(),
  ),
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  period: QuarterPeriod,
  /** Empty for a block of which the loop knows nothing. */
  measures: z.array(MeasureView),
  mayEdit: z.boolean(),
});
export type MirrorBlockView = z.infer<typeof MirrorBlockView>;
