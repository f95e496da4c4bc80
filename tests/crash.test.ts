import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../src/handovers/index.ts';
import { findBreaches } from '../src/cli/verify.ts';
import { newId } from '../src/kit/ids.ts';
import type { Submission } from '../src/reports/model.ts';
import type { How } from './crash/armed.ts';
import { tellProof } from './support/proven.ts';
import { testDatabase, type TestDatabase } from './support/database.ts';
import { foundTown, type Town } from './support/town.ts';
import type { Call, Told } from './walk/calls.ts';
import { faultsOfStanding, type Seen } from './walk/rules.ts';
import { ENDED, look, nextDue, setClock, startServer, type Server } from './walk/world.ts';

/**
 * Each action fails at each boundary between two of its statements, once because its process is killed and once because its
 * connection breaks. Afterwards all of it is there or nothing, every invariant holds, and the same again does it once.
 * `npm test` takes a slice; `WIJK_CRASHES=all` takes every action and every boundary.
 */
const WHOLE = process.env['WIJK_CRASHES'] === 'all';
/** So many boundaries apart in the slice; a process that is killed has to be started again each time. */
const STRIDES = WHOLE ? { kill: 1, cut: 1 } : { kill: 29, cut: 12 };
const SLICE = ['report', 'accept', 'deadline'];

let db: TestDatabase;
let town: Town;
/** It lives through all, and does again what the other one did not come to. */
let steady: Server;
let victim: Server;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner, 'breekpunt');
  [steady, victim] = await Promise.all([startServer(db, town), startServer(db, town)]);
}, 120_000);
afterAll(async () => {
  await Promise.all([steady.kill(), victim.kill()]);
  await db.close();
});

const user = (login: string) => town.users[login] ?? '';
const done = ({ value, error }: Told) => {
  if (error !== undefined || (value as { ok?: boolean } | undefined)?.ok === false)
    throw new Error(`expected it to be done: ${error ?? JSON.stringify(value)}`);
  return value as { value: { number: number; reportId: string } };
};

const submission = (
  sights: Submission['observations']['sights'],
  about: 'place' | 'someone',
): Submission => ({
  key: newId().replaceAll('-', ''),
  language: 'nl',
  channel: 'form',
  observations: { danger: { kind: 'none' }, sights, about },
  story: 'Verhaal van een breekpunt.',
  addressId: town.addressId,
  contact: { email: 'melder@voorbeeld.example' },
});

async function newReport(): Promise<{ number: number; reportId: string }> {
  return done(await steady.ask({ what: 'report', submission: submission(['damage'], 'place') })).value;
}
const order = (login: string, number: number, wanted: Order): Call => ({
  what: 'order',
  userId: user(login),
  number,
  order: wanted,
});
async function accepted(): Promise<{ number: number; reportId: string }> {
  const report = await newReport();
  done(await steady.ask(order('openbaar', report.number, { command: 'accept' })));
  return report;
}
async function closed(): Promise<{ number: number; reportId: string }> {
  const report = await accepted();
  done(
    await steady.ask(
      order('openbaar', report.number, { command: 'close', outcome: 'helped', message: 'Klaar.' }),
    ),
  );
  return report;
}
async function withPart(): Promise<{ whole: number; part: number }> {
  const { number } = await accepted();
  const key = newId();
  const serviceId = town.services['caretaker'] ?? '';
  done(
    await steady.ask(
      order('openbaar', number, {
        command: 'split',
        serviceId,
        body: 'Iets.',
        days: 5,
        shows: 'nothing',
        ground: null,
        key,
      }),
    ),
  );
  return { whole: number, part: Math.max(...(await look(db, town)).keys()) };
}

