/** People here read the clock on the wall, wherever the server stands. */
export const TIME_ZONE = 'Europe/Amsterdam';
const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/** The date on the wall at a moment. */
export function dateAt(moment: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
}

/** '2026-11-23T22:47', as `<input type="datetime-local">` shows and sends it: the moment to the minute, rounded down. */
export function toWallClock(moment: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(TIME_ZONE);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute', roundingMode: 'floor' });
}

/** The moment that was meant, or undefined when it is no moment. In the hour that comes twice in October: the first. */
export function fromWallClock(text: string): Date | undefined {
  if (!PATTERN.test(text)) return undefined;
  try {
    return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(TIME_ZONE).epochMilliseconds);
  } catch {
    return undefined;
  }
}
