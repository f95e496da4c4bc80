import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { hear, liveServer, type Ear, type LiveServer } from '../../../tests/support/live.ts';
import { visit, wordsOf } from '../../../tests/support/visitor.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { userActor } from '../../people/index.ts';
import { perform, type Order } from '../index.ts';
import { presentAt } from '../presence-store.ts';

let house: TestHouse;
let first: LiveServer;
let second: LiveServer;
beforeAll(async () => {
  house = await openHouse();
  [first, second] = await Promise.all([liveServer(house), liveServer(house)]);
}, 180_000);
const ears: Ear[] = [];
afterEach(() => {
  for (const ear of ears.splice(0)) ear.hangUp();
});
afterAll(async () => {
  await Promise.all([first?.close(), second?.close()]);
  await house?.close();
});

async function onPage(at: LiveServer, login: string, number: number): Promise<Ear & { cookie: string }> {
  const cookie = await cookieOf(house, house.towns[0], login);
  const ear = await hear(at.server, { cookie, query: `over=deze&toont=${number}&hier=${number}` });
  ears.push(ear);
  await ear.next('hello');
  return { ...ear, cookie };
}

const peopleIn = async (ear: Ear) =>
  (await ear.next('here')).data['people'] as { name: string; isWriting: boolean }[];
const names = async (ear: Ear) => (await peopleIn(ear)).map(({ name }) => name);
const there = (reportId: string) =>
  inTenant(house.db.app, house.towns[0].id, (tx) => presentAt(tx, reportId)).then((present) =>
    present.map(({ name }) => name).toSorted(),
  );

function write(at: LiveServer, cookie: string, number: number): Promise<Response> {
  return fetch(`${at.server.address}/proefstad/werk/live`, {
    method: 'POST',
    headers: { cookie, origin: at.server.address },
    body: new URLSearchParams({ nummer: String(number), schrijft: 'ja' }),
  });
}

it('shows people on one report to each other over two servers, and that one writes, until one leaves', async () => {
  const { number, reportId } = await sendReport(house, house.towns[0]);
  const one = await onPage(first, 'opbouwwerk', number);
  expect(await names(one)).toEqual([]);
  const other = await onPage(second, 'coordinator', number);
  expect(await names(other)).toEqual(['Naam opbouwwerk']);
  expect(await names(one)).toEqual(['Naam coordinator']);
  expect((await write(first, one.cookie, number)).status).toBe(204);
  expect(await peopleIn(other)).toMatchObject([{ name: 'Naam opbouwwerk', isWriting: true }]);
  one.hangUp();
  expect(await names(other)).toEqual([]);
  expect(await there(reportId)).toEqual(['Naam coordinator']);
});

it('is not told to, nor of, who may not open the report', async () => {
  const { number, reportId } = await sendReport(house, house.towns[0]);
  const asked = await onPage(first, 'opbouwwerk', number);
  const stranger = await onPage(second, 'huismeester', number);
  expect(await names(asked)).toEqual([]);
  // the answer is that of a report that is not there
  const [here, nowhere] = [
    await write(second, stranger.cookie, number),
    await write(second, stranger.cookie, 73_999_999),
  ];
  expect([here.status, nowhere.status]).toEqual([204, 204]);
  expect(await there(reportId)).toEqual(['Naam opbouwwerk']);
  expect(stranger.events.map(({ event }) => event)).toEqual(['hello']);
  expect((await write(first, '', number)).status).toBe(401);
});

it('ends for who loses the report, also while the page stays open', async () => {
  const { number, reportId } = await sendReport(house, house.towns[0]);
  const asked = await onPage(first, 'opbouwwerk', number);
  await names(asked);
  await act('coordinator', number, { command: 'take-over' });
  await asked.next('gone');
  await expect.poll(() => there(reportId)).toEqual([]);
});

