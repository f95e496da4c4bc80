import { expect, it } from 'vitest';
import { openHoursOf } from './open-hours.ts';
import { dutiesOfPlan, type ShiftPlan } from './roster-rules.ts';

const timeZone = 'Europe/Amsterdam';
const { calendar } = openHoursOf({ calendar: 'working-nl', hours: [] });
const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
const told = (plan: Partial<ShiftPlan>) =>
  dutiesOfPlan(
    {
      from: '2026-12-23T09:00',
      until: '2026-12-23T17:00',
      every: 'working-day',
      times: 4,
      userIds: ['a', 'b', 'c'],
      ...plan,
    },
    calendar,
    timeZone,
  ).map(({ userId, startsAt, endsAt }) => `${userId} ${wall.format(startsAt)} ${wall.format(endsAt)}`);

it('gives each working day to the next in turn, and passes over the weekend and the holidays', () => {
  expect(told({})).toEqual([
    'a 2026-12-23 09:00 2026-12-23 17:00',
    'b 2026-12-24 09:00 2026-12-24 17:00',
    'c 2026-12-28 09:00 2026-12-28 17:00',
    'a 2026-12-29 09:00 2026-12-29 17:00',
  ]);
});

it('gives whole weeks in turn that join, also over the changes of the clock', () => {
  const weeks = told({ from: '2027-03-22T00:00', until: '2027-03-29T00:00', every: 'week', times: 3 });
  expect(weeks).toEqual([
    'a 2027-03-22 00:00 2027-03-29 00:00',
    'b 2027-03-29 00:00 2027-04-05 00:00',
    'c 2027-04-05 00:00 2027-04-12 00:00',
  ]);
});

it('gives nights that end a day later, at the time on the wall', () => {
  const nights = told({ from: '2027-10-30T20:00', until: '2027-10-31T08:00', every: 'day', times: 2 });
  expect(nights).toEqual(['a 2027-10-30 20:00 2027-10-31 08:00', 'b 2027-10-31 20:00 2027-11-01 08:00']);
});

it('gives one shift that does not come back, whatever number stands beside it', () => {
  expect(told({ every: 'once', times: 9 })).toEqual(['a 2026-12-23 09:00 2026-12-23 17:00']);
});
