import fc from 'fast-check';
import type { Order } from '../../src/handovers/index.ts';
import { newId } from '../../src/kit/ids.ts';
import { dateAt } from '../../src/kit/wall-clock.ts';
import type { Observations, Submission } from '../../src/reports/model.ts';
import type { Call, Told } from './calls.ts';
import {
  faultsBeside,
  faultsOf,
  faultsOfStanding,
  faultsOfTime,
  isAsked,
  isInHand,
  isSame,
  mayDecide,
  mayJoin,
  verdictOn,
  type Person,
  type Seen,
  type Town,
} from './rules.ts';
import { hire, type World } from './world.ts';

/** What the walk knows: the town as it saw it last, and how it came there. */
export interface Known {
  town: Town;
  people: readonly Person[];
  readonly trail: string[];
  /** Orders that were done, by command: a walk that only met refusals proves little. */
  readonly done: Map<string, number>;
  left: number;
}

/** What the walk found: the steps that led there and what was wrong. */
export class Fault extends Error {
  readonly steps: number;
  readonly faults: readonly string[];
  constructor(trail: readonly string[], faults: readonly string[]) {
    super(`after ${trail.length} steps (${trail.slice(-8).join(' > ')}): ${faults.slice(0, 6).join('; ')}`);
    this.steps = trail.length;
    this.faults = faults;
  }
}

const HOUR_MS = 3_600_000;

export type Judge = (world: World, known: Known, faults: string[]) => Promise<void>;

interface Chance {
  /** Draws one of these; the same numbers draw the same. */
  <T>(from: readonly T[]): T | undefined;
}

function chanceFrom(numbers: readonly number[]): Chance {
  let at = 0;
  return (from) => {
    const number = numbers[at % numbers.length] ?? 0;
    at += 1;
    return from[number % Math.max(1, from.length)];
  };
}

/** One step of the walk. Its numbers choose whom and what among what is there when its turn comes. */
abstract class Step implements fc.AsyncCommand<Known, World> {
  readonly numbers: readonly number[];
  private readonly judge: Judge;
  constructor(numbers: readonly number[], judge: Judge) {
    this.numbers = numbers;
    this.judge = judge;
  }
  check(): boolean {
    return true;
  }
  async run(known: Known, world: World): Promise<void> {
    const before = known.town;
    known.people = await world.people();
    const told = await this.take(known, world, chanceFrom(this.numbers));
    if (told === undefined) return;
    known.trail.push(told.step);
    known.town = await world.look();
    const faults = [...told.faults(before, known.town), ...faultsOfStanding(known.town), ...world.faults()];
    await this.judge(world, known, faults);
  }
  abstract take(known: Known, world: World, chance: Chance): Promise<Taken | undefined>;
  toString(): string {
    return `${this.constructor.name}(${this.numbers.join(' ')})`;
  }
}

interface Taken {
  readonly step: string;
  readonly faults: (before: Town, after: Town) => string[];
}

