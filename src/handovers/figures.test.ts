import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { sendCare } from '../../tests/support/care.ts';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import type { Observations } from '../reports/model.ts';
import { commentOnFigures, figures, perform, type Order } from './index.ts';
import type { FigureRow, FiguresView } from './overview-wire.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  await firstDays(0);
}, 180_000);
afterAll(() => house.close());

/** How long organisations see their own figures alone; without a number what the program says. */
const firstDays = (days?: number) =>
  inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`update municipality set settings = case when ${days ?? null}::int is null then settings - 'figuresFirstDays'
      else jsonb_set(settings, '{figuresFirstDays}', to_jsonb(${days ?? null}::int)) end`.execute(kysely),
  );

/** To the district team, where two people work. */
const DISTRESS: Observations = { danger: { kind: 'none' }, sights: ['distress'], about: 'myself' };
/** To community work, an organisation of one person. */
const LONELY: Observations = { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' };

async function as(login: string): Promise<UserActor> {
  const found = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (found?.kind !== 'user') throw new Error(`expected ${login} to be there`);
  return found;
}

/** So many reports, each with these orders of one person. */
async function handled(
  count: number,
  { observations, login, orders }: { observations: Observations; login: string; orders: readonly Order[] },
): Promise<void> {
  const actor = await as(login);
  for (let sent = 0; sent < count; sent += 1) {
    const { number } = await sendReport(house, town, { observations });
    for (const order of orders)
      expect(await perform(house.db.app, actor, number, order)).toMatchObject({ ok: true });
  }
}

async function view(login = 'coordinator', quarter?: string): Promise<FiguresView> {
  const found = await figures(house.db.app, await as(login), quarter);
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value;
}

const rowOf = ({ byParty }: FiguresView, name: string): FigureRow | undefined =>
  byParty.find((row) => row.name === name);

describe('the figures', () => {
  it('say nothing below ten', async () => {
    await handled(9, { observations: DISTRESS, login: 'wijkteam', orders: [{ command: 'accept' }] });
    const found = await view();
    expect(rowOf(found, 'wijkteam')).toEqual({ key: expect.any(String), name: 'wijkteam', isOwn: false });
    expect(found.total.answered).toBeUndefined();
  });

  it('tell from ten on who answered in time, who declined, and how long it took of what was promised', async () => {
    await handled(2, {
      observations: DISTRESS,
      login: 'wijkteam2',
      orders: [{ command: 'accept' }, { command: 'contacted' }],
    });
    await handled(1, {
      observations: DISTRESS,
      login: 'wijkteam2',
      orders: [{ command: 'decline', reason: 'no-room-now' }],
    });
    const found = await view();
    const row = rowOf(found, 'wijkteam');
    expect(row?.answered).toEqual({ n: 12, inTime: 11, declined: 1, silent: 0 });
    expect(row?.acceptance?.n).toBe(11);
    expect(row?.acceptance?.mostHours).toBeLessThan(0.1);
    expect(row?.acceptance?.halfHours).toBeLessThanOrEqual(row?.acceptance?.mostHours ?? 0);
    expect(row?.acceptance?.promisedHours).toBeGreaterThan(1);
    // two contacts were made and none is due yet: too few to say anything
    expect(row?.contact).toBeUndefined();
    expect(found.byNature.find(({ key }) => key === 'distress')?.answered?.n).toBe(12);
    expect(found.reasons).toEqual([{ reason: 'no-room-now' }]);
    expect(found.total.answered?.n).toBe(12);
  });

  it('count a first contact that was made in time, and a report that was finished', async () => {
    await handled(4, {
      observations: DISTRESS,
      login: 'wijkteam',
      orders: [{ command: 'accept' }, { command: 'contacted' }],
    });
    await handled(4, {
      observations: DISTRESS,
      login: 'wijkteam2',
      orders: [{ command: 'accept' }, { command: 'close', outcome: 'helped', message: 'Geholpen.' }],
    });
    expect(rowOf(await view(), 'wijkteam')?.contact).toEqual({ n: 10, inTime: 10 });
  });

  it('tell from ten on how often both sides spoke when care was handed over', async () => {
    const told: FigureRow['warm'][] = [];
    for (let sent = 0; sent < 10; sent += 1) {
      const number = await sendCare(house, town, 'district-team', DISTRESS);
      const talk = sent < 7 ? { at: await databaseNow(house.db.owner) } : undefined;
      const done = await perform(house.db.app, await as('wijkteam'), number, { command: 'accept', talk });
      expect(done).toEqual({ ok: true, value: true });
      told.push(rowOf(await view(), 'wijkteam')?.warm);
    }
    expect(told.slice(0, 9).every((warm) => warm === undefined)).toBe(true);
    const found = await view();
    expect(rowOf(found, 'wijkteam')?.warm).toEqual({ n: 10, spoken: 7 });
    expect(found.total.warm).toEqual({ n: 10, spoken: 7 });
  });

  it('never tell apart an organisation in which one person works, nor let it be computed', async () => {
    await handled(12, { observations: LONELY, login: 'opbouwwerk', orders: [{ command: 'accept' }] });
    const found = await view();
    expect(rowOf(found, 'welzijn')?.answered).toBeUndefined();
    expect(rowOf(found, 'wijkteam')?.answered).toBeUndefined();
    // that person alone answered about loneliness: it would be the same figure by another name
    expect(found.byNature.find(({ key }) => key === 'loneliness')?.answered).toBeUndefined();
    expect(found.total.answered?.n).toBe(42);
  });

  it('begin, for who leads an organisation, with its own', async () => {
    const found = await view('wijkteam-lead');
    expect(found.byParty.map(({ name, isOwn }) => [name, isOwn])).toEqual([
      ['wijkteam', true],
      ['welzijn', false],
    ]);
  });

  it('are of one quarter, and of another one when that is asked', async () => {
    const now = await view();
    const before = await figures(house.db.app, await as('manager'), now.quarters[1]?.value);
    expect(before).toMatchObject({ value: { isRunning: false, byParty: [] } });
    expect(before.ok && before.value.until).toEqual(now.from);
    expect(now.quarters).toHaveLength(8);
    const nonsense = await figures(house.db.app, await as('manager'), '1900-9');
    expect(nonsense).toMatchObject({ value: { quarter: now.quarter } });
  });

  it('are for who coordinates or leads, of the own municipality alone', async () => {
    for (const login of ['wijkteam', 'privacy', 'beheer'])
      expect(await figures(house.db.app, await as(login), undefined)).toMatchObject({
        refusals: [{ code: 'not-allowed' }],
      });
    const [, other] = house.towns;
    const elsewhere = await inTenant(house.db.app, other.id, (tx) =>
      userActor(tx, other.users['manager'] ?? ''),
    );
    if (!elsewhere) throw new Error('expected a manager');
    expect(await figures(house.db.app, elsewhere, undefined)).toMatchObject({ value: { byParty: [] } });
  });

  it('stand on the page with their source, and name no employee', async () => {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', {
      intent: 'login',
      login: 'manager',
      password: TEST_PASSWORD,
    });
    const words = wordsOf(await visitor.get('/proefstad/overzicht/cijfers'));
    expect(words).toContain('Bron: de aanbiedingen in Wijkverbond van');
    expect(words).toContain('welzijn Te weinig Te weinig');
    expect(words).toContain('Alles samen 42');
    for (const login of Object.keys(town.users).filter((one) => one !== 'manager'))
      expect(words).not.toContain(`Naam ${login} `);
  });
});

