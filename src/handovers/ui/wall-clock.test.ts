import { expect, it } from 'vitest';
import { fromWallClock, toWallClock } from './wall-clock.ts';

it('shows a moment as the clock on the wall in the Netherlands, to the minute', () => {
  expect(toWallClock(new Date('2026-01-15T11:30:59.999Z'))).toBe('2026-01-15T12:30');
  expect(toWallClock(new Date('2026-07-15T11:30:00Z'))).toBe('2026-07-15T13:30');
});

it('reads the clock on the wall as the moment it was, in winter and in summer', () => {
  expect(fromWallClock('2026-01-15T12:30')).toEqual(new Date('2026-01-15T11:30:00Z'));
  expect(fromWallClock('2026-07-15T13:30')).toEqual(new Date('2026-07-15T11:30:00Z'));
});

it('takes the first of the two moments in the hour that comes twice', () => {
  expect(fromWallClock('2026-10-25T02:30')).toEqual(new Date('2026-10-25T00:30:00Z'));
});

it('takes the moment an hour later in the hour that does not come', () => {
  expect(fromWallClock('2026-03-29T02:30')).toEqual(new Date('2026-03-29T01:30:00Z'));
});

it.each(['', 'gisteren', '2026-02-30T10:00', '2026-01-15', '2026-01-15T25:00', '2026-01-15T12:30Z'])(
  'does not read %s',
  (text) => {
    expect(fromWallClock(text)).toBeUndefined();
  },
);
