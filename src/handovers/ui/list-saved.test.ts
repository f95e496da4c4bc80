import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';

let house: TestHouse;
let worker: Visitor;
beforeAll(async () => {
  house = await openHouse();
  worker = await logIn('opbouwwerk');
}, 180_000);
afterAll(() => house.close());
beforeEach(() => run(sql`delete from saved_list`));

const PAGE = '/proefstad/werk/lijst';

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

const run = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, house.towns[0].id, ({ kysely }) => statement.execute(kysely));

const kept = async () => (await run(sql`select name, query from saved_list order by name`)).rows;

const keep = (naam: string, query: string, key: string = newId()) =>
  worker.post(`${PAGE}?${query}`, { intent: 'bewaar', naam, key });

describe('a kept list', () => {
  it('is one click away under its name, with what was chosen', async () => {
    const query = 'bereik=dienst&staat=aangenomen&aard=nuisance';
    const answer = await keep('Overlast bij ons', query);
    expect([answer.status, answer.location]).toEqual([303, `${PAGE}?${query}`]);
    const page = await worker.get(PAGE);
    expect(page.html).toContain(`href="${PAGE}?${query.replaceAll('&', '&amp;')}"`);
    expect(wordsOf(page)).toContain('Bewaarde lijsten Overlast bij ons');
  });

  it('holds no words, no address and nothing that no list knows', async () => {
    await keep('Zonder woorden', 'zoek=jansen&adres=Proefstraat+1&na=x&bereik=dienst&vreemd=jansen&laat=');
    expect(await kept()).toEqual([{ name: 'Zonder woorden', query: 'bereik=dienst' }]);
    expect(wordsOf(await worker.get(`${PAGE}?zoek=jansen`))).toContain('bewaren we niet');
  });

  it('is kept once, however often the form is sent, and once under a name', async () => {
    const key = newId();
    await Promise.all([keep('Laat', 'laat=ja', key), keep('Laat', 'laat=ja', key)]);
    expect(await kept()).toHaveLength(1);
    const again = await keep('Laat', 'bereik=dienst');
    expect(again.status).toBe(400);
    expect(wordsOf(again)).toContain('U hebt al een lijst met deze naam.');
    expect((await keep('', 'laat=ja')).status).toBe(400);
    expect((await keep('Verkeerd', 'van=gisteren')).status).toBe(400);
    expect(await kept()).toEqual([{ name: 'Laat', query: 'laat=ja' }]);
  });

  it('goes when it is not wanted any more, by who kept it alone', async () => {
    const key = newId();
    await keep('Laat', 'laat=ja', key);
    const other = await logIn('wijkteam');
    expect((await other.get(PAGE)).html).not.toContain('>Laat<');
    await other.post(PAGE, { intent: 'vergeet', lijst: key });
    expect(await kept()).toHaveLength(1);
    const answer = await worker.post(`${PAGE}?staat=alle`, { intent: 'vergeet', lijst: key });
    expect([answer.status, answer.location]).toEqual([303, `${PAGE}?staat=alle`]);
    expect(await kept()).toEqual([]);
  });

  it('is one of twenty at most', async () => {
    for (let number = 1; number <= 20; number += 1) await keep(`Lijst ${String(number)}`, 'laat=ja');
    const one = await keep('Te veel', 'laat=ja');
    expect([one.status, wordsOf(one).includes('U bewaart al 20 lijsten.')]).toEqual([400, true]);
    expect(await kept()).toHaveLength(20);
  });

  it('is not for who has no work here', async () => {
    const privacy = await logIn('privacy');
    const answer = await privacy.post(PAGE, { intent: 'bewaar', naam: 'Laat', key: newId() });
    expect(answer.status).toBe(403);
    expect(await kept()).toEqual([]);
  });
});
