import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';

let house: TestHouse;

const PAGE = '/proefstad/bezetting';

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

const run = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, house.towns[0].id, ({ kysely }) => statement.execute(kysely));

async function setHours(kind: string, weekdays: readonly number[], fromMinute: number, untilMinute: number) {
  const hours = JSON.stringify(weekdays.map((weekday) => ({ weekday, fromMinute, untilMinute })));
  await run(sql`update service set hours = ${hours}::jsonb where kind = ${kind}
    and municipality_id = ${house.towns[0].id}`);
}

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  // so that somebody works in each service
  await run(sql`insert into service_member (municipality_id, service_id, user_id)
    values (${town.id}, ${town.services['enforcement'] ?? ''}, ${town.users['openbaar'] ?? ''})`);
}, 180_000);
afterAll(() => house.close());

it('says that somebody is always there in a town that never closes, and of whom it cannot tell', async () => {
  const words = wordsOf(await (await logIn('coordinator')).get(PAGE));
  expect(words).toContain('één buurt × 9 soorten meldingen');
  expect(words).toContain('Er is altijd iemand.');
  expect(words).toContain('Voor wat niet kan wachten, is er altijd iemand');
  expect(words).toContain('Van 11 diensten weten we niet wie er is');
});

it('shows a service that closes at night with who fills it and who catches it, and its week', async () => {
  await setHours('mediation', [1, 2, 3, 4, 5], 540, 1020);
  await setHours('meldpunt', [1, 2, 3, 4, 5, 6, 7], 480, 1200);
  const visitor = await logIn('coordinator');
  const page = await visitor.get(PAGE);
  const words = wordsOf(page);
  expect(words).toContain('welzijn Naam opbouwwerk leidt het team en zorgt dat er iemand is.');
  expect(words).toContain('maandag tot en met donderdag: van 17.00 uur tot de volgende dag 9.00 uur');
  expect(words).toContain('vrijdag: van 17.00 uur tot maandag 9.00 uur');
  expect(words).toContain('meldpunt ziet de melding en kan haar doorgeven.');
  expect(words).toContain('Niemand kijkt mee. De melding wacht tot er weer iemand is.');
  // danger: the desk is closed at night, and the reporter is told to call
  expect(words).toContain('Wat niet kan wachten: meldpunt');
  expect(words).toContain('De melder leest: bel 112.');
  const [, href = ''] = /href="([^"]*bezetting\/week\?dienst=[^"]*)"/.exec(page.html) ?? [];
  expect(wordsOf(await visitor.get(href.replaceAll('&amp;', '&')))).toContain('Een week, dag voor dag');
  const week = wordsOf(await visitor.get(`${PAGE}/week?aard=nuisance`));
  expect(week).toMatch(
    /maandag \d+ \w+ \d{4} 0\.00–8\.00 uur: niemand kijkt mee, het wacht 8\.00–9\.00 uur: het meldpunt kijkt mee 9\.00–17\.00 uur: er is iemand/,
  );
});

it('names what no service does, and who gets it', async () => {
  await run(
    sql`update service set active = false where kind = 'debt-help' and municipality_id = ${house.towns[0].id}`,
  );
  const words = wordsOf(await (await logIn('beheer')).get(PAGE));
  expect(words).toMatch(
    /Geen dienst: Schuldhulpverlening ?: 8\.760 uur per jaar krijgt een andere dienst het Geen dienst/,
  );
  expect(words).toContain('district-team krijgt de melding. 8.760 uur per jaar.');
  await run(
    sql`update service set active = true where kind = 'debt-help' and municipality_id = ${house.towns[0].id}`,
  );
});

it('says until when a roster is filled in, and when it names nobody before that', async () => {
  const [town] = house.towns;
  await run(sql`insert into duty (municipality_id, service_id, starts_at, ends_at, user_id) values
    (${town.id}, ${town.services['community-work'] ?? ''}, wijk_now() - interval '1 day', wijk_now() + interval '1 day', ${town.users['opbouwwerk'] ?? ''}),
    (${town.id}, ${town.services['community-work'] ?? ''}, wijk_now() + interval '2 days', wijk_now() + interval '3 days', ${town.users['opbouwwerk'] ?? ''})`);
  const words = wordsOf(await (await logIn('manager')).get(PAGE));
  expect(words).toMatch(/community-work \w+ \d+ \w+ \d{4} om \d+\.\d\d uur Van \w+ \d+ \w+ \d{4}/);
  expect(words).toContain('Van 10 diensten weten we niet wie er is');
  expect(words).toContain(
    'Zegt het rooster van het meldpunt niets, dan is Naam coordinator de coördinator van dienst.',
  );
});

it('shows a team lead the own organisation and no other, and who leads nothing not at all', async () => {
  await setHours('district-team', [1, 2, 3, 4, 5], 540, 1020);
  const words = wordsOf(await (await logIn('wijkteam-lead')).get(PAGE));
  expect(words).toContain('wijkteam Naam wijkteam-lead leidt het team');
  expect(words).not.toContain('welzijn');
  expect(words).not.toContain('Wat niet kan wachten');
  expect((await (await logIn('wijkteam-lead')).get(`${PAGE}/week`)).html).not.toContain('mediation');
  expect((await (await logIn('opbouwwerk')).get(PAGE)).status).toBe(403);
});
