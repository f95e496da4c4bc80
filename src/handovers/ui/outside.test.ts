import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { LAMP, linkFor, sendOutside } from '../../../tests/support/outside.ts';
import { aJpeg } from '../../../tests/support/pictures.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { anotherApp, visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { readImage } from '../../kit/image-codec.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { toWallClock } from '../../kit/wall-clock.ts';
import { photosOf } from '../../reports/index.ts';
import { addReportPhotos, perform, type Order } from '../index.ts';
import { userActor } from '../../people/index.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const outside = (language = 'nl') => visit(house.app, { language });
const pathOf = async (report: SentReport) =>
  `/proefstad/buiten/${await linkFor(house, house.towns[0], report)}`;
const asked = (more: Parameters<typeof sendOutside>[2] = {}) => sendOutside(house, house.towns[0], more);
const WHO = { name: 'Noor Buiten', role: 'opzichter' };

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function order(login: string, number: number, what: Order): Promise<void> {
  const [town] = house.towns;
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  expect(actor && (await perform(house.db.app, actor, number, what)).ok).toBe(true);
}

describe('the page behind the link', () => {
  it.each([
    [
      'nl',
      ['Een vraag van gemeente', 'Netbeheer Noord', 'Is deze lantaarn van u?', 'Wij doen dit', 'Uw functie'],
    ],
    [
      'en',
      ['A question of gemeente', 'Netbeheer Noord', 'Is deze lantaarn van u?', 'We do this', 'Your position'],
    ],
  ])('says in %s what is asked and how to answer, without a script', async (language, words) => {
    const page = await outside(language).get(await pathOf(await asked()));
    expect(page.status).toBe(200);
    for (const word of words) expect(wordsOf(page)).toContain(word);
    expect(page.html).not.toMatch(/Geheim|Proefstraat/);
    expect(page.html).not.toContain('<script type="module"');
    expect(page.headers.get('cache-control')).toContain('no-store');
  });

  it('changes nothing by being looked at, however often', async () => {
    const report = await asked();
    const path = await pathOf(report);
    for (const _twice of [1, 2]) await outside().get(path);
    expect(wordsOf(await (await logIn('openbaar')).get(`/proefstad/werk/${report.number}`))).toContain(
      'Wacht op antwoord',
    );
  });

  it('takes an answer, thanks, and takes the same form again as the same', async () => {
    const report = await asked();
    const [path, visitor] = [await pathOf(report), outside()];
    const form = { intent: 'answer', ...WHO, body: 'Ja, van ons.', key: newId() };
    for (const _twice of [1, 2]) {
      const page = await visitor.post(path, form);
      expect(page.status).toBe(200);
      expect(wordsOf(page)).toContain('Uw antwoord is binnen');
    }
    const worker = await logIn('openbaar');
    const seen = wordsOf(await worker.get(`/proefstad/werk/${report.number}`));
    for (const word of ['Ja, van ons.', 'Noor Buiten, opzichter', 'Antwoord gekregen'])
      expect(seen).toContain(word);
    expect(seen.split('Ja, van ons.')).toHaveLength(2);
  });

  it('asks who answers, and keeps what was typed', async () => {
    const [path, visitor] = [await pathOf(await asked()), outside()];
    const page = await visitor.post(path, {
      intent: 'answer',
      name: '',
      role: '',
      body: 'Half verhaal',
      key: newId(),
    });
    expect(page.status).toBe(400);
    for (const word of ['Vul uw naam in.', 'Vul uw functie in.']) expect(wordsOf(page)).toContain(word);
    expect(page.html).toContain('Half verhaal');
    const decline = await visitor.post(path, {
      intent: 'decline',
      ...WHO,
      reason: '',
      body: '',
      key: newId(),
    });
    expect(decline.status).toBe(400);
    const accept = await visitor.post(path, { intent: 'accept', ...WHO, promised: 'morgen', key: newId() });
    expect(wordsOf(accept)).toContain('Vul de datum in waarop het klaar is.');
  });

  it('takes a promise, and after that that it is done', async () => {
    const report = await asked();
    const [path, visitor] = [await pathOf(report), outside()];
    const promised = toWallClock(new Date(Date.now() + 3 * 86_400_000)).slice(0, 10);
    expect(wordsOf(await visitor.post(path, { intent: 'accept', ...WHO, promised, key: newId() }))).toContain(
      'Wij weten nu dat u dit doet',
    );
    const again = wordsOf(await visitor.get(path));
    expect(again).toContain('U doet dit');
    expect(await visitor.post(path, { intent: 'accept', ...WHO, promised, key: newId() })).toMatchObject({
      status: 400,
    });
    expect(wordsOf(await visitor.post(path, { intent: 'done', ...WHO, body: '', key: newId() }))).toContain(
      'Wij weten nu dat het klaar is',
    );
  });

  it('is one and the same page for what is unknown and what ended, and gives typed words back', async () => {
    const report = await asked();
    const path = await pathOf(report);
    await order('openbaar', report.number, { command: 'withdraw-outside' });
    const [ended, unknown] = [
      await outside().get(path),
      await outside().get(`/proefstad/buiten/${'0'.repeat(32)}`),
    ];
    expect([ended.status, unknown.status]).toEqual([404, 404]);
    expect(wordsOf(ended)).toContain('Deze link werkt niet');
    const plain = ({ html }: { html: string }, link: string) =>
      html.replaceAll(link, '#').replaceAll(/nonce="[^"]*"|[0-9a-f-]{36}/g, '');
    expect(plain(ended, path.split('/').at(-1) ?? '')).toBe(plain(unknown, '0'.repeat(32)));
    const lost = await outside().post(path, {
      intent: 'answer',
      ...WHO,
      body: 'Toch van ons.',
      key: newId(),
    });
    expect(lost.status).toBe(404);
    expect(wordsOf(lost)).toContain('Toch van ons.');
  });

  it('is limited by address', async () => {
    const path = await pathOf(await asked());
    const app = await anotherApp(house, { env: { CODE_TRIES_PER_HOUR: '1', SECRETS_KEY: '5e'.repeat(32) } });
    const visitor = visit(app, { address: '192.0.2.201' });
    const statuses: number[] = [];
    for (let time = 0; time < 11; time += 1) statuses.push((await visitor.get(path)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  });
});

describe('a photo that was chosen', () => {
  it('opens behind the link, and the others do not', async () => {
    const [town] = house.towns;
    const report = await sendReport(house, town, LAMP);
    const reporter = { kind: 'reporter', municipalityId: town.id, reportId: report.reportId } as const;
    for (const colour of ['#00ff00', '#ff0000']) {
      const image = await readImage(await aJpeg(40, 30, colour));
      if (image.ok)
        await addReportPhotos(house.db.app, reporter, { number: undefined, images: [image.value] });
    }
    const [shown, hidden] = await inTenant(house.db.app, town.id, (tx) => photosOf(tx, report.reportId));
    const worker = await logIn('openbaar');
    await worker.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
    const answer = await worker.post(`/proefstad/werk/${report.number}`, {
      intent: 'ask-outside',
      name: 'Netbeheer',
      email: 'storing@netbeheer.test',
      language: 'nl',
      body: 'Is dit van u?',
      days: '5',
      photos: [shown?.id ?? ''],
      key: newId(),
    });
    expect(answer.status).toBe(303);
    const path = await pathOf(report);
    expect((await outside().get(`${path}/fotos/${shown?.id}`)).status).toBe(200);
    for (const id of [hidden?.id, newId(), 'x'])
      expect((await outside().get(`${path}/fotos/${id}`)).status).toBe(404);
    expect(wordsOf(await outside().get(path))).toContain('Bekijk foto 1');
  });
});

describe('the page of the report', () => {
  it('offers to ask, shows what was asked, and takes no end before it', async () => {
    const worker = await logIn('openbaar');
    const report = await asked();
    const path = `/proefstad/werk/${report.number}`;
    const page = wordsOf(await worker.get(path));
    for (const word of [
      'Gevraagd buiten het systeem',
      'Netbeheer Noord',
      'storing@netbeheer.test',
      'Is deze lantaarn van u?',
    ])
      expect(page).toContain(word);
    const closing = await worker.post(path, { intent: 'close', outcome: 'helped', message: 'Klaar.' });
    expect(closing.status).toBe(400);
    expect(wordsOf(closing)).toContain('trek de vraag eerst in');
    const link = await worker.post(path, { intent: 'outside-link' });
    expect(link.html).toMatch(/http:\/\/house\.test\/proefstad\/buiten\/[0-9a-f]{32}/);
    expect((await worker.get(path)).html).not.toContain('/buiten/');
    const other = await logIn('wijkteam');
    expect((await other.post(path, { intent: 'outside-link' })).status).toBe(404);
  });

  it('tells everything that is missing at once', async () => {
    const worker = await logIn('openbaar');
    const report = await sendReport(house, house.towns[0], LAMP);
    const path = `/proefstad/werk/${report.number}`;
    await worker.post(path, { intent: 'accept' });
    const page = await worker.post(path, {
      intent: 'ask-outside',
      name: 'X',
      email: 'geen adres',
      body: '',
      days: '5',
      key: newId(),
    });
    expect(page.status).toBe(400);
    expect(page.html).toMatch(/ask-outside/);
  });
});

describe('the list of organisations', () => {
  it('is kept by who may, and chosen from on the report', async () => {
    const [manager, worker] = [await logIn('beheer'), await logIn('openbaar')];
    const id = newId();
    const party = { id, name: 'Waterschap', email: 'water@schap.test', language: 'nl', active: 'yes' };
    expect(
      (await manager.post('/proefstad/buitenpartijen', { intent: 'party.new', ...party, email: 'x' })).status,
    ).toBe(400);
    const saved = await manager.post('/proefstad/buitenpartijen', { intent: 'party.new', ...party });
    expect(saved.location).toBe('/proefstad/buitenpartijen?bewaard');
    expect(wordsOf(await manager.get(saved.location ?? ''))).toContain('Waterschap');
    expect((await worker.post('/proefstad/buitenpartijen', { intent: 'party.new', ...party })).status).toBe(
      403,
    );
    const report = await sendReport(house, house.towns[0], LAMP);
    await worker.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
    expect(wordsOf(await worker.get(`/proefstad/werk/${report.number}`))).toContain('Waterschap');
  });
});
