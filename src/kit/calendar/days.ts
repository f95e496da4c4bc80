/** A date on the wall calendar as a whole number, 1 January 1970 being 0: counting days is then plain arithmetic. */
export type DayNumber = number;

/** Monday 1 to Sunday 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const MINUTE_MS = 60_000;
export const DAY_MS = 1440 * MINUTE_MS;

/** '1970-01-02' → 1. Throws a RangeError for anything but an existing date written as YYYY-MM-DD. */
export function dayOf(localDate: string): DayNumber {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(localDate))
    throw new RangeError(`expected a date as YYYY-MM-DD, got '${localDate}'`);
  return Temporal.PlainDate.from(localDate).toZonedDateTime('UTC').epochMilliseconds / DAY_MS;
}

export function dayIn(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** 1 → '1970-01-02'. */
export function localDateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function yearOf(day: DayNumber): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** Day 0 was a Thursday. */
export function weekdayOf(day: DayNumber): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}
