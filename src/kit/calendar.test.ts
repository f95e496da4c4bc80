import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Calendar,
  type DutyHours,
  type OpenCalendar,
  Term,
  addOpenMinutes,
  addWorkingDays,
  deadlineOf,
  endOfWorkingDay,
  isOpenAt,
  isWorkingDay,
  legalDeadline,
  nextOpening,
  parseCalendar,
} from './calendar.ts';

const timeZone = 'Europe/Amsterdam';
const [legal, working, municipal, always] = ['legal-nl', 'working-nl', 'municipal-nl', 'always'].map(
  readCalendar,
) as [Calendar, Calendar, Calendar, Calendar];

function readCalendar(id: string): Calendar {
  return parseCalendar(
    JSON.parse(readFileSync(new URL(`../../content/calendars/${id}.json`, import.meta.url), 'utf8')),
  );
}

/** '2024-12-24 16:30' on the clock in Amsterdam; where that clock shows it twice, the first time. */
function at(local: string): Date {
  return new Date(
    Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds,
  );
}

/** The same, the other way round, through Intl: the tests do not read the clock the way the code does. */
const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
function clock(moment: Date | undefined): string | undefined {
  return moment && wall.format(moment);
}

function hoursOn(weekdays: readonly number[], fromMinute: number, untilMinute: number): DutyHours {
  return weekdays.map((weekday) => ({ weekday, fromMinute, untilMinute }));
}

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const office: OpenCalendar = { calendar: working, hours: hoursOn([1, 2, 3, 4, 5], 540, 1020), timeZone };
const dayAndNight: OpenCalendar = { calendar: always, hours: hoursOn(WEEK, 0, 1440), timeZone };

describe('the calendars', () => {
  it.each([
    ['New Year', '2025-01-01', 'holiday', 'holiday', 'holiday'],
    ['Good Friday', '2025-04-18', 'holiday', 'working', 'working'],
    ['Easter Monday', '2025-04-21', 'holiday', 'holiday', 'holiday'],
    ['King’s Day', '2026-04-27', 'holiday', 'holiday', 'holiday'],
    [
      'the Monday after King’s Day was moved to Saturday 26 April',
      '2025-04-28',
      'working',
      'working',
      'working',
    ],
    ['5 May in a lustrum year', '2025-05-05', 'holiday', 'holiday', 'holiday'],
    ['5 May in another year', '2026-05-05', 'holiday', 'working', 'holiday'],
    ['5 May before municipalities had it off', '2023-05-05', 'holiday', 'working', 'working'],
    ['Ascension Day', '2025-05-29', 'holiday', 'holiday', 'holiday'],
    ['a decreed Friday after Ascension Day', '2025-05-30', 'holiday', 'working', 'working'],
    ['Whit Monday', '2025-06-09', 'holiday', 'holiday', 'holiday'],
    ['Christmas Day', '2024-12-25', 'holiday', 'holiday', 'holiday'],
    ['Boxing Day', '2024-12-26', 'holiday', 'holiday', 'holiday'],
    ['the decreed 27 December 2024', '2024-12-27', 'holiday', 'working', 'working'],
    ['an ordinary Saturday', '2024-12-28', 'rest', 'rest', 'rest'],
    ['an ordinary Tuesday', '2024-12-31', 'working', 'working', 'working'],
  ])('know %s', (_, date, inLaw, nationally, inMunicipalities) => {
    const expected = [inLaw, nationally, inMunicipalities].map((kind) => kind === 'working');
    expect([legal, working, municipal].map((calendar) => isWorkingDay(calendar, date))).toEqual(expected);
    expect(isWorkingDay(always, date)).toBe(true);
  });

  it.each(['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'])(
    'have %s off by decree in law only',
    (date) => {
      expect([legal, working, municipal].map((calendar) => isWorkingDay(calendar, date))).toEqual([
        false,
        true,
        true,
      ]);
    },
  );

  it.each([
    [2008, '2008-03-24'],
    [2011, '2011-04-25'],
    [2024, '2024-04-01'],
    [2026, '2026-04-06'],
    [2027, '2027-03-29'],
    [2038, '2038-04-26'],
    [2049, '2049-04-19'],
    [2076, '2076-04-20'],
  ])('put Easter Monday of %i on %s', (year, date) => {
    const mondays = datesOf(year).filter((day) => /-0[34]-/.test(day) && new Date(day).getUTCDay() === 1);
    // King’s Day may be a Monday too.
    const off = mondays.filter((day) => !isWorkingDay(working, day) && !day.endsWith('04-27'));
    expect(off).toEqual([date]);
  });

  it('agree on Easter with the other well-known way of computing it, from 1900 up to 2299', () => {
    const easter: Calendar = {
      id: 'easter',
      about: 'Easter',
      rules: [{ id: 'easter', kind: 'easter', offsetDays: 0, source: '-', verified: true }],
    };
    for (let year = 1900; year < 2300; year++) {
      expect(datesOf(year).filter((date) => !isWorkingDay(easter, date))).toEqual([anonymousEaster(year)]);
    }
  });

  it('give a source for every rule, and say which were not read', () => {
    const rules = [legal, working, municipal].flatMap((calendar) =>
      calendar.rules.map((rule) => ({ ...rule, calendar: calendar.id })),
    );
    expect(rules.filter((rule) => rule.source.length < 20)).toEqual([]);
    expect(rules.filter((rule) => !rule.verified).map((rule) => `${rule.calendar} ${rule.id}`)).toEqual([
      'legal-nl queens-day',
      'working-nl weekend',
      'working-nl queens-day',
      'working-nl liberation-day',
      'municipal-nl weekend',
      'municipal-nl queens-day',
    ]);
  });
});

