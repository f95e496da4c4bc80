import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';

let house: TestHouse;
let mine: SentReport;
let offered: SentReport;
let worker: Visitor;
beforeAll(async () => {
  house = await openHouse();
  mine = await sendReport(house, house.towns[0], { story: 'Fietsen in het portiek.' });
  offered = await sendReport(house, house.towns[0]);
  worker = await logIn('opbouwwerk');
  await worker.post(`/proefstad/werk/${mine.number}`, { intent: 'accept' });
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/werk/lijst';

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

describe('the page of lists', () => {
  it('is led to from the work list', async () => {
    expect((await worker.get('/proefstad/werk')).html).toContain(`href="${PAGE}"`);
  });

  it('shows my open work, counted, with what I need to choose, and no word of a report', async () => {
    const page = await worker.get(PAGE);
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain('1 melding. Wat het eerst af moet, staat bovenaan.');
    expect(wordsOf(page)).toContain(
      `${mine.number} Veel alleen Proefbuurt Gewoon Naam opbouwwerk community-work Eerste contact leggen`,
    );
    for (const hidden of ['portiek', 'Melder Geheim', 'Proefstraat 1', `${offered.number} `])
      expect(page.html).not.toContain(hidden);
  });

  it('says why a report is asked of my service', async () => {
    const page = await worker.get(`${PAGE}?bereik=dienst&staat=aangeboden`);
    expect(wordsOf(page)).toContain('Wacht op antwoord van community-work community-work: past het best');
  });

  it('goes straight to a report by its number, past every filter', async () => {
    const found = await worker.get(`${PAGE}?zoek=%23${mine.number}&staat=afgerond&van=2031-01-01`);
    expect([found.status, found.location]).toEqual([303, `/proefstad/werk/${mine.number}`]);
  });

  it('keeps the question in its address: in the fields, in the other lists and in the filters that are open', async () => {
    const { html } = await worker.get(`${PAGE}?zoek=fiets&staat=alle&aard=loneliness`);
    expect(html).toContain('value="fiets"');
    expect(html).toContain(`href="${PAGE}?zoek=fiets&amp;staat=alle&amp;aard=loneliness&amp;bereik=dienst"`);
    expect(html).toMatch(/<details[^>]* open/);
    expect(html).toContain('Meer kiezen (1 gekozen)');
    expect(html).toContain('Dan komt dat in het logboek.');
  });

  it('has lists for who may see them, and says so to who may not', async () => {
    const { html } = await worker.get(PAGE);
    expect(html).toContain('bereik=dienst');
    expect(html).not.toContain('bereik=alles');
    const refused = await worker.get(`${PAGE}?bereik=alles`);
    expect([refused.status, wordsOf(refused).includes('Deze lijst hoort niet bij uw werk.')]).toEqual([
      400,
      true,
    ]);
    const coordinator = await logIn('coordinator');
    expect(wordsOf(await coordinator.get(`${PAGE}?bereik=alles`))).toContain('2 meldingen.');
  });

  it('says what is wrong beside the field, and loses nothing of the question', async () => {
    const page = await worker.get(`${PAGE}?zoek=portiek&adres=Nergens+9&van=gisteren`);
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Binnengekomen vanaf');
    expect(page.html).toContain('value="portiek"');
    expect(page.html).toContain('value="Nergens 9"');
    const unknown = await worker.get(`${PAGE}?adres=Nergens+9`);
    expect(wordsOf(unknown)).toContain('Dit adres kennen wij niet.');
    expect((await worker.get(`${PAGE}?na=kapot`)).status).toBe(400);
  });

  it('says when nothing is found, in English too', async () => {
    const english = await logIn('opbouwwerk', 'en');
    expect(wordsOf(await english.get(`${PAGE}?zoek=vrachtwagen`))).toContain('Nothing found');
  });

  it('offers no search on words to who may open none', async () => {
    const page = await (await logIn('manager')).get(PAGE);
    expect(page.status).toBe(200);
    expect(wordsOf(page)).not.toContain('Nummer of woorden');
    expect(page.html).not.toContain('name="adres"');
  });

  it('is kept by nobody on the way', async () => {
    const page = await worker.get(`${PAGE}?zoek=fiets`);
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(page.headers.get('referrer-policy')).toMatch(/no-referrer|same-origin/);
  });

  it('is not for who has no work here', async () => {
    expect((await (await logIn('privacy')).get(PAGE)).status).toBe(403);
    expect((await visit(house.app).get(PAGE)).location).toContain('/proefstad/inloggen?naar=');
  });
});