describe('the figures of an organisation', () => {
  const say = async (login: string, said: { quarter: string; comment: string; version: number }) =>
    commentOnFigures(house.db.app, await as(login), said);
  const saidIn = ({ comments }: FiguresView) =>
    comments.map(({ partyName, said }) => [partyName, ...said.map(({ comment }) => comment)]);

  it('are seen by itself alone until two weeks after the quarter, and nobody can compute them', async () => {
    await firstDays();
    const found = await view('manager');
    expect(found.ownFirstUntil?.getTime()).toBeGreaterThan(found.until.getTime());
    for (const row of found.byParty)
      expect(row).toEqual({ key: row.key, name: row.name, isOwn: false, opensAt: found.ownFirstUntil });
    const own = await view('wijkteam-lead');
    expect(own.byParty.map(({ name, opensAt }) => [name, opensAt !== undefined])).toEqual([
      ['wijkteam', false],
      ['welzijn', true],
    ]);
    // two organisations: the total less one is the other
    expect(own.total.answered).toBeUndefined();
    expect(own.byNature.every(({ answered, acceptance }) => !answered && !acceptance)).toBe(true);
    expect(own.reasons).toBeUndefined();
  });

  it('can be spoken of by who leads it, once however often the form comes, and not by two at once', async () => {
    const { quarter, own } = await view('wijkteam-lead');
    expect(own).toEqual({ version: 0, comment: '' });
    const first = { quarter, comment: 'De dienst was nieuw.', version: 0 };
    expect(await say('wijkteam-lead', first)).toMatchObject({ ok: true });
    expect(await say('wijkteam-lead', first)).toMatchObject({ ok: true });
    expect(await say('wijkteam-lead', { ...first, comment: 'Iets anders.' })).toMatchObject({
      refusals: [{ code: 'comment-changed' }],
    });
    const second = { quarter, comment: 'De dienst was nog nieuw.', version: 1 };
    expect(await say('wijkteam-lead', second)).toMatchObject({ ok: true });
    expect(saidIn(await view('wijkteam-lead'))).toEqual([
      ['wijkteam', 'De dienst was nog nieuw.', 'De dienst was nieuw.'],
    ]);
    for (const login of ['wijkteam', 'manager', 'privacy'])
      expect(await say(login, { ...first, comment: 'Van een ander.' })).toMatchObject({
        refusals: [{ code: 'not-allowed' }],
      });
    expect((await view('manager')).own).toBeUndefined();
    expect((await view('coordinator')).own).toEqual({ version: 0, comment: '' });
    expect(await say('wijkteam-lead', { ...second, quarter: '1999-1' })).toMatchObject({ ok: false });
  });

  it('are seen by others from that day on, with what it says of them', async () => {
    const { quarter, ownFirstUntil, comments } = await view('manager');
    expect(comments).toEqual([]);
    const opening = ownFirstUntil?.getTime() ?? 0;
    const now = (await databaseNow(house.db.owner)).getTime();
    await advanceClock(house.db.owner, opening - now - 60_000, { production: false });
    expect(rowOf(await view('manager', quarter), 'wijkteam')?.opensAt).toEqual(ownFirstUntil);
    await advanceClock(house.db.owner, 120_000, { production: false });
    const found = await view('manager', quarter);
    expect(found.ownFirstUntil).toBeUndefined();
    expect(found.byParty.every(({ opensAt }) => opensAt === undefined)).toBe(true);
    expect(found.total.answered?.n).toBe(42);
    expect(saidIn(found)).toEqual([['wijkteam', 'De dienst was nog nieuw.', 'De dienst was nieuw.']]);
  });

  it('are spoken of on the page, and the words come back when they are too long', async () => {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', {
      intent: 'login',
      login: 'wijkteam-lead',
      password: TEST_PASSWORD,
    });
    const path = '/proefstad/overzicht/cijfers';
    const { quarter } = await view('wijkteam-lead');
    const form = { intent: 'comment', quarter, version: '0' };
    const long = await visitor.post(path, { ...form, comment: 'x'.repeat(501) });
    expect(long.status).toBe(400);
    expect(long.html).toContain('x'.repeat(501));
    const done = await visitor.post(path, { ...form, comment: 'Twee mensen waren ziek.' });
    expect(done.location).toBe(`${path}?kwartaal=${quarter}&bewaard`);
    const words = wordsOf(await visitor.get(path));
    expect(words).toContain('Twee mensen waren ziek.');
    expect(words).toContain('ziet alleen uw organisatie haar eigen cijfers');
  });
});
