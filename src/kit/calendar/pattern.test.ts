import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  openStretches,
  parseCalendar,
  partsOfDay,
  weekPattern,
  without,
  type Interval,
} from '../calendar.ts';

const timeZone = 'Europe/Amsterdam';
const working = parseCalendar(
  JSON.parse(readFileSync(new URL('../../../content/calendars/working-nl.json', import.meta.url), 'utf8')),
);
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;
const year: Interval = { fromMs: at('2026-11-29T00:00'), untilMs: at('2027-11-29T00:00') };
const open = (weekdays: readonly number[], from: number, until: number) => ({
  calendar: working,
  hours: weekdays.map((weekday) => ({ weekday, fromMinute: from * 60, untilMinute: until * 60 })),
  timeZone,
});
const closedOf = (service: ReturnType<typeof open>) => without([year], openStretches(service, year));
const part = (fromWeekday: number, lastWeekday: number, from: number, daysLater: number, until: number) => ({
  fromWeekday,
  lastWeekday,
  fromMinute: from * 60,
  daysLater,
  untilMinute: until * 60,
});

describe('what comes back every week', () => {
  it('is every night of working days and the weekend, with the holidays as dates', () => {
    const { usual, others } = weekPattern(closedOf(open([1, 2, 3, 4, 5], 9, 17)), year, timeZone);
    expect(usual).toEqual([part(1, 4, 17, 1, 9), part(5, 5, 17, 3, 9)]);
    expect(others.map(({ date }) => date)).toEqual([
      '2026-12-25',
      '2027-01-01',
      '2027-03-29',
      '2027-04-27',
      '2027-05-06',
      '2027-05-17',
    ]);
    expect(others[0]?.parts).toEqual([{ fromMinute: 0, untilMinute: 1440 }]);
  });

  it('is nothing for no time, and one part without an end for all of it', () => {
    expect(weekPattern([], year, timeZone)).toEqual({ usual: [], others: [] });
    expect(weekPattern([year], year, timeZone)).toEqual({ usual: [part(1, 1, 0, 6, 24)], others: [] });
  });

  it('ends at midnight at the end of a day, and takes two times a day apart', () => {
    const evenings = openStretches(open([2, 3], 18, 24), year);
    expect(weekPattern(evenings, year, timeZone).usual).toEqual([part(2, 3, 18, 0, 24)]);
    const twice = {
      ...open([], 0, 0),
      hours: [1, 2].flatMap((weekday) => [
        { weekday, fromMinute: 540, untilMinute: 720 },
        { weekday, fromMinute: 780, untilMinute: 1020 },
      ]),
    };
    expect(weekPattern(openStretches(twice, year), year, timeZone).usual).toEqual([
      part(1, 2, 9, 0, 12),
      part(1, 2, 13, 0, 17),
    ]);
  });

  it('is how most of the weekdays are: what happens once is a date', () => {
    const once = { fromMs: at('2027-02-03T10:00'), untilMs: at('2027-02-03T11:00') };
    expect(weekPattern([once], year, timeZone)).toEqual({
      usual: [],
      others: [{ date: '2027-02-03', parts: [{ fromMinute: 600, untilMinute: 660 }] }],
    });
  });
});

describe('a day on the clock on the wall', () => {
  it('is whole on the days that the clock changes', () => {
    for (const date of ['2027-03-28', '2027-10-31'])
      expect(partsOfDay([year], date, timeZone)).toEqual([{ fromMinute: 0, untilMinute: 1440 }]);
  });

  it('has the hour that the clock skips in no part, and what lies after it where the wall shows it', () => {
    const night = openStretches({ ...open([7], 1, 5) }, year);
    expect(partsOfDay(night, '2027-03-28', timeZone)).toEqual([{ fromMinute: 60, untilMinute: 300 }]);
    expect(partsOfDay(night, '2027-03-29', timeZone)).toEqual([]);
  });
});
