import type { Language, T } from './translate.ts';
import { TIME_ZONE } from './wall-clock.ts';

const LOCALES: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NEAR_HOURS = 2;
const WEEK_DAYS = 6;

const DAYS = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** To ask the calendar takes ten times as long as all else here, and a list asks it hundreds of times. */
const KEPT_MAX = 10_000;

function kept<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= KEPT_MAX) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const written = new Map<string, string>();

/** The day on the wall, in one of these ways. */
function formatDay(language: Language, way: keyof typeof DAYS, date: Date): string {
  return kept(written, `${language} ${way} ${dayNumber(date)}`, () =>
    kept(
      formats,
      `${language} ${way}`,
      () => new Intl.DateTimeFormat(LOCALES[language], { timeZone: TIME_ZONE, ...DAYS[way] }),
    ).format(date),
  );
}

const wallFormat = new Intl.DateTimeFormat('en', {
  timeZone: TIME_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
});
const offsets = new Map<number, number>();

/** What a clock in UTC would have to say to read as the one on the wall; summer time begins and ends on the hour. */
function onWall(date: Date): Date {
  const hour = Math.floor(date.getTime() / HOUR_MS);
  const offsetMs = kept(offsets, hour, () => {
    const parts = wallFormat.formatToParts(hour * HOUR_MS);
    const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour')) - hour * HOUR_MS;
  });
  return new Date(date.getTime() + offsetMs);
}

/** '8.30 uur', '8:30'. */
export function formatTime(t: T, date: Date): string {
  const wall = onWall(date);
  return formatMinute(t, wall.getUTCHours() * 60 + wall.getUTCMinutes());
}

/** A minute since midnight: '17.00 uur'; midnight at the end of a day is 24.00. */
export function formatMinute(t: T, minute: number): string {
  return t('kit.time.clock', hourAndMinute(minute));
}

/** A minute since midnight as the texts of a time take it. */
export function hourAndMinute(minute: number): { hour: string; minute: string } {
  return {
    hour: String(Math.floor(minute / 60)),
    minute: String(Math.floor(minute % 60)).padStart(2, '0'),
  };
}

/** '24 december 2024'; with `weekday`: 'dinsdag 24 december 2024'. */
export function formatDate(t: T, date: Date, { weekday = false }: { weekday?: boolean } = {}): string {
  const day = formatDay(t.language, 'date', date);
  return weekday ? `${formatWeekday(t, date)} ${day}` : day;
}

/** The same for a date on the calendar, '2024-12-24'. */
export function formatCalendarDate(t: T, date: string, how?: { weekday?: boolean }): string {
  return formatDate(t, new Date(`${date}T12:00:00Z`), how);
}

/** The last whole day before a moment at which a day begins: until and including that day it lasted. */
export function lastDay(t: T, endsAt: Date): string {
  return formatDate(t, new Date(endsAt.getTime() - 1));
}

/** 'maandag' for 1. */
export function weekdayName(t: T, weekday: number): string {
  // 1 January 2024 was a Monday
  return formatWeekday(t, new Date(Date.UTC(2024, 0, weekday, 12)));
}

function formatWeekday(t: T, date: Date): string {
  return formatDay(t.language, 'weekday', date);
}

/** 'dinsdag 24 december 2024 om 8.30 uur'. */
export function formatDateTime(t: T, date: Date): string {
  return t('kit.time.date-time', { date: formatDate(t, date, { weekday: true }), time: formatTime(t, date) });
}

/** '24 dec, 8.30 uur': for lists, where the year is plain. */
export function formatShort(t: T, date: Date): string {
  const day = formatDay(t.language, 'short', date).replaceAll('.', '');
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
  return dayNumber(to) - dayNumber(from);
}

function dayNumber(date: Date): number {
  return Math.floor(onWall(date).getTime() / DAY_MS);
}
