import type { Report } from '../reports/model.ts';
import type { Cause, Item, Message, OutsideKind, ReporterKind, StaffKind } from './model.ts';

const MINUTE_MS = 60_000;

/** How long after a try that did not work comes the next; after the last of them it is given up, in about a day and a half. */
const BACK_OFF_MINUTES = [1, 5, 15, 60, 240, 720, 1080];

export const TRIES_MAX = BACK_OFF_MINUTES.length + 1;

/** What a try came to. */
export type Delivery =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly cause: Cause;
      /** Trying again will not help. */
      readonly isFinal: boolean;
      /** The address itself is no good. */
      readonly isAddress: boolean;
      /** The answer of the mail server as numbers: `550 5.1.1`. */
      readonly reply: string | undefined;
    };

/** What happens after a try that did not work; undefined: nothing more, it failed. */
export function nextTry(
  attempts: number,
  delivery: { readonly isFinal: boolean },
  now: Date,
): Date | undefined {
  const minutes = delivery.isFinal ? undefined : BACK_OFF_MINUTES[attempts - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * MINUTE_MS);
}

/** What a client for SMTP tells of its failure. */
export interface SmtpFailure {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

/** RFC 3463: codes that say of a mailbox that it is not there, has moved, or takes nothing any more. */
const BAD_MAILBOX = /^5\.(1\.[0-36]|1\.10|2\.1)$/;

export function isBadMailbox(code: string): boolean {
  return BAD_MAILBOX.test(code);
}

/** What a failure means. Only what is refused of the message itself, with a 5, is final: anything about the server can be cured. */
export function judgeFailure({ code, command, responseCode, response }: SmtpFailure): Delivery {
  const enhanced = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const reply =
    responseCode === undefined || !/^[245]\d\d$/.test(String(responseCode))
      ? undefined
      : [String(responseCode), enhanced].filter(Boolean).join(' ');
  const fail = (cause: Cause, isFinal = false, isAddress = false): Delivery => ({
    ok: false,
    cause,
    isFinal,
    isAddress,
    reply,
  });
  if (code === 'EAUTH' || command?.startsWith('AUTH')) return fail('log-in-refused');
  if (code === 'ETLS' || command === 'STARTTLS') return fail('no-tls');
  if (responseCode !== undefined && responseCode >= 500) {
    if (command === 'RCPT TO')
      // a plain 550 without a code of its own says the same of old servers
      return fail('address-refused', true, enhanced ? isBadMailbox(enhanced) : responseCode === 550);
    if (command === 'MAIL FROM') return fail('sender-refused', true);
    if (command === 'DATA') return fail('content-refused', true);
    return fail('try-later');
  }
  if (responseCode !== undefined && responseCode >= 400) return fail('try-later');
  if (code === 'EMESSAGE' || code === 'EENVELOPE') return fail('no-address', true);
  return fail(code === 'ETIMEDOUT' || command === 'DATA' || isMidway(command) ? 'broken-off' : 'unreachable');
}

/** Past the greeting the line was there, and broke. */
function isMidway(command: string | undefined): boolean {
  return command !== undefined && command !== 'CONN';
}

/** Whether a mail to a reporter has nothing to tell any more: what it was about has passed. */
export function isOverForReporter(
  kind: ReporterKind,
  report: Pick<Report, 'status' | 'nextStep' | 'outcome'>,
): boolean {
  switch (kind) {
    case 'received':
      return report.outcome === 'spam';
    case 'question':
      return report.nextStep !== 'await-answer';
    case 'closed':
      return report.status !== 'closed';
    case 'reopened':
      return report.status === 'closed';
  }
}

/** Whether news for a colleague has passed: somebody else has it, or it is finished. */
export function isOverForUser(
  { kind, userId, offerId, neededBy }: Pick<Item, 'kind' | 'offerId' | 'neededBy'> & { userId: string },
  report: Pick<Report, 'status' | 'ownerId' | 'deadline'>,
  openOfferId: string | undefined,
): boolean {
  switch (kind) {
    case 'offered':
      return openOfferId === undefined || openOfferId !== offerId;
    case 'soon':
      // handled or handed on meanwhile: another deadline, another owner, or no offer any more
      if (report.deadline?.getTime() !== neededBy?.getTime()) return true;
      return offerId === null ? report.ownerId !== userId : openOfferId !== offerId;
    case 'mine':
    case 'part-ready':
    case 'came-back':
      return report.status === 'closed' || report.ownerId !== userId;
    case 'taken-over':
      return report.status === 'closed';
    case 'safe-work':
    case 'stand-in':
    case 'late':
      // what is late of a closed report is a duty that stands apart from it
      return false;
  }
}

/** `Nobody is told` of notices that are no news outside the house. */
const OF_NOTICE: Readonly<Record<string, StaffKind>> = {
  'coordinator-full': 'late',
  'coordinator-overdue': 'late',
  'owner-overdue': 'late',
  'informing-late': 'late',
  'block-review': 'late',
  'request-late': 'late',
  'reporter-unreached': 'late',
  'came-back': 'came-back',
  'taken-over': 'taken-over',
  'aftercare-asked': 'safe-work',
  'aftercare-late': 'safe-work',
  'aftercare-given': 'safe-work',
  'visit-asked': 'safe-work',
  'visit-answered': 'safe-work',
  'visit-off': 'safe-work',
  'part-back': 'came-back',
  'part-ready': 'part-ready',
  'part-late': 'late',
  'part-gone': 'taken-over',
  'outside-answered': 'mine',
  'outside-silent': 'mine',
  'outside-unreached': 'late',
  'proof-broken': 'late',
  'stand-in-asked': 'stand-in',
  'stand-in-missing': 'late',
};

export function kindOfNotice(notice: string): StaffKind | undefined {
  return OF_NOTICE[notice];
}

/** What a change of hands is to the reporter. */
export function kindForReporter(cause: string): ReporterKind | undefined {
  if (cause === 'asked') return 'question';
  return cause === 'reopened' || cause === 'second-look' ? 'reopened' : undefined;
}

/** What a change of a question to an organisation without an account is to that organisation. */
const TO_OUTSIDE: Readonly<Record<string, OutsideKind>> = {
  asked: 'outside-asked',
  renewed: 'outside-asked',
  reminded: 'outside-reminder',
  withdrawn: 'outside-withdrawn',
};

export function kindForOutside(change: string): OutsideKind | undefined {
  return TO_OUTSIDE[change];
}

/** Changes of hands by which somebody gets something to do who did not ask for it; what came back has a notice of its own. */
const GIVES_WORK: ReadonlySet<string> = new Set([
  'weighed',
  'taken-over',
  'reopened',
  'answered',
  'unanswered',
]);

export function givesWork(cause: string): boolean {
  return GIVES_WORK.has(cause);
}

/** What asks something of who reads it: gathered with the rest, it must not be read after its deadline. */
const ASKS: ReadonlySet<StaffKind> = new Set(['offered', 'mine', 'soon', 'came-back']);

/** Whether news goes at once to who has their mail gathered: it would be read too late. */
export function cannotWait({ kind, neededBy }: Pick<Item, 'kind' | 'neededBy'>, digestAt: Date): boolean {
  return ASKS.has(kind) && neededBy !== null && neededBy <= digestAt;
}

/** What a person can have sent again: what the mail server did not take, when it can help. */
export function maySendAgain({ state, cause }: Pick<Message, 'state' | 'cause'>): boolean {
  return state === 'stopped' || (state === 'failed' && (cause === null || canHelp(cause)));
}

/** Whether sending again can help: not while there is no address to send it to. */
export function canHelp(cause: Cause): boolean {
  return cause !== 'no-address' && cause !== 'address-known-bad';
}
