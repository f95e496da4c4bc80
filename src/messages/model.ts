import { z } from 'zod';

/** What a reporter is mailed about. */
export const ReporterKind = z.enum(['received', 'question', 'closed', 'reopened']);
export type ReporterKind = z.infer<typeof ReporterKind>;

/** What an organisation without an account is mailed about, that was asked something. */
export const OutsideKind = z.enum(['outside-asked', 'outside-reminder', 'outside-withdrawn']);
export type OutsideKind = z.infer<typeof OutsideKind>;

/** A mail to reporters in plain words: paragraphs with blank lines between, and the values that are filled in by name. */
export interface LetterTemplate {
  readonly subject: string;
  readonly body: string;
}
export const LETTER_SUBJECT_MAX = 120;
export const LETTER_BODY_MAX = 4000;

/** All that can be filled in. None of it is personal data but the code, which opens the page of one report for who made it. */
const LetterVariable = z.enum([
  'nummer',
  'gemeente',
  'termijn',
  'code',
  'link',
  'telefoon',
  'openingstijden',
]);
export type LetterVariable = z.infer<typeof LetterVariable>;

/** Others read along with a subject, on a locked screen. */
export const SUBJECT_VARIABLES: readonly LetterVariable[] = ['gemeente', 'nummer'];

const EVERYWHERE = ['nummer', 'gemeente', 'link', 'telefoon', 'openingstijden'] as const;

/** What can be filled in, by kind: the code goes out once, and after the end there is no term. */
export const LETTER_VARIABLES = {
  received: [...EVERYWHERE, 'code', 'termijn'],
  question: [...EVERYWHERE, 'termijn'],
  closed: EVERYWHERE,
  reopened: [...EVERYWHERE, 'termijn'],
} as const satisfies Record<ReporterKind, readonly LetterVariable[]>;

/** Without these a mail of this kind is of no use to who gets it. */
export const LETTER_NEEDS = {
  received: ['nummer', 'code', 'link'],
  question: ['nummer', 'termijn', 'link'],
  closed: ['nummer', 'link'],
  reopened: ['nummer', 'link'],
} as const satisfies Record<ReporterKind, readonly LetterVariable[]>;

/** Under which name a municipality mails reporters, and where they can telephone. What is not there the house fills in. */
export interface LetterSender {
  readonly name: string | undefined;
  readonly phone: string | undefined;
  readonly hours: Readonly<Record<'nl' | 'en', string | undefined>>;
}

/** What somebody who works here can be mailed about. */
export const StaffKind = z.enum([
  /** A report is offered to a service of theirs, or to them as team lead. */
  'offered',
  /** A report is theirs, or theirs again to go on with. */
  'mine',
  /** What they have, or are asked as who is on duty, is soon late. */
  'soon',
  /** Something is late or stuck, and they are told. */
  'late',
  'came-back',
  'taken-over',
  /** A part that they asked another service for has its outcome. */
  'part-ready',
  /** A colleague is away, and they are asked to look after that work. */
  'stand-in',
  /** Aftercare is to be asked or was given; somebody is asked along on a visit, or answered. */
  'safe-work',
]);
export type StaffKind = z.infer<typeof StaffKind>;

/** The kinds that were written in one column, in their own order; what is no kind is left out. */
export function readKinds(written: string): StaffKind[] {
  const words = new Set(written.split(' '));
  return StaffKind.options.filter((kind) => words.has(kind));
}

/** `digest` gathers the news of a day; `test` goes to one device, for who wants to see that it arrives. */
export const MessageKind = z.enum([
  ...ReporterKind.options,
  ...OutsideKind.options,
  ...StaffKind.options,
  'digest',
  'test',
]);
export type MessageKind = z.infer<typeof MessageKind>;

export const MessageState = z.enum([
  /** To be tried at a moment that stands beside it. */
  'waiting',
  /** The mail server took it. */
  'sent',
  /** Nobody needs it any more: what it was to tell has passed. */
  'over',
  /** Given up, with the cause. */
  'failed',
  /** Somebody stopped it. */
  'stopped',
]);
export type MessageState = z.infer<typeof MessageState>;

/** What the outbox shows: what met trouble, and nothing of what goes well. A message tells that there is a report. */
export const TroubleState = z.enum(['failed', 'waiting', 'stopped']);
export type TroubleState = z.infer<typeof TroubleState>;

/** Why a try did not work; the page says each in plain words. */
export const Cause = z.enum([
  /** The mail server cannot be reached. */
  'unreachable',
  /** It answered too slowly, or the line broke. */
  'broken-off',
  /** It offers no protected line, or its certificate is not right. */
  'no-tls',
  /** It does not accept our name and password. */
  'log-in-refused',
  /** It refuses us for now: too busy, or it wants us to come back later. */
  'try-later',
  /** It refuses us as sender. */
  'sender-refused',
  /** It refuses this address. */
  'address-refused',
  /** It refuses what the message says or how large it is. */
  'content-refused',
  /** The mail server took it, and a report of non-delivery came back. */
  'returned',
  /** A mail server said before that this mailbox is not there. */
  'address-known-bad',
  /** There is no address any more, or none that can be written to. */
  'no-address',
  /** The push service of a device cannot be reached. */
  'push-unreachable',
  /** It wants us to come back later. */
  'push-later',
  /** It refuses us, or what we send. */
  'push-refused',
]);
export type Cause = z.infer<typeof Cause>;

export interface Message {
  readonly id: string;
  readonly kind: MessageKind;
  /** Who works here and is mailed; null for the reporter of the report, and for who has no account. */
  readonly userId: string | null;
  /** The device on which it is shown; null for a mail. */
  readonly deviceId: string | null;
  readonly reportId: string | null;
  readonly offerId: string | null;
  /** The question to an organisation without an account that it tells of. */
  readonly outsideId: string | null;
  /** The deadline of which it tells; null when it tells of none. */
  readonly neededBy: Date | null;
  readonly language: 'nl' | 'en';
  readonly at: Date;
  readonly state: MessageState;
  readonly cause: Cause | null;
  readonly attempts: number;
  /** How often somebody asked to send it: one, and one more for each time again. */
  readonly round: number;
  readonly settledAt: Date | null;
}

/** One piece of news in a gathered mail. */
export interface Item {
  readonly key: string;
  readonly kind: StaffKind;
  readonly reportId: string | null;
  readonly offerId: string | null;
  readonly neededBy: Date | null;
}

export const MailMode = z.enum(['at-once', 'digest', 'never']);
export type MailMode = z.infer<typeof MailMode>;

/** What somebody who works here wants to be mailed. Without it nobody is mailed. */
export interface MailWish {
  readonly userId: string;
  readonly email: string;
  readonly language: 'nl' | 'en';
  readonly mode: MailMode;
  readonly kinds: readonly StaffKind[];
}

/** A mail as it goes out: what the mail server is given, and nothing else. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly paragraphs: readonly Paragraph[];
  /** Why somebody gets it, and what to do about that. */
  readonly foot: readonly string[];
  readonly language: 'nl' | 'en';
  /** The page on which somebody can say that they want no more of it. */
  readonly stopAddress?: string | undefined;
}

/** Words; a code that is to be typed over; or a link with its words. Links open pages and change nothing. */
export type Paragraph =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** What a browser says it is, and what it runs on; no more than tells somebody’s own devices apart. */
export const Browser = z.enum(['firefox', 'safari', 'edge', 'chrome', 'other']);
export type Browser = z.infer<typeof Browser>;
export const System = z.enum(['android', 'ios', 'windows', 'mac', 'linux', 'other']);
export type System = z.infer<typeof System>;
