import { z } from 'zod';
import { Rating, NextStep, ReportOutcome, type PartGround, type Report } from '../reports/model.ts';
import { Nature, Urgency, type TriageAdvice } from '../triage/model.ts';

/** The place of an offer on the road: the advised service, the second one, the silent party's team lead, by hand, or for a part. */
export const HandoverStep = z.enum(['first-service', 'second-service', 'team-lead', 'handed-on', 'part']);
export type HandoverStep = z.infer<typeof HandoverStep>;

export const HandoverStatus = z.enum(['offered', 'accepted', 'declined', 'lapsed', 'withdrawn']);
export type HandoverStatus = z.infer<typeof HandoverStatus>;

/** Reasons that tell nothing of the person: 'already known to us' would. */
export const DeclineReason = z.enum([
  'not-our-task',
  'other-area',
  'no-room-now',
  'question-unclear',
  'better-elsewhere',
]);
export type DeclineReason = z.infer<typeof DeclineReason>;

/** Why who declines names no service, and leaves it to the desk: codes that tell nothing of the person. */
export const DeskReason = z.enum(['no-service-fits', 'needs-talk', 'not-known']);
export type DeskReason = z.infer<typeof DeskReason>;

/** Who then, in the eyes of who declines: a service, or the desk decides and why. */
export const Proposal = z.union([z.object({ serviceId: z.string() }), z.object({ desk: DeskReason })]);
export type Proposal = z.infer<typeof Proposal>;

/** Whether who accepted care for a person spoke with who handed it over. */
export const Warmth = z.enum(['spoken', 'not-reached']);
export type Warmth = z.infer<typeof Warmth>;

/** That who accepted and who handed over spoke: with whom of the handing side, and when. */
export interface Talk {
  readonly userId: string;
  readonly at: Date;
}

/** Why a person decides otherwise than was advised. The last two are the police's own tasks. */
export const OtherwiseReason = z.enum([
  'seen-there',
  'spoke-reporter',
  'changed-since',
  'filled-in-wrong',
  'agreed-together',
  'public-order',
  'staff-protection',
]);
export type OtherwiseReason = z.infer<typeof OtherwiseReason>;

/** What a person decided in the place of the advice. The advice itself stays as it was. */
export const Otherwise = z.object({
  nature: Nature,
  urgency: Urgency,
  serviceId: z.string().nullable(),
  reason: OtherwiseReason,
});
export type Otherwise = z.infer<typeof Otherwise>;

/** About what one calls an organisation that can never be an owner. */
export const CallSubject = z.enum([
  'danger',
  'psychiatric-worry',
  'medical-worry',
  'child-or-home',
  'staff-safety',
  'other',
]);
export type CallSubject = z.infer<typeof CallSubject>;

export { DangerFinding } from '../reports/model.ts';

export interface Handover {
  readonly id: string;
  readonly reportId: string;
  readonly step: HandoverStep;
  readonly serviceId: string;
  readonly teamLeadId: string | null;
  readonly offeredAt: Date;
  readonly deadline: Date;
  readonly status: HandoverStatus;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly reason: DeclineReason | null;
  /** Null where care was not handed over by a person, and of what nobody accepted. */
  readonly warmth: Warmth | null;
  readonly talk: Talk | null;
  readonly proposal: Proposal | null;
}

const TalkData = z.object({ userId: z.string(), at: z.iso.datetime() });

export const HandoverEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('offered'),
    data: z.object({
      reportId: z.string(),
      step: HandoverStep,
      serviceId: z.string(),
      teamLeadId: z.string().nullable(),
      deadline: z.iso.datetime(),
    }),
  }),
  z.object({
    kind: z.literal('accepted'),
    data: z.object({ userId: z.string(), warmth: Warmth.optional(), talk: TalkData.optional() }),
  }),
  z.object({
    kind: z.literal('declined'),
    data: z.object({ userId: z.string(), reason: DeclineReason, proposal: Proposal.optional() }),
  }),
  /** Who accepted without it reached the handing side after all. */
  z.object({ kind: z.literal('spoken'), data: z.object({ userId: z.string(), talk: TalkData }) }),
  z.object({ kind: z.literal('lapsed'), data: z.object({}) }),
  z.object({ kind: z.literal('withdrawn'), data: z.object({}) }),
]);
export type HandoverEvent = z.infer<typeof HandoverEvent>;

/** What a person can do with a report, as far as the rules know it. */
export type Command =
  | 'accept'
  | 'decline'
  | 'hand-on'
  | 'decide-otherwise'
  | 'take-over'
  | 'give'
  | 'spoken'
  | 'contacted'
  | 'ask'
  | 'note'
  | 'call'
  | 'danger-checked'
  | 'close'
  | 'join'
  | 'part'
  | 'split'
  | 'take-part-back'
  | 'drop-part'
  | 'finish-part'
  | 'ask-outside'
  | 'renew-outside'
  | 'withdraw-outside'
  | 'reopen';

