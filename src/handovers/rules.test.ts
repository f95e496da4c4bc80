import { describe, expect, it } from 'vitest';
import type { Permission } from '../people/model.ts';
import type { Report } from '../reports/model.ts';
import type { Command, Handling, Handover, HandoverEvent } from './model.ts';
import {
  commandsFor,
  decideLapse,
  evolve,
  maySee,
  mayReadWords,
  permit,
  routeAfter,
  type Person,
} from './rules.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const EARLIER = new Date('2026-03-02T11:00:00Z');
const LATER = new Date('2026-03-02T13:00:00Z');

const person = (userId: string, permissions: Permission[], serviceIds: string[] = []): Person => ({
  userId,
  serviceIds,
  teamServiceIds: [],
  permissions: new Set(permissions),
});
const worker = person('worker', ['worklist.read', 'report.handle'], ['care']);
const colleague = person('colleague', ['worklist.read', 'report.handle'], ['care']);
const stranger = person('stranger', ['worklist.read', 'report.handle'], ['other']);
const lead = person('lead', ['worklist.read', 'report.handle']);
const teamLead: Person = {
  ...person('team-lead', ['worklist.read', 'report.handle', 'team.read']),
  teamServiceIds: ['care'],
};
const coordinator = person('coordinator', [
  'worklist.read',
  'report.handle',
  'coordination.read',
  'coordination.act',
]);
const manager = person('manager', ['worklist.read', 'coordination.read']);

const OFFER: Handover = {
  id: 'h1',
  reportId: 'r1',
  step: 'first-service',
  serviceId: 'care',
  teamLeadId: null,
  offeredAt: EARLIER,
  deadline: LATER,
  status: 'offered',
  answeredBy: null,
  answeredAt: null,
  reason: null,
  warmth: null,
  talk: null,
  proposal: null,
};

function handling(report: Partial<Report>, offer?: Handover): Handling {
  const base = {
    id: 'r1',
    number: 1001,
    receivedAt: EARLIER,
    channel: 'form',
    language: 'nl',
    neighbourhoodId: null,
    ownerServiceId: null,
    part: null,
    overdueCount: 0,
    outcome: null,
    closedAt: null,
  };
  const turn = { status: 'with-coordinator', ownerId: 'coordinator', nextStep: 'decide', deadline: LATER };
  const observations = { danger: { kind: 'none' }, sights: [], about: 'place' };
  const advice = {} as Handling['advice'];
  return {
    report: { ...base, ...turn, observations, ...report } as Report,
    offer,
    handovers: offer ? [offer] : [],
    advice,
  };
}

const withCoordinator = handling({});
const unchecked = handling({ nextStep: 'check-danger' });
const offered = handling({ status: 'offered', nextStep: 'await-acceptance' }, OFFER);
const offeredToLead = handling({ status: 'offered' }, { ...OFFER, step: 'team-lead', teamLeadId: 'lead' });
const accepted = handling({
  status: 'accepted',
  ownerId: 'worker',
  ownerServiceId: 'care',
  nextStep: 'first-contact',
});
const closed = handling({
  status: 'closed',
  ownerId: 'worker',
  ownerServiceId: 'care',
  nextStep: null,
  deadline: null,
});

describe('who sees a report', () => {
  it.each<[string, Handling, readonly Person[]]>([
    ['with the coordinator: coordinators only', withCoordinator, [coordinator]],
    [
      'offered: who is asked, who leads them and the coordinator',
      offered,
      [worker, colleague, teamLead, coordinator],
    ],
    ['offered to a team lead: that person and not the service', offeredToLead, [lead, teamLead, coordinator]],
    [
      'accepted: the owner, the service, who leads it and the coordinator',
      accepted,
      [worker, colleague, teamLead, coordinator],
    ],
  ])('%s', (_name, state, entitled) => {
    const all = [worker, colleague, stranger, lead, teamLead, coordinator, manager];
    expect(all.filter((one) => maySee(one, state)).map(({ userId }) => userId)).toEqual(
      all.filter((one) => entitled.includes(one)).map(({ userId }) => userId),
    );
  });

  it('opens the words after acceptance and not before', () => {
    expect([
      mayReadWords(worker, offered),
      mayReadWords(worker, accepted),
      mayReadWords(colleague, accepted),
    ]).toEqual([false, true, true]);
    const outside = [stranger, manager, teamLead];
    expect(outside.map((one) => mayReadWords(one, accepted))).toEqual([false, false, false]);
  });
});

const IN_HAND: Command[] = [
  'hand-on',
  'decide-otherwise',
  'give',
  'contacted',
  'ask',
  'note',
  'call',
  'close',
  'join',
];
const OF_PARTS: Command[] = ['split', 'take-part-back', 'drop-part'];
const OUTSIDE: Command[] = ['ask-outside', 'renew-outside', 'withdraw-outside'];

