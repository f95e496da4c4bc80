import { z } from 'zod';
import type { DataClass } from '../people/model.ts';

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

/** What a row hangs on: when its term begins to run. */
type Clock =
  /** On its report: nothing of an open or blocked report goes. `at` is the moment it was written, when the row has one. */
  | { readonly of: 'report'; readonly report: string; readonly at?: string }
  /** On a moment in the row; without one it is still going on. `report`: nothing of a blocked one goes, all of an erased one. */
  | { readonly of: 'row'; readonly at: string; readonly report?: string }
  /** On the last that somebody who left did: a line in the access log, a log-in, the leaving itself. */
  | { readonly of: 'account'; readonly user: string }
  /** On a moment that the row carries itself, whatever the class says by now; `report`: nothing of a blocked one goes. */
  | { readonly of: 'own'; readonly at: string; readonly report?: string };

/** How the personal data of one class in one table goes. */
export interface CoverageLine {
  readonly table: string;
  readonly class: DataClass;
  /** What names a row, and what the proof keeps a hash of. */
  readonly key: readonly string[];
  readonly clock: Clock;
  /** True where one table holds rows of several classes, named in the column `class`. */
  readonly byClass?: boolean;
  /** Only rows in which this column is empty. */
  readonly without?: string;
  /** Rows that point at it, as long as they are there. */
  readonly heldBy?: readonly { readonly table: string; readonly column: string }[];
  /** Blanked at the first moment; `marker` then says when. */
  readonly anonymise?: Cut;
  /** At the second moment the row goes, or the last thing that points at somebody. */
  readonly destroy: 'row' | Cut;
}

interface Cut {
  /** Column and what it becomes: nothing, an empty text, a dash, or a name made of the id. */
  readonly columns: Readonly<Record<string, 'null' | 'empty' | 'dash' | 'id'>>;
  readonly marker: string;
}

/** What one transaction destroyed, without any of it: how much, of what, and hashes by which a known id can be found again. */
export interface Proof {
  readonly seq: number;
  readonly at: Date;
  readonly class: string;
  readonly table: string;
  readonly step: DestructionStep;
  readonly count: number;
  /** The first and last moment at which what went was due. */
  readonly oldest: Date;
  readonly newest: Date;
  /** One hash of 32 bytes for each row, one after the other, sorted. */
  readonly leaves: Uint8Array;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
}

/** How much of a class went, or is to go, from one table; and between which moments it was due. */
export const Went = z.object({
  class: z.string(),
  table: z.string(),
  step: DestructionStep,
  count: z.number(),
  oldest: z.date(),
  newest: z.date(),
});
export type Went = z.infer<typeof Went>;

/** What goes next as it was reckoned, and how far the chain of proofs was proven. */
export interface Look {
  readonly at: Date;
  /** What is due by this moment is planned. */
  readonly until: Date;
  readonly planned: readonly Went[];
  readonly proven: Pick<Proof, 'seq' | 'hash'>;
  /** The first proof that does not follow from the one before it. */
  readonly brokenAt?: number | undefined;
}