/** Everything a decision about one report rests on. */
export interface Handling {
  readonly report: Report;
  /** The offer that waits for an answer, if there is one. */
  readonly offer: Handover | undefined;
  /** All offers there have been, oldest first. */
  readonly handovers: readonly Handover[];
  readonly advice: TriageAdvice;
  /** The last decision that differs from it. */
  readonly otherwise?: Otherwise | undefined;
}

export const NoticeKind = z.enum([
  'coordinator-full',
  'coordinator-overdue',
  'owner-overdue',
  'came-back',
  'taken-over',
  'given',
  'photo-added',
  'informing-late',
  'block-review',
  'request-late',
  /** Mail to the reporter did not arrive. */
  'reporter-unreached',
  /** Somebody met aggression at work: how it goes is to be asked, was not in time, or was. */
  'aftercare-asked',
  'aftercare-late',
  'aftercare-given',
  /** Somebody is asked to go along on a visit, answered, or need not any more. */
  'visit-asked',
  'visit-answered',
  'visit-off',
  /** A part came back to who has the whole. */
  'part-back',
  /** A part has an outcome: told to who has the whole. */
  'part-ready',
  /** A part is late with who has it: told to who has the whole. */
  'part-late',
  /** Who has the whole took a part back, or ended it: told to who had the part. */
  'part-gone',
  /** An organisation without an account did something, gave no answer in time, or could not be mailed. */
  'outside-answered',
  'outside-silent',
  'outside-unreached',
  /** The proof of the night found something that does not hold. */
  'proof-broken',
  /** Somebody is to stand in for a colleague who is away; or nobody does. */
  'stand-in-asked',
  'stand-in-missing',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Until when a part can be asked, in working days. */
export const PART_DAYS = [1, 2, 3, 5, 10, 15, 20] as const;

/** So many parts without an outcome can one report have. */
export const PARTS_MOST = 8;

/** Why an organisation without an account does not do it: codes that tell nothing of a person. */
export const OutsideReason = z.enum(['not-ours', 'not-possible', 'better-elsewhere', 'question-unclear']);
export type OutsideReason = z.infer<typeof OutsideReason>;

/** What happened with what an organisation without an account was asked, as the history of the report tells it. */
export const OutsideChange = z.enum([
  'asked',
  'reminded',
  'renewed',
  /** Who has the report had the link shown, to pass it on in another way. */
  'shown',
  'unreached',
  'accepted',
  'declined',
  'answered',
  'done',
  'silent',
  'withdrawn',
]);
export type OutsideChange = z.infer<typeof OutsideChange>;

/** How what an organisation without an account was asked stands. `silent`: no answer in time; a late one still counts. */
export const OutsideStatus = z.enum([
  'asked',
  'accepted',
  'declined',
  'answered',
  'done',
  'silent',
  'withdrawn',
]);
export type OutsideStatus = z.infer<typeof OutsideStatus>;

/** What somebody there can do with it, on the page behind the link. */
export const OutsideAct = z.enum(['accept', 'answer', 'done', 'decline']);
export type OutsideAct = z.infer<typeof OutsideAct>;

/** What an organisation without an account was asked. The words stand among those of the report. */
export interface OutsideRequest {
  readonly id: string;
  readonly reportId: string;
  readonly language: 'nl' | 'en';
  readonly wordsId: string;
  readonly showsPlace: boolean;
  readonly photoIds: readonly string[];
  readonly ground: PartGround | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly status: OutsideStatus;
  readonly reason: OutsideReason | null;
  readonly deadline: Date;
  readonly remindAt: Date;
  readonly remindedAt: Date | null;
  /** When its link stops working. */
  readonly closesAt: Date;
  readonly endedAt: Date | null;
}

/** An organisation that can be asked, as the municipality keeps it. */
export interface OutsideParty {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: 'nl' | 'en';
  readonly active: boolean;
}

export const OUTSIDE_NAME_MAX = 80;
/** The longest question, and the longest answer to it. */
export const OUTSIDE_QUESTION_MAX = 2000;
export const OUTSIDE_ANSWER_MAX = 4000;
/** So many working days may one owner wait for organisations without an account, all together. */
export const OUTSIDE_DAYS_MOST = 20;
/** So many days after the deadline the link still works: late is better than never. */
export const OUTSIDE_LINK_DAYS = 7;

/** What can be done with several reports at once. */
export const BulkCommand = z.enum(['take-over', 'hand-on', 'give']);
export type BulkCommand = z.infer<typeof BulkCommand>;

/** As many as stand on one page of a list. */
export const BULK_MOST = 50;
/** So long can what was done with several reports be put back. */
export const UNDO_MINUTES = 60;

/** Why a report belongs to what the next one has to know. */
export const ShiftNeed = z.enum(['danger', 'late', 'second-look', 'due', 'answer', 'inform', 'offered']);
export type ShiftNeed = z.infer<typeof ShiftNeed>;

export const SHIFT_LINE_MAX = 200;
export const SHIFT_GENERAL_MAX = 300;
/** As many of the own reports, and as many of colleagues, stand on the page of handing over. */
export const SHIFT_MOST = 40;

/** For which form: what the reporter is told at the end, or what is asked meanwhile. */
export const TextPurpose = z.enum(['close', 'question']);
export type TextPurpose = z.infer<typeof TextPurpose>;

export const TEXT_NAME_MAX = 80;
export const TEXT_BODY_MAX = 2000;

/** A standard text as it holds now. Of the two languages at least one is there. */
export const StandardText = z.object({
  name: z.string().min(1).max(TEXT_NAME_MAX),
  purpose: TextPurpose,
  /** The outcome at which it is offered; null for a question. */
  outcome: ReportOutcome.nullable(),
  /** The natures for which it is offered; none named is all. */
  natures: z.array(Nature),
  body: z.object({
    nl: z.string().min(1).max(TEXT_BODY_MAX).optional(),
    en: z.string().min(1).max(TEXT_BODY_MAX).optional(),
  }),
});
export type StandardText = z.infer<typeof StandardText>;

/** A text of the house: the same in every municipality until one changes it. */
export const HouseText = StandardText.extend({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  outcome: ReportOutcome.nullable().default(null),
});
export type HouseText = z.infer<typeof HouseText>;

/** What a text can fill in by itself. None of it is personal data, and about a person none tells who is at work. */
export const TEXT_VARIABLES = {
  close: ['nummer', 'ontvangen', 'vandaag', 'gemeente', 'organisatie'],
  question: ['nummer', 'ontvangen', 'vandaag', 'gemeente', 'organisatie', 'antwoord-voor'],
} as const satisfies Record<TextPurpose, readonly string[]>;

export type TextVariables = Readonly<Record<(typeof TEXT_VARIABLES)['question'][number], string>>;

/** The history of a text: its versions by number, and when it was put away and taken up again. */
export const TextEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('written'), data: z.object({ version: z.number() }) }),
  z.object({ kind: z.literal('retired'), data: z.object({}) }),
  z.object({ kind: z.literal('restored'), data: z.object({}) }),
]);
export type TextEvent = z.infer<typeof TextEvent>;

