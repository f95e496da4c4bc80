import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCalendar, warningAt, type OpenCalendar } from '../calendar.ts';

const timeZone = 'Europe/Amsterdam';
const calendar = (id: string) =>
  parseCalendar(
    JSON.parse(readFileSync(new URL(`../../../content/calendars/${id}.json`, import.meta.url), 'utf8')),
  );
const open = (id: string, weekdays: readonly number[], fromMinute: number, untilMinute: number) => ({
  calendar: calendar(id),
  hours: weekdays.map((weekday) => ({ weekday, fromMinute, untilMinute })),
  timeZone,
});
const office: OpenCalendar = open('working-nl', [1, 2, 3, 4, 5], 540, 1020);
const always: OpenCalendar = open('always', [1, 2, 3, 4, 5, 6, 7], 0, 1440);
const lead = { shareFraction: 0.25, minMinutes: 30 };

const at = (local: string) =>
  new Date(Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds);
const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
const warned = (from: string, until: string, hours: OpenCalendar = office) => {
  const moment = warningAt(lead, { from: at(from), until: at(until) }, hours);
  return moment && wall.format(moment);
};

describe('the warning before a promise runs out', () => {
  it('comes when a quarter of the term is left', () => {
    expect(warned('2025-02-03 10:00', '2025-02-03 14:00', always)).toBe('2025-02-03 13:00:00');
    expect(warned('2025-02-03 00:00', '2025-02-07 00:00', always)).toBe('2025-02-06 00:00:00');
  });

  it('counts in the hours of the service: over a night, a weekend and a holiday', () => {
    // 16 open hours in all, 4 of them before the end
    expect(warned('2025-02-03 09:00', '2025-02-04 17:00')).toBe('2025-02-04 13:00:00');
    expect(warned('2025-02-07 13:00', '2025-02-10 13:00')).toBe('2025-02-10 11:00:00');
    expect(warned('2024-12-24 13:00', '2024-12-27 13:00')).toBe('2024-12-27 11:00:00');
  });

  it('comes at the opening when it would be at closing time: then somebody is there', () => {
    expect(warned('2025-02-03 11:00', '2025-02-04 11:00')).toBe('2025-02-04 09:00:00');
  });

  it('comes no less than half an hour before, and at the earliest halfway', () => {
    expect(warned('2025-02-03 10:00', '2025-02-03 11:20', always)).toBe('2025-02-03 10:50:00');
    expect(warned('2025-02-03 10:00', '2025-02-03 10:30', always)).toBe('2025-02-03 10:15:00');
  });

  it('does not come for what is promised within minutes, or of a promise that ran out', () => {
    expect(warned('2025-02-03 10:00', '2025-02-03 10:09', always)).toBeUndefined();
    expect(warned('2025-02-03 10:00', '2025-02-03 10:00', always)).toBeUndefined();
    expect(warned('2025-02-03 11:00', '2025-02-03 10:00', always)).toBeUndefined();
  });

  it('counts plain minutes where the service is closed all the time', () => {
    expect(warned('2025-02-08 10:00', '2025-02-08 14:00')).toBe('2025-02-08 13:00:00');
  });

  it('keeps to the hours on the wall when the clock goes forward', () => {
    // the night of 30 March 2025 has 23 hours: 23 in all, 5 and three quarters before the end
    expect(warned('2025-03-29 12:00', '2025-03-30 12:00', always)).toBe('2025-03-30 06:15:00');
  });
});
