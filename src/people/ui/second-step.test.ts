import { randomBytes } from 'node:crypto';
import { TOTP, Secret } from 'otpauth';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { askSecondFactor, TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { anotherApp, visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import type { App } from '../../server/app.ts';

const PAGE = '/proefstad/inloggen';
const STEP = '/proefstad/inloggen/tweede-stap';
const LOG = '/proefstad/logboek';

let house: TestHouse;
let town: Town;
let app: App;
const SECRETS_KEY = randomBytes(32).toString('hex');

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  await askSecondFactor(house.db.owner, town);
  app = await anotherApp(house, { env: { SECRETS_KEY, LOGINS_PER_HOUR: '1000' } });
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  await asOwner(sql`delete from recovery_code`);
  await asOwner(sql`delete from second_factor`);
  await sql`delete from rate_limit`.execute(house.db.owner);
});

const asOwner = <T>(statement: ReturnType<typeof sql<T>>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));

async function firstFactor(on: App = app): Promise<Visitor> {
  const visitor = visit(on);
  const answer = await visitor.post(PAGE, { intent: 'login', login: 'privacy', password: TEST_PASSWORD });
  expect(answer.location).toBe(STEP);
  return visitor;
}

/** The key as the page shows it in letters. */
function secretOn(page: Page): string {
  const found = /<code class="wijk-code">([A-Z2-7 ]+)<\/code>/.exec(page.html)?.[1];
  if (!found) throw new Error('expected a key on the page, found none');
  return found.replaceAll(' ', '');
}

/** The code that a phone shows, so many steps of half a minute from now. */
function codeOf(secret: string, steps = 0): string {
  const timestamp = performance.timeOrigin + performance.now() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

interface Enrolled {
  readonly visitor: Visitor;
  readonly secret: string;
  readonly codes: string[];
}

async function enrol(): Promise<Enrolled> {
  const visitor = await firstFactor();
  const secret = secretOn(await visitor.get(STEP));
  // the code of the step before, so that the one of now is left for the test
  const answer = await visitor.post(STEP, { code: codeOf(secret, -1) });
  expect(answer.status).toBe(200);
  const codes = [...answer.html.matchAll(/[2-9A-Z]{4}(?:-[2-9A-Z]{4}){5}/g)].map(([code]) => code);
  return { visitor, secret, codes };
}

describe('half a session', () => {
  it('opens nothing but the second step', async () => {
    const visitor = await firstFactor();
    for (const path of [LOG, '/proefstad/account', '/proefstad/werk']) {
      const answer = await visitor.get(path);
      expect([path, answer.status]).toEqual([path, 303]);
    }
    expect((await visitor.get(STEP)).status).toBe(200);
    expect((await visit(app).get(STEP)).location).toBe(PAGE);
  });

  it('is not asked of who does not read the log', async () => {
    const visitor = visit(app);
    const answer = await visitor.post(PAGE, { intent: 'login', login: 'wijkteam', password: TEST_PASSWORD });
    expect(answer.location).toBe('/proefstad/werk');
  });

  it('is asked of the coordinator where the municipality wants that', async () => {
    await askSecondFactor(house.db.owner, town, ['privacy-officer', 'coordinator']);
    const answer = await visit(app).post(PAGE, {
      intent: 'login',
      login: 'coordinator2',
      password: TEST_PASSWORD,
    });
    await askSecondFactor(house.db.owner, town);
    expect(answer.location).toBe(STEP);
  });
});

describe('setting up the second step', () => {
  it('shows the key as a picture and in letters, and ends with ten codes and a whole session', async () => {
    const visitor = await firstFactor();
    const page = await visitor.get(`${STEP}?naar=${encodeURIComponent('/proefstad/logboek?voor=x')}`);
    expect(page.html).toMatch(/<svg class="wijk-qr" viewBox="0 0 \d+ \d+" role="img"/);
    const before = visitor.cookie('sessie', LOG);
    const answer = await visitor.post(`${STEP}?naar=${encodeURIComponent('/proefstad/logboek?voor=x')}`, {
      code: codeOf(secretOn(page)),
    });
    expect(new Set(answer.html.match(/[2-9A-Z]{4}(?:-[2-9A-Z]{4}){5}/g)).size).toBe(10);
    expect(answer.html).toContain('href="/proefstad/logboek?voor=x"');
    expect((await visitor.get(LOG)).status).toBe(200);
    expect(visitor.cookie('sessie', LOG)).not.toBe(before);
    expect((await visit(app).get(STEP)).html).not.toContain('wijk-code');
  });

  it('takes no code but the one of that key, and shows the same key again', async () => {
    const visitor = await firstFactor();
    const secret = secretOn(await visitor.get(STEP));
    const answer = await visitor.post(STEP, { code: codeOf(new Secret().base32) });
    expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining('Deze code klopt niet')]);
    expect(secretOn(answer)).toBe(secret);
    expect((await visitor.get(LOG)).status).toBe(303);
  });

  it('keeps the key encrypted', async () => {
    const { secret, codes } = await enrol();
    const { rows } = await asOwner(
      sql<{
        row: string;
      }>`select second_factor::text || coalesce((select string_agg(recovery_code::text, '') from recovery_code), '') as row from second_factor`,
    );
    const stored = Buffer.from(rows[0]?.row ?? '').toString('latin1');
    const hex = Buffer.from(secret).toString('hex');
    for (const plain of [secret, hex, ...codes]) expect(stored).not.toContain(plain);
  });

  it('is refused where there is no key to keep it under', async () => {
    const production = await anotherApp(house, { env: { PRODUCTION: 'true' } });
    const visitor = await firstFactor(production);
    const page = await visitor.get(STEP);
    expect(wordsOf(page)).toContain('kan hier nog niet worden ingesteld');
    expect((await visitor.post(STEP, { code: '123456' })).status).toBe(303);
    expect((await visitor.get(LOG)).status).toBe(303);
  });
});

