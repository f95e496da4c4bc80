import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';

let house: TestHouse;
let report: SentReport;
let other: SentReport;

const PAGE = '/proefstad/logboek';
/** The lines alone: the filter names everybody. */
const tableOf = ({ html }: Page): string => html.slice(html.indexOf('<table'));
const WRONG = { intent: 'login', login: 'niemand', password: 'mis' };

async function logIn(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

beforeAll(async () => {
  house = await openHouse();
  report = await sendReport(house, house.towns[0]);
  other = await sendReport(house, house.towns[0]);
  await (await logIn('coordinator')).get(`/proefstad/werk/${report.number}`);
  await (await logIn('huismeester')).get(`/proefstad/werk/${report.number}`);
}, 180_000);
afterAll(() => house.close());

it('tells who read which report, when, as what and on which ground, and never what stood there', async () => {
  const page = await (await logIn('privacy')).get(PAGE);
  const words = wordsOf(page);
  expect(words).toMatch(
    new RegExp(
      `\\d{4} om \\d+\\.\\d\\d uur Naam coordinator gemeente · .*?Coördinator.*? Lezen Melding ${report.number} · tekst van de melding, contactgegevens, adres AVG 6\\(1\\)\\(e\\)`,
    ),
  );
  expect(words).toContain(
    `Iemand zonder inlog Maken Melding ${other.number} · tekst van de melding, contactgegevens, adres AVG`,
  );
  for (const hidden of ['Een geheim verhaal.', 'Melder Geheim', 'Proefstraat'])
    expect(page.html).not.toContain(hidden);
});

it('shows refused attempts as well', async () => {
  const words = wordsOf(await (await logIn('privacy')).get(`${PAGE}?nummer=${report.number}`));
  expect(words).toMatch(/Naam huismeester corporatie · Huismeester Lezen Geweigerd/);
});

it('shows one report by its number', async () => {
  const words = wordsOf(await (await logIn('privacy')).get(`${PAGE}?nummer=%20${other.number}%20`));
  expect(words).toContain(`Melding ${other.number}`);
  expect(words).not.toContain(`Melding ${report.number}`);
});

it.each(['99999999', 'abc', '0'])(
  'says that there is no report %s, and keeps what was typed',
  async (number) => {
    const page = await (await logIn('privacy')).get(`${PAGE}?nummer=${number}`);
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Er is geen melding met dit nummer.');
    expect(page.html).toContain(`value="${number}"`);
  },
);

it('leaves a line of its own reading', async () => {
  const privacy = await logIn('privacy');
  await privacy.get(PAGE);
  expect(wordsOf(await privacy.get(PAGE))).toContain(
    'Functionaris gegevensbescherming Lezen Dit logboek AVG 6(1)(c)',
  );
});

it('gives older lines a page of their own', async () => {
  const privacy = await logIn('privacy');
  // what was refused is never folded
  for (let read = 0; read < 25; read += 1) await visit(house.app).post('/proefstad/inloggen', WRONG);
  const newest = await privacy.get(PAGE);
  expect(newest.html.match(/<tr/g)).toHaveLength(1 + 25);
  expect(tableOf(newest)).not.toContain('Naam huismeester');
  const older = /href="([^"]*voor=[^"]*)"/.exec(newest.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(tableOf(await privacy.get(older))).toContain('Naam huismeester');
});

it('answers who saw a telephone number: only who opened it, and what was left out is not named', async () => {
  const anonymous = await sendReport(house, house.towns[0], { contact: {} });
  const worker = await logIn('opbouwwerk');
  await worker.post(`/proefstad/werk/${anonymous.number}`, { intent: 'accept' });
  await worker.get(`/proefstad/werk/${anonymous.number}`);
  const privacy = await logIn('privacy');
  const words = wordsOf(await privacy.get(`${PAGE}?nummer=${anonymous.number}`));
  expect(words).toMatch(/Naam opbouwwerk .*? Lezen Melding \d+ · tekst van de melding, adres AVG/);
  expect(words).not.toContain('contactgegevens');
  await (await logIn('huismeester')).get(`/proefstad/werk/${other.number}`);
  const asked = wordsOf(await privacy.get(`${PAGE}?nummer=${other.number}`));
  expect(asked).toMatch(/Iemand zonder inlog Maken Melding \d+ · tekst van de melding, contactgegevens/);
  expect(asked).not.toMatch(/Naam huismeester [^.]*? Lezen Melding \d+ · [^.]*contactgegevens/);
});

it('makes one line of what a person read of a report within the hour, with how often and what', async () => {
  const seen = await sendReport(house, house.towns[0]);
  const worker = await logIn('opbouwwerk');
  await worker.post(`/proefstad/werk/${seen.number}`, { intent: 'accept' });
  for (let read = 0; read < 3; read += 1) await worker.get(`/proefstad/werk/${seen.number}`);
  const page = await (await logIn('privacy')).get(`${PAGE}?nummer=${seen.number}`);
  const words = wordsOf(page);
  expect(words.match(/Naam opbouwwerk/g)?.length).toBe(2); // the line, and the name in the filter
  expect(words).toMatch(
    new RegExp(
      `uur 3 keer, vanaf \\d+\\.\\d\\d uur Naam opbouwwerk .*? Lezen Melding ${seen.number} · tekst van de melding, contactgegevens, adres AVG`,
    ),
  );
});

it('shows what one person did', async () => {
  const privacy = await logIn('privacy');
  const id = house.towns[0].users['huismeester'];
  const page = await privacy.get(`${PAGE}?persoon=${id}`);
  expect(tableOf(page)).toContain('Naam huismeester');
  expect(tableOf(page)).not.toContain('Naam coordinator');
  expect(page.html).toContain(`<option value="${id}" selected="">Naam huismeester</option>`);
});

it('opens for the privacy officer alone, and of the own municipality only', async () => {
  for (const login of ['coordinator', 'manager', 'opbouwwerk', 'wijkteam-lead']) {
    const visitor = await logIn(login);
    expect([
      login,
      (await visitor.get(PAGE)).status,
      (await visitor.get(`${PAGE}?nummer=abc`)).status,
    ]).toEqual([login, 403, 403]);
  }
  const elsewhere = visit(house.app);
  await elsewhere.post('/anderdorp/inloggen', { intent: 'login', login: 'privacy', password: TEST_PASSWORD });
  const page = await elsewhere.get(`/anderdorp/logboek?nummer=${report.number}`);
  expect(wordsOf(page)).toContain('Er is geen melding met dit nummer.');
});
