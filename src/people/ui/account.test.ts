import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { anotherApp, hiddenField, visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import type { App } from '../../server/app.ts';

const PAGE = '/proefstad/account';
const NEW_PASSWORD = 'een heel ander geheim';

let house: TestHouse;
let app: App;
beforeAll(async () => {
  house = await openHouse();
  app = await anotherApp(house, {
    env: { LOGINS_PER_HOUR: '1000', SESSION_IDLE_MINUTES: '30', SESSION_HOURS: '8' },
  });
}, 180_000);
afterAll(() => house.close());

async function enter(login: string, password = TEST_PASSWORD): Promise<Visitor> {
  const visitor = visit(app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password });
  return visitor;
}
const works = async (visitor: Visitor) => (await visitor.get(PAGE)).status === 200;
async function after<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  await advanceClock(house.db.owner, minutes * 60_000, { production: false });
  const found = await work();
  await advanceClock(house.db.owner, -minutes * 60_000, { production: false });
  return found;
}

describe('my account', () => {
  it('is for who is logged in, and is reached by the name above every page', async () => {
    expect((await visit(app).get(PAGE)).location).toBe('/proefstad/inloggen?naar=%2Fproefstad%2Faccount');
    const visitor = await enter('huismeester');
    expect((await visitor.get('/proefstad/werk')).html).toContain(`href="${PAGE}"`);
    const words = wordsOf(await visitor.get(PAGE));
    for (const text of ['Naam huismeester', 'corporatie', 'Huismeester', 'Deze sessie'])
      expect(words).toContain(text);
  });

  it('ends one of my sessions, and nobody else’s', async () => {
    const [here, there, stranger] = [
      await enter('wijkagent'),
      await enter('wijkagent'),
      await enter('opbouwwerk'),
    ];
    const page = await here.get(PAGE);
    const session = hiddenField(page, 'session');
    await stranger.post(PAGE, { intent: 'end', session });
    expect(await works(there)).toBe(true);
    expect((await here.post(PAGE, { intent: 'end', session })).location).toBe(`${PAGE}?gewijzigd`);
    expect([await works(here), await works(there), await works(stranger)]).toEqual([true, false, true]);
  });
});

describe('a session', () => {
  it('ends when it is left alone, and goes on while it is used', async () => {
    const visitor = await enter('woonconsulent');
    expect(await after(29, () => works(visitor))).toBe(true);
    // used at minute 29, and so alive until minute 59
    expect(await after(58, () => works(visitor))).toBe(true);
    expect(await after(58 + 31, () => works(visitor))).toBe(false);
  });

  it('ends after its whole time, used or not', async () => {
    const visitor = await enter('woonconsulent');
    for (let minute = 25; minute < 8 * 60; minute += 25)
      expect(await after(minute, () => works(visitor))).toBe(true);
    expect(await after(8 * 60 + 1, () => works(visitor))).toBe(false);
  });

  it('gets a new token at every log-in; the one before is worth nothing', async () => {
    const visitor = await enter('opbouwwerk');
    const token = visitor.cookie('sessie', PAGE) ?? '';
    await visitor.post('/proefstad/inloggen', {
      intent: 'login',
      login: 'opbouwwerk',
      password: TEST_PASSWORD,
    });
    expect(visitor.cookie('sessie', PAGE)).not.toBe(token);
    const old = await app.request(`http://house.test${PAGE}`, { headers: { cookie: `sessie=${token}` } });
    expect(old.status).toBe(303);
  });
});

describe('a password', () => {
  const change = (visitor: Visitor, fields: Record<string, string>) =>
    visitor.post(PAGE, {
      intent: 'password',
      current: TEST_PASSWORD,
      password: NEW_PASSWORD,
      repeat: NEW_PASSWORD,
      ...fields,
    });

  it('changes for the old one, and logs me out everywhere else', async () => {
    const [here, there] = [await enter('huismeester'), await enter('huismeester')];
    expect((await change(here, {})).location).toBe(`${PAGE}?gewijzigd`);
    expect([await works(here), await works(there)]).toEqual([true, false]);
    expect([
      await works(await enter('huismeester')),
      await works(await enter('huismeester', NEW_PASSWORD)),
    ]).toEqual([false, true]);
  });

  it.each([
    [{ current: 'niet het oude' }, 'Dit is niet uw wachtwoord van nu'],
    [{ password: 'kort', repeat: 'kort' }, 'minstens 12 tekens'],
    [{ password: 'iets met WIJKTEAM erin', repeat: 'iets met WIJKTEAM erin' }, 'Uw inlognaam mag niet'],
    [{ password: 'Proefstad2026!', repeat: 'Proefstad2026!' }, 'te makkelijk te raden'],
    [{ password: 'qwerty123456', repeat: 'qwerty123456' }, 'te makkelijk te raden'],
    [{ repeat: 'iets heel anders' }, 'niet gelijk'],
    [{ current: '' }, 'Vul uw wachtwoord in'],
  ])('does not change with %j', async (fields: Record<string, string>, text) => {
    const visitor = await enter('wijkteam');
    const answer = await change(visitor, fields);
    expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining(text)]);
    for (const typed of [TEST_PASSWORD, NEW_PASSWORD]) expect(answer.html).not.toContain(typed);
    expect(await works(await enter('wijkteam'))).toBe(true);
  });

  it('of a demo account stays as everybody knows it', async () => {
    await inTenant(house.db.owner, house.towns[0].id, (tx) =>
      sql`update user_account set demo = true where login = 'openbaar'`.execute(tx.kysely),
    );
    const demo = await anotherApp(house, { env: {}, demoAllowed: true });
    const visitor = visit(demo);
    await visitor.post('/proefstad/inloggen', {
      intent: 'login',
      login: 'openbaar',
      password: TEST_PASSWORD,
    });
    const answer = await change(visitor, {});
    expect([answer.status, wordsOf(answer)]).toEqual([
      400,
      expect.stringContaining('Iedereen kent het wachtwoord'),
    ]);
  });
});
