import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Page } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import { perform, rate } from './index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/volgen/melding';

async function ended(outcome?: 'helped' | 'spam') {
  const report = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['opbouwwerk'] ?? ''));
  if (!worker) throw new Error('expected opbouwwerk to be there');
  await perform(house.db.app, worker, report.number, { command: 'accept' });
  if (outcome) await perform(house.db.app, worker, report.number, { command: 'close', outcome, message: '' });
  return report;
}

/** Not satisfied, by the front door: a page lets nobody try so many codes. */
async function rateAs(reportId: string, given: { version: number; reason: number }) {
  const actor = { kind: 'reporter', municipalityId: town.id, reportId } as const;
  expect(await rate(house.db.app, actor, 'bad', given)).toEqual({ ok: true, value: true });
}

async function reporter(outcome?: 'helped' | 'spam') {
  const report = await ended(outcome);
  const visitor = visit(house.app);
  await visitor.post('/proefstad/volgen', { code: report.code });
  return visitor;
}

const ratings = async () =>
  (
    await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{ rating: string }>`select rating from report_rating order by at`.execute(kysely),
    )
  ).rows.map(({ rating }) => rating);

async function overview(login: string): Promise<string> {
  const cookie = await cookieOf(house, town, login);
  const answer = await house.app.request(`${ORIGIN}/proefstad/overzicht`, { headers: { cookie } });
  return wordsOf({ html: await answer.text() } as Page);
}

describe('how it went', () => {
  it('is asked once, after the end, and kept as one code', async () => {
    const visitor = await reporter('helped');
    expect(wordsOf(await visitor.get(PAGE))).toContain('Bent u tevreden over hoe wij u hielpen?');
    const missing = await visitor.post(PAGE, { intent: 'rate' });
    expect([missing.status, wordsOf(missing).includes('Kies hoe het ging.')]).toEqual([400, true]);
    const both = await Promise.all([1, 2].map(() => visitor.post(PAGE, { intent: 'rate', rating: 'good' })));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await ratings()).toEqual(['good']);
    const page = wordsOf(await visitor.get(PAGE));
    expect(page).toContain('Dank u wel voor uw antwoord over hoe het ging.');
    expect(page).not.toContain('Bent u tevreden');
    const other = await visitor.post(PAGE, { intent: 'rate', rating: 'bad' });
    expect([other.status, wordsOf(other).includes('U hebt dit al beantwoord.')]).toEqual([400, true]);
    expect(await ratings()).toEqual(['good']);
  });

  it('is not asked while it is open, nor of what was no report', async () => {
    for (const visitor of [await reporter(), await reporter('spam')]) {
      expect(wordsOf(await visitor.get(PAGE))).not.toContain('Bent u tevreden');
      expect((await visitor.post(PAGE, { intent: 'rate', rating: 'bad' })).status).toBe(400);
    }
    expect(await ratings()).toEqual(['good']);
  });

  it('is told to the coordination from ten answers on, and of nobody in particular', async () => {
    expect(await overview('manager')).toContain('Te weinig antwoorden om iets te zeggen');
    for (const rating of ['good', 'good', 'bad', 'partly', 'good', 'good', 'bad', 'good'])
      await (await reporter('helped')).post(PAGE, { intent: 'rate', rating });
    expect(await overview('coordinator')).toContain('Te weinig antwoorden');
    await (await reporter('helped')).post(PAGE, { intent: 'rate', rating: 'good' });
    expect(await overview('coordinator')).toContain('7 van 10 die antwoordden');
    expect(await overview('manager')).toContain('7 van 10 die antwoordden');
  });
});

