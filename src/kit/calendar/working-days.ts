import legalNl from '../../../content/calendars/legal-nl.json' with { type: 'json' };
import { type DayNumber, dayOf, localDateOf } from './days.ts';
import { type Calendar, kindOfDay, parseCalendar } from './rules.ts';

/** A calendar that rests longer than this at a stretch is wrong; it may not hang a deadline. */
const LONGEST_REST_DAYS = 400;

/** The Algemene termijnenwet: the same for every municipality, and the one calendar that the law itself gives. */
const legal = parseCalendar(legalNl);

/** Longer terms end on their last day, whatever day that is (article 4, a). */
const LONGEST_EXTENDED_DAYS = 90;

/** Terms from this length on have two working days in them (article 2). */
const SHORTEST_WITH_TWO_DAYS = 3;

/** Whether people work on a date 'YYYY-MM-DD'. */
export function isWorkingDay(calendar: Calendar, localDate: string): boolean {
  return isWorking(calendar, dayOf(localDate));
}

/** The n-th working day after a date: the date itself does not count, and need not be a working day; 0 gives the date. */
export function addWorkingDays(calendar: Calendar, localDate: string, n: number): string {
  return localDateOf(workingDayAfter(calendar, dayOf(localDate), n));
}

export function workingDayAfter(calendar: Calendar, start: DayNumber, n: number): DayNumber {
  if (!Number.isInteger(n) || n < 0)
    throw new RangeError(`expected a whole number of working days, 0 or more, got ${n}`);
  let day = start;
  for (let count = 0; count < n; count++) day = firstWorkingDay(calendar, day + 1);
  return day;
}

/**
 * The last day of a legal term of so many calendar days, counted from the day after `localDate`. Algemene
 * termijnenwet: the end moves on from a Saturday, Sunday or holiday (article 1); in a term of three days or more lie
 * at least two days that are none of these (article 2); a term of more than 90 days is left as it is (article 4).
 * Not for terms that are counted back from a moment, nor for terms in hours.
 */
export function legalDeadline(localDate: string, days: number): string {
  if (!Number.isInteger(days) || days < 0)
    throw new RangeError(`expected a whole number of days, 0 or more, got ${days}`);
  const start = dayOf(localDate);
  const end = start + days;
  if (days > LONGEST_EXTENDED_DAYS) return localDateOf(end);
  const least = days >= SHORTEST_WITH_TWO_DAYS ? workingDayAfter(legal, start, 2) : end;
  return localDateOf(firstWorkingDay(legal, Math.max(end, least)));
}

/** Longer terms in months end on their last day, whatever day that is (article 4, a). */
const LONGEST_EXTENDED_MONTHS = 3;

/**
 * The last day of a legal term of so many months: the same day of the month, or the last one there is. It moves on from
 * a Saturday, Sunday or holiday (article 1), unless the term is longer than three months (article 4).
 */
export function legalMonthsAfter(localDate: string, months: number): string {
  if (!Number.isInteger(months) || months < 0)
    throw new RangeError(`expected a whole number of months, 0 or more, got ${months}`);
  const end = dayOf(Temporal.PlainDate.from(localDate).add({ months }).toString());
  return localDateOf(months > LONGEST_EXTENDED_MONTHS ? end : firstWorkingDay(legal, end));
}

/** The given day when people work on it, else the first after it on which they do. */
function firstWorkingDay(calendar: Calendar, start: DayNumber): DayNumber {
  for (let day = start; day < start + LONGEST_REST_DAYS; day++) {
    if (isWorking(calendar, day)) return day;
  }
  throw new RangeError(
    `expected a working day in calendar '${calendar.id}' within ${LONGEST_REST_DAYS} days of ${localDateOf(start)}, got none`,
  );
}

function isWorking(calendar: Calendar, day: DayNumber): boolean {
  return kindOfDay(calendar, day) === 'working';
}
