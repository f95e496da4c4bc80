import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import { findReportByNumber, partsOf } from '../reports/index.ts';
import { PartOutcome } from '../reports/model.ts';
import { DEADLINES, goOnWithoutPerson, perform, type Order } from './index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const STEPS = 200;
const PEOPLE = [
  'openbaar',
  'huismeester',
  'opbouwwerk',
  'wijkteam',
  'wijkteam2',
  'coordinator',
  'coordinator2',
];
const SERVICES = ['public-space', 'caretaker', 'mediation', 'district-team', 'community-work', 'enforcement'];

/** Numbers that look like chance and are the same each time (mulberry32). */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Known {
  readonly wholes: { reportId: string; number: number }[];
  readonly parts: number[];
}

type Draw = <T>(from: readonly T[]) => T;

function ordersFor(pick: Draw, { wholes, parts }: Known): readonly Order[] {
  const serviceId = town.services[pick(SERVICES)] ?? '';
  const part = parts.length === 0 ? 1 : pick(parts);
  const body = 'Iets.';
  const asked = {
    serviceId,
    body,
    days: pick([1, 5]),
    shows: 'nothing',
    ground: null,
    key: newId(),
  } as const;
  return [
    { command: 'accept' },
    { command: 'accept' },
    { command: 'decline', reason: 'no-room-now' },
    { command: 'hand-on', serviceId },
    { command: 'take-over' },
    { command: 'give', colleagueId: town.users[pick(PEOPLE)] ?? '' },
    { command: 'contacted' },
    { command: 'split', ...asked },
    { command: 'split', ...asked },
    { command: 'take-part-back', part },
    { command: 'drop-part', part, body },
    { command: 'finish-part', outcome: pick(PartOutcome.options), body },
    { command: 'finish-part', outcome: 'part-done', body },
    { command: 'close', outcome: pick(['helped', 'spam'] as const), message: body },
    { command: 'reopen' },
    { command: 'reopen' },
    { command: 'join', leading: pick(wholes).number },
    { command: 'part' },
  ];
}

/** What somebody does now: mostly the owner, with what is the owner's to do, or the walk would stand still. */
async function step(pick: Draw, known: Known): Promise<string> {
  const number = pick([...known.wholes.map((whole) => whole.number), ...known.parts]);
  const order = pick(ordersFor(pick, known));
  const report = await inTenant(house.db.app, town.id, (tx) => findReportByNumber(tx, number));
  const owner = PEOPLE.find((login) => town.users[login] === report?.ownerId);
  const isAnswer = order.command === 'accept' || order.command === 'decline';
  const login = isAnswer || pick([1, 2, 3]) === 1 ? pick(PEOPLE) : (owner ?? pick(PEOPLE));
  const others = pick([1, 1, 2]) === 2 ? PEOPLE : [login];
  const answers = await Promise.all(
    others.map(async (one) => {
      const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[one] ?? ''));
      return actor && perform(house.db.app, actor, number, order);
    }),
  );
  return `${order.command} ${number} ${answers.some((answer) => answer?.ok) ? 'done' : 'refused'}`;
}

async function hoursPass(hours: number): Promise<string> {
  await advanceClock(house.db.owner, hours * 3_600_000, { production: false });
  await fireDueTimers(house.db.app, DEADLINES, silent);
  return `${hours} hours`;
}

/** Everything open goes on without this person, who is there again at once: leaving is not what is walked here. */
async function goneAndBack(login: string): Promise<string> {
  const clock = { kind: 'clock', municipalityId: town.id } as const;
  await inTenant(house.db.app, town.id, (tx) => goOnWithoutPerson(tx, clock, town.users[login] ?? ''));
  return `${login} left`;
}

it.each(process.env['WIJK_WALKS'] ? [1, 2] : [1])(
  'holds every invariant through whatever people and time do with wholes and parts (%i)',
  async (seed) => {
    const below = chanceFrom(seed);
    const pick: Draw = (from) => from[below(from.length)] as (typeof from)[number];
    const wholes: Known['wholes'] = [];
    for (const sights of [['damage'], ['damage'], ['lonely']] as const)
      wholes.push(
        await sendReport(house, town, {
          observations: { danger: { kind: 'none' }, sights: [...sights], about: 'place' },
        }),
      );
    const walked: string[] = [];
    for (let at = 0; at < STEPS; at++) {
      const parts: number[] = [];
      for (const { reportId } of wholes)
        for (const part of await inTenant(house.db.app, town.id, (tx) => partsOf(tx, reportId)))
          parts.push(part.number);
      const what = below(12);
      walked.push(
        what === 0
          ? await hoursPass(pick([1, 25, 50]))
          : what === 1
            ? await goneAndBack(pick(PEOPLE))
            : await step(pick, { wholes, parts }),
      );
      const breaches = at % 5 === 0 ? await findBreaches(house.db.app) : [];
      if (breaches.length > 0) throw new Error(`${walked.slice(-6).join(', ')}: ${JSON.stringify(breaches)}`);
    }
    expect(await findBreaches(house.db.app)).toEqual([]);
    // it walked: parts were asked, and came to an end
    expect(walked.filter((told) => /^split .* done$/.test(told)).length).toBeGreaterThan(0);
    expect(walked.filter((told) => /^(finish|drop)-part .* done$/.test(told)).length).toBeGreaterThan(0);
  },
  60_000,
);
