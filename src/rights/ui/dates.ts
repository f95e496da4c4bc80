import { dateAt, TIME_ZONE } from '../../kit/wall-clock.ts';

/** '2026-03-01' → the first moment of that day on the clock on the wall; undefined for what is no date. */
export function dayStart(text: string): Date | undefined {
  try {
    const date = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return new Date(date.toZonedDateTime(TIME_ZONE).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** The day of a moment, `months` later, as a date field writes it. */
export function dateField(moment: Date, { months = 0 } = {}): string {
  return dateAt(moment).add({ months }).toString();
}
