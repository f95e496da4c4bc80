import { expect, it } from 'vitest';
import { dateField, dayStart } from './dates.ts';

it('reads a date as the first moment of that day in the Netherlands', () => {
  expect(dayStart('2026-07-01')?.toISOString()).toBe('2026-06-30T22:00:00.000Z');
  expect(dayStart('2026-01-01')?.toISOString()).toBe('2025-12-31T23:00:00.000Z');
  expect([dayStart('2026-02-30'), dayStart('morgen'), dayStart('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('writes the day of a moment, months later', () => {
  const lateInTheEvening = new Date('2026-01-31T22:30:00Z');
  expect([dateField(lateInTheEvening), dateField(lateInTheEvening, { months: 1 })]).toEqual([
    '2026-01-31',
    '2026-02-28',
  ]);
});
