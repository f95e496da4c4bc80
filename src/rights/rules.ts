import type { Term } from '../kit/calendar.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Block, Decision, DecisionReason, RightsRequest } from './model.ts';

/** AVG article 12(3): an answer within a month; two more where the request is complex or there are many. */
export const ANSWER_TERM: Term = { amount: 1, unit: 'legal-months' };
export const EXTENDED_TERM: Term = { amount: 3, unit: 'legal-months' };

/** What is late asks again every week, until somebody has done it. */
const AGAIN_MS = 7 * 86_400_000;

/** When something that had to be done at `dueAt`, and was reminded of so many times, is reminded of next. */
export function nextReminder(dueAt: Date, lateCount: number): Date {
  return new Date(dueAt.getTime() + lateCount * AGAIN_MS);
}

/** How many reminders there have been by now, one included that is due at this moment. Those of a time nobody ran count too. */
export function remindersBy(dueAt: Date, now: Date): number {
  return now < dueAt ? 0 : Math.floor((now.getTime() - dueAt.getTime()) / AGAIN_MS) + 1;
}

export interface Verdict {
  readonly decision: Decision;
  readonly reason: DecisionReason | null;
}

/** May this be decided now? Whose data it is comes first; what is not given has a reason; nothing blocked is erased. */
export function mayDecide(
  request: RightsRequest,
  { decision, reason }: Verdict,
  blocks: readonly Block[],
): Outcome<true> {
  if (request.status === 'closed') return refuse('request-closed');
  if ((decision === 'partly' || decision === 'refused') && reason === null)
    return refuse('reason-missing', { pointer: 'reason' });
  const gives = decision === 'granted' || decision === 'partly';
  if (gives && request.nextStep === 'identify') return refuse('identity-first', { pointer: 'decision' });
  // a block for this very request is no procedure of its own
  const stands = blocks.some(({ requestId }) => requestId !== request.id);
  if (request.kind === 'erase' && gives && stands) return refuse('report-blocked', { pointer: 'decision' });
  return ok(true);
}

/** Once, before the first month is over. */
export function mayExtend(request: RightsRequest, now: Date): Outcome<true> {
  if (request.status === 'closed') return refuse('request-closed');
  if (request.extensionReason !== null) return refuse('request-extended-before');
  return request.deadline > now ? ok(true) : refuse('request-too-late-to-extend');
}

/** A block that was set because of a request ends when that request came to nothing. */
export function endsBlock({ decision }: Verdict): boolean {
  return decision === 'refused' || decision === 'withdrawn';
}
