import { z } from 'zod';

/** Danger asked as things one sees; what the law calls it is not the reporter's concern. */
export const DangerSign = z.enum(['threatens', 'weapon', 'injured', 'gas-or-fire', 'self-harm']);
export type DangerSign = z.infer<typeof DangerSign>;

export const DangerAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seen'), signs: z.array(DangerSign).min(1) }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unknown') }),
]);
export type DangerAnswer = z.infer<typeof DangerAnswer>;

export const Sight = z.enum([
  'distress',
  'unseen',
  'neglect',
  'noise',
  'law-breaking',
  'damage',
  'lonely',
  'money',
]);
export type Sight = z.infer<typeof Sight>;

export const About = z.enum(['someone', 'myself', 'several', 'place', 'unknown']);
export type About = z.infer<typeof About>;

/** What was seen, in finite answers only: the weighing rests on this and never on the free words. */
export const Observations = z.object({ danger: DangerAnswer, sights: z.array(Sight), about: About });
export type Observations = z.infer<typeof Observations>;

export const ReportStatus = z.enum(['with-coordinator', 'offered', 'accepted', 'closed']);
export type ReportStatus = z.infer<typeof ReportStatus>;

/** What the owner has to do before the deadline. */
export const NextStep = z.enum([
  'check-danger',
  'decide',
  'await-acceptance',
  'first-contact',
  'resolve',
  'await-answer',
]);
export type NextStep = z.infer<typeof NextStep>;

export const ReportOutcome = z.enum([
  'helped',
  'advised',
  'passed-on',
  'no-action-needed',
  'not-found',
  'duplicate',
  'spam',
]);
export type ReportOutcome = z.infer<typeof ReportOutcome>;

export const Channel = z.enum(['form', 'phone', 'note']);
export type Channel = z.infer<typeof Channel>;

export const Contact = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** True when there were details, and their time has passed. */
  removed: z.boolean().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** A report as it is sent in. `key` is random and comes with the form: the same key twice is the same report. */
export const Submission = z.object({
  key: z.string().regex(/^[0-9a-f]{32,64}$/),
  language: z.enum(['nl', 'en']),
  channel: Channel,
  observations: Observations,
  story: z.string().min(1).max(4000),
  addressId: z.string().optional(),
  contact: Contact,
});
export type Submission = z.infer<typeof Submission>;

/** Who is at turn, for what and until when: the part of a report that must never be empty while it is open. */
export interface Turn {
  readonly status: Exclude<ReportStatus, 'closed'>;
  readonly ownerId: string;
  readonly ownerServiceId: string | null;
  readonly nextStep: NextStep;
  readonly deadline: Date;
  readonly overdueCount: number;
}

export interface Report {
  readonly id: string;
  readonly number: number;
  readonly receivedAt: Date;
  readonly channel: Channel;
  readonly language: 'nl' | 'en';
  readonly observations: Observations;
  readonly neighbourhoodId: string | null;
  readonly status: ReportStatus;
  readonly ownerId: string;
  readonly ownerServiceId: string | null;
  readonly nextStep: NextStep | null;
  readonly deadline: Date | null;
  readonly overdueCount: number;
  readonly outcome: ReportOutcome | null;
  readonly closedAt: Date | null;
}

export const WordsKind = z.enum(['story', 'question', 'answer', 'note', 'message', 'correction']);
export type WordsKind = z.infer<typeof WordsKind>;

export interface Words {
  readonly id: string;
  readonly kind: WordsKind;
  readonly authorKind: string;
  readonly authorId: string | null;
  readonly at: Date;
  readonly body: string;
  /** The words that these put right. */
  readonly corrects: string | null;
}

/**
 * How the person a report is about came to know of it, or why not yet. AVG article 14 allows the second where telling
 * would put somebody or the work at risk, or where nobody knows who it is.
 */
export const InformingResult = z.enum([
  'in-writing',
  'orally',
  'safety',
  'investigation',
  'identity-unknown',
  'nothing-processed',
]);
export type InformingResult = z.infer<typeof InformingResult>;

/** The task to tell the person that there is a report about them. It lies with the owner of the report. */
export interface Informing {
  readonly reportId: string;
  readonly deadline: Date;
  readonly remindAt: Date;
  readonly lateCount: number;
  readonly result: InformingResult | null;
  readonly doneAt: Date | null;
}

/** Why a report changed hands. */
export const AssignCause = z.enum([
  'weighed',
  'offered',
  'accepted',
  'declined',
  'lapsed',
  'overdue',
  'returned',
  'contacted',
  'asked',
  'answered',
  'unanswered',
  'taken-over',
  'reopened',
]);
export type AssignCause = z.infer<typeof AssignCause>;

const TurnData = z.object({
  status: ReportStatus.exclude(['closed']),
  ownerId: z.string(),
  ownerServiceId: z.string().nullable(),
  nextStep: NextStep,
  deadline: z.iso.datetime(),
  overdueCount: z.number(),
});

/** The history of a report, in ids, codes and times. */
export const ReportEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('received'), data: TurnData.extend({ channel: Channel }) }),
  z.object({ kind: z.literal('assigned'), data: TurnData.extend({ cause: AssignCause }) }),
  z.object({ kind: z.literal('worded'), data: z.object({ wordsId: z.string(), words: WordsKind }) }),
  z.object({
    kind: z.literal('called'),
    data: z.object({ contactPointId: z.string(), calledAt: z.iso.datetime(), about: z.string() }),
  }),
  z.object({ kind: z.literal('closed'), data: z.object({ outcome: ReportOutcome }) }),
  z.object({ kind: z.literal('informed'), data: z.object({ result: InformingResult }) }),
]);
export type ReportEvent = z.infer<typeof ReportEvent>;