export const RATING_QUESTION_MAX = 160;
export const RATING_LABEL_MAX = 60;
/** What can be chosen as why: few enough to read. */
export const RATING_REASONS_MOST = 6;

const label = z.string().min(1).max(RATING_LABEL_MAX);
const InOneLanguage = z.object({
  question: z.string().min(1).max(RATING_QUESTION_MAX),
  /** What each answer is called; which of them is better never changes. */
  answers: z.record(Rating, label),
  /** Asked where there are reasons. */
  why: z.string().min(1).max(RATING_QUESTION_MAX).optional(),
  /** In the order in which they are kept: an answer holds the place, from one on. */
  reasons: z.array(label).max(RATING_REASONS_MOST),
});

/** How a municipality asks whether it went well, in both languages. */
export const RatingWords = z.object({ nl: InOneLanguage, en: InOneLanguage });
export type RatingWords = z.infer<typeof RatingWords>;

/** What a column of a list from elsewhere can hold; several columns may hold parts of the same. */
export const SheetField = z.enum(['words', 'address', 'kind', 'date', 'contact', 'reference']);
export type SheetField = z.infer<typeof SheetField>;

/** What each column is taken for, from left to right. */
export type SheetFields = readonly (SheetField | undefined)[];

/** Whose reports a list shows. */
export const ListScope = z.enum(['mine', 'instead', 'service', 'organisation', 'all']);
export type ListScope = z.infer<typeof ListScope>;

export const ListState = z.enum(['open', 'with-coordinator', 'offered', 'accepted', 'closed', 'all']);
export type ListState = z.infer<typeof ListState>;

export const ListOrder = z.enum(['deadline', 'newest', 'oldest']);
export type ListOrder = z.infer<typeof ListOrder>;

/** What somebody asks of a list. Everything in it narrows; nothing of it widens what that person may see. */
export const ListQuestion = z.object({
  scope: ListScope,
  state: ListState,
  order: ListOrder,
  words: z.string().optional(),
  address: z.string().optional(),
  complexId: z.string().optional(),
  receivedFrom: z.date().optional(),
  receivedUntil: z.date().optional(),
  nature: Nature.optional(),
  urgency: Urgency.optional(),
  neighbourhoodId: z.string().optional(),
  /** The id of a service, or `none` for what no service has yet. */
  service: z.string().optional(),
  ownerId: z.string().optional(),
  nextStep: NextStep.optional(),
  late: z.boolean().optional(),
  cursor: z.string().optional(),
});
export type ListQuestion = z.infer<typeof ListQuestion>;

/** How far a check is. No mark: levels are never added up, and nothing is ranked by them. */
export const BlockLevel = z.enum(['none', 'planned', 'partly', 'works']);
export type BlockLevel = z.infer<typeof BlockLevel>;
