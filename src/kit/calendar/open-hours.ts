import { type DayNumber, localDateOf, MINUTE_MS, weekdayOf } from './days.ts';
import type { DayPart, OtherDay } from './pattern.ts';
import { type Calendar, kindOfDay } from './rules.ts';
import { type Interval, joined, overlap } from './stretches.ts';
import { type Stretch, dayAt, stretchesOf } from './wall-clock.ts';
import { workingDayAfter } from './working-days.ts';

/**
 * When a service is open in an ordinary week, in minutes since midnight on the clock on the wall. Weekday 1 is Monday;
 * `untilMinute` is not open any more and may be 1440. A night is two rows. Rows that overlap count once.
 */
export type DutyHours = readonly {
  readonly weekday: number;
  readonly fromMinute: number;
  readonly untilMinute: number;
}[];

/**
 * A service is open in its hours, except on the holidays of its calendar. Its hours alone say on which weekdays: a row
 * for Saturday means open on Saturday, although Saturday is no working day. Working days count by the calendar. A date
 * among the others is open in its own parts and in nothing else, a holiday too.
 */
export interface OpenCalendar {
  readonly calendar: Calendar;
  readonly hours: DutyHours;
  readonly others?: readonly OtherDay[] | undefined;
  readonly timeZone: string;
}

const LONGEST_CLOSED_DAYS = 400;
const LONGEST_COUNT_DAYS = 3660;
const SECOND_MS = 1000;

/** Whether the clock on the wall shows a minute in which the service is open. */
export function isOpenAt(open: OpenCalendar, at: Date): boolean {
  const atMs = at.getTime();
  return openings(open, dayAt(open.timeZone, at)).some(
    ({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs,
  );
}

/** Every stretch of a period in which the service is open, in order; those that touch, as at midnight, are one. */
export function openStretches(open: OpenCalendar, period: Interval): Interval[] {
  const [first, last] = [period.fromMs, period.untilMs].map((ms) => dayAt(open.timeZone, new Date(ms)));
  const days: Interval[] = [];
  for (let day = first ?? 0; day <= (last ?? -1); day++) days.push(...openings(open, day));
  return overlap(joined(days), [period]);
}

/** The first moment from `at` on that the service is open: `at` itself when it is open; undefined if not within 400 days. */
export function nextOpening(open: OpenCalendar, at: Date): Date | undefined {
  const today = dayAt(open.timeZone, at);
  for (let day = today; day <= today + LONGEST_CLOSED_DAYS; day++) {
    const next = openings(open, day).find(({ untilMs }) => untilMs > at.getTime());
    if (next) return new Date(Math.max(next.fromMs, at.getTime()));
  }
  return undefined;
}

/**
 * The moment at which the service has been open for so many minutes since `at`. It is the closing time, not the next
 * opening, when the last of them ends at closing time; 0 gives `at`. Undefined when ten years do not hold so many.
 */
export function addOpenMinutes(open: OpenCalendar, at: Date, minutes: number): Date | undefined {
  if (!(minutes >= 0)) throw new RangeError(`expected minutes, 0 or more, got ${minutes}`);
  if (minutes === 0) return new Date(at);
  let leftMs = minutes * MINUTE_MS;
  const today = dayAt(open.timeZone, at);
  for (let day = today; day <= today + LONGEST_COUNT_DAYS; day++) {
    for (const { fromMs, untilMs } of openings(open, day)) {
      const startMs = Math.max(fromMs, at.getTime());
      if (leftMs <= untilMs - startMs) return new Date(startMs + leftMs);
      leftMs -= Math.max(0, untilMs - startMs);
    }
  }
  return undefined;
}

/** How many minutes the service is open from `from` until `until`; 0 when `until` is not later, or more than ten years on. */
export function openMinutesBetween(open: OpenCalendar, from: Date, until: Date): number {
  const [fromMs, untilMs] = [from.getTime(), until.getTime()];
  if (untilMs <= fromMs) return 0;
  const [first, last] = [dayAt(open.timeZone, from), dayAt(open.timeZone, until)];
  if (last - first > LONGEST_COUNT_DAYS) return 0;
  let openMs = 0;
  for (let day = first; day <= last; day++) {
    for (const each of openings(open, day))
      openMs += Math.max(0, Math.min(each.untilMs, untilMs) - Math.max(each.fromMs, fromMs));
  }
  return openMs / MINUTE_MS;
}

/**
 * Closing time on the n-th working day after `at`; n = 0 is the day itself. When the service is closed all that day,
 * or closed before `at`, it is closing time on the next day that it opens. Without any opening in 400 days it is the
 * end of the n-th working day. A closing at midnight is given as the last second before it, so that it shows the day.
 */
export function endOfWorkingDay(open: OpenCalendar, at: Date, days: number): Date {
  const last = workingDayAfter(open.calendar, dayAt(open.timeZone, at), days);
  for (let day = last; day <= last + LONGEST_CLOSED_DAYS; day++) {
    const closing = openings(open, day).at(-1);
    if (!closing) continue;
    const end = new Date(Math.min(closing.untilMs, endOfDay(open.timeZone, day).getTime()));
    if (end > at) return end;
  }
  return endOfDay(open.timeZone, last);
}

/** The last second of a local day. */
export function endOfDay(timeZone: string, day: DayNumber): Date {
  const last = stretchesOf(timeZone, day).at(-1);
  if (!last) throw new RangeError(`expected a day that ${timeZone} has, got day ${day}`);
  return new Date(last.untilMs - SECOND_MS);
}

/** In order of time, and never overlapping, also on the days that the clock changes. */
function openings(open: OpenCalendar, day: DayNumber): Interval[] {
  const { hours, others = [], timeZone } = open;
  const other = others.length > 0 ? others.find(({ date }) => date === localDateOf(day)) : undefined;
  const rows = mergedRows(other?.parts ?? hours.filter(({ weekday }) => weekday === weekdayOf(day)));
  if (rows.length === 0 || (!other && kindOfDay(open.calendar, day) === 'holiday')) return [];
  return stretchesOf(timeZone, day).flatMap((stretch) => rows.flatMap((row) => momentsOf(row, stretch)));
}

/** The parts of one day in milliseconds since midnight, in order, joined where they overlap or touch. */
function mergedRows(parts: readonly DayPart[]): Interval[] {
  return joined(
    parts.map((part) => ({ fromMs: part.fromMinute * MINUTE_MS, untilMs: part.untilMinute * MINUTE_MS })),
  );
}

/** When in this stretch the clock on the wall shows a time of the row: an hour that it shows twice is open twice. */
function momentsOf(row: Interval, { fromMs, untilMs, wallFromMs }: Stretch): Interval[] {
  const shiftMs = fromMs - wallFromMs;
  const start = Math.max(row.fromMs + shiftMs, fromMs);
  const end = Math.min(row.untilMs + shiftMs, untilMs);
  return start < end ? [{ fromMs: start, untilMs: end }] : [];
}
