import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { hiddenField, visit, wordsOf, type Fields, type Visitor } from '../../../tests/support/visitor.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const RECEIVED = '/proefstad/melden/ontvangen';
const lantern = { dangers: 'none', story: 'De lantaarn is stuk.', about: 'place', addressUnknown: 'yes' };

async function report(
  fields: Fields = lantern,
  visitor: Visitor = visit(house.app),
): Promise<{ visitor: Visitor; code: string }> {
  const key = hiddenField(await visitor.get('/proefstad/melden'), 'key');
  await visitor.post('/proefstad/melden', { key, ...fields });
  return { visitor, code: (visitor.cookie('ontvangen', RECEIVED) ?? '').split('.')[1] ?? '' };
}

/** The desk of the town opens in the first minute of tomorrow, and not before. */
async function closeDeskUntilTomorrow(): Promise<void> {
  const [town] = house.towns;
  await house.db.owner.transaction().execute(async (tx) => {
    await sql`set local app.municipality_id = ${sql.lit(town.id)}`.execute(tx);
    await sql`
      update service set hours = jsonb_build_array(jsonb_build_object(
        'weekday', extract(isodow from (wijk_now() at time zone 'Europe/Amsterdam') + interval '1 day')::int,
        'fromMinute', 510, 'untilMinute', 1020))
      where id = ${town.services.meldpunt}`.execute(tx);
  });
}

describe('the receipt', () => {
  it('shows the code to keep, the number, what happens next and the way to the page', async () => {
    const { visitor, code } = await report();
    const page = await visitor.get(RECEIVED);
    const words = wordsOf(page);
    expect(words).toMatch(/^Uw melding is bij ons /);
    expect(words).toContain(`Uw code ${code} Bewaar deze code.`);
    expect(words).toMatch(/Uiterlijk .* zetten wij de volgende stap\./);
    expect(page.html).toContain('href="/proefstad/volgen/melding"');
    expect(words).not.toContain('Nu kijkt niemand mee');
  });

  it('gives a code that opens the page of this report elsewhere', async () => {
    const { visitor, code } = await report();
    const number = /Uw melding heeft nummer (\d+)/.exec(wordsOf(await visitor.get(RECEIVED)))?.[1];
    const elsewhere = visit(house.app);
    await elsewhere.post('/proefstad/volgen', { code });
    expect(wordsOf(await elsewhere.get('/proefstad/volgen/melding'))).toContain(`Nummer ${number}`);
  });

  it('does not show the code of one report with the number of another', async () => {
    const first = await report();
    const second = await report();
    await first.visitor.post('/proefstad/volgen', { code: second.code });
    const page = await first.visitor.get(RECEIVED);
    expect([page.status, page.location]).toEqual([303, '/proefstad/volgen/melding']);
  });

  it('is gone once the page was closed', async () => {
    const { visitor } = await report();
    await visitor.post('/proefstad/volgen/melding', { intent: 'leave' });
    expect((await visitor.get(RECEIVED)).location).toBe('/proefstad/volgen');
    expect(visitor.cookie('ontvangen', RECEIVED)).toBeUndefined();
  });

  it('says in English what it says in Dutch', async () => {
    const { visitor, code } = await report(lantern, visit(house.app, { language: 'en' }));
    expect(wordsOf(await visitor.get(RECEIVED))).toContain(`Your code ${code} Keep this code.`);
  });

  it('tells the truth when nobody watches, and that danger cannot wait', async () => {
    await closeDeskUntilTomorrow();
    const { visitor } = await report();
    expect(wordsOf(await visitor.get(RECEIVED))).toMatch(
      /Nu kijkt niemand mee\. Morgen vanaf 8\.30 uur wel\. Is er gevaar\? Wacht dan niet op ons\. Bel.112\./,
    );
    expect(wordsOf(await visitor.get('/proefstad/volgen/melding'))).toContain('Nu kijkt niemand mee.');
  });
});
