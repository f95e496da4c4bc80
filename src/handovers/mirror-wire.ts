import { z } from 'zod';

/** How far a check is. No mark: levels are never added up, and nothing is ranked by them. */
export const BlockLevel = z.enum(['none', 'planned', 'partly', 'works']);
export type BlockLevel = z.infer<typeof BlockLevel>;

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

export const MirrorBlockView = z.object({
  block: BlockView,
  steps: z.array(
    z.object({ text: z.string(), source: z.string().optional(), reliability: Reliability }).readonly(),
  ),
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  mayEdit: z.boolean(),
  /** The day today, '2026-03-01': nothing works since a later one. */
  today: z.string(),
});
export type MirrorBlockView = z.infer<typeof MirrorBlockView>;
