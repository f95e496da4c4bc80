import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Visit } from './model.ts';

const HOUR_MS = 3_600_000;
/** So long after it began a visit is over, and its row may go. */
const LASTS_HOURS = 12;
/** Nobody plans further ahead than this: what stands here is no calendar. */
const AHEAD_DAYS = 60;

/** When the visit may be planned: from now on (a form takes some minutes) and not for ever ahead. */
export function checkMoment(at: Date, now: Date): Outcome<true> {
  if (at.getTime() < now.getTime() - HOUR_MS) return refuse('visit-is-past', { pointer: 'at' });
  if (at.getTime() > now.getTime() + AHEAD_DAYS * 24 * HOUR_MS)
    return refuse('visit-too-far-ahead', { pointer: 'at', facts: { days: AHEAD_DAYS } });
  return ok(true);
}

export function destroyAfter(at: Date): Date {
  return new Date(at.getTime() + LASTS_HOURS * HOUR_MS);
}

/** Who has to hear that a visit does not take place: a colleague who did not say no, of one that is still to come. */
export function whoCounts({ colleagueId, answer, at }: Visit, now: Date): string | undefined {
  return colleagueId !== null && answer !== 'no' && at > now ? colleagueId : undefined;
}
