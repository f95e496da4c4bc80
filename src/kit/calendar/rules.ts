import { z } from 'zod';
import { type DayNumber, dayIn, dayOf, weekdayOf, yearOf } from './days.ts';
import { easterSunday } from './easter.ts';

const Year = z.number().int().min(1583).max(9999);

/** What every rule says of itself: where it comes from, whether that was read, and in which years it holds. */
const About = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  source: z.string().min(1),
  verified: z.boolean(),
  fromYear: Year.optional(),
  untilYear: Year.optional(),
};

const Weekdays = z.strictObject({
  kind: z.literal('weekdays'),
  ...About,
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(6),
});

const Fixed = z
  .strictObject({
    kind: z.literal('fixed'),
    ...About,
    month: z.number().int().min(1).max(12),
    day: z.number().int().min(1).max(31),
    /** The day of the same month that takes its place when it falls on a Sunday. */
    ifSundayDay: z.number().int().min(1).max(31).optional(),
    /** Only in years that this number divides. */
    everyYears: z.number().int().min(2).max(100).optional(),
  })
  .refine(
    ({ month, day, ifSundayDay }) => isInEveryYear(month, day) && isInEveryYear(month, ifSundayDay ?? 1),
    {
      error: 'expected a day that its month has in every year',
    },
  );

/** Easter falls on day 81 to 116 of the year; within these bounds a feast stays in Easter's own year. */
const Easter = z.strictObject({
  kind: z.literal('easter'),
  ...About,
  offsetDays: z.number().int().min(-80).max(249),
});

const Dates = z.strictObject({ kind: z.literal('dates'), ...About, dates: z.array(z.iso.date()).min(1) });

const Rule = z.discriminatedUnion('kind', [Weekdays, Fixed, Easter, Dates]);
type Rule = z.infer<typeof Rule>;

const CalendarSchema = z.strictObject({
  id: About.id,
  about: z.string().min(1),
  rules: z.array(Rule).max(100),
});

/** The days on which an organisation does not work: its weekly rest days and its holidays, each with a source. */
export type Calendar = z.infer<typeof CalendarSchema>;

/** Reads a calendar from parsed JSON; throws with every fault and its place when it is not one. */
export function parseCalendar(json: unknown): Calendar {
  const parsed = CalendarSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(`expected a calendar, got one with faults:\n${z.prettifyError(parsed.error)}`);
}

/** A day off is a holiday when a rule other than the weekly one says so, also where it falls on a weekly day off. */
export type DayKind = 'working' | 'weekly-rest' | 'holiday';

const years = new WeakMap<Calendar, Map<number, readonly DayKind[]>>();

/** Worked out once for each calendar and year: a deadline asks this for every day it passes. */
export function kindOfDay(calendar: Calendar, day: DayNumber): DayKind {
  const year = yearOf(day);
  const known = years.get(calendar) ?? new Map<number, readonly DayKind[]>();
  years.set(calendar, known);
  const kinds = known.get(year) ?? kindsOfYear(calendar, year);
  known.set(year, kinds);
  return kinds[day - dayIn(year, 1, 1)] as DayKind;
}

function kindsOfYear(calendar: Calendar, year: number): DayKind[] {
  const first = dayIn(year, 1, 1);
  const kinds = daysOfYear(year).map((): DayKind => 'working');
  // Weekly rest first, so that a holiday on a Sunday counts as a holiday.
  for (const rule of calendar.rules.toSorted(
    (a, b) => Number(b.kind === 'weekdays') - Number(a.kind === 'weekdays'),
  )) {
    if (year < (rule.fromYear ?? year) || year > (rule.untilYear ?? year)) continue;
    const kind = rule.kind === 'weekdays' ? 'weekly-rest' : 'holiday';
    for (const day of daysOfRule(rule, year)) kinds[day - first] = kind;
  }
  return kinds;
}

/** All in the given year. */
function daysOfRule(rule: Rule, year: number): DayNumber[] {
  switch (rule.kind) {
    case 'weekdays':
      return daysOfYear(year).filter((day) => rule.weekdays.includes(weekdayOf(day)));
    case 'fixed':
      return year % (rule.everyYears ?? 1) === 0 ? [fixedDay(rule, year)] : [];
    case 'easter':
      return [easterSunday(year) + rule.offsetDays];
    case 'dates':
      return rule.dates.map(dayOf).filter((day) => yearOf(day) === year);
  }
}

function daysOfYear(year: number): DayNumber[] {
  const first = dayIn(year, 1, 1);
  return Array.from({ length: dayIn(year + 1, 1, 1) - first }, (_, place) => first + place);
}

function fixedDay(
  { month, day, ifSundayDay }: { month: number; day: number; ifSundayDay?: number | undefined },
  year: number,
): DayNumber {
  const usual = dayIn(year, month, day);
  return ifSundayDay !== undefined && weekdayOf(usual) === 7 ? dayIn(year, month, ifSundayDay) : usual;
}

/** 29 February is not: a rule that names it would be silent in three years of four. */
function isInEveryYear(month: number, day: number): boolean {
  return day <= new Date(Date.UTC(2001, month, 0)).getUTCDate();
}
