import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';

let house: TestHouse;
let worker: Visitor;
let colleague: Visitor;
beforeAll(async () => {
  house = await openHouse();
  // with a shift of two weeks everything needs something before the next one is there
  await owner(
    sql`update municipality set settings = settings || '{"shiftTerm": {"amount": 20160, "unit": "minutes"}}'`,
  );
  worker = await logIn('wijkteam');
  colleague = await logIn('wijkteam2');
}, 180_000);
afterAll(() => house.close());
beforeEach(() => owner(sql`delete from shift_handover`));

const PAGE = '/proefstad/werk/overdragen';
const owner = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, house.towns[0].id, ({ kysely }) => statement.execute(kysely));
const next = () => house.towns[0].users['wijkteam2'] ?? '';

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

async function inHand(): Promise<SentReport> {
  const report = await sendReport(house, house.towns[0], {
    observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
  });
  await worker.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
  return report;
}

async function send(fields: Record<string, string>) {
  const { html } = await worker.get(PAGE);
  const key = /name="key" value="([^"]*)"/.exec(html)?.[1] ?? '';
  return worker.post(PAGE, { key, volgende: '', algemeen: '', ...fields });
}

describe('handing over the shift on one page', () => {
  it('asks of each report one line and who gets it, and says that the general line names nobody', async () => {
    const report = await inHand();
    const page = await worker.get(PAGE);
    expect(page.status).toBe(200);
    expect(page.html).toContain(`name="regel-${report.number}"`);
    expect(page.html).toContain(`name="aan-${report.number}"`);
    const words = wordsOf(page);
    for (const said of [
      'Wie komt na u?',
      'Blijft bij Naam wijkteam',
      'Noem hier geen mensen en geen adressen',
    ])
      expect(words).toContain(said);
    expect(words).not.toContain('Een geheim verhaal');
  });

  it('is found from the own work', async () => {
    expect((await worker.get('/proefstad/werk')).html).toContain('href="/proefstad/werk/overdragen"');
  });

  it('tells it on top of the work of who comes on, until that one says it is read, which the sender sees', async () => {
    const report = await inHand();
    const answer = await send({ volgende: next(), [`regel-${report.number}`]: 'Bel voor tienen.' });
    expect(answer.status).toBe(303);
    const sent = wordsOf(await worker.get(answer.location ?? ''));
    expect(sent).toContain('Overgedragen aan Naam wijkteam2.');
    expect(sent).toContain('Nog niet gelezen door Naam wijkteam2.');
    const work = await colleague.get('/proefstad/werk');
    for (const said of ['Wat u moet weten', 'Overgedragen door Naam wijkteam', 'Bel voor tienen.'])
      expect(wordsOf(work)).toContain(said);
    // looking again is not reading
    expect(wordsOf(await colleague.get('/proefstad/werk'))).toContain('Bel voor tienen.');
    const id = /name="dienst" value="([^"]*)"/.exec(work.html)?.[1] ?? '';
    const marked = await colleague.post('/proefstad/werk', { intent: 'gelezen', dienst: id });
    expect(marked.status).toBe(303);
    expect(wordsOf(await colleague.get('/proefstad/werk'))).not.toContain('Bel voor tienen.');
    expect(wordsOf(await worker.get(PAGE))).toMatch(/Gelezen door Naam wijkteam2, /);
    // and it stays at the report, as a note
    expect(wordsOf(await worker.get(`/proefstad/werk/${report.number}`))).toContain('Bel voor tienen.');
  });

  it('keeps all that was typed when something is wrong, with each mistake at its field', async () => {
    const report = await inHand();
    const answer = await send({
      [`regel-${report.number}`]: 'Bel voor tienen.',
      algemeen: 'Rustige middag.',
    });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('value="Bel voor tienen."');
    expect(answer.html).toContain('Rustige middag.');
    expect(wordsOf(answer)).toContain('Kies wie na u komt.');
    const long = await send({ volgende: next(), [`regel-${report.number}`]: 'x'.repeat(201) });
    expect(long.status).toBe(400);
    expect(long.html).toContain(`href="#field-regel-${report.number}"`);
    expect((await send({ volgende: next() })).status).toBe(400);
  });

  it('gives a report away, and says so', async () => {
    const report = await inHand();
    const answer = await send({ [`aan-${report.number}`]: next() });
    expect(wordsOf(await worker.get(answer.location ?? ''))).toContain(
      `Melding ${report.number} gegeven aan Naam wijkteam2`,
    );
    expect(wordsOf(await colleague.get('/proefstad/werk'))).toContain('staat nu op uw naam');
  });

  it('speaks English too', async () => {
    const visitor = await logIn('wijkteam', 'en');
    const page = await visitor.get(PAGE);
    expect(wordsOf(page)).toContain('Hand over the shift');
  });

  it('says to who works alone that all stays there', async () => {
    const alone = await logIn('huismeester');
    expect(wordsOf(await alone.get(PAGE))).toContain('Er is geen collega van uw dienst');
  });
});
