import { formatTime } from '../../kit/time-text.ts';
import type { Language, T } from '../../kit/translate.ts';
import { dateAt } from '../../kit/wall-clock.ts';

const LOCALES: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };
const WEEK_DAYS = 6;

/** 'vandaag om 14.30 uur', 'morgen om 8.30 uur', 'vrijdag 27 november om 17.00 uur'; the year only when it is another one. */
export function momentText(t: T, moment: Date, now: Date): string {
  const time = formatTime(t, moment);
  const days = daysUntil(moment, now);
  if (days === 0) return t('reporter.time.today', { time });
  if (days === 1) return t('kit.time.tomorrow', { time });
  return t('kit.time.date-time', { date: dayText(t, moment, now), time });
}

/** From when somebody watches again: 'Vandaag vanaf 8.30 uur', 'Morgen vanaf …', 'Maandag vanaf …'. */
export function openingText(t: T, opening: Date, now: Date): string {
  const time = formatTime(t, opening);
  const days = daysUntil(opening, now);
  if (days === 0) return t('reporter.desk.today', { time });
  if (days === 1) return t('reporter.desk.tomorrow', { time });
  if (days <= WEEK_DAYS) return t(`reporter.desk-day.${dateAt(opening).dayOfWeek}`, { time });
  return t('reporter.desk.later', { moment: momentText(t, opening, now) });
}

function dayText(t: T, moment: Date, now: Date): string {
  const date = dateAt(moment);
  const year = date.year === dateAt(now).year ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleString(LOCALES[t.language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...year,
  });
}

/** Whole days on the calendar on the wall; negative for the past. */
function daysUntil(moment: Date, now: Date): number {
  return dateAt(now).until(dateAt(moment), { largestUnit: 'days' }).days;
}
