import { DAY_MS, type DayNumber } from './days.ts';

/** A part of one local day in which the clock on the wall runs evenly; a day has one, or two when the clock changes. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
  /** What the clock on the wall shows at `fromMs`, in milliseconds since midnight. */
  readonly wallFromMs: number;
}

/** Ten years of days in one time zone; then it starts over. */
const MOST_KEPT_DAYS = 3660;

const kept = new Map<string, Map<DayNumber, readonly Stretch[]>>();

/**
 * A local day as moments. On 30 March 2025 in Amsterdam: midnight to 2.00, then 3.00 to midnight, 23 hours in all;
 * on 26 October midnight to 3.00, then 2.00 to midnight, 25 hours. Empty for a date that a time zone skips.
 */
export function stretchesOf(timeZone: string, day: DayNumber): readonly Stretch[] {
  const days = kept.get(timeZone) ?? new Map<DayNumber, readonly Stretch[]>();
  kept.set(timeZone, days);
  const known = days.get(day);
  if (known) return known;
  if (days.size >= MOST_KEPT_DAYS) days.clear();
  const stretches = readStretches(timeZone, day);
  days.set(day, stretches);
  return stretches;
}

function readStretches(timeZone: string, day: DayNumber): Stretch[] {
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
  const endMs = date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  const stretches: Stretch[] = [];
  let next: Temporal.ZonedDateTime | null = date.toZonedDateTime(timeZone);
  while (next && next.epochMilliseconds < endMs) {
    const from: Temporal.ZonedDateTime = next;
    next = from.getTimeZoneTransition('next');
    const untilMs = Math.min(next?.epochMilliseconds ?? endMs, endMs);
    stretches.push({ fromMs: from.epochMilliseconds, untilMs, wallFromMs: wallMs(from) });
  }
  return stretches;
}

function wallMs({ hour, minute, second, millisecond }: Temporal.ZonedDateTime): number {
  return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

/** The date on the wall at a moment. Local time is less than a day from UTC, so it is the same date or one beside it. */
export function dayAt(timeZone: string, at: Date): DayNumber {
  const atMs = at.getTime();
  if (Number.isNaN(atMs)) throw new RangeError('expected a moment, got an invalid date');
  const utcDay = Math.floor(atMs / DAY_MS);
  for (const day of [utcDay, utcDay + 1, utcDay - 1]) {
    const stretches = stretchesOf(timeZone, day);
    if (stretches.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)) return day;
  }
  throw new Error(`expected ${at.toISOString()} on a day in ${timeZone}, got none`);
}
