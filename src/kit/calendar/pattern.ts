import { type DayNumber, dayOf, localDateOf, MINUTE_MS, weekdayOf } from './days.ts';
import type { Interval } from './stretches.ts';
import { type Stretch, dayAt, stretchesOf } from './wall-clock.ts';

/** A part of one day on the clock on the wall, in minutes since midnight; up to 1440. */
export interface DayPart {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/**
 * What comes back every week: on each weekday from the first to the last it begins at `fromMinute` and lasts until
 * `untilMinute` so many days later. A week without an end is one such part of seven days: it never stops.
 */
export interface WeekPart extends DayPart {
  readonly fromWeekday: number;
  readonly lastWeekday: number;
  readonly daysLater: number;
}

/** A date that is not as its weekday mostly is. */
export interface OtherDay {
  /** 'YYYY-MM-DD'. */
  readonly date: string;
  readonly parts: readonly DayPart[];
}

export interface WeekPattern {
  readonly usual: readonly WeekPart[];
  readonly others: readonly OtherDay[];
}

const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** The parts of one local date that lie in these intervals, by what the clock on the wall shows at their ends. */
export function partsOfDay(intervals: readonly Interval[], date: string, timeZone: string): DayPart[] {
  return partsOn(spanOf(timeZone, dayOf(date)), intervals, 0);
}

/**
 * Time in words that fit a list: how each weekday mostly is, and every date that is otherwise. The period is whole days.
 * Intervals as `joined` gives them. Cost: a microsecond a day and an interval that lies in it.
 */
export function weekPattern(intervals: readonly Interval[], period: Interval, timeZone: string): WeekPattern {
  const first = dayAt(timeZone, new Date(period.fromMs));
  const last = dayAt(timeZone, new Date(period.untilMs - 1));
  const days: Day[] = [];
  let at = 0;
  for (let day = first; day <= last; day++) {
    const span = spanOf(timeZone, day);
    // what ended before a day matters to none after it
    while ((intervals[at]?.untilMs ?? Infinity) <= span.fromMs) at += 1;
    const parts = partsOn(span, intervals, at);
    days.push({ day, parts, key: JSON.stringify(parts) });
  }
  const usual = new Map([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, mostly(days, weekday)]));
  return {
    usual: weekParts(usual),
    others: days
      .filter(({ day, key }) => usual.get(weekdayOf(day))?.key !== key)
      .map(({ day, parts }) => ({ date: localDateOf(day), parts })),
  };
}

interface Day {
  readonly day: DayNumber;
  readonly parts: readonly DayPart[];
  readonly key: string;
}

/** How most of these weekdays are; of two that are as many, how the first of them is. */
function mostly(days: readonly Day[], weekday: number): Day | undefined {
  const counts = new Map<string, { count: number; day: Day }>();
  for (const day of days) {
    if (weekdayOf(day.day) !== weekday) continue;
    counts.set(day.key, { day, ...counts.get(day.key), count: (counts.get(day.key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0]?.day;
}

/** Joined over midnight, also from Sunday to Monday; then what begins and lasts alike on weekdays in a row is one part. */
function weekParts(usual: ReadonlyMap<number, Day | undefined>): WeekPart[] {
  const circle = [...usual].flatMap(([weekday, day]) =>
    (day?.parts ?? []).map(({ fromMinute, untilMinute }) => ({
      from: (weekday - 1) * DAY_MINUTES + fromMinute,
      until: (weekday - 1) * DAY_MINUTES + untilMinute,
    })),
  );
  const parts: { from: number; until: number }[] = [];
  for (const next of circle) {
    const before = parts.at(-1);
    if (before && before.until === next.from) before.until = next.until;
    else parts.push({ ...next });
  }
  const [first, final] = [parts[0], parts.at(-1)];
  if (first && final && first !== final && first.from === 0 && final.until === WEEK_MINUTES) {
    final.until += first.until;
    parts.shift();
  }
  return parts.reduce<WeekPart[]>((merged, { from, until }) => {
    const weekday = Math.floor(from / DAY_MINUTES) + 1;
    const fromMinute = from % DAY_MINUTES;
    const end = until - (weekday - 1) * DAY_MINUTES;
    // midnight is the end of a day and not the beginning of the next
    const daysLater = Math.ceil(end / DAY_MINUTES) - 1;
    const untilMinute = end - daysLater * DAY_MINUTES;
    const before = merged.findIndex(
      (part) =>
        part.lastWeekday === weekday - 1 &&
        part.fromMinute === fromMinute &&
        part.daysLater === daysLater &&
        part.untilMinute === untilMinute,
    );
    const known = merged[before];
    if (known) return merged.with(before, { ...known, lastWeekday: weekday });
    return [...merged, { fromWeekday: weekday, lastWeekday: weekday, fromMinute, daysLater, untilMinute }];
  }, []);
}

/** A local day as moments. */
interface DaySpan extends Interval {
  readonly stretches: readonly Stretch[];
}

function spanOf(timeZone: string, day: DayNumber): DaySpan {
  const stretches = stretchesOf(timeZone, day);
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) throw new RangeError(`expected a day that ${timeZone} has, got ${localDateOf(day)}`);
  return { stretches, fromMs: first.fromMs, untilMs: last.untilMs };
}

function partsOn(span: DaySpan, intervals: readonly Interval[], start: number): DayPart[] {
  const parts: DayPart[] = [];
  for (let at = start; (intervals[at]?.fromMs ?? Infinity) < span.untilMs; at += 1) {
    const { fromMs, untilMs } = intervals[at] as Interval;
    if (untilMs <= span.fromMs) continue;
    parts.push({
      fromMinute: fromMs <= span.fromMs ? 0 : minuteOf(span, fromMs),
      untilMinute: untilMs >= span.untilMs ? DAY_MINUTES : minuteOf(span, untilMs),
    });
  }
  return parts;
}

function minuteOf({ stretches }: DaySpan, ms: number): number {
  const within = stretches.find(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs);
  if (!within) throw new RangeError(`expected a moment of the day, got ${new Date(ms).toISOString()}`);
  return (within.wallFromMs + ms - within.fromMs) / MINUTE_MS;
}
