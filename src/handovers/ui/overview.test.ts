import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { silent } from '../../kit/log.ts';
import { startClock } from '../../server/wiring.ts';

let house: TestHouse;
let danger: SentReport;
let offered: SentReport;
let accepted: SentReport;

const PAGE = '/proefstad/overzicht';
const HOUR_MS = 3_600_000;

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  danger = await sendReport(house, town, {
    observations: { danger: { kind: 'seen', signs: ['injured'] }, sights: [], about: 'someone' },
  });
  offered = await sendReport(house, town);
  accepted = await sendReport(house, town);
  await (await logIn('opbouwwerk')).post(`/proefstad/werk/${accepted.number}`, { intent: 'accept' });
}, 180_000);
afterAll(() => house.close());

it('shows who is on duty, how full that is, and first what waits for a decision', async () => {
  const page = await (await logIn('coordinator')).get(PAGE);
  const words = wordsOf(page);
  expect(words).toContain('Coördinator van dienst Naam coordinator');
  expect(words).toContain('Ligt bij de coördinator 1 van 3');
  expect(words).toContain(`${danger.number} Gevaar Levensgevaar Proefbuurt Nu Nagaan of er gevaar is`);
  expect(page.html).toContain(`href="/proefstad/werk/${danger.number}"`);
});

it('shows all that is open with its owner, and no word of a report', async () => {
  const page = await (await logIn('coordinator')).get(`${PAGE}?lijst=open`);
  const words = wordsOf(page);
  expect(words).toMatch(
    new RegExp(
      `${offered.number} Veel alleen Proefbuurt Naam coordinator Wacht op antwoord van community-work`,
    ),
  );
  expect(words).toMatch(
    new RegExp(
      `${accepted.number} Veel alleen Proefbuurt Naam opbouwwerk community-work Eerste contact leggen`,
    ),
  );
  for (const hidden of ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat'])
    expect(page.html).not.toContain(hidden);
});

it('shows a manager the lists without a way into the reports', async () => {
  const page = await (await logIn('manager')).get(`${PAGE}?lijst=open`);
  expect(wordsOf(page)).toContain(`${offered.number} Veel alleen`);
  expect(page.html).not.toContain('href="/proefstad/werk/');
});

it('is not for who does not coordinate', async () => {
  for (const login of ['opbouwwerk', 'privacy', 'wijkteam-lead'])
    expect([login, (await (await logIn(login)).get(PAGE)).status]).toEqual([login, 403]);
});

it('names the service that stayed silent and marks who is late', async () => {
  const clock = await startClock(house.db.app, silent);
  await advanceClock(house.db.owner, 49 * HOUR_MS, { production: false });
  const lapsed = () =>
    inTenant(house.db.app, house.towns[0].id, (tx) =>
      sql<{ count: number }>`select count(*) as count from event where kind = 'lapsed'`
        .execute(tx.kysely)
        .then(({ rows }) => rows[0]?.count),
    );
  await expect.poll(lapsed, { timeout: 10_000 }).toBe(1);
  await clock.stop();
  const coordinator = await logIn('coordinator');
  const silentOnes = wordsOf(await coordinator.get(`${PAGE}?lijst=stil`));
  expect(silentOnes).toMatch(
    new RegExp(`community-work ${offered.number} Veel alleen .* Wacht op antwoord van district-team`),
  );
  const late = await coordinator.get(`${PAGE}?lijst=te-laat`);
  expect(wordsOf(late)).toContain(`${danger.number} Gevaar`);
  expect(wordsOf(late)).toContain('Te laat');
});

it('says how many there are where it shows only the most pressing', async () => {
  const unknown = { danger: { kind: 'none' }, sights: [], about: 'unknown' } as const;
  for (let sent = 0; sent < 201; sent += 1)
    await sendReport(house, house.towns[0], { observations: { ...unknown, sights: [] } });
  const page = await (await logIn('coordinator')).get(`${PAGE}?lijst=besluit`);
  const [, shown, total] =
    /Hier staan de (\d+) die het eerst aan de beurt zijn, van (\d+)\./.exec(wordsOf(page)) ?? [];
  expect(shown).toBe('200');
  expect(Number(total)).toBeGreaterThan(200);
  expect(page.html.match(/href="\/proefstad\/werk\/\d+"/g)).toHaveLength(200);
});
