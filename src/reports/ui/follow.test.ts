import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { visit, wordsOf } from '../../../tests/support/visitor.ts';
import { readConfig } from '../../kit/config.ts';
import { contentFile } from '../../kit/content.ts';
import { silent } from '../../kit/log.ts';
import { loadTexts } from '../../kit/texts.ts';
import { createApp, type App } from '../../server/app.ts';
import { makeDoor } from '../../server/door.ts';
import { makeServices } from '../../server/wiring.ts';

let house: TestHouse;
let report: SentReport;
let demo: App;

beforeAll(async () => {
  house = await openHouse();
  report = await sendReport(house, house.towns[0]);
  const town = { password: '', logins: [], codes: [{ name: 'question', code: report.code }] };
  demo = await createApp({
    ...makeDoor(house.db.app),
    db: house.db.app,
    log: silent,
    texts: loadTexts(contentFile('texts'), { strict: true }),
    services: makeServices(readConfig({}), house.decisions, () => town),
    health: async () => ({ database: true }),
  });
}, 180_000);
afterAll(() => house.close());

it('shows the codes of a demo, and one click follows the report', async () => {
  const visitor = visit(demo);
  const words = wordsOf(await visitor.get('/proefstad/volgen'));
  expect(words).toContain(`Brieven over geld: er wacht een vraag op de melder ${report.code}`);
  const answer = await visitor.post('/proefstad/volgen', { intent: 'demo-question', code: report.code });
  expect(answer.location).toBe('/proefstad/volgen/melding');
  expect(wordsOf(await visitor.get('/proefstad/volgen/melding'))).toContain(String(report.number));
});

it('shows none where the installation names no demo log-ins', async () => {
  const page = await visit(house.app).get('/proefstad/volgen');
  expect(page.html).not.toContain('wijk-demo-codes');
});
