import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { anotherApp, visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';

const LIST = '/proefstad/volgen/meldingen';
const FOLLOW = '/proefstad/volgen';

let house: TestHouse;
let town: Town;
let reports: SentReport[];
let visitor: Visitor;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  reports = [await sendReport(house, town), await sendReport(house, town)];
}, 180_000);
afterAll(() => house.close());
beforeEach(() => {
  visitor = visit(house.app);
});

const [first, second] = [0, 1].map((at) => () => reports[at] as SentReport) as [
  () => SentReport,
  () => SentReport,
];
const follow = (code: string, keep: boolean) => visitor.post(FOLLOW, keep ? { code, keep: 'yes' } : { code });
const list = async () => wordsOf(await visitor.get(LIST));

describe('a device', () => {
  it('keeps nothing unless it is asked to', async () => {
    await follow(first().code, false);
    expect(visitor.cookie('bewaard', LIST)).toBeUndefined();
    expect(await list()).toContain('Op dit apparaat is geen code bewaard.');
    expect(wordsOf(await visitor.get(FOLLOW))).toContain('Wie dit apparaat gebruikt, kan uw melding lezen.');
  });

  it('keeps several codes and shows how each report stands, and no words of it', async () => {
    for (const { code } of reports) await follow(code, true);
    const page = await visitor.get(LIST);
    for (const { number, code } of reports) {
      expect(wordsOf(page)).toContain(`Melding ${number}`);
      expect(page.html).not.toContain(code);
    }
    expect(wordsOf(page)).toMatch(/Uiterlijk|uiterlijk/);
    expect(page.html).not.toMatch(/geheim|Proefstraat/i);
    expect(wordsOf(await visitor.get(FOLLOW))).toContain('Uw 2 meldingen op dit apparaat');
  });

  it('holds them sealed, out of reach of scripts, for the pages of following alone', async () => {
    const answer = await follow(first().code, true);
    const line = answer.headers.getSetCookie().find((each) => each.startsWith('bewaard='));
    expect(line).toMatch(/; Path=\/proefstad\/volgen; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect(line).not.toContain(first().code);
    expect(visitor.cookie('bewaard', '/proefstad/melden')).toBeUndefined();
  });

  it('keeps the code of the receipt, and opens and forgets one or all with a button', async () => {
    for (const { code } of reports) await visitor.post(LIST, { intent: 'keep', code });
    const opened = await visitor.post(LIST, { intent: 'open', at: '0' });
    expect(opened.location).toBe('/proefstad/volgen/melding');
    expect(wordsOf(await visitor.get('/proefstad/volgen/melding'))).toContain(String(second().number));
    await visitor.post(LIST, { intent: 'forget', at: '0' });
    expect(await list()).not.toContain(`Melding ${second().number}`);
    expect(await list()).toContain(`Melding ${first().number}`);
    await visitor.post(LIST, { intent: 'forget-all' });
    expect(visitor.cookie('bewaard', LIST)).toBeFalsy();
    expect(await list()).toContain('geen code bewaard');
  });

  it('opens and forgets nothing when a form names nothing that is there', async () => {
    await follow(first().code, true);
    for (const at of ['', '7', '-1', 'x']) {
      const opened = await visitor.post(LIST, { intent: 'open', at });
      expect(opened.location).toBe(LIST);
      await visitor.post(LIST, { intent: 'forget', at });
    }
    expect(await list()).toContain(`Melding ${first().number}`);
  });
});

describe('what a device keeps', () => {
  it('opens nothing in another municipality, nor when somebody made it up', async () => {
    await follow(first().code, true);
    const cookie = `bewaard=${visitor.cookie('bewaard', LIST)}`;
    const there = async (path: string, cookies: string) =>
      (await house.app.request(`http://house.test${path}`, { headers: { cookie: cookies } })).text();
    expect(await there(LIST, cookie)).toContain(`Melding ${first().number}`);
    expect(await there('/anderdorp/volgen/meldingen', cookie)).not.toContain(`Melding ${first().number}`);
    expect(await there(LIST, `bewaard=${first().code}`)).not.toContain(`Melding ${first().number}`);
  });

  it('is no way around the limit on trying codes', async () => {
    const app = await anotherApp(house, { env: { CODE_TRIES_PER_HOUR: '3', SECRETS_KEY: '5e'.repeat(32) } });
    visitor = visit(app, { address: '198.51.100.9' });
    for (let time = 0; time < 3; time++)
      await visitor.post(LIST, { intent: 'keep', code: '0000-0000-0000-0000-0' });
    await visitor.post(LIST, { intent: 'keep', code: first().code });
    expect(await list()).not.toContain(`Melding ${first().number}`);
  });

  it('leaves a line in the access log when it is looked at, and nothing else on the server', async () => {
    const count = (table: string) =>
      inTenant(house.db.owner, town.id, async ({ kysely }) => {
        const { rows } = await sql<{
          count: number;
        }>`select count(*) as count from ${sql.table(table)}`.execute(kysely);
        return Number(rows[0]?.count);
      });
    await follow(first().code, true);
    const before = [await count('access_log'), await count('session'), await count('form_draft')];
    await list();
    const after = [await count('access_log'), await count('session'), await count('form_draft')];
    expect(after).toEqual([(before[0] ?? 0) + 1, before[1], before[2]]);
  });

  it('is not offered by an installation that has no key to seal it with', async () => {
    visitor = visit(await anotherApp(house, {}));
    expect((await visitor.get(FOLLOW)).html).not.toContain('name="keep"');
    await follow(first().code, true);
    expect(visitor.cookie('bewaard', LIST)).toBeUndefined();
  });
});