describe('a municipality that asks it in its own words', () => {
  const inDutch = {
    'nl-question': 'Bent u goed geholpen?',
    'nl-good': 'Helemaal',
    'nl-partly': 'Deels',
    'nl-bad': 'Niet',
    'nl-why': 'Waarom vindt u dat?',
    'nl-reasons': 'Snel\nDuidelijk',
  };
  const form = {
    intent: 'save',
    version: '0',
    ...inDutch,
    ...Object.fromEntries(
      Object.entries(inDutch).map(([name, words]) => [name.replace('nl-', 'en-'), `${words} (en)`]),
    ),
    'en-reasons': 'Fast\nClear',
  };
  const WORDS = '/proefstad/tevredenheid';

  async function manager() {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', { intent: 'login', login: 'beheer', password: TEST_PASSWORD });
    return visitor;
  }

  it('is refused with answers that cannot be told apart, or reasons in one language alone', async () => {
    const page = await (
      await manager()
    ).post(WORDS, { ...form, 'nl-partly': 'niet', 'en-reasons': 'Fast', 'nl-why': '' });
    expect(page.status).toBe(400);
    for (const words of ['andere woorden', 'even veel redenen', 'waarop de redenen een antwoord zijn'])
      expect(wordsOf(page)).toContain(words);
    const empty = await (await manager()).post(WORDS, { ...form, 'nl-question': '' });
    expect([empty.status, wordsOf(empty).includes('Vul dit in.')]).toEqual([400, true]);
  });

  it('is shown in them from then on, and counts each answer under the words in which it was asked', async () => {
    const before = await reporter('helped');
    const staff = await manager();
    expect((await staff.post(WORDS, form)).status).toBe(303);
    expect((await staff.post(WORDS, form)).status).toBe(303);
    const late = await staff.post(WORDS, { ...form, 'nl-good': 'Ja hoor' });
    expect([late.status, wordsOf(late).includes('Een collega heeft dit')]).toEqual([400, true]);
    // who had the page open answers in the words that were shown
    expect((await before.post(PAGE, { intent: 'rate', rating: 'good' })).status).toBe(303);
    const visitor = await reporter('helped');
    const page = wordsOf(await visitor.get(PAGE));
    for (const words of ['Bent u goed geholpen?', 'Helemaal', 'Waarom vindt u dat?', 'Duidelijk'])
      expect(page).toContain(words);
    expect(page).not.toContain('Bent u tevreden');
    for (const wrong of [
      { version: '1', reason: '3' },
      { version: '9', reason: '1' },
      { version: '0', reason: '1' },
    ])
      expect((await visitor.post(PAGE, { intent: 'rate', rating: 'good', ...wrong })).status).toBe(400);
    const answer = { intent: 'rate', rating: 'good', version: '1', reason: '2' };
    expect((await visitor.post(PAGE, answer)).status).toBe(303);
    const kept = await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql`select rating, words_version, reason from report_rating order by at desc limit 2`.execute(kysely),
    );
    expect(kept.rows).toEqual([
      { rating: 'good', words_version: 1, reason: 2 },
      { rating: 'good', words_version: null, reason: null },
    ]);
    const told = wordsOf(await staff.get(WORDS));
    expect(told).toContain('8 van 11 antwoordden ‘Ja’.');
    expect(told).toContain('Te weinig antwoorden om iets te zeggen.');
    for (let count = 0; count < 9; count += 1)
      await rateAs((await ended('helped')).reportId, { version: 1, reason: 2 });
    const enough = wordsOf(await staff.get(WORDS));
    expect(enough).toContain('1 van 10 antwoordden ‘Helemaal’.');
    expect(enough).toContain('Duidelijk 10');
  });

  it('goes back to the house’s words in one press, and keeps its own in the history', async () => {
    const staff = await manager();
    expect((await staff.post(WORDS, { intent: 'house', version: '1' })).status).toBe(303);
    expect(wordsOf(await (await reporter('helped')).get(PAGE))).toContain('Bent u tevreden');
    const page = wordsOf(await staff.get(WORDS));
    expect(page).toContain('Versie 2: terug naar de meegeleverde woorden');
    expect(page).toContain('1 van 10 antwoordden ‘Helemaal’.');
  });
});