describe('who may do what', () => {
  it.each<[string, Person, Handling, readonly Command[]]>([
    ['the asked service', worker, offered, ['accept', 'decline']],
    ['the asked team lead', lead, offeredToLead, ['accept', 'decline']],
    ['the owner', worker, accepted, [...IN_HAND, ...OF_PARTS, ...OUTSIDE]],
    ['a colleague of the owner', colleague, accepted, ['take-over']],
    ['who leads the owner’s party', teamLead, accepted, ['take-over', 'give']],
    ['who leads the asked service, and is not asked', teamLead, offered, []],
    [
      'the coordinator who owns it',
      coordinator,
      withCoordinator,
      [...IN_HAND.toSpliced(2, 0, 'take-over'), ...OF_PARTS, ...OUTSIDE],
    ],
    [
      'the coordinator before anybody looked whether there is danger',
      coordinator,
      unchecked,
      [
        'danger-checked',
        'decide-otherwise',
        'take-over',
        'give',
        'note',
        'call',
        'take-part-back',
        'drop-part',
        'renew-outside',
        'withdraw-outside',
      ],
    ],
    [
      'the coordinator while somebody else has it',
      coordinator,
      accepted,
      ['decide-otherwise', 'take-over', 'join', 'take-part-back', 'drop-part', 'withdraw-outside'],
    ],
    ['the last owner of a closed report', worker, closed, ['reopen']],
    ['a colleague of the last owner', colleague, closed, []],
    ['a stranger', stranger, accepted, []],
    ['the manager', manager, withCoordinator, []],
  ])('%s', (_name, who, state, commands) => {
    expect(commandsFor(who, state)).toEqual(commands);
  });

  it('does not let a coordinator decline what nobody else took', () => {
    expect(permit(coordinator, withCoordinator, 'decline')).toMatchObject({
      refusals: [{ code: 'coordinator-cannot-decline' }],
    });
  });

  it('tells who comes second that the offer was answered', () => {
    expect(permit(colleague, accepted, 'accept')).toMatchObject({
      refusals: [{ code: 'offer-already-answered' }],
    });
  });

  it('gives a stranger the answer of a report that does not exist', () => {
    expect(permit(stranger, accepted, 'close')).toMatchObject({ refusals: [{ code: 'report-unknown' }] });
  });
});

describe('where an offer goes that nobody took', () => {
  const both = { secondService: true, teamLead: true };
  it.each([
    ['first-service', 'lapsed', both, 'second-service'],
    ['first-service', 'declined', both, 'second-service'],
    ['first-service', 'lapsed', { secondService: false, teamLead: true }, 'team-lead'],
    ['first-service', 'declined', { secondService: false, teamLead: true }, 'coordinator'],
    ['second-service', 'lapsed', both, 'team-lead'],
    ['second-service', 'declined', both, 'coordinator'],
    ['handed-on', 'lapsed', both, 'team-lead'],
    ['team-lead', 'lapsed', both, 'coordinator'],
    ['team-lead', 'declined', both, 'coordinator'],
    ['second-service', 'lapsed', { secondService: true, teamLead: false }, 'coordinator'],
  ] as const)('%s %s', (step, how, available, destination) => {
    expect(routeAfter(step, how, available)).toBe(destination);
  });
});

describe('the clock', () => {
  const late = { deadline: EARLIER };
  it.each([
    ['leaves what is not yet due', handling({}), 'nothing'],
    ['leaves what is closed', closed, 'nothing'],
    ['lets an offer lapse', handling({ ...late, status: 'offered' }, OFFER), 'offer-lapsed'],
    ['reminds an owner once', handling({ ...late, status: 'accepted', nextStep: 'resolve' }), 'owner-late'],
    [
      'then brings it back to the coordinator',
      handling({ ...late, status: 'accepted', nextStep: 'resolve', overdueCount: 1 }),
      'back-to-coordinator',
    ],
    [
      'goes on without an answer',
      handling({ ...late, status: 'accepted', nextStep: 'await-answer' }),
      'unanswered',
    ],
    ['tries the second service when the desk is silent', handling(late), 'try-second-service'],
    [
      'keeps danger with the coordinator',
      handling({ ...late, nextStep: 'check-danger' }),
      'coordinator-late',
    ],
  ])('%s', (_name, state, kind) => {
    expect(decideLapse(state, NOW).kind).toBe(kind);
  });

  it('does not try a second service again after it was asked', () => {
    const asked = { ...handling(late), handovers: [OFFER] };
    expect(decideLapse(asked, NOW).kind).toBe('coordinator-late');
  });
});

it('folds the history of an offer', () => {
  const data = {
    reportId: 'r1',
    step: 'first-service' as const,
    serviceId: 'care',
    teamLeadId: null,
    deadline: LATER.toISOString(),
  };
  const events: HandoverEvent[] = [
    { kind: 'offered', data },
    { kind: 'declined', data: { userId: 'worker', reason: 'no-room-now', proposal: { desk: 'needs-talk' } } },
  ];
  const folded = events.reduce<ReturnType<typeof evolve>>(evolve, undefined);
  expect(folded).toEqual({
    status: 'declined',
    serviceId: 'care',
    teamLeadId: null,
    deadline: LATER.toISOString(),
    answeredBy: 'worker',
    reason: 'no-room-now',
    warmth: null,
    talk: null,
    proposal: 'needs-talk',
  });
  const talk = { userId: 'sender', at: EARLIER.toISOString() };
  const later: HandoverEvent[] = [
    { kind: 'offered', data },
    { kind: 'accepted', data: { userId: 'worker', warmth: 'not-reached' } },
    { kind: 'spoken', data: { userId: 'worker', talk } },
  ];
  expect(later.reduce<ReturnType<typeof evolve>>(evolve, undefined)).toMatchObject({
    status: 'accepted',
    answeredBy: 'worker',
    warmth: 'spoken',
    talk: `sender ${EARLIER.toISOString()}`,
  });
});
