import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { listReports, perform, reporterPage, type Order } from '../handovers/index.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { createDatabase, inTenant, type Database } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { partsOf, readFile } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import {
  block,
  correct,
  decide,
  destroyDue,
  identify,
  lift,
  register,
  reporterExport,
  requestExport,
} from './index.ts';
import type { RequestKind } from './model.ts';

const DAY_MS = 86_400_000;

let house: TestHouse;
let retention: Database;
let town: Town;
let officer: UserActor;
let whole: SentReport;
let part: Report;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  retention = createDatabase(house.db.retentionUrl, { connections: 2 });
  officer = await as('rechten');
}, 180_000);
afterAll(async () => {
  await retention.destroy();
  await house.close();
});

/** A report about somebody, of which a part was asked of the district team. */
beforeEach(async () => {
  whole = await sendReport(house, town, { story: 'Een vrachtwagen op de stoep.' });
  await order('opbouwwerk', whole, { command: 'accept' });
  const serviceId = town.services['district-team'] ?? '';
  const asked = {
    body: 'Ga langs bij de trombonist.',
    days: 3,
    shows: 'nothing',
    ground: null,
    key: newId(),
  } as const;
  await order('opbouwwerk', whole, { command: 'split', serviceId, ...asked });
  const [one] = await inTenant(house.db.app, town.id, (tx) => partsOf(tx, whole.reportId));
  if (!one) throw new Error('expected a part');
  part = one;
  await order('wijkteam', part, { command: 'accept' });
});

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

async function order(login: string, { number }: { number: number }, what: Order): Promise<void> {
  const done = await perform(house.db.app, await as(login), number, what);
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
}

const finish = () =>
  order('wijkteam', part, { command: 'finish-part', outcome: 'part-done', body: 'Koffie gedronken.' });
const close = () => order('opbouwwerk', whole, { command: 'close', outcome: 'helped', message: '' });

async function ask(kind: RequestKind, reportNumber = whole.number): Promise<string> {
  const key = newId();
  const receivedAt = await databaseNow(house.db.owner);
  const wish = { key, reportNumber, kind, askedBy: 'person', receivedAt } as const;
  expect((await register(house.db.app, officer, wish)).ok).toBe(true);
  await identify(house.db.app, officer, key);
  return key;
}

async function isFoundBy(words: string): Promise<boolean> {
  const question = { scope: 'all', state: 'all', order: 'newest', words } as const;
  const found = await listReports(house.db.app, await as('coordinator'), question);
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value.extracts.some(({ number }) => number === part.number);
}

async function wordsLeft(): Promise<string[]> {
  const coordinator = await as('coordinator');
  const file = await inTenant(house.db.app, town.id, (tx) => readFile(tx, coordinator, part.id));
  return file.words.map(({ kind }) => kind);
}

async function daysPass(days: number): Promise<void> {
  await advanceClock(house.db.owner, days * DAY_MS, { production: false });
  await destroyDue(retention, town.id);
}

it('keeps what belongs to a part until its whole goes, and lets it go with that', async () => {
  await finish();
  // the part has ended long ago, and the whole is open
  await daysPass(1000);
  expect(await wordsLeft()).toEqual(['story', 'result']);
  await close();
  await daysPass(500);
  expect(await wordsLeft()).toEqual(['story', 'result']);
  await daysPass(300);
  expect(await wordsLeft()).toEqual([]);
  expect(await findBreaches(house.db.app)).toEqual([]);
});

it('holds a part while its whole is blocked, and finds it by none of its words', async () => {
  await finish();
  await close();
  expect(await isFoundBy('trombonist')).toBe(true);
  const reviewAt = new Date((await databaseNow(house.db.owner)).getTime() + 2000 * DAY_MS);
  const key = newId();
  // who names the part means the whole
  const wish = { key, reportNumber: part.number, reason: 'complaint', reviewAt } as const;
  expect((await block(house.db.app, officer, wish)).ok).toBe(true);
  expect(await isFoundBy('trombonist')).toBe(false);
  await daysPass(1000);
  expect(await wordsLeft()).toEqual(['story', 'result']);
  expect(await findBreaches(house.db.app)).toEqual([]);
  await lift(house.db.app, officer, key);
  await daysPass(1);
  expect(await wordsLeft()).toEqual([]);
});

it('erases the words of a part with those of its whole', async () => {
  const requestId = await ask('erase');
  await decide(house.db.app, officer, { requestId, decision: 'granted', reason: null });
  await finish();
  await daysPass(1);
  expect(await wordsLeft()).toEqual(['story', 'result']);
  await close();
  await daysPass(1);
  expect(await wordsLeft()).toEqual([]);
});

it('shows the person concerned what others were asked, and puts it right there', async () => {
  await finish();
  const requestId = await ask('correct', part.number);
  const opened = await requestExport(house.db.app, officer, requestId);
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusals));
  const { number, words, happened } = opened.value;
  expect(number).toBe(whole.number);
  expect(words.map(({ body }) => body)).toEqual([
    'Een vrachtwagen op de stoep.',
    'Ga langs bij de trombonist.',
    'Koffie gedronken.',
  ]);
  expect(words.map(({ byReporter }) => byReporter)).toEqual([true, false, false]);
  expect(happened.map(({ what }) => what)).toContain('part-changed');
  const wordsId = words[1]?.id ?? '';
  const correction = { requestId, wordsId, body: 'Ga langs bij de pianist.', key: newId() };
  expect((await correct(house.db.app, officer, correction)).ok).toBe(true);
  const again = await requestExport(house.db.app, officer, requestId);
  expect(again.ok && again.value.words.find(({ id }) => id === wordsId)?.replacedAt).toBeInstanceOf(Date);
  expect(await isFoundBy('trombonist')).toBe(false);
  expect(await isFoundBy('pianist')).toBe(true);
});

it('tells the reporter nothing of a part about somebody: neither on the page nor in the own copy', async () => {
  await finish();
  const reporter = { kind: 'reporter', municipalityId: town.id, reportId: whole.reportId } as const;
  const told = [await reporterPage(house.db.app, reporter), await reporterExport(house.db.app, reporter)];
  for (const each of told) {
    expect(each.ok).toBe(true);
    expect(JSON.stringify(each)).not.toMatch(/trombonist|Koffie|part-changed|wijkteam/);
  }
});
