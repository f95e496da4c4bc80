import { describe, expect, it } from 'vitest';
import type { CareStep, Incident } from './model.ts';
import {
  checkFinish,
  firstStanding,
  foldSteps,
  mayFinish,
  mayRead,
  standingAbove,
  standingFrom,
  standingWithout,
} from './rules.ts';

const LADDER = { lead: 'lead', coordinator: 'coordinator', manager: 'manager' } as const;
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));

function incident(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'incident',
    employeeId: 'employee',
    partyId: 'party',
    reportId: null,
    kinds: ['schelden'],
    happenedAt: at(9),
    toldAt: at(10),
    police: false,
    wish: null,
    status: 'open',
    ownerId: 'lead',
    leadId: 'lead',
    rung: 'lead',
    nextStep: 'talk',
    deadline: at(12),
    lateCount: 0,
    outcome: null,
    spokenAt: null,
    agreed: [],
    closedAt: null,
    closedBy: null,
    ...changes,
  };
}

describe('who asks first', () => {
  it('is the team lead', () => {
    expect(firstStanding(LADDER, 'employee')).toEqual({ rung: 'lead', ownerId: 'lead' });
  });

  it.each([
    ['the coordinator, when the lead is the employee', LADDER, 'lead', 'coordinator'],
    [
      'the coordinator, when there is no lead',
      { coordinator: 'coordinator', manager: 'manager' },
      'x',
      'coordinator',
    ],
    [
      'the manager, when the coordinator leads and is the employee',
      { ...LADDER, lead: 'coordinator' },
      'coordinator',
      'manager',
    ],
  ] as const)('is %s', (_what, ladder, employeeId, expected) => {
    expect(firstStanding(ladder, employeeId).ownerId).toBe(expected);
  });

  it('is never nobody: who is alone in a municipality has it', () => {
    const alone = { lead: 'a', coordinator: 'a', manager: 'a' };
    expect(firstStanding(alone, 'a')).toEqual({ rung: 'manager', ownerId: 'a' });
  });
});

describe('after silence', () => {
  it('goes up one rung at a time, and stays at the top', () => {
    expect(standingAbove(LADDER, incident())).toEqual({ rung: 'coordinator', ownerId: 'coordinator' });
    const second = incident({ rung: 'coordinator', ownerId: 'coordinator' });
    expect(standingAbove(LADDER, second)).toEqual({ rung: 'manager', ownerId: 'manager' });
    expect(standingAbove(LADDER, incident({ rung: 'manager', ownerId: 'manager' }))).toBeUndefined();
  });

  it('passes over the employee, and over who was silent on a lower rung', () => {
    expect(standingAbove(LADDER, incident({ employeeId: 'coordinator' }))?.ownerId).toBe('manager');
    const both = { lead: 'coordinator', coordinator: 'coordinator', manager: 'manager' };
    expect(standingAbove(both, incident({ ownerId: 'coordinator' }))?.ownerId).toBe('manager');
  });

  it('does not go down again when the coordinator on duty changed', () => {
    const other = incident({ rung: 'coordinator', ownerId: 'coordinator of yesterday' });
    expect(standingAbove(LADDER, other)?.rung).toBe('manager');
  });
});

describe('when its owner leaves', () => {
  it('goes to who stands there now', () => {
    expect(standingWithout({ ...LADDER, lead: 'new lead' }, incident(), 'lead')).toEqual({
      rung: 'lead',
      ownerId: 'new lead',
    });
  });

  it('goes up when nobody stands there, and down when there is nobody above', () => {
    expect(standingWithout(LADDER, incident(), 'lead').ownerId).toBe('coordinator');
    const top = incident({ rung: 'manager', ownerId: 'manager' });
    expect(standingWithout(LADDER, top, 'manager').ownerId).toBe('lead');
  });

  it('goes to the employee only when there is nobody else at all', () => {
    expect(standingWithout({ lead: 'lead' }, incident(), 'lead').ownerId).toBe('employee');
  });
});

it('finds nobody from a rung on when everybody there is passed over', () => {
  expect(standingFrom(LADDER, { from: 'coordinator', besides: ['coordinator', 'manager'] })).toBeUndefined();
});

describe('who has to do with it', () => {
  const up = incident({ rung: 'coordinator', ownerId: 'coordinator' });

  it.each([
    ['employee', true, false],
    ['lead', true, true],
    ['coordinator', true, true],
    ['manager', false, false],
    ['colleague', false, false],
  ])('%s reads: %s, finishes: %s', (userId, reads, finishes) => {
    expect([mayRead(up, userId), mayFinish(up, userId)]).toEqual([reads, finishes]);
  });

  it('never lets the employee finish it, also not as owner', () => {
    expect(mayFinish(incident({ ownerId: 'employee' }), 'employee')).toBe(false);
  });
});

describe('finishing', () => {
  const given = { outcome: 'spoken', spokenAt: at(10) } as const;

  it('takes a talk between what happened and now', () => {
    expect(checkFinish(incident(), given, at(11))).toEqual({ ok: true, value: true });
  });

  it.each([
    ['a talk that is yet to come', incident(), at(9), 'spoken-in-future'],
    ['a talk before it happened', incident({ happenedAt: at(11) }), at(12), 'spoken-before-it-happened'],
    ['what is done', incident({ status: 'closed' }), at(12), 'aftercare-done-before'],
  ])('refuses %s', (_what, row, now, code) => {
    expect(checkFinish(row, given, now)).toMatchObject({ ok: false, refusals: [{ code }] });
  });
});

it('folds the history to who has it and until when', () => {
  const step = (kind: CareStep['kind'], ownerId: string, deadline: Date | null): CareStep => {
    return { kind, ownerId, deadline, at: at(10), byId: null };
  };
  const steps = [step('told', 'lead', at(12)), step('went-up', 'coordinator', at(14))];
  expect(foldSteps(steps)).toEqual({ status: 'open', ownerId: 'coordinator', deadline: at(14) });
  expect(foldSteps([...steps, step('done', 'lead', null)])).toEqual({
    status: 'closed',
    ownerId: 'lead',
    deadline: null,
  });
  expect(foldSteps([])).toBeUndefined();
});
