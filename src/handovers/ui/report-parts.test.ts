import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Fields, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { partsOf } from '../../reports/index.ts';
import type { Submission } from '../../reports/model.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const LAMP: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lantaarn is kapot.',
};
const service = (kind: string): string => house.towns[0].services[kind] ?? '';
const pathOf = (number: number): string => `/proefstad/werk/${number}`;

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  const answer = await visitor.post('/proefstad/inloggen', {
    intent: 'login',
    login,
    password: TEST_PASSWORD,
  });
  if (answer.status !== 303) throw new Error(`expected ${login} to be let in, got ${answer.status}`);
  return visitor;
}

async function taken(worker: Visitor, changes = LAMP): Promise<SentReport> {
  const report = await sendReport(house, house.towns[0], changes);
  await worker.post(pathOf(report.number), { intent: 'accept' });
  return report;
}

const SPLIT = { intent: 'split', ask: 'Maak het glas weg.', days: '3', ground: '' };

async function split(worker: Visitor, report: SentReport, fields: Fields = {}): Promise<Page> {
  const form = { ...SPLIT, service: service('caretaker'), key: newId(), ...fields };
  const answer = await worker.post(pathOf(report.number), form);
  return answer.location === null ? answer : worker.get(answer.location);
}

async function partOf({ reportId }: SentReport): Promise<number> {
  const parts = await inTenant(house.db.app, house.towns[0].id, (tx) => partsOf(tx, reportId));
  return parts.at(-1)?.number ?? 0;
}

describe('the page of who has the whole', () => {
  it('offers to ask a part, with the place ticked where it is about a place and the words never', async () => {
    const [place, person] = [await logIn('openbaar'), await logIn('opbouwwerk')];
    const ofPlace = (await place.get(pathOf((await taken(place)).number))).html;
    expect(wordsOf(await place.get(pathOf((await taken(place)).number)))).toContain(
      'Vraag een andere organisatie een deel te doen',
    );
    const ofPerson = (await person.get(pathOf((await taken(person, {})).number))).html;
    const ticked = (html: string, value: string) =>
      /checked/.test(new RegExp(`<input[^>]*name="shows"[^>]*value="${value}"[^>]*>`).exec(html)?.[0] ?? '');
    expect([ticked(ofPlace, 'place'), ticked(ofPlace, 'story')]).toEqual([true, false]);
    expect([ticked(ofPerson, 'place'), ticked(ofPerson, 'story')]).toEqual([false, false]);
  });

  it('says all that is missing beside its field', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    const page = await split(worker, report, { service: '', ask: ' ' });
    expect(page.status).toBe(400);
    for (const field of ['service', 'ask']) expect(page.html).toContain(`id="field-split-${field}-error"`);
    expect((await split(worker, report, { days: '4' })).status).toBe(400);
    expect(await partOf(report)).toBe(0);
  });

  it('shows its parts with whom they are and until when, and tells the story of each', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    const words = wordsOf(await split(worker, report));
    const number = await partOf(report);
    expect(words).toContain(`Het deel van melding ${report.number} is gevraagd.`);
    expect(words).toMatch(
      new RegExp(`Deel ${number} Gevraagd Maak het glas weg. Gevraagd aan caretaker. Antwoord uiterlijk`),
    );
    expect(words).toContain(`Deel ${number} gevraagd aan caretaker.`);
    await (
      await logIn('huismeester')
    ).post(pathOf(number), { intent: 'decline', reason: 'no-room-now', proposal: 'not-known' });
    const back = wordsOf(await worker.get(pathOf(report.number)));
    expect(back).toContain('Terug: beslis wie het doet');
    expect(back).toContain(`caretaker nam deel ${number} niet aan. Het kwam terug.`);
    expect(wordsOf(await worker.get('/proefstad/werk'))).toContain('Eén deel kwam bij u terug');
    const own = wordsOf(await worker.get(pathOf(number)));
    expect(own).toContain(`Naar melding ${report.number}`);
    expect(own).toContain('Beëindigd: niet meer nodig');
  });

  it('asks about an open part before it ends, and says so again when it is sent all the same', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    await split(worker, report);
    const close = { intent: 'close', outcome: 'helped', message: 'De lantaarn brandt.' };
    const refused = await worker.post(pathOf(report.number), close);
    expect(refused.status).toBe(400);
    const words = wordsOf(refused);
    expect(words).toContain('Er is nog een deel open');
    expect(words).toContain('Deze melding heeft nog een deel zonder uitkomst.');
    expect(refused.html).toContain('De lantaarn brandt.');
    const number = await partOf(report);
    const without = await worker.post(pathOf(report.number), { intent: `drop-part.${number}`, reason: '' });
    expect(without.html).toContain(`id="field-drop-part.${number}-reason-error"`);
    const done = await worker.post(pathOf(report.number), {
      intent: `drop-part.${number}`,
      reason: 'Al gedaan.',
    });
    expect(done.status).toBe(303);
    expect((await worker.post(pathOf(report.number), close)).status).toBe(303);
  });

  it('keeps a reason that came too late, and says why', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    await split(worker, report);
    const number = await partOf(report);
    const doer = await logIn('huismeester');
    await doer.post(pathOf(number), { intent: 'accept' });
    await doer.post(pathOf(number), { intent: 'finish-part', outcome: 'part-done', result: 'Weg.' });
    const late = await worker.post(pathOf(report.number), {
      intent: `drop-part.${number}`,
      reason: 'Duurt te lang.',
    });
    expect(wordsOf(late)).toContain('Dit deel heeft al een uitkomst.');
    expect(wordsOf(late)).toContain('Duurt te lang.');
  });

  it('answers a number that is no part, and a form that is no form, as what they are', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    await split(worker, report);
    const post = (intent: string) => worker.post(pathOf(report.number), { intent, reason: 'Weg.' });
    expect(wordsOf(await post('drop-part.9999999'))).toContain('Dit deel hoort niet bij deze melding.');
    expect((await post('drop-part.x')).status).toBe(400);
    expect((await post('drop-part')).status).toBe(400);
    expect((await post('weg.1')).status).toBe(400);
  });
});

