import type { WeekPart } from '../../kit/calendar.ts';
import { formatCalendarDate, formatMinute, hourAndMinute } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { CoverLineView } from '../cover-wire.ts';

const DAY_MINUTES = 1440;
const WEEK_DAYS = 7;

function clockText(t: T, minute: number): string {
  return t('cover.clock', hourAndMinute(minute));
}

/** 'maandag tot en met donderdag, van 17.00 uur tot de volgende dag 8.30 uur'. */
export function weekPartText(t: T, part: WeekPart): string {
  const { fromWeekday, lastWeekday, fromMinute, untilMinute, daysLater } = part;
  if (daysLater === WEEK_DAYS - 1 && fromMinute === 0 && untilMinute === DAY_MINUTES)
    return t('cover.part.always');
  const day = t(`cover.day.${fromWeekday}`);
  const days =
    fromWeekday === lastWeekday ? day : t('cover.days', { first: day, last: t(`cover.day.${lastWeekday}`) });
  const [from, until] = [formatMinute(t, fromMinute), formatMinute(t, untilMinute)];
  if (daysLater === 0)
    return fromMinute === 0 && untilMinute === DAY_MINUTES
      ? t('cover.part.all-day', { days })
      : t('cover.part.same-day', { days, from, until });
  if (daysLater === 1) return t('cover.part.next-day', { days, from, until });
  const untilDay = t(`cover.day.${((fromWeekday + daysLater - 1) % WEEK_DAYS) + 1}`);
  return t('cover.part.later', { days, from, untilDay, until });
}

/** 'vrijdag 25 december 2026: de hele dag'; a day on which it is not so says that. */
export function otherDayText(t: T, { date, parts }: CoverLineView['pattern']['others'][number]): string {
  const day = dateText(t, date);
  if (parts.length === 0) return t('cover.other.none', { day });
  const isWhole = parts.some(({ fromMinute, untilMinute }) => untilMinute - fromMinute === DAY_MINUTES);
  if (isWhole) return t('cover.other.all-day', { day });
  const times = parts.map(({ fromMinute, untilMinute }) => spanText(t, fromMinute, untilMinute)).join(', ');
  return t('cover.other.times', { day, times });
}

/** '17.00–20.00 uur'. */
export function spanText(t: T, fromMinute: number, untilMinute: number): string {
  return t('cover.span', { from: clockText(t, fromMinute), until: clockText(t, untilMinute) });
}

/** 'vrijdag 25 december 2026'. */
export function dateText(t: T, date: string): string {
  return formatCalendarDate(t, date, { weekday: true });
}

/** What the line is called: its services, or that there are none of that kind. */
export function lineTitle(t: T, { services, kind }: Pick<CoverLineView, 'services' | 'kind'>): string {
  return services.length > 0
    ? services.map(({ name }) => name).join(', ')
    : t('cover.no-service', { kind: t(`tables.service.${kind}`) });
}