describe('a code', () => {
  it('opens the session, once', async () => {
    const { secret } = await enrol();
    const [one, two] = [await firstFactor(), await firstFactor()];
    const code = codeOf(secret);
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect((await one.post(STEP, { code: spaced })).location).toBe(LOG);
    const again = await two.post(STEP, { code });
    expect([again.status, wordsOf(again)]).toEqual([400, expect.stringContaining('al gebruikt')]);
    expect(again.html).not.toContain(code);
    // an older one is worth nothing either
    expect((await two.post(STEP, { code: codeOf(secret, -1) })).status).toBe(400);
  });

  it('that two send at the same instant lets one of them in', async () => {
    const { secret } = await enrol();
    const [one, two] = [await firstFactor(), await firstFactor()];
    const code = codeOf(secret);
    const answers = await Promise.all([one.post(STEP, { code }), two.post(STEP, { code })]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '400']);
  });

  it('cannot be guessed for long, also not by who then has the right one', async () => {
    const { secret } = await enrol();
    const visitor = await firstFactor();
    for (let at = 0; at < 9; at += 1) await visitor.post(STEP, { code: '000000' });
    const answer = await visitor.post(STEP, { code: codeOf(secret) });
    expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining('te vaak')]);
  });

  it('for recovery works once, however it is typed', async () => {
    const { codes } = await enrol();
    const [code = ''] = codes;
    const visitor = await firstFactor();
    expect((await visitor.post(STEP, { code: code.toLowerCase().replaceAll('-', ' ') })).location).toBe(LOG);
    expect((await (await firstFactor()).post(STEP, { code })).status).toBe(400);
    const account = await visitor.get('/proefstad/account');
    expect(wordsOf(account)).toContain('nog 9 herstelcodes');
  });

  it('for recovery sets up no new phone', async () => {
    const visitor = await firstFactor();
    await visitor.get(STEP);
    expect((await visitor.post(STEP, { code: 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF' })).status).toBe(400);
  });
});
