import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import type { PartGround, ReportEvent } from '../reports/model.ts';
import {
  OUTSIDE_DAYS_MOST,
  OUTSIDE_LINK_DAYS,
  OutsideChange,
  type OutsideAct,
  OutsideStatus,
  type OutsideRequest,
} from './model.ts';

const DAY_MS = 86_400_000;

/** What can be done on the page behind the link. Nobody takes on what was given up; what is known of it late still helps. */
const POSSIBLE = {
  asked: ['accept', 'answer', 'done', 'decline'],
  accepted: ['answer', 'done', 'decline'],
  silent: ['answer', 'done', 'decline'],
  declined: [],
  answered: [],
  done: [],
  withdrawn: [],
} satisfies Record<OutsideStatus, readonly OutsideAct[]>;

export function possibleOutside(status: OutsideStatus): readonly OutsideAct[] {
  return POSSIBLE[status];
}

const BECOMES = {
  accept: 'accepted',
  answer: 'answered',
  done: 'done',
  decline: 'declined',
} as const satisfies Record<OutsideAct, OutsideStatus>;

export function statusAfter(act: OutsideAct): (typeof BECOMES)[OutsideAct] {
  return BECOMES[act];
}

/** Whether somebody outside is still to move. */
export function isAwaited({ status }: Pick<OutsideRequest, 'status'>): boolean {
  return status === 'asked' || status === 'accepted';
}

/** Whether the page behind the link still opens: something can be done there, and its days are not over. */
export function opensOutside(
  { status, closesAt }: Pick<OutsideRequest, 'status' | 'closesAt'>,
  { isReportOpen, now }: { readonly isReportOpen: boolean; readonly now: Date },
): boolean {
  return isReportOpen && closesAt > now && possibleOutside(status).length > 0;
}

/** What a question is judged on before it goes out. */
export interface OutsideAsked {
  readonly aboutPerson: boolean;
  readonly ground: PartGround | null;
  readonly showsPlace: boolean;
  readonly photos: number;
  readonly isAwaited: boolean;
  readonly awaitsReporter: boolean;
  readonly deadline: Date;
  /** Until when the owner may wait for others, all questions together. */
  readonly longest: Date;
}

/** Everything that is wrong with it at once. */
export function judgeOutside(asked: OutsideAsked): Outcome<true> {
  if (asked.isAwaited) return refuse('outside-asked-already');
  if (asked.awaitsReporter) return refuse('outside-reporter-first');
  const refusals: Refusal[] = [];
  if (asked.aboutPerson && asked.ground === null)
    refusals.push({ code: 'outside-ground-missing', pointer: 'ground' });
  if (asked.aboutPerson && (asked.showsPlace || asked.photos > 0))
    refusals.push({ code: 'outside-about-person', pointer: 'shows' });
  if (asked.deadline > asked.longest)
    refusals.push({ code: 'outside-too-long', pointer: 'days', facts: { days: OUTSIDE_DAYS_MOST } });
  return refusals.length > 0 ? refuseAll(refusals) : ok(true);
}

/** A report ends, or goes along with another, only when nobody outside is waited for: the question is withdrawn first, never dropped. */
export function judgeAwaited(isAsked: boolean): Outcome<true> {
  return isAsked ? refuse('outside-open') : ok(true);
}

/** Halfway. */
export function remindAt(askedAt: Date, deadline: Date): Date {
  return new Date((askedAt.getTime() + deadline.getTime()) / 2);
}

export function linkUntil(deadline: Date): Date {
  return new Date(deadline.getTime() + OUTSIDE_LINK_DAYS * DAY_MS);
}

/** The next moment at which the clock has something to do for a question; undefined when nobody is waited for. */
export function nextMoment(request: OutsideRequest): Date | undefined {
  if (!isAwaited(request)) return undefined;
  const { status, remindAt: halfway, remindedAt, deadline } = request;
  return status === 'asked' && remindedAt === null && halfway < deadline ? halfway : deadline;
}

export interface FoldedOutside {
  readonly status: OutsideStatus;
  readonly reason: string | null;
  readonly deadline: string;
}

/** What the history of a report says of one question; the row must say the same. */
export function foldOutside(events: readonly ReportEvent[], requestId: string): FoldedOutside | undefined {
  return events.reduce<FoldedOutside | undefined>((state, event) => {
    if (event.kind !== 'outside-changed' || event.data.requestId !== requestId) return state;
    const { what, reason, deadline } = event.data;
    // the others leave it as it stands
    const status = OutsideStatus.safeParse(OutsideChange.parse(what)).data ?? state?.status;
    if (status === undefined) return state;
    return { status, reason: reason ?? state?.reason ?? null, deadline: deadline ?? state?.deadline ?? '' };
  }, undefined);
}
