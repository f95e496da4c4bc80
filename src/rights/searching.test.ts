import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { listReports } from '../handovers/index.ts';
import { databaseNow } from '../kit/clock.ts';
import { newId } from '../kit/ids.ts';
import { createDatabase, inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { block, correct, decide, identify, lift, register, requestExport } from './index.ts';
import type { RequestKind } from './model.ts';

const DAY_MS = 86_400_000;

let house: TestHouse;
let town: Town;
let officer: UserActor;
let report: SentReport;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  officer = await as('rechten');
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  report = await sendReport(house, town, { story: 'Een vrachtwagen op de stoep.' });
});

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

/** Whether this report is found by a word. */
async function isFoundBy(words: string): Promise<boolean> {
  const question = { scope: 'all', state: 'all', order: 'newest', words } as const;
  const found = await listReports(house.db.app, await as('coordinator'), question);
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value.extracts.some(({ number }) => number === report.number);
}

async function ask(kind: RequestKind): Promise<string> {
  const key = newId();
  const receivedAt = await databaseNow(house.db.owner);
  const wish = { key, reportNumber: report.number, kind, askedBy: 'person', receivedAt } as const;
  expect((await register(house.db.app, officer, wish)).ok).toBe(true);
  return key;
}

const breaches = async () =>
  (await findBreaches(house.db.app)).filter(({ breach }) => breach.invariant === 'shut-words-are-not-found');

it('finds what is blocked by nothing that it says, until every block is lifted', async () => {
  const reviewAt = new Date((await databaseNow(house.db.owner)).getTime() + 10 * DAY_MS);
  const blocks = [newId(), newId()];
  for (const [at, key] of blocks.entries()) {
    const reason = at === 0 ? 'complaint' : 'court-case';
    const wish = { key, reportNumber: report.number, reason, reviewAt } as const;
    expect((await block(house.db.app, officer, wish)).ok).toBe(true);
  }
  expect(await isFoundBy('vrachtwagen')).toBe(false);
  await lift(house.db.app, officer, blocks[0] ?? '');
  expect(await isFoundBy('vrachtwagen')).toBe(false);
  await lift(house.db.app, officer, blocks[1] ?? '');
  expect(await isFoundBy('vrachtwagen')).toBe(true);
  expect(await breaches()).toEqual([]);
});

it('finds what is to be erased by nothing that it says, also after a block of it was lifted', async () => {
  const requestId = await ask('erase');
  await identify(house.db.app, officer, requestId);
  await decide(house.db.app, officer, { requestId, decision: 'granted', reason: null });
  expect(await isFoundBy('vrachtwagen')).toBe(false);
  const reviewAt = new Date((await databaseNow(house.db.owner)).getTime() + 10 * DAY_MS);
  const blockId = newId();
  await block(house.db.app, officer, {
    key: blockId,
    reportNumber: report.number,
    reason: 'complaint',
    reviewAt,
  });
  await lift(house.db.app, officer, blockId);
  expect(await isFoundBy('vrachtwagen')).toBe(false);
  expect(await breaches()).toEqual([]);
});

it('finds what was put right by what it says now', async () => {
  const requestId = await ask('correct');
  await identify(house.db.app, officer, requestId);
  expect(await isFoundBy('vrachtwagen')).toBe(true);
  const opened = await requestExport(house.db.app, officer, requestId);
  const wordsId = opened.ok ? (opened.value.words[0]?.id ?? '') : '';
  const correction = { requestId, wordsId, key: newId(), body: 'Een bestelbus op de stoep.' };
  expect((await correct(house.db.app, officer, correction)).ok).toBe(true);
  expect([await isFoundBy('vrachtwagen'), await isFoundBy('bestelbus')]).toEqual([false, true]);
  expect(await breaches()).toEqual([]);
});

it('finds nothing any more by words that were destroyed', async () => {
  const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
  try {
    await inTenant(retention, town.id, ({ kysely }) =>
      sql`delete from report_words where report_id = ${report.reportId}`.execute(kysely),
    );
  } finally {
    await retention.destroy();
  }
  expect(await isFoundBy('vrachtwagen')).toBe(false);
  const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`select from report_word where report_id = ${report.reportId}`.execute(kysely),
  );
  expect(rows).toEqual([]);
});
