import type { Language, T } from './translate.ts';

/** People here read the clock on the wall, wherever the server stands. */
const TIME_ZONE = 'Europe/Amsterdam';
const LOCALES: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NEAR_HOURS = 2;
const WEEK_DAYS = 6;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { timeZone: TIME_ZONE, ...options });
  formats.set(key, known);
  return known;
}

/** '8.30 uur', '8:30'. */
export function formatTime(t: T, date: Date): string {
  const parts = format('en', { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).formatToParts(date);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return t('kit.time.clock', { hour: String(Number(part('hour'))), minute: part('minute') });
}

/** '24 december 2024'; with `weekday`: 'dinsdag 24 december 2024'. */
export function formatDate(t: T, date: Date, { weekday = false }: { weekday?: boolean } = {}): string {
  const day = format(t.language, { day: 'numeric', month: 'long', year: 'numeric' }).format(date);
  return weekday ? `${formatWeekday(t, date)} ${day}` : day;
}

function formatWeekday(t: T, date: Date): string {
  return format(t.language, { weekday: 'long' }).format(date);
}

/** 'dinsdag 24 december 2024 om 8.30 uur'. */
export function formatDateTime(t: T, date: Date): string {
  return t('kit.time.date-time', { date: formatDate(t, date, { weekday: true }), time: formatTime(t, date) });
}

/** '24 dec, 8.30 uur': for lists, where the year is plain. */
export function formatShort(t: T, date: Date): string {
  const day = format(t.language, { day: 'numeric', month: 'short' }).format(date).replaceAll('.', '');
  return t('kit.time.short', { date: day, time: formatTime(t, date) });
}

/**
 * How long there is until `deadline`, seen from `now`: 'nog 2 uur', 'morgen om 8.30 uur', 'vrijdag om 17.00 uur',
 * 'op 3 januari 2025', '3 dagen te laat'. Rounds down: never promises more time, never calls it later than it is.
 */
export function formatTimeLeft(t: T, deadline: Date, now: Date): string {
  const leftMs = deadline.getTime() - now.getTime();
  if (leftMs < 0) return formatLate(t, -leftMs);
  if (leftMs < MINUTE_MS) return t('kit.time.left-now');
  if (leftMs < HOUR_MS) return t('kit.time.left-minutes', { count: Math.floor(leftMs / MINUTE_MS) });
  const days = calendarDays(now, deadline);
  if (days === 0 || leftMs < NEAR_HOURS * HOUR_MS)
    return t('kit.time.left-hours', { count: Math.floor(leftMs / HOUR_MS) });
  return formatMoment(t, deadline, days);
}

function formatMoment(t: T, deadline: Date, days: number): string {
  const time = formatTime(t, deadline);
  if (days === 1) return t('kit.time.tomorrow', { time });
  if (days > WEEK_DAYS) return t('kit.time.on-date', { date: formatDate(t, deadline) });
  return t('kit.time.on-weekday', {
    weekday: formatWeekday(t, deadline),
    time,
  });
}

function formatLate(t: T, lateMs: number): string {
  if (lateMs < HOUR_MS)
    return t('kit.time.late-minutes', { count: Math.max(1, Math.floor(lateMs / MINUTE_MS)) });
  if (lateMs < DAY_MS) return t('kit.time.late-hours', { count: Math.floor(lateMs / HOUR_MS) });
  return t('kit.time.late-days', { count: Math.floor(lateMs / DAY_MS) });
}

/** Whole days between two dates on the calendar on the wall; summer time does not count. */
function calendarDays(from: Date, to: Date): number {
  return Math.round((dayNumber(to) - dayNumber(from)) / DAY_MS);
}

function dayNumber(date: Date): number {
  const day = format('en', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(date);
  const part = (type: string) => Number(day.find((each) => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'));
}