/** What is brought into place first, and the call that fails then. */
const ACTIONS: Readonly<Record<string, () => Promise<Call>>> = {
  report: async () => ({ what: 'report', submission: submission(['lonely'], 'someone') }),
  accept: async () => order('openbaar', (await newReport()).number, { command: 'accept' }),
  deadline: async () => {
    await newReport();
    const due = await nextDue(db);
    if (due) await setClock(db, due);
    return { what: 'fire' };
  },
  decline: async () =>
    order('openbaar', (await newReport()).number, { command: 'decline', reason: 'no-room-now' }),
  'hand-on': async () =>
    order('openbaar', (await accepted()).number, {
      command: 'hand-on',
      serviceId: town.services['enforcement'] ?? '',
    }),
  'take-over': async () => order('coordinator', (await newReport()).number, { command: 'take-over' }),
  contacted: async () => order('openbaar', (await accepted()).number, { command: 'contacted' }),
  ask: async () =>
    order('openbaar', (await accepted()).number, { command: 'ask', body: 'Waar?', key: newId() }),
  close: async () =>
    order('openbaar', (await accepted()).number, { command: 'close', outcome: 'helped', message: 'Klaar.' }),
  reopen: async () => order('openbaar', (await closed()).number, { command: 'reopen' }),
  'second look': async () => ({ what: 'second-look', reportId: (await closed()).reportId, key: newId() }),
  join: async () =>
    order('openbaar', (await accepted()).number, { command: 'join', leading: (await accepted()).number }),
  split: async () =>
    order('openbaar', (await accepted()).number, {
      command: 'split',
      serviceId: town.services['caretaker'] ?? '',
      body: 'Iets.',
      days: 5,
      shows: 'nothing',
      ground: null,
      key: newId(),
    }),
  'take a part back': async () => {
    const { whole, part } = await withPart();
    return order('openbaar', whole, { command: 'take-part-back', part });
  },
  'drop a part': async () => {
    const { whole, part } = await withPart();
    return order('openbaar', whole, { command: 'drop-part', part, body: 'Hoeft niet.' });
  },
  'finish a part': async () => {
    const { part } = await withPart();
    done(await steady.ask(order('huismeester', part, { command: 'accept' })));
    return order('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Klaar.' });
  },
  aggression: async () => ({
    what: 'aggression',
    userId: user('openbaar'),
    key: newId(),
    at: new Date(0).toISOString(),
  }),
};

const told = (reports: ReadonlyMap<number, Seen>) => JSON.stringify([...reports.values()]);

/** Fails at the `at`-th boundary; false when the action was over before. */
async function failsAt(make: () => Promise<Call>, at: number, how: How): Promise<boolean> {
  const call = await make();
  const before = told(await look(db, town));
  await victim.ask({ what: 'arm', at, how });
  const answer = await victim.ask(call);
  if (answer.error === ENDED) victim = await startServer(db, town);
  else if (Number((await victim.ask({ what: 'disarm' })).value) > 0) return false;
  const after = await look(db, town);
  expect(faultsOfStanding(after)).toEqual([]);
  expect(await findBreaches(db.app)).toEqual([]);
  done(await steady.ask(call));
  const again = told(await look(db, town));
  // nothing of it was there, or all of it: then the same again changes nothing
  expect(again).toBe(told(after) === before ? again : told(after));
  done(await steady.ask(call));
  expect(told(await look(db, town))).toBe(again);
  expect(await findBreaches(db.app)).toEqual([]);
  return true;
}

describe.each(Object.entries(ACTIONS).filter(([name]) => WHOLE || SLICE.includes(name)))(
  '%s',
  (name, make) => {
    it.each(Object.entries(STRIDES) as [How, number][])(
      'is there whole or not at all, wherever it breaks off, and once when it is done again (%s)',
      async (how, stride) => {
        let boundaries = 0;
        for (let at = 1; await failsAt(make, at, how); at += stride) boundaries += 1;
        tellProof('crash', `${name}, ${how}: ${boundaries} boundaries`);
        expect(boundaries).toBeGreaterThan(0);
      },
      600_000,
    );
  },
);
