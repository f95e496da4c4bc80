import { z } from 'zod';

/** The two moments at which personal data goes: first what identifies, then the rest. */
export const DestructionStep = z.enum(['anonymise', 'destroy']);
export type DestructionStep = z.infer<typeof DestructionStep>;

/** What somebody may ask about their data: AVG articles 15 (access), 16 (correct), 21 (object) and 17 (erase). */
export const RequestKind = z.enum(['access', 'correct', 'object', 'erase']);
export type RequestKind = z.infer<typeof RequestKind>;

export const AskedBy = z.enum(['reporter', 'person', 'representative']);
export type AskedBy = z.infer<typeof AskedBy>;

/** What the owner of a request has to do before its deadline. */
export const RequestStep = z.enum(['identify', 'answer']);
export type RequestStep = z.infer<typeof RequestStep>;

export const Decision = z.enum(['granted', 'partly', 'refused', 'withdrawn']);
export type Decision = z.infer<typeof Decision>;

export const DecisionReason = z.enum([
  'identity-not-shown',
  'rights-of-others',
  'legal-duty',
  'investigation',
  'excessive',
  'not-about-asker',
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

/** AVG article 12(3) knows these two reasons for two more months. */
export const ExtensionReason = z.enum(['complex', 'many-requests']);
export type ExtensionReason = z.infer<typeof ExtensionReason>;

/** Procedures during which nothing of a report may be destroyed. */
export const BlockReason = z.enum(['objection', 'complaint', 'rights-request', 'court-case']);
export type BlockReason = z.infer<typeof BlockReason>;

/** A question of somebody about their data in one report. While it is open it has one owner, a next step and a deadline. */
export interface RightsRequest {
  readonly id: string;
  readonly reportId: string;
  readonly kind: RequestKind;
  readonly askedBy: AskedBy;
  /** The number of the letter in the municipality's own system, where name and address of who asks stand. */
  readonly reference: string | null;
  readonly receivedAt: Date;
  readonly deadline: Date;
  readonly extensionReason: ExtensionReason | null;
  readonly lateCount: number;
  readonly status: 'open' | 'closed';
  readonly ownerId: string;
  readonly nextStep: RequestStep | null;
  readonly decision: Decision | null;
  readonly decisionReason: DecisionReason | null;
  readonly decidedAt: Date | null;
}

/** A report of which nothing is destroyed until a procedure is over. It has an owner, who looks again at `reviewAt`. */
export interface Block {
  readonly id: string;
  readonly reportId: string;
  readonly reason: BlockReason;
  readonly requestId: string | null;
  readonly ownerId: string;
  readonly blockedAt: Date;
  readonly reviewAt: Date;
  readonly lateCount: number;
  readonly liftedAt: Date | null;
}

/** The history of requests and blocks, in ids, codes and times. */
export const RightsEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('received'),
    data: z.object({
      reportId: z.string(),
      right: RequestKind,
      ownerId: z.string(),
      deadline: z.iso.datetime(),
    }),
  }),
  z.object({ kind: z.literal('identified'), data: z.object({}) }),
  z.object({
    kind: z.literal('extended'),
    data: z.object({ reason: ExtensionReason, deadline: z.iso.datetime() }),
  }),
  z.object({ kind: z.literal('late'), data: z.object({ ownerId: z.string() }) }),
  z.object({ kind: z.literal('taken-over'), data: z.object({ ownerId: z.string() }) }),
  z.object({
    kind: z.literal('decided'),
    data: z.object({ decision: Decision, reason: DecisionReason.nullable() }),
  }),
  z.object({
    kind: z.literal('blocked'),
    data: z.object({
      reportId: z.string(),
      reason: BlockReason,
      ownerId: z.string(),
      reviewAt: z.iso.datetime(),
    }),
  }),
  z.object({ kind: z.literal('review-moved'), data: z.object({ reviewAt: z.iso.datetime() }) }),
  z.object({ kind: z.literal('lifted'), data: z.object({}) }),
]);
export type RightsEvent = z.infer<typeof RightsEvent>;

/** Texts that are made from the configuration that runs. */
export const DocumentKind = z.enum(['dpia', 'register']);
export type DocumentKind = z.infer<typeof DocumentKind>;
