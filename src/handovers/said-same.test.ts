import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openHouse,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { Submission } from '../reports/model.ts';
import { perform, reportPage, type Order } from './index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const send = (changes: Partial<Submission> = {}) =>
  sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    ...changes,
  });

async function as(login: string) {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

const order = async (login: string, { number }: SentReport, what: Order) =>
  expect(await perform(house.db.app, await as(login), number, what)).toMatchObject({ ok: true });

async function joiningOf(login: string, { number }: SentReport) {
  const page = await reportPage(house.db.app, await as(login), {
    number,
    decisions: house.decisions,
    language: 'nl',
  });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value.joining;
}

/** A report that is in hand, and another of which the reporter says that it is the same; taken on when `inHand`. */
async function said(inHand = true) {
  const other = await send();
  await order('openbaar', other, { command: 'accept' });
  const report = await send({ sameAsId: other.reportId });
  if (inHand) await order('openbaar', report, { command: 'accept' });
  return { other, report };
}

describe('a report of which the reporter says that it is the same as another', () => {
  it('goes with nothing by itself: it is offered as every other, and a person decides', async () => {
    const { other, report } = await said(false);
    expect(await joiningOf('coordinator', report)).toMatchObject({
      leading: undefined,
      said: { number: other.number, canOpen: true },
    });
    expect(await joiningOf('coordinator', other)).toMatchObject({ followers: [] });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('says so to who reads it, once, and is joined with one button', async () => {
    const { other, report } = await said();
    expect(await joiningOf('openbaar', report)).toMatchObject({
      said: { number: other.number, canOpen: true },
      mayJoin: true,
    });
    expect((await joiningOf('openbaar', report))?.alike.map(({ number }) => number)).not.toContain(
      other.number,
    );
    const worker = visit(house.app);
    await worker.post('/proefstad/inloggen', { login: 'openbaar', password: TEST_PASSWORD });
    const path = `/proefstad/werk/${report.number}`;
    const words = wordsOf(await worker.get(path));
    expect(words).toContain(`De melder koos op het formulier: dit is dezelfde als melding ${other.number}.`);
    const done = await worker.post(path, { intent: 'join-said', leading: String(other.number) });
    expect(done.status).toBe(303);
    expect(wordsOf(await worker.get(path))).toContain(`Deze melding gaat mee met melding ${other.number}.`);
    const cookie = await reporterCookie(house, town, report.reportId);
    const page = await house.app.request('http://house.test/proefstad/volgen/melding', {
      headers: { cookie },
    });
    expect(await page.text()).toContain('Iemand anders meldde hetzelfde.');
  });

  it('lets nobody in to the other one: who may not read that is told to ask the coordinator', async () => {
    const { other, report } = await said();
    await order('openbaar', report, { command: 'hand-on', serviceId: town.services['caretaker'] ?? '' });
    await order('huismeester', report, { command: 'accept' });
    expect(await joiningOf('huismeester', report)).toMatchObject({
      said: { number: other.number, canOpen: false },
    });
    const worker = visit(house.app);
    await worker.post('/proefstad/inloggen', { login: 'huismeester', password: TEST_PASSWORD });
    const page = await worker.get(`/proefstad/werk/${report.number}`);
    expect(wordsOf(page)).toContain('Die ligt bij een andere dienst.');
    expect(page.html).not.toContain('join-said');
  });

  it('says nothing more once the other ended, or this one goes along or ended itself', async () => {
    const { other, report } = await said();
    await order('openbaar', other, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    expect((await joiningOf('openbaar', report))?.said).toBeUndefined();
    const next = await said();
    await order('openbaar', next.report, { command: 'join', leading: next.other.number });
    expect((await joiningOf('openbaar', next.report))?.said).toBeUndefined();
  });

  it('keeps it of a report about a place only', async () => {
    const other = await send();
    const report = await send({
      sameAsId: other.reportId,
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'someone' },
    });
    expect(await joiningOf('coordinator', report)).toBeUndefined();
    const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{
        count: number;
      }>`select count(*) as count from report_same where report_id = ${report.reportId}`.execute(kysely),
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});