const KINDS: readonly Observations[] = [
  { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  { danger: { kind: 'none' }, sights: ['noise'], about: 'several' },
  { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' },
  { danger: { kind: 'none' }, sights: ['distress'], about: 'someone' },
  { danger: { kind: 'unknown' }, sights: ['distress'], about: 'someone' },
  { danger: { kind: 'seen', signs: ['weapon'] }, sights: [], about: 'several' },
];
const MOST_OPEN = 14;

/** Somebody reports. The same form twice, to both processes at once, is one report. */
class Reports extends Step {
  async take({ town }: Known, { town: { addressId }, servers }: World, chance: Chance) {
    if ([...town.values()].filter(({ status }) => status !== 'closed').length >= MOST_OPEN) return undefined;
    const observations = chance(KINDS) ?? KINDS[0];
    const same = chance([undefined, ...[...town.values()].map(({ id }) => id)]);
    const submission = {
      key: newId().replaceAll('-', ''),
      language: 'nl',
      channel: 'form',
      observations,
      story: 'Verhaal van de looproute.',
      addressId,
      contact: chance([{}, { email: 'melder@voorbeeld.example' }]) ?? {},
      ...(same === undefined ? {} : { sameAsId: same }),
    } as Submission;
    const call = { what: 'report', submission } as const;
    await Promise.all(chance([[0], [0, 1], [1]])?.map((at) => servers[at as 0 | 1].ask(call)) ?? []);
    return {
      step: `report about ${observations?.about}, danger ${observations?.danger.kind}`,
      faults: (before: Town, after: Town) => [
        ...(after.size === before.size + 1
          ? []
          : [`expected one report more, found ${after.size - before.size}`]),
        ...faultsBeside([], before, after),
      ],
    };
  }
}

type Draw = (context: {
  town: Town;
  report: Seen;
  by: Person;
  people: readonly Person[];
  world: World;
  chance: Chance;
  now: Date;
}) => Order | undefined;

const body = 'Iets.';
const serviceOf = (world: World, chance: Chance) => chance(Object.values(world.town.services)) ?? '';
const openPart = (town: Town, { id }: Seen, chance: Chance) =>
  chance([...town.values()].filter(({ wholeId, status }) => wholeId === id && status !== 'closed'))?.number;

/** With another about a place that is open, by who may decide on both. */
const joins: Draw = ({ town, report, by, chance }) => {
  const others = [...town.values()].filter((other) => mayDecide(by, other) && mayJoin(report, other, town));
  const leading = mayDecide(by, report) ? chance(others)?.number : undefined;
  return leading === undefined ? undefined : { command: 'join', leading };
};

/** What somebody has in hand goes on to another service. */
const handsOn: Draw = ({ report, by, world, chance }) =>
  isInHand(report) && report.ownerId === by.id && report.wholeId === null
    ? { command: 'hand-on', serviceId: serviceOf(world, chance) }
    : undefined;

/** What is aimed at, where it is possible: drawn among all orders it hardly ever meets what it needs. */
const AIMED: readonly Draw[] = [joins, handsOn];

const ORDERS: readonly Draw[] = [
  () => ({ command: 'accept' }),
  () => ({ command: 'accept' }),
  ({ people, chance }) => ({ command: 'accept', colleagueId: chance(people)?.id ?? '' }),
  ({ now }) => ({ command: 'accept', talk: { at: now } }),
  ({ now }) => ({ command: 'spoken', talk: { at: now } }),
  ({ world, chance }) => ({
    command: 'decline',
    reason: 'no-room-now',
    proposal: chance([{ desk: 'needs-talk' }, { serviceId: serviceOf(world, chance) }] as const),
  }),
  ({ world, chance }) => ({ command: 'hand-on', serviceId: serviceOf(world, chance) }),
  ({ world, chance }) => ({
    command: 'decide-otherwise',
    nature: chance(['distress', 'nuisance', 'loneliness', 'public-space'] as const) ?? 'nuisance',
    urgency: chance(['today', 'soon', 'normal'] as const) ?? 'soon',
    serviceId: serviceOf(world, chance),
    reason: 'spoke-reporter',
  }),
  () => ({ command: 'take-over' }),
  ({ people, chance }) => ({ command: 'give', colleagueId: chance(people)?.id ?? '' }),
  () => ({ command: 'contacted' }),
  () => ({ command: 'ask', body, key: newId() }),
  () => ({ command: 'danger-checked', finding: 'no-danger' }),
  ({ report, chance }) => ({
    command: 'close',
    outcome: chance(['helped', 'advised', 'no-action-needed'] as const) ?? 'helped',
    message: report.isPlace ? body : '',
  }),
  ({ report, chance }) => ({
    command: 'close',
    outcome: chance(['helped', 'advised', 'no-action-needed'] as const) ?? 'helped',
    message: report.isPlace ? body : '',
  }),
  ({ town, chance }) => ({ command: 'join', leading: chance([...town.keys()]) ?? 0 }),
  () => ({ command: 'part' }),
  ({ world, chance }) => ({
    command: 'split',
    serviceId: serviceOf(world, chance),
    body,
    days: chance([1, 5]) ?? 1,
    shows: 'nothing',
    ground: null,
    key: newId(),
  }),
  ({ town, report, chance }) => ({ command: 'take-part-back', part: openPart(town, report, chance) ?? 0 }),
  ({ town, report, chance }) => ({ command: 'drop-part', part: openPart(town, report, chance) ?? 0, body }),
  ({ chance }) => ({
    command: 'finish-part',
    outcome: chance(['part-done', 'part-not-possible'] as const) ?? 'part-done',
    body,
  }),
  () => ({ command: 'reopen' }),
];

/** Mostly somebody whom it concerns, or the walk would meet refusals alone. */
function somebody(report: Seen, people: readonly Person[], chance: Chance): Person | undefined {
  const near = people.filter((one) => one.id === report.ownerId || isAsked(one, report));
  return chance(near.length > 0 ? [...near, ...near, ...near, chance(people)] : people) ?? people[0];
}

/** What can be done now, what may be, or at times what cannot, and that is refused. */
function orderFor(context: Parameters<Draw>[0]): Order | undefined {
  const { chance, report, by, town } = context;
  const drawn = Array.from({ length: 8 }, () => chance(ORDERS)?.(context)).filter(
    (order) => order !== undefined,
  );
  const able = drawn.find((order) => verdictOn(order, by, report, town) === 'done') ?? drawn[0];
  const open = drawn.find((order) => verdictOn(order, by, report, town) === 'either') ?? able;
  const aimed = chance(AIMED.map((draw) => draw(context)).filter((order) => order !== undefined)) ?? able;
  return chance([able, able, able, aimed, open, drawn[0]]);
}

/** One or two people do something with a report; two at the very same instant, each in a process of their own. */
class Acts extends Step {
  async take({ town, people, done }: Known, world: World, chance: Chance) {
    const all = [...town.values()];
    const open = all.filter(({ status }) => status !== 'closed');
    // what was asked waits only until its moment
    const asked = all.filter((one) => one.asked !== null);
    const report = chance([open, asked, asked, all].flatMap((some) => chance(some) ?? []));
    if (!report) return undefined;
    const by = somebody(report, people, chance);
    if (!by) return undefined;
    const now = await world.now();
    const order = orderFor({ town, report, by, people, world, chance, now });
    if (!order) return undefined;
    const other = chance([undefined, undefined, somebody(report, people, chance)]);
    const both = other && other.id !== by.id ? [by, other] : [by];
    const answers = await Promise.all(
      both.map(({ id }, at) =>
        world.servers[at as 0 | 1].ask({ what: 'order', userId: id, number: report.number, order }),
      ),
    );
    const oks = answers.map(isOk);
    if (oks.includes(true)) done.set(order.command, (done.get(order.command) ?? 0) + 1);
    return {
      step: `${order.command} ${report.number} by ${both.length} ${oks.join(',')}`,
      faults: (before: Town, after: Town) => judgeOrder({ order, report, both, oks, before, after }),
    };
  }
}

function isOk({ value }: Told): boolean {
  return (value as { ok?: boolean } | undefined)?.ok === true;
}

function judgeOrder(acted: {
  readonly order: Order;
  readonly report: Seen;
  readonly both: readonly Person[];
  readonly oks: readonly boolean[];
  readonly before: Town;
  readonly after: Town;
}): string[] {
  const { order, report, both, oks, before, after } = acted;
  const later = after.get(report.number);
  if (!later) return [`report ${report.number} is gone`];
  const leading = order.command === 'join' ? before.get(order.leading) : undefined;
  const touched = [report, ...(leading ? [leading] : [])];
  const known =
    order.command === 'split' ? new Map([...after].filter(([number]) => before.has(number))) : after;
  const beside = faultsBeside(touched, before, known);
  if (after.size > before.size + (order.command === 'split' ? both.length : 0)) beside.push('a report more');
  if (both.length > 1) return [...beside, ...judgeRace(acted, later)];
  const [by, isDone] = [both[0], oks[0] ?? false];
  if (!by) return beside;
  const expected = verdictOn(order, by, report, before);
  if (expected !== 'either' && (expected === 'done') !== isDone)
    beside.push(
      `${order.command} of ${JSON.stringify(report)} by ${JSON.stringify(by)}: expected ${expected}, and it was ${isDone ? 'done' : 'refused'}`,
    );
  if (!isDone && !isSame(report, later)) beside.push(`${order.command}: refused, and it changed the report`);
  return isDone ? [...beside, ...faultsOf(order, { by, before: report, after: later })] : beside;
}

/** Of two who accept in the same instant one has it, and the other is told. */
function judgeRace({ order, both, oks, report }: Parameters<typeof judgeOrder>[0], later: Seen): string[] {
  const isFirst =
    order.command === 'accept' &&
    order.colleagueId === undefined &&
    order.talk === undefined &&
    report.status === 'offered';
  if (!isFirst || !both.every((one) => isAsked(one, report))) return [];
  const winners = both.filter((_, at) => oks[at]);
  if (winners.length !== 1) return [`accepted by ${winners.length} of two in the same instant`];
  return later.ownerId === winners[0]?.id ? [] : ['accepted by one, and owned by another'];
}

const HOURS = [1, 7, 25, 50, 100, 168, 336, 720];

/** Hours or weeks go by in which nobody does anything: both processes fire what is due, moment by moment. */
class Waits extends Step {
  async take(_: Known, world: World, chance: Chance) {
    const hours = chance(HOURS) ?? 1;
    const until = new Date((await world.now()).getTime() + hours * HOUR_MS);
    await world.passUntil(until);
    return {
      step: `${hours} hours of silence`,
      faults: (before: Town, after: Town) => faultsOfTime(before, after, until),
    };
  }
}

const LEAVERS = ['coordinator2', 'wijkteam2', 'wijkteam', 'woonconsulent', 'huismeester', 'openbaar'];

/** Somebody leaves, or stays and handles no reports any more, with whatever is in hand; somebody new comes in the place. */
class Leaves extends Step {
  async take(known: Known, world: World, chance: Chance) {
    const login = chance(LEAVERS) ?? '';
    const replaced = `${login}-${known.left}`;
    const what = chance(['leave', 'demote'] as const) ?? 'leave';
    const inHand = [...known.town.values()].filter(({ status }) => status === 'accepted');
    const anybody = [world.town.users[login], ...known.people.map(({ id }) => id)];
    const userId = chance(what === 'demote' ? inHand.map(({ ownerId }) => ownerId) : anybody);
    if (userId === undefined) return undefined;
    const answer = await world.servers[0].ask({ what, by: world.town.users['beheer'] ?? '', userId });
    if (isOk(answer)) {
      known.left += 1;
      await hire(world, login, replaced);
    }
    return {
      step: `somebody leaves ${isOk(answer)}`,
      faults: (before: Town, after: Town) =>
        [...before.values()]
          .filter(({ status, number }) => (status === 'closed') !== (after.get(number)?.status === 'closed'))
          .map(({ number }) => `report ${number} opened or ended because somebody left`),
    };
  }
}

/** Somebody is away for some days, with whoever stands in or nobody, and may be back before; reports stay as they are. */
class Away extends Step {
  async take({ people }: Known, world: World, chance: Chance) {
    const person = chance(people.filter(({ handles }) => handles));
    if (!person) return undefined;
    const near = people.filter(
      ({ id, serviceIds }) =>
        id !== person.id && serviceIds.some((serviceId) => person.serviceIds.includes(serviceId)),
    );
    const today = dateAt(await world.now());
    const from = today.add({ days: chance([0, 0, 2]) ?? 0 });
    const away: Call = {
      what: 'away',
      by: person.id,
      userId: person.id,
      standInId: chance([...near, ...near, ...people, undefined])?.id ?? null,
      from: from.toString(),
      until: from.add({ days: chance([1, 6, 20]) ?? 1 }).toString(),
    };
    const call = chance([away, away, away, { what: 'back', userId: person.id } as const]) ?? away;
    const answer = await world.servers[chance([0, 1] as const) ?? 0].ask(call);
    return {
      step: `${call.what} ${isOk(answer)}`,
      faults: (before: Town, after: Town) => faultsBeside([], before, after),
    };
  }
}

/** The reporter answers, or finds it not solved. */
class Replies extends Step {
  async take({ town }: Known, { servers }: World, chance: Chance) {
    const report = chance([...town.values()].filter(({ wholeId }) => wholeId === null));
    if (!report) return undefined;
    const call: Call =
      report.status === 'closed'
        ? { what: 'second-look', reportId: report.id, key: newId() }
        : { what: 'answer', reportId: report.id };
    const answer = await servers[chance([0, 1] as const) ?? 0].ask(call);
    return {
      step: `${call.what} ${report.number} ${isOk(answer)}`,
      faults: (before: Town, after: Town) => faultsBeside([report], before, after),
    };
  }
}

/** Aggression, aftercare and a visit: what hangs beside the loop and may not fall out of it either. */
class Works extends Step {
  async take({ town, people }: Known, world: World, chance: Chance) {
    const report = chance([...town.values()].filter(({ status }) => status !== 'closed'));
    const now = await world.now();
    const userId = chance(people.filter(({ handles }) => handles))?.id ?? '';
    const told: Call = { what: 'aggression', userId, key: newId(), at: now.toISOString() };
    const visit: Call = {
      what: 'visit',
      userId: report?.ownerId ?? userId,
      number: report?.number ?? 0,
      key: newId(),
      at: new Date(now.getTime() + HOUR_MS).toISOString(),
    };
    const shut: Call = {
      what: 'block',
      userId: world.town.users['rechten'] ?? '',
      number: report?.number ?? 0,
      key: newId(),
      at: new Date(now.getTime() + 100 * HOUR_MS).toISOString(),
    };
    const call = chance([told, visit, visit, shut]) ?? told;
    const answer = await world.servers[1].ask(call);
    return {
      step: `${call.what} ${isOk(answer)}`,
      faults: (before: Town, after: Town) => faultsBeside([], before, after),
    };
  }
}

/** Mistakes in the configuration: a service that is gone, that covers nothing, in which nobody works; a roster with holes. */
const MISTAKES: readonly ((world: World, chance: Chance) => readonly string[])[] = [
  (world, chance) => [`delete from service_coverage where service_id = '${serviceOf(world, chance)}'`],
  (world, chance) => [
    `update service set active = false where id = '${serviceOf(world, chance)}' and id <> (select desk_service_id from municipality where municipality_id = service.municipality_id)`,
  ],
  (world, chance) => [`delete from service_member where service_id = '${serviceOf(world, chance)}'`],
  () => [`delete from duty`],
  ({ town: { id, users, services } }) => [
    `insert into duty select '${id}', '${services['meldpunt']}', wijk_now() + d * interval '1 day', wijk_now() + d * interval '1 day' + interval '7 hours', '${users['coordinator2']}'
     from generate_series(0, 20) d where exists (select from user_account where id = '${users['coordinator2']}' and active) on conflict do nothing`,
  ],
  ({ town: { id } }) => [
    `update service set active = true`,
    `insert into service_coverage select '${id}', n.id, s.id from neighbourhood n, service s on conflict do nothing`,
  ],
];

class Mistakes extends Step {
  async take(_: Known, world: World, chance: Chance) {
    const at = chance(MISTAKES.map((_mistake, index) => index)) ?? 0;
    for (const statement of MISTAKES[at]?.(world, chance) ?? []) await world.misconfigure(statement);
    return {
      step: `configuration ${at}`,
      faults: (before: Town, after: Town) => faultsBeside([], before, after),
    };
  }
}

const DRAWS = 36;
const numbers = fc.array(fc.nat({ max: 9999 }), { minLength: DRAWS, maxLength: DRAWS });

/** A walk of this many steps. */
export function walkOf(length: number, judge: Judge): fc.Arbitrary<readonly fc.AsyncCommand<Known, World>[]> {
  const step = (make: new (drawn: readonly number[], judged: Judge) => Step, weight: number) => ({
    arbitrary: numbers.map((drawn): fc.AsyncCommand<Known, World> => new make(drawn, judge)),
    weight,
  });
  const any = fc.oneof(
    step(Reports, 3),
    step(Acts, 12),
    step(Waits, 2),
    step(Replies, 2),
    step(Leaves, 1),
    step(Away, 1),
    step(Works, 1),
    step(Mistakes, 1),
  );
  return fc.array(any, { minLength: length, maxLength: length, size: 'max' });
}
