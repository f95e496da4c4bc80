import { z } from 'zod';
import { INSIDE_MAX, Spot } from '../places/model.ts';

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

/** The same answers as they are called at the edge. */
export const ABOUT_WORDS = {
  someone: 'iemand',
  myself: 'mijzelf',
  several: 'meerdere',
  place: 'plek',
  unknown: 'onbekend',
} as const satisfies Record<About, string>;
/** The police's own tasks besides offences and danger. Only professionals can say that one is at hand. */
export const Duty = z.enum(['public-order', 'staff-protection']);

/**
 * What a further question can tell, whatever a municipality calls it on the page: that something cannot wait, that people
 * talked about it already, that the person knows of the report and wants help.
 */
export const Detail = z.enum(['pressing', 'talked', 'agrees']);
export type Detail = z.infer<typeof Detail>;

export const DetailValue = z.enum(['unknown', 'yes', 'no']);
export type DetailValue = z.infer<typeof DetailValue>;

/** The answer to a further question: which question, what was chosen there, and what that says. Codes, no words. */
export const Answer = z.object({
  question: z.string().min(1).max(60),
  answer: z.string().min(1).max(60),
  detail: Detail,
  says: DetailValue,
});
export type Answer = z.infer<typeof Answer>;

/** A further question as the page shows it. Options without words of their own say yes, no or 'I don't know'. */
export const AskedQuestion = z.object({
  id: z.string(),
  type: z.enum(['choice', 'number']),
  label: z.string(),
  hint: z.string().optional(),
  required: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: z.string().optional() })),
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;

/** What was seen, in finite answers only: the weighing rests on this and never on the free words. */
export const Observations = z.object({
  danger: DangerAnswer,
  sights: z.array(Sight),
  about: About,
  duty: z.array(Duty).optional(),
  answers: z.array(Answer).optional(),
});
export type Observations = z.infer<typeof Observations>;

/** The choice on the round that is never kept for later: it asks for a call. */
export const ROUND_DANGER = 'danger';

/**
 * A big button of the round: what somebody sees there, in words of the municipality, and the finite answers that it
 * stands for. Danger is none of them.
 */
export const RoundKind = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .refine((id) => id !== ROUND_DANGER, { error: 'danger is not a kind: it asks for a call' }),
  label: z.strictObject({ nl: z.string().min(1).max(40), en: z.string().min(1).max(40) }),
  sights: z.array(Sight).max(3),
  about: About,
});
export type RoundKind = z.infer<typeof RoundKind>;

export const ReportStatus = z.enum(['with-coordinator', 'offered', 'accepted', 'joined', 'closed']);
export type ReportStatus = z.infer<typeof ReportStatus>;

/** What the owner has to do before the deadline. */
export const NextStep = z.enum([
  'check-danger',
  'decide',
  'await-acceptance',
  /** Care was handed over without a talk: it is held after all, before or with the first contact. */
  'speak-sender',
  'first-contact',
  'resolve',
  'await-answer',
  /** An organisation without an account was asked something; the owner stays the owner. */
  'await-outside',
  /** It goes along with another report, and so does its promise. */
  'goes-along',
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

/** What came of a part: done, not possible, or ended by who has the whole before that. */
export const PartOutcome = z.enum(['part-done', 'part-not-possible', 'part-ended']);
export type PartOutcome = z.infer<typeof PartOutcome>;

/** How a report ended, or a part of one. */
export const AnyOutcome = z.enum([...ReportOutcome.options, ...PartOutcome.options]);
export type AnyOutcome = z.infer<typeof AnyOutcome>;

/** What of the whole opens, after acceptance, with the words of a part. */
export const PartShows = z.enum(['nothing', 'place', 'story', 'place-and-story']);
export type PartShows = z.infer<typeof PartShows>;

/** Why the words of the whole have to be read for a part. */
export const PartGround = z.enum(['needed-for-part', 'reporter-agrees', 'danger-there']);
export type PartGround = z.infer<typeof PartGround>;

/** What happened with a part, as the history of the whole tells it. */
export const PartChange = z.enum([
  'asked',
  'accepted',
  'declined',
  'lapsed',
  'late',
  'came-back',
  'taken-back',
  'with-coordinator',
  'asked-again',
  'ended',
]);
export type PartChange = z.infer<typeof PartChange>;

/** What makes a report a part of another. */
export interface PartOf {
  readonly wholeId: string;
  /** Until when it was asked. */
  readonly due: Date;
  readonly shows: PartShows;
  readonly ground: PartGround | null;
}

export const Channel = z.enum(['form', 'phone', 'note', 'api', 'mail', 'list', 'part']);
export type Channel = z.infer<typeof Channel>;

export const Contact = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** True when there were details, and their time has passed. */
  removed: z.boolean().optional(),
});
export type Contact = z.infer<typeof Contact>;

export const CONTACT_MAX = 200;
/** The shortest number in use that reaches a person at home, without its area code. */
const PHONE_DIGITS = 6;

