import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Page } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import { perform } from './index.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const PAGE = '/proefstad/volgen/melding';

async function reporter(outcome?: 'helped' | 'spam') {
  const report = await sendReport(house, town);
  const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['opbouwwerk'] ?? ''));
  if (!worker) throw new Error('expected opbouwwerk to be there');
  await perform(house.db.app, worker, report.number, { command: 'accept' });
  if (outcome) await perform(house.db.app, worker, report.number, { command: 'close', outcome, message: '' });
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
