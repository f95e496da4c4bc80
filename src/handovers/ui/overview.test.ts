import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { idOf, TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { silent } from '../../kit/log.ts';
import { startClock } from '../../server/wiring.ts';

let house: TestHouse;
let danger: SentReport;
let offered: SentReport;
let accepted: SentReport;
let soon: SentReport;

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

it('shows what is about to be late before it is', async () => {
  soon = await sendReport(house, house.towns[0], {
    observations: { danger: { kind: 'seen', signs: ['threatens'] }, sights: [], about: 'someone' },
  });
  const page = await (await logIn('coordinator')).get(`${PAGE}?lijst=bijna`);
  expect(wordsOf(page)).toContain(`${soon.number} Gevaar`);
  expect(page.html).not.toContain(`/werk/${danger.number}"`);
});

it('narrows a list by organisation, nature and neighbourhood, and says how many each choice leaves', async () => {
  const [town] = house.towns;
  const fresh = await sendReport(house, town);
  const coordinator = await logIn('coordinator');
  const shown = async (query: string) => {
    const { html } = await coordinator.get(`${PAGE}?lijst=open&${query}`);
    return [...html.matchAll(/href="\/proefstad\/werk\/(\d+)"/g)].map(([, number]) => Number(number));
  };
  const of = (name: string) => idOf(town.slug, 'party', name);
  expect(await shown(`organisatie=${of('welzijn')}`)).toContain(fresh.number);
  expect(await shown(`organisatie=${of('welzijn')}`)).toContain(accepted.number);
  expect(await shown(`organisatie=${of('corporatie')}`)).toEqual([]);
  expect(await shown('aard=danger')).toEqual([danger.number, soon.number]);
  expect(await shown(`aard=loneliness&buurt=${town.neighbourhoodId}`)).toContain(accepted.number);
  expect(await shown(`aard=danger&organisatie=${of('welzijn')}`)).toEqual([]);
  const page = await coordinator.get(`${PAGE}?lijst=open&aard=danger`);
  expect(wordsOf(page)).toContain('Gevaar (2)');
  expect(page.html).toContain(`lijst=te-laat&amp;aard=danger`);
  const nonsense = await coordinator.get(`${PAGE}?lijst=x&aard=x&buurt=x&organisatie=x`);
  expect(nonsense.status).toBe(200);
});

it('narrows who stayed silent in the same way', async () => {
  const [town] = house.towns;
  const coordinator = await logIn('coordinator');
  const shown = async (query: string) =>
    wordsOf(await coordinator.get(`${PAGE}?lijst=stil&${query}`)).includes(`${offered.number} Veel alleen`);
  expect(await shown(`organisatie=${idOf(town.slug, 'party', 'welzijn')}&aard=loneliness`)).toBe(true);
  expect(await shown('aard=money')).toBe(false);
});

it('takes a report over from the list, for who coordinates and nobody else', async () => {
  const manager = await (await logIn('manager')).get(`${PAGE}?lijst=open`);
  expect(manager.html).not.toContain('value="take-over"');
  const second = await logIn('coordinator2');
  const list = await second.get(`${PAGE}?lijst=open`);
  expect(list.html).toContain(`action="/proefstad/werk/${accepted.number}"`);
  const taken = await second.post(`/proefstad/werk/${accepted.number}`, { intent: 'take-over' });
  expect(taken.status).toBe(303);
  const after = await second.get(`${PAGE}?lijst=open`);
  expect(wordsOf(after)).toMatch(new RegExp(`${accepted.number} Veel alleen Proefbuurt Naam coordinator2`));
  expect(after.html).not.toContain(`action="/proefstad/werk/${accepted.number}"`);
});

it('says how many there are where it shows only the most pressing', async () => {
  const unknown = { danger: { kind: 'none' }, sights: [], about: 'unknown' } as const;
  for (let sent = 0; sent < 51; sent += 1)
    await sendReport(house, house.towns[0], { observations: { ...unknown, sights: [] } });
  const page = await (await logIn('coordinator')).get(`${PAGE}?lijst=besluit`);
  const [, shown, total] =
    /Hier staan de (\d+) die het eerst aan de beurt zijn, van (\d+)\./.exec(wordsOf(page)) ?? [];
  expect(shown).toBe('50');
  expect(Number(total)).toBeGreaterThan(50);
  expect(page.html.match(/href="\/proefstad\/werk\/\d+"/g)).toHaveLength(50);
  // more than one person can decide on: the manager sees it here too, with what can be done
  const manager = wordsOf(await (await logIn('manager')).get(PAGE));
  expect(manager).toContain('De coördinator heeft meer dan één persoon aankan');
  expect(manager).toContain('De leidinggevende kan voor deze dienst een tweede coördinator inzetten.');
});
