import { describe, expect, it } from 'vitest';
import type { Permission } from '../people/model.ts';
import type { PartOf, Report } from '../reports/model.ts';
import { PARTS_MOST, type Command, type Handling, type Handover } from './model.ts';
import { homeOf, judgeSplit, judgeWhole, showsPlace, showsStory, waitsForWhole } from './part-rules.ts';
import { commandsFor, maySee, permit, type Person } from './rules.ts';

const LATER = new Date('2026-03-02T13:00:00Z');
const PART: PartOf = { wholeId: 'w1', due: LATER, shows: 'nothing', ground: null };

const person = (userId: string, services: string[], more: Permission[] = []): Person => ({
  userId,
  serviceIds: services,
  teamServiceIds: [],
  permissions: new Set<Permission>(['worklist.read', 'report.handle', ...more]),
});
const doer = person('doer', ['asked']);
const asker = person('asker', ['asking']);
const coordinator = person('coordinator', [], ['coordination.act']);

const OFFER = { id: 'h1', serviceId: 'asked', teamLeadId: null, status: 'offered', step: 'part' } as Handover;

function part(report: Partial<Report>, offer?: Handover): Handling {
  const base = { id: 'p1', number: 1002, overdueCount: 0, deadline: LATER, part: PART, ownerServiceId: null };
  const observations = { danger: { kind: 'none' }, sights: [], about: 'place' };
  return {
    report: { ...base, observations, ...report } as Report,
    offer,
    handovers: offer ? [offer] : [],
    advice: {} as Handling['advice'],
  };
}

const offered = part({ status: 'offered', ownerId: 'asker', nextStep: 'await-acceptance' }, OFFER);
const worked = part({ status: 'accepted', ownerId: 'doer', ownerServiceId: 'asked', nextStep: 'resolve' });
const back = part({ status: 'accepted', ownerId: 'asker', ownerServiceId: 'asking', nextStep: 'decide' });
const ended = part({
  status: 'closed',
  ownerId: 'doer',
  ownerServiceId: 'asked',
  nextStep: null,
  deadline: null,
});

const OUTSIDE = ['ask-outside', 'renew-outside', 'withdraw-outside'] as const;

describe('what can be done with a part', () => {
  it.each<[string, Person, Handling, Command[]]>([
    ['the asked service', doer, offered, ['accept', 'decline']],
    ['who asked it, while it waits', asker, offered, ['note', 'withdraw-outside']],
    [
      'who does it: no reporter, no other service, no weighing anew',
      doer,
      worked,
      ['give', 'note', 'finish-part', ...OUTSIDE],
    ],
    ['who asked it, when it came back', asker, back, ['hand-on', 'give', 'note', 'finish-part', ...OUTSIDE]],
    ['who asked it, while another does it', asker, worked, []],
    ['a coordinator, who can always take it', coordinator, worked, ['take-over', 'withdraw-outside']],
    ['anybody once it ended', doer, ended, []],
  ])('by %s', (_who, who, state, commands) => {
    expect(commandsFor(who, state)).toEqual(commands);
  });

  it('never reaches the reporter, another report or what only a whole has', () => {
    const others: Command[] = [
      'ask',
      'contacted',
      'close',
      'join',
      'part',
      'split',
      'decide-otherwise',
      'reopen',
    ];
    for (const state of [offered, worked, back, ended])
      for (const command of others)
        for (const who of [doer, asker, coordinator]) expect(permit(who, state, command).ok).toBe(false);
  });

  it('shows it to who asked while nobody else has it', () => {
    expect([offered, back, worked].map((state) => maySee(asker, state))).toEqual([true, true, false]);
    expect([offered, back, worked].map(({ report }) => waitsForWhole(report))).toEqual([true, true, false]);
  });
});

describe('asking one', () => {
  it('needs a ground for words, and none without', () => {
    const none = { ground: null, open: 0 } as const;
    expect(judgeSplit({ shows: 'story', ...none })).toMatchObject({
      refusals: [{ code: 'part-ground-missing' }],
    });
    expect(judgeSplit({ shows: 'place-and-story', ...none }).ok).toBe(false);
    expect(judgeSplit({ shows: 'place', ...none }).ok).toBe(true);
    expect(judgeSplit({ shows: 'story', ground: 'reporter-agrees', open: 0 }).ok).toBe(true);
  });

  it('ends at a number of open parts', () => {
    const wish = { shows: 'nothing', ground: null } as const;
    expect(judgeSplit({ ...wish, open: PARTS_MOST - 1 }).ok).toBe(true);
    expect(judgeSplit({ ...wish, open: PARTS_MOST })).toMatchObject({ refusals: [{ code: 'parts-many' }] });
  });

  it('tells place and words apart', () => {
    const shows = ['nothing', 'place', 'story', 'place-and-story'] as const;
    expect(shows.map(showsPlace)).toEqual([false, true, false, true]);
    expect(shows.map(showsStory)).toEqual([false, false, true, true]);
  });
});

it('lets a whole end when no part is open', () => {
  expect([judgeWhole(0).ok, judgeWhole(1).ok]).toEqual([true, false]);
});

it('brings a part home to who has the whole in hand, and to nobody while that waits or has ended', () => {
  const home = (status: Report['status']) =>
    homeOf({ status, ownerId: 'asker', ownerServiceId: status === 'accepted' ? 'asking' : null } as Report);
  expect(home('accepted')).toEqual({ status: 'accepted', ownerId: 'asker', ownerServiceId: 'asking' });
  expect(home('with-coordinator')).toMatchObject({ ownerId: 'asker', ownerServiceId: null });
  expect([home('offered'), home('joined'), home('closed')]).toEqual([undefined, undefined, undefined]);
});