/** Loosely: words may stand beside it ('after five'), but there must be a number to call. */
export function hasNumber(text: string): boolean {
  return text.replaceAll(/\D/g, '').length >= PHONE_DIGITS;
}

/** The reporter's address and number as they are from now on; empty is none. */
export const ContactChange = z.object({
  email: z
    .string()
    .trim()
    .max(CONTACT_MAX)
    .refine((text) => text === '' || z.email().safeParse(text).success, 'field-email'),
  phone: z
    .string()
    .trim()
    .max(CONTACT_MAX)
    .refine((text) => text === '' || hasNumber(text), 'field-phone'),
});
export type ContactChange = z.infer<typeof ContactChange>;

const ContactField = z.enum(['email', 'phone']);
export type ContactField = z.infer<typeof ContactField>;

/** The longest story that is kept. */
export const STORY_MAX = 4000;

/** A report as it is sent in. `key` is random and comes with the form: the same key twice is the same report. */
export const Submission = z.object({
  key: z.string().regex(/^[0-9a-f]{32,64}$/),
  language: z.enum(['nl', 'en']),
  channel: Channel.exclude(['part']),
  observations: Observations,
  story: z.string().min(1).max(STORY_MAX),
  addressId: z.string().optional(),
  /** Beside an address of our own it says where there; without one it is the place. */
  spot: Spot.optional(),
  /** With an address it must be the one in which that lies; without one it is the place. */
  complexId: z.string().optional(),
  /** Where in the complex, in words; with a complex only. */
  inside: z.string().min(1).max(INSIDE_MAX).optional(),
  contact: Contact,
  /** The report that the reporter takes for the same; a person decides whether it is. */
  sameAsId: z.string().optional(),
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
  readonly outcome: AnyOutcome | null;
  readonly closedAt: Date | null;
  /** When anything about it last changed. */
  readonly changedAt: Date;
  /** The report that this one goes along with, or went along with until both ended. */
  readonly leadingId: string | null;
  /** What makes it a part of another report; null for a report that somebody made. */
  readonly part: PartOf | null;
}

/** The turn of a report that is open. */
export function turnOf(report: Report): Turn {
  const { status, nextStep, deadline, ownerId, ownerServiceId, overdueCount } = report;
  if (status === 'closed' || nextStep === null || deadline === null)
    throw new Error(`expected report ${report.id} to be open`);
  return { status, nextStep, deadline, ownerId, ownerServiceId, overdueCount };
}

/** An open report that somebody may know of, for who takes in another from the same neighbourhood: codes, no words. */
export interface KnownReport {
  readonly number: number;
  readonly nature: string;
  readonly receivedAt: Date;
}

/** An open report of public space as everybody may know of it: no words, no house, nobody. */
export interface PublicReport {
  readonly id: string;
  readonly number: number;
  /** What kind of thing, in the language of the page; undefined when it was not told as one. */
  readonly kind: string | undefined;
  /** A street close to it, from the register of addresses; undefined where there is none. */
  readonly street: string | undefined;
  readonly receivedAt: Date;
  /** Whether somebody took it on. */
  readonly isInHand: boolean;
}

export const WordsKind = z.enum([
  'story',
  'question',
  'answer',
  'note',
  'message',
  'correction',
  /** A mail as it came in, whole, beside the story that was taken out of it. */
  'original',
  /** What came of a part. */
  'result',
  /** What an organisation without an account was asked, and what it wrote back. */
  'outside-question',
  'outside-answer',
]);
export type WordsKind = z.infer<typeof WordsKind>;

/** Stands in the place of a story where somebody in danger wrote nothing; the table holds no empty one. */
export const NO_STORY = '–';

/** What the reporter wrote of a story as it is kept; undefined when that is nothing, or only a place. */
export function writtenIn(story: string): { readonly words: string | undefined; readonly isSilent: boolean } {
  if (story !== NO_STORY && !story.startsWith(`${NO_STORY}\n`)) return { words: story, isSilent: false };
  return { words: story.slice(NO_STORY.length).trim() || undefined, isSilent: true };
}

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

/** Why a photo was taken away: codes that tell nothing of who is on it. */
export const PhotoRemoval = z.enum(['person', 'medical', 'private', 'hurtful', 'not-about-this']);
export type PhotoRemoval = z.infer<typeof PhotoRemoval>;

/** So many photos may a reporter send with one report; who works on it may add as many again. */
export const PHOTOS_MAX = 5;

/** A photo without its picture. */
export interface Photo {
  readonly id: string;
  readonly authorKind: string;
  readonly authorId: string | null;
  readonly at: Date;
  /** The reporter sees it too. */
  readonly isShared: boolean;
  readonly width: number;
  readonly height: number;
}

/** Why a document was taken away: codes that tell nothing of what stands in it. */
export const DocumentRemoval = z.enum(['person', 'medical', 'private', 'hurtful', 'not-about-this']);
export type DocumentRemoval = z.infer<typeof DocumentRemoval>;

/** So many documents may a mail bring along; who works on the report may add as many again. */
export const DOCUMENTS_MAX = 5;

/** A document without its content. */
export interface ReportDocument {
  readonly id: string;
  /** The reporter, or somebody who works here. */
  readonly authorKind: string;
  readonly authorId: string | null;
  readonly at: Date;
  /** The reporter sees it too. */
  readonly isShared: boolean;
  /** As its sender called it, made safe; can be empty. */
  readonly name: string;
  readonly pages: number;
  readonly sizeBytes: number;
}

/** What a reporter thought of how it went. */
export const Rating = z.enum(['good', 'partly', 'bad']);
export type Rating = z.infer<typeof Rating>;

/** Why a report changed hands. */
export const AssignCause = z.enum([
  'weighed',
  'offered',
  'accepted',
  'declined',
  'lapsed',
  'overdue',
  'returned',
  'owner-left',
  'spoken',
  'contacted',
  'asked',
  'answered',
  'unanswered',
  'taken-over',
  'reopened',
  'second-look',
  'leading-moved',
  'parted',
  'given',
  'undone',
  /** A part came back to who has the whole. */
  'part-back',
  /** A part that nobody else has goes along with who has the whole. */
  'whole-moved',
  /** An organisation without an account was asked; said that it does it; is waited for no longer, or gave no answer. */
  'asked-outside',
  'outside-promised',
  'outside-back',
  'outside-silent',
]);
export type AssignCause = z.infer<typeof AssignCause>;

/** What came of looking whether there is danger, when nobody had to be called for it. */
export const DangerFinding = z.enum(['already-called', 'no-danger']);
export type DangerFinding = z.infer<typeof DangerFinding>;

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
  /** It goes along with another report from here on: owned as that one is, until the same moment. */
  z.object({ kind: z.literal('joined'), data: TurnData.extend({ leadingId: z.string() }) }),
  z.object({ kind: z.literal('follower-joined'), data: z.object({ reportId: z.string() }) }),
  z.object({ kind: z.literal('follower-parted'), data: z.object({ reportId: z.string() }) }),
  z.object({ kind: z.literal('worded'), data: z.object({ wordsId: z.string(), words: WordsKind }) }),
  z.object({
    kind: z.literal('called'),
    data: z.object({ contactPointId: z.string(), calledAt: z.iso.datetime(), about: z.string() }),
  }),
  z.object({ kind: z.literal('danger-checked'), data: z.object({ finding: DangerFinding }) }),
  z.object({
    kind: z.literal('decided'),
    data: z.object({
      decisionId: z.string(),
      nature: z.string(),
      urgency: z.string(),
      serviceId: z.string().nullable(),
      reason: z.string(),
    }),
  }),
  z.object({
    kind: z.literal('closed'),
    data: z.object({ outcome: AnyOutcome, cause: z.string().optional() }),
  }),
  /** In the history of the whole: what happened with a part of it, and with which service. */
  z.object({
    kind: z.literal('part-changed'),
    data: z.object({
      partId: z.string(),
      what: PartChange,
      serviceId: z.string().nullable(),
      outcome: PartOutcome.nullable(),
    }),
  }),
  /** What happened with a question to an organisation without an account; a deadline where that began or moved. */
  z.object({
    kind: z.literal('outside-changed'),
    data: z.object({
      requestId: z.string(),
      what: z.string(),
      reason: z.string().nullable(),
      deadline: z.iso.datetime().nullable(),
    }),
  }),
  z.object({ kind: z.literal('photo-added'), data: z.object({ photoIds: z.array(z.string()) }) }),
  z.object({ kind: z.literal('photo-shared'), data: z.object({ photoId: z.string() }) }),
  z.object({
    kind: z.literal('photo-removed'),
    data: z.object({ photoId: z.string(), reason: PhotoRemoval }),
  }),
  z.object({ kind: z.literal('document-added'), data: z.object({ documentIds: z.array(z.string()) }) }),
  z.object({ kind: z.literal('document-shared'), data: z.object({ documentId: z.string() }) }),
  z.object({
    kind: z.literal('document-removed'),
    data: z.object({ documentId: z.string(), reason: DocumentRemoval }),
  }),
  /** Which of the two changed, and whether there was nothing before; never from what to what. */
  z.object({
    kind: z.literal('contact-corrected'),
    data: z.object({ fields: z.array(ContactField), isFirst: z.boolean() }),
  }),
  z.object({ kind: z.literal('informed'), data: z.object({ result: InformingResult }) }),
  /** In a system of its own this service has it under a reference, or no longer has; which one stands apart. */
  z.object({ kind: z.literal('reference-noted'), data: z.object({ serviceId: z.string() }) }),
  z.object({ kind: z.literal('reference-removed'), data: z.object({ serviceId: z.string() }) }),
]);
export type ReportEvent = z.infer<typeof ReportEvent>;