function datesOf(year: number): string[] {
  const dates: string[] = [];
  for (
    let date = new Date(Date.UTC(year, 0, 1));
    date.getUTCFullYear() === year;
    date = new Date(date.getTime() + 86_400_000)
  ) {
    dates.push(date.toISOString().slice(0, 10));
  }
  return dates;
}

/** The rule that Nature printed in 1876 without a name. */
function anonymousEaster(year: number): string {
  const [b, c] = [Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * (year % 19) + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor(((year % 19) + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

describe('parseCalendar', () => {
  const about = { id: 'a-rule', source: 'somewhere', verified: true };
  it.each([
    ['an unknown kind of rule', { ...about, kind: 'moon' }],
    ['a date that does not exist', { ...about, kind: 'dates', dates: ['2025-02-30'] }],
    ['a day that its month has not in every year', { ...about, kind: 'fixed', month: 2, day: 29 }],
    ['a week without a working day', { ...about, kind: 'weekdays', weekdays: WEEK }],
    ['a rule without a source', { id: 'a-rule', verified: true, kind: 'easter', offsetDays: 1 }],
    ['a misspelt field', { ...about, kind: 'easter', offsetDays: 1, untillYear: 2025 }],
    ['a feast that leaves its year', { ...about, kind: 'easter', offsetDays: 300 }],
  ])('refuses %s and names the place', (_, rule) => {
    expect(() => parseCalendar({ id: 'x', about: 'x', rules: [rule] })).toThrow(/rules\[0\]/);
  });
});

describe('addWorkingDays', () => {
  it('adds three working days to Tuesday 24 December 2024', () => {
    expect(addWorkingDays(working, '2024-12-24', 3)).toBe('2024-12-31');
    expect(addWorkingDays(municipal, '2024-12-24', 3)).toBe('2024-12-31');
    expect(addWorkingDays(legal, '2024-12-24', 3)).toBe('2025-01-02');
    expect(addWorkingDays(always, '2024-12-24', 3)).toBe('2024-12-27');
  });

  it('starts from a day off without counting it, and stays where it is for none', () => {
    expect(addWorkingDays(working, '2024-12-28', 1)).toBe('2024-12-30');
    expect(addWorkingDays(working, '2024-12-28', 0)).toBe('2024-12-28');
  });

  it('ends on a working day, with so many working days behind it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(legal, working, municipal),
        fc.nat(4000),
        fc.integer({ min: 1, max: 60 }),
        (calendar, offset, n) => {
          const start = dateAfter('2020-01-01', offset);
          const end = addWorkingDays(calendar, start, n);
          const passed = datesBetween(start, end).filter((date) => isWorkingDay(calendar, date));
          expect(passed.at(-1)).toBe(end);
          expect(passed).toHaveLength(n);
        },
      ),
    );
  });

  it('refuses what is no date or no number of days', () => {
    expect(() => addWorkingDays(working, '2025-02-30', 1)).toThrow(RangeError);
    expect(() => addWorkingDays(working, '20250203', 1)).toThrow("got '20250203'");
    expect(() => addWorkingDays(working, '2025-02-03', 1.5)).toThrow('got 1.5');
    expect(() => addWorkingDays(working, '2025-02-03', -1)).toThrow('got -1');
  });
});

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** After `start`, up to and with `end`. */
function datesBetween(start: string, end: string): string[] {
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
  return Array.from({ length: days }, (_, place) => dateAfter(start, place + 1));
}

describe('legalDeadline', () => {
  it.each([
    ['14 days from 1 March 2025 end on a Saturday and move to Monday', '2025-03-01', 14, '2025-03-17'],
    ['14 days from 1 March 2026 end on a Sunday and move to Monday', '2026-03-01', 14, '2026-03-16'],
    ['14 days from 1 March 2024 end on a Friday and stay', '2024-03-01', 14, '2024-03-15'],
    ['a term that ends on Good Friday moves past Easter Monday', '2025-04-04', 14, '2025-04-22'],
    ['a term that ends on 5 May moves in every year', '2026-04-21', 14, '2026-05-06'],
    ['a term that ends on a decreed day moves past the weekend', '2025-05-16', 14, '2025-06-02'],
    ['a term of three days over Christmas gets its two working days', '2024-12-24', 3, '2024-12-31'],
    ['a term of two days only moves to the next working day', '2024-12-24', 2, '2024-12-30'],
    ['a term of 90 days moves', '2025-01-05', 90, '2025-04-07'],
    ['a term of 91 days does not', '2025-01-04', 91, '2025-04-05'],
  ])('says: %s', (_, start, days, expected) => {
    expect(legalDeadline(start, days)).toBe(expected);
  });
});

describe('open hours', () => {
  it('open at the first minute and are closed at the last', () => {
    expect(isOpenAt(office, at('2025-02-03 08:59:59'))).toBe(false);
    expect(isOpenAt(office, at('2025-02-03 09:00'))).toBe(true);
    expect(isOpenAt(office, at('2025-02-03 16:59:59'))).toBe(true);
    expect(isOpenAt(office, at('2025-02-03 17:00'))).toBe(false);
  });

  it('find the next opening: now, after the night, the weekend, Christmas and the new year', () => {
    expect(clock(nextOpening(office, at('2025-02-03 11:15')))).toBe('2025-02-03 11:15:00');
    expect(clock(nextOpening(office, at('2025-02-03 17:00')))).toBe('2025-02-04 09:00:00');
    expect(clock(nextOpening(office, at('2025-02-07 20:00')))).toBe('2025-02-10 09:00:00');
    expect(clock(nextOpening(office, at('2024-12-24 17:30')))).toBe('2024-12-27 09:00:00');
    expect(clock(nextOpening(office, at('2024-12-31 17:30')))).toBe('2025-01-02 09:00:00');
  });

  it('are open on Saturday when a row says so, and closed on a holiday that has a row', () => {
    const saturday = { ...office, hours: [...office.hours, ...hoursOn([6], 600, 720)] };
    expect(clock(nextOpening(saturday, at('2025-02-07 20:00')))).toBe('2025-02-08 10:00:00');
    expect(clock(nextOpening(saturday, at('2025-04-25 20:00')))).toBe('2025-04-28 09:00:00');
    expect(isOpenAt(saturday, at('2024-12-25 10:00'))).toBe(false);
    expect(isOpenAt({ ...saturday, calendar: always }, at('2024-12-25 10:00'))).toBe(true);
    const others = [{ date: '2024-12-25', parts: [{ fromMinute: 600, untilMinute: 660 }] }];
    expect(isOpenAt({ ...saturday, others }, at('2024-12-25 10:00'))).toBe(true);
    expect(isOpenAt({ ...saturday, others }, at('2024-12-25 11:00'))).toBe(false);
  });

  it('run through midnight as two rows', () => {
    const night = { ...dayAndNight, hours: [...hoursOn([5], 1320, 1440), ...hoursOn([6], 0, 480)] };
    expect(isOpenAt(night, at('2025-02-07 23:59:59'))).toBe(true);
    expect(isOpenAt(night, at('2025-02-08 00:00'))).toBe(true);
    expect(clock(addOpenMinutes(night, at('2025-02-07 21:00'), 600))).toBe('2025-02-08 08:00:00');
    expect(clock(addOpenMinutes(night, at('2025-02-07 21:00'), 601))).toBe('2025-02-14 22:01:00');
  });

  it('count the minutes of open time only', () => {
    expect(clock(addOpenMinutes(office, at('2025-02-03 16:00'), 60))).toBe('2025-02-03 17:00:00');
    expect(clock(addOpenMinutes(office, at('2025-02-03 16:00'), 61))).toBe('2025-02-04 09:01:00');
    expect(clock(addOpenMinutes(office, at('2025-02-07 18:00'), 480))).toBe('2025-02-10 17:00:00');
    expect(clock(addOpenMinutes(office, at('2024-12-24 16:30'), 60))).toBe('2024-12-27 09:30:00');
    expect(clock(addOpenMinutes(office, at('2025-02-08 12:00'), 0))).toBe('2025-02-08 12:00:00');
  });

  it('count overlapping rows once', () => {
    const twice = {
      ...office,
      hours: [...hoursOn([1], 660, 780), ...hoursOn([1], 540, 720), ...hoursOn([1], 600, 630)],
    };
    expect(clock(addOpenMinutes(twice, at('2025-02-03 08:00'), 240))).toBe('2025-02-03 13:00:00');
    expect(clock(addOpenMinutes(twice, at('2025-02-03 08:00'), 241))).toBe('2025-02-10 09:01:00');
  });

  it('say undefined for a service that never opens', () => {
    const never = { ...office, hours: [] };
    expect(nextOpening(never, at('2025-02-03 11:00'))).toBeUndefined();
    expect(addOpenMinutes(never, at('2025-02-03 11:00'), 1)).toBeUndefined();
    expect(isOpenAt(never, at('2025-02-03 11:00'))).toBe(false);
  });

  it('refuse an invalid moment and a negative number of minutes', () => {
    expect(() => isOpenAt(office, new Date(Number.NaN))).toThrow(RangeError);
    expect(() => addOpenMinutes(office, at('2025-02-03 11:00'), Number.NaN)).toThrow('got NaN');
    expect(() => addOpenMinutes(office, at('2025-02-03 11:00'), -1)).toThrow('got -1');
  });
});

describe('the days that the clock changes', () => {
  const minutesInDay = (date: string) => {
    const begin = at(`${date} 00:00`);
    const end = addOpenMinutes(dayAndNight, begin, 1440) as Date;
    return { begin, end };
  };

  it('have 23 hours on 30 March 2025 and 25 on 26 October 2025', () => {
    expect(clock(minutesInDay('2025-03-30').end)).toBe('2025-03-31 01:00:00');
    expect(clock(minutesInDay('2025-10-26').end)).toBe('2025-10-26 23:00:00');
    const night = { ...dayAndNight, hours: hoursOn([7], 0, 240) };
    expect(clock(addOpenMinutes(night, at('2025-03-30 00:00'), 180))).toBe('2025-03-30 04:00:00');
    expect(clock(addOpenMinutes(night, at('2025-10-26 00:00'), 300))).toBe('2025-10-26 04:00:00');
  });

  it('open at 3.00 when the opening at 2.30 is skipped, and not at all when the closing is skipped too', () => {
    const skipped = { ...dayAndNight, hours: hoursOn([7], 150, 480) };
    expect(nextOpening(skipped, at('2025-03-30 00:00'))).toEqual(new Date('2025-03-30T01:00:00Z'));
    const gone = { ...dayAndNight, hours: hoursOn([7], 130, 170) };
    expect(clock(nextOpening(gone, at('2025-03-30 00:00')))).toBe('2025-04-06 02:10:00');
  });

  it('open twice when the clock shows the hour twice', () => {
    const half = { ...dayAndNight, hours: hoursOn([7], 120, 150) };
    const moments = ['00:00', '00:29', '00:30', '00:59', '01:00', '01:29', '01:30'].map(
      (utc) => new Date(`2025-10-26T${utc}:00Z`),
    );
    expect(moments.map((moment) => isOpenAt(half, moment))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(addOpenMinutes(half, at('2025-10-26 00:00'), 60)).toEqual(new Date('2025-10-26T01:30:00Z'));
  });

  it('close for half an hour when the clock goes back to before an opening that was already reached', () => {
    const early = { ...dayAndNight, hours: hoursOn([7], 150, 480) };
    const moments = ['00:29', '00:30', '00:59', '01:00', '01:29', '01:30'].map(
      (utc) => new Date(`2025-10-26T${utc}:00Z`),
    );
    expect(moments.map((moment) => isOpenAt(early, moment))).toEqual([false, true, true, false, false, true]);
  });

  it('keep office hours on the wall, before and after', () => {
    expect(nextOpening(office, at('2025-03-28 18:00'))).toEqual(new Date('2025-03-31T07:00:00Z'));
    expect(nextOpening(office, at('2025-10-24 18:00'))).toEqual(new Date('2025-10-27T08:00:00Z'));
    expect(endOfWorkingDay(office, at('2025-10-24 18:00'), 1)).toEqual(new Date('2025-10-27T16:00:00Z'));
  });
});

const row = fc
  .tuple(fc.constantFrom(...WEEK), fc.nat(1439), fc.integer({ min: 1, max: 1440 }))
  .filter(([, from, until]) => from < until)
  .map(([weekday, fromMinute, untilMinute]) => ({ weekday, fromMinute, untilMinute }));
/** Closed, or open at other times, around both changes of the clock, Christmas and the new year. */
const otherDays = fc
  .uniqueArray(
    fc.record({
      date: fc.constantFrom(
        '2025-03-29',
        '2025-03-30',
        '2025-10-26',
        '2024-12-24',
        '2024-12-25',
        '2025-06-02',
      ),
      parts: fc.array(row, { maxLength: 2 }),
    }),
    { selector: ({ date }) => date },
  )
  .map((others) =>
    others.map(({ date, parts }) => ({ date, parts: parts.map(({ weekday: _, ...part }) => part) })),
  );
const someOpen = fc
  .tuple(fc.constantFrom(working, legal, always), fc.array(row, { minLength: 1, maxLength: 8 }), otherDays)
  .map(([calendar, hours, others]): OpenCalendar => ({ calendar, hours, others, timeZone }));
/** Minutes around both changes of the clock, Christmas and the new year. */
const someMoment = fc
  .tuple(
    fc.constantFrom('2025-03-28T00:00Z', '2025-10-24T00:00Z', '2024-12-20T00:00Z', '2025-06-01T00:00Z'),
    fc.nat(12 * 1440),
  )
  .map(([start, minutes]) => new Date(Date.parse(start) + minutes * 60_000));

/** Reads the clock on the wall through Intl and looks the minute up: the meaning of open hours, minute by minute. */
function isOpenByTheWall({ calendar, hours, others = [] }: OpenCalendar, moment: Date): boolean {
  const [date = '', time = ''] = wall.format(moment).split(' ');
  const weekday = ((new Date(date).getUTCDay() + 6) % 7) + 1;
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const other = others.find((each) => each.date === date);
  if (other) return other.parts.some((each) => each.fromMinute <= minute && minute < each.untilMinute);
  const isHoliday = !isWorkingDay(
    { ...calendar, rules: calendar.rules.filter((rule) => rule.kind !== 'weekdays') },
    date,
  );
  return (
    !isHoliday &&
    hours.some((each) => each.weekday === weekday && each.fromMinute <= minute && minute < each.untilMinute)
  );
}

describe('open time, for any hours', () => {
  it('is what the clock on the wall says', () => {
    fc.assert(
      fc.property(someOpen, someMoment, (open, moment) => {
        expect(isOpenAt(open, moment)).toBe(isOpenByTheWall(open, moment));
      }),
      { numRuns: 1000 },
    );
  });

  it('is counted as if minute by minute', () => {
    const afterMinutes = (open: OpenCalendar, moment: Date, minutes: number): Date => {
      let [now, left] = [moment.getTime(), minutes];
      for (; left > 0; now += 60_000) if (isOpenByTheWall(open, new Date(now))) left--;
      return new Date(now);
    };
    const open: OpenCalendar = { calendar: working, hours: hoursOn([1, 3, 5, 6, 7], 100, 200), timeZone };
    fc.assert(
      fc.property(someMoment, fc.nat(300), (moment, minutes) => {
        expect(addOpenMinutes(open, moment, minutes)).toEqual(afterMinutes(open, moment, minutes));
      }),
      { numRuns: 20 },
    );
  });

  it('begins at an opening that is open, with nothing open before it', () => {
    fc.assert(
      fc.property(
        someOpen,
        someMoment,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (open, moment, share) => {
          const next = nextOpening(open, moment) as Date;
          fc.pre(next !== undefined);
          expect(isOpenAt(open, next)).toBe(true);
          expect(next.getTime()).toBeGreaterThanOrEqual(moment.getTime());
          const between = new Date(
            moment.getTime() + Math.floor(share * (next.getTime() - moment.getTime())),
          );
          expect(between < next && isOpenAt(open, between)).toBe(false);
        },
      ),
    );
  });

  it('adds up: a and then b is a + b, and more minutes or a later start never end earlier', () => {
    const minutes = fc.nat(3000);
    fc.assert(
      fc.property(someOpen, someMoment, minutes, minutes, (open, moment, a, b) => {
        const first = addOpenMinutes(open, moment, a);
        const both = addOpenMinutes(open, moment, a + b);
        fc.pre(first !== undefined && both !== undefined);
        expect(addOpenMinutes(open, first, b)).toEqual(both);
        expect(both.getTime()).toBeGreaterThanOrEqual(first.getTime());
        const later = new Date(moment.getTime() + b * 60_000);
        expect((addOpenMinutes(open, later, a) as Date).getTime()).toBeGreaterThanOrEqual(first.getTime());
      }),
    );
  });

  it('ends in open time or at a closing', () => {
    fc.assert(
      fc.property(someOpen, someMoment, fc.integer({ min: 1, max: 3000 }), (open, moment, minutes) => {
        const end = addOpenMinutes(open, moment, minutes);
        fc.pre(end !== undefined);
        expect(isOpenAt(open, new Date(end.getTime() - 1))).toBe(true);
      }),
    );
  });
});

describe('endOfWorkingDay', () => {
  it('is closing time on the n-th working day, over Christmas too', () => {
    expect(clock(endOfWorkingDay(office, at('2024-12-24 10:00'), 3))).toBe('2024-12-31 17:00:00');
    expect(clock(endOfWorkingDay(office, at('2024-12-24 22:00'), 3))).toBe('2024-12-31 17:00:00');
    expect(clock(endOfWorkingDay(office, at('2025-02-08 10:00'), 1))).toBe('2025-02-10 17:00:00');
  });

  it('is today for none, or the next opening day when today is closed already', () => {
    expect(clock(endOfWorkingDay(office, at('2025-02-07 10:00'), 0))).toBe('2025-02-07 17:00:00');
    expect(clock(endOfWorkingDay(office, at('2025-02-07 17:00'), 0))).toBe('2025-02-10 17:00:00');
  });

  it('moves to a day that the service opens when it does not work on the n-th', () => {
    const partTime = { ...office, hours: hoursOn([1, 2], 540, 720) };
    expect(clock(endOfWorkingDay(partTime, at('2025-02-04 10:00'), 1))).toBe('2025-02-10 12:00:00');
  });

  it('is the last second of the day where closing time is midnight', () => {
    expect(clock(endOfWorkingDay(dayAndNight, at('2025-02-07 10:00'), 1))).toBe('2025-02-08 23:59:59');
    expect(clock(endOfWorkingDay(dayAndNight, at('2025-10-25 10:00'), 1))).toBe('2025-10-26 23:59:59');
  });

  it('is the end of the n-th working day for a service that never opens', () => {
    expect(clock(endOfWorkingDay({ ...office, hours: [] }, at('2025-02-07 10:00'), 1))).toBe(
      '2025-02-10 23:59:59',
    );
  });

  it('never comes before the start, nor earlier for a later start', () => {
    fc.assert(
      fc.property(someOpen, someMoment, fc.nat(10), fc.nat(5000), (open, moment, days, laterMinutes) => {
        const end = endOfWorkingDay(open, moment, days);
        const later = new Date(moment.getTime() + laterMinutes * 60_000);
        expect(end.getTime()).toBeGreaterThan(moment.getTime());
        expect(endOfWorkingDay(open, later, days).getTime()).toBeGreaterThanOrEqual(end.getTime());
      }),
    );
  });
});

describe('deadlineOf', () => {
  const from = at('2024-12-24 16:30');
  it.each<[Term['unit'], number, string]>([
    ['minutes', 90, '2024-12-24 18:00:00'],
    ['open-minutes', 90, '2024-12-27 10:00:00'],
    ['working-days', 3, '2024-12-31 17:00:00'],
    ['legal-days', 14, '2025-01-07 23:59:59'],
    ['legal-days', 3, '2024-12-31 23:59:59'],
    ['legal-months', 1, '2025-01-24 23:59:59'],
    ['legal-months', 5, '2025-05-24 23:59:59'],
  ])('counts %s: %i end at %s', (unit, amount, expected) => {
    expect(clock(deadlineOf({ amount, unit }, from, office))).toBe(expected);
  });

  it('lets open minutes of a service that never opens pass, so that its promise lapses', () => {
    const never = { ...office, hours: [] };
    expect(clock(deadlineOf({ amount: 90, unit: 'open-minutes' }, from, never))).toBe('2024-12-24 18:00:00');
  });

  it('ends legal months on the same day of the month, on the last one there is, or on the next working day', () => {
    const ends = (from_: string, amount: number) =>
      clock(deadlineOf({ amount, unit: 'legal-months' }, at(from_), office))?.slice(0, 10);
    expect([
      ends('2025-01-31 09:00', 1),
      ends('2025-01-15 09:00', 1),
      ends('2024-11-25 09:00', 1),
      ends('2025-02-17 09:00', 3),
    ]).toEqual(['2025-02-28', '2025-02-17', '2024-12-30', '2025-05-19']);
  });

  it('begins legal days on the date that the wall shows, not on the date in UTC', () => {
    const justAfterMidnight = new Date('2025-02-28T23:30:00Z');
    expect(clock(deadlineOf({ amount: 14, unit: 'legal-days' }, justAfterMidnight, office))).toBe(
      '2025-03-17 23:59:59',
    );
  });

  it('knows terms of whole amounts, up to a year of minutes and a thousand days', () => {
    const valid = (amount: number, unit: Term['unit']) => Term.safeParse({ amount, unit }).success;
    expect([valid(0, 'minutes'), valid(525_600, 'open-minutes'), valid(1000, 'legal-days')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([
      valid(-1, 'minutes'),
      valid(1.5, 'minutes'),
      valid(525_601, 'minutes'),
      valid(1001, 'working-days'),
    ]).toEqual([false, false, false, false]);
  });
});
