import { describe, expect, it } from 'vitest';
import {
  byNeed,
  judgeShift,
  needOf,
  offersGiving,
  receiversOf,
  type ShiftFacts,
  type ShiftForm,
} from './shift-rules.ts';
import type { Person } from './rules.ts';

const NOW = new Date('2026-03-02T16:00:00Z');
const UNTIL = new Date('2026-03-03T16:00:00Z');
const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const needed = (report: Partial<Parameters<typeof needOf>[0]>, isSecondLook = false) =>
  needOf(
    { nextStep: 'resolve', deadline: at(100), overdueCount: 0, ...report },
    { now: NOW, until: UNTIL, isSecondLook },
  );

describe('what the next one has to know', () => {
  it('is what has its deadline before the next one is there again, and not what can wait', () => {
    expect(needed({ deadline: at(24) })).toBe('due');
    expect(needed({ deadline: at(25) })).toBeUndefined();
  });

  it('is what is late, also after the clock gave it a new deadline', () => {
    expect(needed({ deadline: at(0) })).toBe('late');
    expect(needed({ overdueCount: 1 })).toBe('late');
  });

  it('is danger before everything, then a second look, then what waits for an answer', () => {
    expect(needed({ nextStep: 'check-danger', overdueCount: 1 })).toBe('danger');
    expect(needed({ nextStep: 'decide' }, true)).toBe('second-look');
    expect(needed({ nextStep: 'await-answer' })).toBe('answer');
    expect(needed({ nextStep: 'await-acceptance', deadline: at(1) })).toBe('offered');
    expect(needed({ nextStep: 'await-acceptance', deadline: at(-1) })).toBe('late');
    const needs = [{ need: 'answer' }, { need: 'inform' }, { need: 'danger' }, { need: 'due' }] as const;
    expect(needs.toSorted(byNeed).map(({ need }) => need)).toEqual(['danger', 'due', 'answer', 'inform']);
  });
});

describe('giving it away', () => {
  const person = (changes: Partial<Person>): Person => ({
    userId: 'me',
    serviceIds: ['team'],
    teamServiceIds: [],
    permissions: new Set(),
    ...changes,
  });
  const report = { status: 'accepted', ownerId: 'me', ownerServiceId: 'team' } as const;

  it('is offered to the owner and to who leads the team, of what somebody has in hand', () => {
    expect(offersGiving(person({}), report)).toBe(true);
    expect(offersGiving(person({ userId: 'other' }), report)).toBe(false);
    expect(offersGiving(person({ userId: 'other', teamServiceIds: ['team'] }), report)).toBe(true);
    expect(offersGiving(person({}), { ...report, status: 'offered' })).toBe(false);
    expect(offersGiving(person({}), { ...report, status: 'closed' })).toBe(false);
  });
});

describe('a handing over', () => {
  const facts: ShiftFacts = {
    colleagues: new Set(['anna', 'bert']),
    reports: new Map([
      [7, { giveTo: new Set(['anna']), nextMayRead: true }],
      [8, { giveTo: new Set(['anna']), nextMayRead: false }],
    ]),
  };
  const judged = (form: Partial<ShiftForm>) => {
    const done = judgeShift({ general: '', items: [], ...form }, facts);
    return done.ok ? 'ok' : done.refusals.map(({ code, pointer }) => `${pointer} ${code}`);
  };

  it('tells who gets something, and who comes on only when there is something for that one', () => {
    const told = (form: Partial<ShiftForm>) => [...receiversOf({ general: '', items: [], ...form })];
    expect(told({ nextId: 'bert', items: [{ number: 7, line: '', toId: 'anna' }] })).toEqual(['anna']);
    expect(told({ nextId: 'bert', items: [{ number: 7, line: 'Let op.' }] })).toEqual(['bert']);
    expect(
      told({ nextId: 'bert', general: 'Rustig.', items: [{ number: 7, line: '', toId: 'anna' }] }),
    ).toEqual(['anna', 'bert']);
  });

  it('is refused when nothing is said', () => {
    expect(judged({ nextId: 'anna' })).toEqual(['algemeen shift-empty']);
  });

  it('is refused when nobody would read it', () => {
    expect(judged({ items: [{ number: 7, line: 'Let op.' }] })).toEqual(['volgende shift-next-missing']);
    expect(judged({ general: 'Rustig.' })).toEqual(['volgende shift-next-missing']);
    expect(judged({ general: 'Rustig.', items: [{ number: 7, line: '', toId: 'anna' }] })).toBe('ok');
  });

  it('is refused for who does not work there, and for who may not read that report', () => {
    expect(judged({ nextId: 'carla', general: 'Rustig.' })).toEqual(['volgende shift-next-unknown']);
    expect(judged({ items: [{ number: 7, line: '', toId: 'bert' }] })).toEqual(['aan-7 colleague-unknown']);
    expect(judged({ nextId: 'bert', items: [{ number: 8, line: 'Let op.' }] })).toEqual([
      'regel-8 shift-next-blind',
    ]);
  });

  it('says everything that is wrong at once, and of what one may not read no more than that', () => {
    expect(
      judged({
        items: [
          { number: 9, line: 'Let op.' },
          { number: 7, line: '', toId: 'bert' },
        ],
      }),
    ).toEqual(['volgende shift-next-missing', 'regel-9 shift-report-gone', 'aan-7 colleague-unknown']);
  });
});
