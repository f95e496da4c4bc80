import { z } from 'zod';
import { MINUTE_MS } from './days.ts';
import {
  type OpenCalendar,
  addOpenMinutes,
  isOpenAt,
  nextOpening,
  openMinutesBetween,
} from './open-hours.ts';

/** How long before a promise runs out who has to keep it is warned: a share of the whole term, and no less than so many minutes. */
export const Lead = z.object({
  shareFraction: z.number().min(0).max(0.9),
  minMinutes: z.number().int().min(1).max(10_080),
});
export type Lead = z.infer<typeof Lead>;

/** A promise: made then, to be kept by then. */
interface Promised {
  readonly from: Date;
  readonly until: Date;
}

/** Of a shorter promise nobody is warned: who was told of it this moment knows. */
const SHORTEST_MINUTES = 10;

/**
 * When to warn that a promise is about to run out, in the hours in which the service is open: it is a warning to people
 * who are there. At the earliest halfway. Where the whole promise lies in closed hours, minutes count as they pass.
 * Undefined when it is too short to warn of.
 */
export function warningAt(lead: Lead, { from, until }: Promised, open: OpenCalendar): Date | undefined {
  const openMinutes = openMinutesBetween(open, from, until);
  const minutes = openMinutes > 0 ? openMinutes : (until.getTime() - from.getTime()) / MINUTE_MS;
  if (minutes < SHORTEST_MINUTES) return undefined;
  const before = Math.min(Math.max(lead.shareFraction * minutes, lead.minMinutes), minutes / 2);
  const wait = minutes - before;
  if (openMinutes === 0) return new Date(from.getTime() + wait * MINUTE_MS);
  const at = addOpenMinutes(open, from, wait) ?? from;
  // closing time is the same moment on the clock of the service as the next opening, and then somebody is there
  return isOpenAt(open, at) ? at : (nextOpening(open, at) ?? at);
}