describe('the page of a part', () => {
  it('shows the asked service nothing that was written, in either language, and what was asked once accepted', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    await split(worker, report);
    const number = await partOf(report);
    for (const language of ['nl', 'en']) {
      const page = await (await logIn('huismeester', language)).get(pathOf(number));
      for (const hidden of ['Maak het glas weg', 'lantaarn', 'Melder Geheim', 'Proefstraat', 'iets stuk'])
        expect(page.html).not.toContain(hidden);
    }
    const doer = await logIn('huismeester');
    expect(wordsOf(await doer.get(pathOf(number)))).toContain(
      'Wat er gevraagd is, gaat open als u dit deel aanneemt.',
    );
    await doer.post(pathOf(number), { intent: 'accept' });
    const page = await doer.get(pathOf(number));
    expect(wordsOf(page)).toContain('Maak het glas weg.');
    for (const hidden of ['lantaarn', 'Melder Geheim', 'Proefstraat'])
      expect(page.html).not.toContain(hidden);
    expect(page.html).not.toContain('value="part-ended"');
    expect((await doer.get(pathOf(report.number))).status).toBe(404);
  });

  it('is no report for the public: its number opens nothing', async () => {
    const worker = await logIn('openbaar');
    const report = await taken(worker);
    await split(worker, report);
    const number = await partOf(report);
    const address = 'http://house.test/open311/v2/proefstad/requests.json?service_request_id=';
    const listed = async (one: number) => (await house.app.request(`${address}${one}`)).text();
    expect(await listed(report.number)).toContain(String(report.number));
    expect(await listed(number)).not.toContain(String(number));
  });
});

it('tells the reporter of a place that more organisations work on it, in both languages', async () => {
  const worker = await logIn('openbaar');
  const report = await taken(worker);
  await split(worker, report);
  const number = await partOf(report);
  await (await logIn('huismeester')).post(pathOf(number), { intent: 'accept' });
  const read = async (language: string) => {
    const reporter = visit(house.app, { language });
    await reporter.post('/proefstad/volgen', { code: report.code });
    return (await reporter.get('/proefstad/volgen/melding')).html;
  };
  expect(await read('nl')).toContain('Meer organisaties werken hieraan.');
  expect(await read('en')).toContain('More than one organisation works on this.');
  expect(await read('nl')).not.toContain('caretaker');
});

it('stands in the lists and the overview as what it is', async () => {
  const worker = await logIn('openbaar');
  const report = await taken(worker);
  await split(worker, report);
  const number = await partOf(report);
  await (await logIn('huismeester')).post(pathOf(number), { intent: 'accept' });
  const coordinator = await logIn('coordinator');
  for (const path of ['/proefstad/werk/lijst?bereik=alles', '/proefstad/overzicht?lijst=open'])
    expect(wordsOf(await coordinator.get(path))).toContain(`Deel ${number}: Straat en buitenruimte`);
});
