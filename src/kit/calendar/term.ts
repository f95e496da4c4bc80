import { z } from 'zod';
import { MINUTE_MS, dayOf, localDateOf } from './days.ts';
import { type OpenCalendar, addOpenMinutes, endOfDay, endOfWorkingDay } from './open-hours.ts';
import { dayAt } from './wall-clock.ts';
import { legalDeadline, legalMonthsAfter } from './working-days.ts';

const MOST = {
  minutes: 525_600,
  'open-minutes': 525_600,
  'working-days': 1000,
  'legal-days': 1000,
  'legal-months': 36,
} as const;

/** How long a promise lasts. Minutes pass always, open minutes only while the service is open. */
export const Term = z
  .object({
    amount: z.number().int().min(0),
    unit: z.enum(['minutes', 'open-minutes', 'working-days', 'legal-days', 'legal-months']),
  })
  .refine(({ amount, unit }) => amount <= MOST[unit], {
    error: 'expected at most a year of minutes, 1000 days or 36 months',
  });
export type Term = z.infer<typeof Term>;

/**
 * When a term that starts at `from` runs out. Working days end at closing time; legal days at the last second of the
 * day, as legal months do, and do not look at the service's hours. Open minutes of a service that never opens pass as plain minutes: its
 * promise lapses and what waited moves on, instead of waiting for ever.
 */
export function deadlineOf(term: Term, from: Date, open: OpenCalendar): Date {
  const { amount, unit } = term;
  switch (unit) {
    case 'minutes':
      return minutesAfter(from, amount);
    case 'open-minutes':
      return addOpenMinutes(open, from, amount) ?? minutesAfter(from, amount);
    case 'working-days':
      return endOfWorkingDay(open, from, amount);
    case 'legal-days':
      return endOfDay(open.timeZone, dayOf(legalDeadline(localDateOf(dayAt(open.timeZone, from)), amount)));
    case 'legal-months':
      return endOfDay(
        open.timeZone,
        dayOf(legalMonthsAfter(localDateOf(dayAt(open.timeZone, from)), amount)),
      );
  }
}

function minutesAfter(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * MINUTE_MS);
}
