import type { T } from '../kit/translate.ts';
import type { ClassView } from './wire.ts';

/** The text for what a municipality has not decided yet; said as it is, and never filled in for it. */
export const YET = 'privacy.not-decided';

const YEAR_DAYS = 365.25;

/** 730 → '2 jaar', 90 → '90 dagen'. */
function daysText(t: T, days: number): string {
  const years = Math.round(days / YEAR_DAYS);
  const isYears = years > 0 && Math.abs(years * YEAR_DAYS - days) < 1.5;
  return isYears ? t('privacy.years', { count: years }) : t('privacy.days', { count: days });
}

/** '2 jaar nadat de melding is afgesloten'. */
export function afterText(t: T, days: number, countsFrom: ClassView['countsFrom']): string {
  return t('privacy.after', { term: daysText(t, days), from: t(`privacy.counts-from.${countsFrom}`) });
}

/** How long a class is kept, from when, and whether somebody has decided so. */
export function termsText(
  t: T,
  { anonymiseDays, destroyDays, countsFrom, verified }: Omit<ClassView, 'name'>,
): string {
  const from = t(`privacy.counts-from.${countsFrom}`);
  const term = daysText(t, destroyDays);
  const kept =
    anonymiseDays === undefined || anonymiseDays === destroyDays
      ? afterText(t, destroyDays, countsFrom)
      : t('privacy.kept-in-two', { first: daysText(t, anonymiseDays), term, from });
  return verified ? kept : `${kept} (${t(YET)})`;
}

/** 'AVG 6(1)(e)' in words with the article behind it; another ground as it stands in the register. */
export function groundText(t: T, ground: string): string {
  const letter = /^AVG 6\(1\)\(([a-f])\)$/.exec(ground)?.[1];
  return letter === undefined ? ground : t(`privacy.ground.${letter}`, { ground });
}
