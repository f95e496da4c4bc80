import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { historyOf } from '../reports/index.ts';
import { readCauses } from './causes.ts';

let house: TestHouse;
let owner: Visitor;
beforeAll(async () => {
  house = await openHouse();
  owner = await logIn('coordinator');
}, 180_000);
afterAll(() => house.close());

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

/** A report that the coordinator took over: of a broken bench, or of somebody. */
async function taken(about: 'place' | 'someone'): Promise<SentReport> {
  const report = await sendReport(house, house.towns[0], {
    observations: {
      danger: { kind: 'none' },
      sights: about === 'place' ? ['damage'] : ['lonely'],
      about,
    },
  });
  await owner.post(`/proefstad/werk/${report.number}`, { intent: 'take-over' });
  return report;
}

const end = ({ number }: SentReport, fields: Record<string, string>) =>
  owner.post(`/proefstad/werk/${number}`, {
    intent: 'close',
    outcome: 'helped',
    message: 'Klaar.',
    ...fields,
  });

async function causeIn({ reportId }: SentReport): Promise<unknown> {
  const history = await inTenant(house.db.app, house.towns[0].id, (tx) => historyOf(tx, reportId));
  const closed = history.findLast(({ event }) => event.kind === 'closed');
  return closed && 'cause' in closed.event.data ? closed.event.data.cause : undefined;
}

describe('what caused it', () => {
  it('is asked at the end of what is about a place, and need not be said', async () => {
    const report = await taken('place');
    const page = await owner.get(`/proefstad/werk/${report.number}`);
    expect(page.html).toContain('name="cause"');
    expect(page.html).toContain('<option value="versleten">Versleten of verouderd</option>');
    expect((await end(report, { cause: '' })).status).toBe(303);
    expect(await causeIn(report)).toBeUndefined();
  });

  it('stands in the history in words, and as a code in what is kept', async () => {
    const report = await taken('place');
    await end(report, { cause: 'vernield' });
    expect(await causeIn(report)).toBe('vernield');
    expect(wordsOf(await owner.get(`/proefstad/werk/${report.number}`))).toContain('Oorzaak: Vernield.');
    const english = await logIn('coordinator', 'en');
    expect(wordsOf(await english.get(`/proefstad/werk/${report.number}`))).toContain('Cause: Vandalised.');
  });

  it('goes along when the message is read over first', async () => {
    const report = await taken('place');
    const preview = await end(report, { cause: 'weer', step: 'preview' });
    expect(preview.html).toContain('<input type="hidden" name="cause" value="weer"/>');
  });

  it('is not told to the reporter', async () => {
    const report = await taken('place');
    await end(report, { cause: 'vernield' });
    const reporter = visit(house.app);
    await reporter.post('/proefstad/volgen', { code: report.code });
    const page = await reporter.get('/proefstad/volgen/melding');
    expect(page.status).toBe(200);
    expect(wordsOf(page)).not.toContain('Vernield');
  });

  it('is refused when it is not on the list of what the report is about', async () => {
    const report = await taken('place');
    expect((await end(report, { cause: 'verkeer' })).status).toBe(400);
    expect(await causeIn(report)).toBeUndefined();
  });

  it('is never asked about a person, nor taken', async () => {
    const report = await taken('someone');
    expect((await owner.get(`/proefstad/werk/${report.number}`)).html).not.toContain('name="cause"');
    expect((await end(report, { message: '', cause: 'versleten' })).status).toBe(400);
    expect((await end(report, { message: '' })).status).toBe(303);
  });
});

describe('the list of causes', () => {
  const cause = (id: string) => ({ id, label: { nl: 'Weer', en: 'Weather' }, verified: false });
  const list = (causes: Record<string, unknown>) => () => readCauses(JSON.stringify(causes));

  it('is by nature, in both languages, each once', () => {
    expect(list({ 'public-space': [cause('weer')] })()).toHaveProperty('public-space');
    expect(list({ 'public-space': [cause('weer'), cause('weer')] })).toThrow('weer twice');
    expect(list({ anything: [cause('weer')] })).toThrow('anything');
    expect(list({ nuisance: [{ ...cause('weer'), label: { nl: 'Weer' } }] })).toThrow('nuisance');
  });
});