it('counts two pages of one person once, until both are closed', async () => {
  const { number, reportId } = await sendReport(house, house.towns[0]);
  const [one, two] = [await onPage(first, 'opbouwwerk', number), await onPage(first, 'opbouwwerk', number)];
  await names(two);
  one.hangUp();
  await expect.poll(() => first.live.count()).toBe(1);
  expect(await there(reportId)).toEqual(['Naam opbouwwerk']);
  two.hangUp();
  await expect.poll(() => there(reportId)).toEqual([]);
});

it('runs out by itself when a server was killed with the page open', async () => {
  const { number, reportId } = await sendReport(house, house.towns[0]);
  await names(await onPage(first, 'opbouwwerk', number));
  await advanceClock(house.db.owner, 74_000, { production: false });
  expect(await there(reportId)).toEqual(['Naam opbouwwerk']);
  await advanceClock(house.db.owner, 2_000, { production: false });
  expect(await there(reportId)).toEqual([]);
  // and the row goes with the next one who comes, to whichever report
  const other = await sendReport(house, house.towns[0]);
  await names(await onPage(second, 'coordinator', other.number));
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<{ report_id: string }>`select report_id from presence`.execute(kysely),
  );
  expect(rows).toEqual([{ report_id: other.reportId }]);
});

it('stands on the page without scripts too', async () => {
  const { number } = await sendReport(house, house.towns[0]);
  await names(await onPage(first, 'coordinator', number));
  const worker = visit(house.app);
  await worker.post('/proefstad/inloggen', { intent: 'login', login: 'opbouwwerk', password: TEST_PASSWORD });
  expect(wordsOf(await worker.get(`/proefstad/werk/${number}`))).toMatch(/Ook hier: Naam coordinator/);
});

async function act(login: string, number: number, order: Order): Promise<void> {
  const [town] = house.towns;
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  expect(await perform(house.db.app, actor, number, order)).toEqual({ ok: true, value: true });
}

it('tells who writes on what another changed meanwhile, keeps the words, and takes them the second time', async () => {
  const { number } = await sendReport(house, house.towns[0]);
  await act('opbouwwerk', number, { command: 'accept' });
  const worker = visit(house.app);
  await worker.post('/proefstad/inloggen', { intent: 'login', login: 'opbouwwerk', password: TEST_PASSWORD });
  const path = `/proefstad/werk/${number}`;
  const seen = async () => /name="seen" value="(\d+)"/.exec((await worker.get(path)).html)?.[1] ?? '';
  const before = await seen();
  await advanceClock(house.db.owner, 1_000, { production: false });
  await act('coordinator', number, {
    command: 'decide-otherwise',
    nature: 'loneliness',
    urgency: 'today',
    serviceId: null,
    reason: 'spoke-reporter',
  });
  const note = { intent: 'note', key: crypto.randomUUID(), note: 'Mevrouw belt morgen.' };
  const refused = await worker.post(path, { ...note, seen: before });
  expect(refused.status).toBe(400);
  expect(wordsOf(refused)).toContain('Iemand anders heeft deze melding intussen gewijzigd.');
  expect(refused.html).toContain('Mevrouw belt morgen.</textarea>');
  const fresh = /name="seen" value="(\d+)"/.exec(refused.html)?.[1] ?? '';
  expect(Number(fresh)).toBeGreaterThan(Number(before));
  expect((await worker.post(path, { ...note, seen: fresh })).status).toBe(303);
  // what one did oneself meanwhile is no news, and a page that says nothing is believed
  expect((await worker.post(path, { ...note, key: crypto.randomUUID(), seen: fresh })).status).toBe(303);
  expect((await worker.post(path, { ...note, key: crypto.randomUUID() })).status).toBe(303);
});

it('refuses a post that another site sends', async () => {
  const { number } = await sendReport(house, house.towns[0]);
  const cookie = await cookieOf(house, house.towns[0], 'opbouwwerk');
  const answer = await house.app.request(`${ORIGIN}/proefstad/werk/live`, {
    method: 'POST',
    headers: { cookie, origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ nummer: String(number), schrijft: 'ja' }),
  });
  expect(answer.status).toBe(403);
});
