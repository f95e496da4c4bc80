import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import {
  hiddenField,
  hiddenFields,
  visit,
  wordsOf,
  type Fields,
  type Page,
} from '../../../tests/support/visitor.ts';
import { advanceClock } from '../../kit/clock.ts';
import { createDatabase, inTenant } from '../../kit/db.ts';
import { destroyDue } from '../../rights/index.ts';

const DAY_MS = 86_400_000;
const FORM = '/proefstad/melden';
const RESUME = '/proefstad/melden/verder';
const CODE = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]/;
const lamp = {
  further: 'yes',
  dangers: 'none',
  sights: ['damage'],
  about: 'place',
  story: 'De lantaarn hapert.',
  address: 'Proefstraat 1',
  email: 'melder@draft.test',
};

let house: TestHouse;
let visits = 0;

beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());
beforeEach(() => rows(sql`delete from form_draft`));

const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, house.towns[0].id, async ({ kysely }) => (await query.execute(kysely)).rows);
const count = async (table: string) =>
  Number((await rows(sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`))[0]?.n);
const codeOn = (page: Page) => CODE.exec(wordsOf(page))?.[0] ?? '';

/** Each visitor from an address of its own: limits are tested apart. */
const somebody = () => visit(house.app, { address: `192.0.2.${(visits += 1)}` });

async function save(fields: Fields = lamp, visitor = somebody()) {
  const key = hiddenField(await visitor.get(FORM), 'key');
  return { visitor, key, page: await visitor.post(FORM, { key, ...fields, go: 'save' }) };
}

const resume = (code: string, visitor = somebody()) => visitor.post(RESUME, { intent: 'resume', code });

describe('a form that is saved', () => {
  it('gives a code, says that nothing was sent, and goes on with on another device', async () => {
    const before = await count('report');
    const { page } = await save({ ...lamp, story: 'Half verhaal', address: '' });
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain('Bewaard, nog niet verstuurd');
    expect(page.html).toContain('Half verhaal');
    expect(await count('report')).toBe(before);
    const later = await resume(codeOn(page).toLowerCase().replaceAll('-', ' '));
    expect(later.status).toBe(200);
    for (const what of ['Half verhaal', 'value="melder@draft.test"']) expect(later.html).toContain(what);
    expect(later.html).toMatch(/value="damage"[^>]* checked=""|checked="" [^>]*value="damage"/);
  });

  it('becomes one report, followed with the same code, and is forgotten then', async () => {
    const before = await count('report');
    const code = codeOn((await save()).page);
    const visitor = somebody();
    const form = hiddenFields(await resume(code, visitor));
    const asked = await visitor.post(RESUME, { ...form, ...lamp });
    const sent = await visitor.post(RESUME, { ...hiddenFields(asked), 'q-street-hurt': 'no' });
    expect([sent.status, sent.location]).toEqual([303, '/proefstad/melden/ontvangen']);
    expect([await count('report'), await count('form_draft')]).toEqual([before + 1, 0]);
    const followed = await somebody().post('/proefstad/volgen', { code });
    expect([followed.status, followed.location]).toEqual([303, '/proefstad/volgen/melding']);
    expect(wordsOf(await resume(code))).toContain('Bij deze code is niets bewaard');
  });

  it('stays one when it is saved again, with what was typed last', async () => {
    const { page, visitor, key } = await save();
    const again = await visitor.post(FORM, { key, ...lamp, story: 'Nieuwer verhaal', go: 'save' });
    expect(codeOn(again)).toBe(codeOn(page));
    expect(await count('form_draft')).toBe(1);
    expect((await resume(codeOn(page))).html).toContain('Nieuwer verhaal');
  });

  it('cannot be read in the database', async () => {
    const { page } = await save();
    const [row] = await rows(
      sql<{ sealed: Buffer; code_hash: Buffer }>`select sealed, code_hash from form_draft`,
    );
    const kept = Buffer.concat([row?.sealed ?? Buffer.alloc(0), row?.code_hash ?? Buffer.alloc(0)]).toString(
      'latin1',
    );
    for (const word of ['lantaarn', 'Proefstraat', 'melder', codeOn(page)]) expect(kept).not.toContain(word);
  });

  it('is nothing to put off when there is danger', async () => {
    const { page } = await save({ ...lamp, dangers: ['gas-or-fire'] });
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Bij gevaar bewaren wij niets voor later.');
    expect(await count('form_draft')).toBe(0);
  });

  it('goes after a week, and does not open from then on', async () => {
    const code = codeOn((await save()).page);
    await advanceClock(house.db.owner, 7 * DAY_MS, { production: false });
    expect((await resume(code)).status).toBe(400);
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    await destroyDue(retention, house.towns[0].id);
    await retention.destroy();
    expect(await count('form_draft')).toBe(0);
  });
});

describe('the page to go on', () => {
  it.each([
    ['no code', '', 'Deze code klopt niet helemaal.'],
    ['a code with a mistake', 'ABCD-EFGH-JKMN-PQRS-0', 'Deze code klopt niet helemaal.'],
  ])('says what is wrong with %s', async (_name, code, words) => {
    const page = await resume(code);
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain(words);
  });

  it('opens nothing of another municipality', async () => {
    const code = codeOn((await save()).page);
    const [, other] = house.towns;
    const elsewhere = await somebody().post(`/${other.slug}/melden/verder`, { intent: 'resume', code });
    expect(elsewhere.status).toBe(400);
  });
});
