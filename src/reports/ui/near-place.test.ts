import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS } from '../../../tests/support/database.ts';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import {
  anotherApp,
  hiddenField,
  hiddenFields,
  visit,
  wordsOf,
  type Fields,
} from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import type { Submission } from '../model.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const FORM = '/proefstad/melden';
const lamp = {
  further: 'yes',
  dangers: 'none',
  sights: ['damage'],
  about: 'place',
  story: 'De lantaarn doet het niet.',
  address: 'Proefstraat 1',
};
const HURT = 'name="q-street-hurt"';
const ALREADY = 'Deze melding is er al. Is het dezelfde als die van u?';

const run = <Row>(statement: ReturnType<typeof sql<Row>>, db = house.db.app) =>
  inTenant(db, house.towns[0].id, ({ kysely }) => statement.execute(kysely));
beforeEach(() => run(sql`update report_place set square = null where square is not null`, house.db.owner));

const there = (changes: Partial<Submission> = {}) =>
  sendReport(house, house.towns[0], {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    story: 'Bij mij, Jan Jansen, voor de deur.',
    ...changes,
  });

interface Said {
  number: number;
  same_as_id: string | null;
}
const newest = async () =>
  (
    await run(sql<Said>`
      select report.number, report_same.same_as_id from report
      left join report_same on report_same.report_id = report.id order by number desc limit 1`)
  ).rows[0];

async function first(fields: Fields = lamp, app = house.app) {
  const visitor = visit(app);
  const key = hiddenField(await visitor.get(FORM), 'key');
  return { visitor, page: await visitor.post(FORM, { key, ...fields }) };
}

/** The answers that the page still asks for: 'I don't know' to all. */
const unknown = (html: string): Fields =>
  Object.fromEntries([...html.matchAll(/name="(q-[a-z0-9-]+)"/g)].map(([, name]) => [name ?? '', 'unknown']));

describe('what is reported near, while filling in', () => {
  it('stands on the page of further questions, in plain words and without those of the reporter', async () => {
    const { number } = await there();
    const { page } = await first();
    const words = wordsOf(page);
    expect(page.status).toBe(200);
    expect(words).toContain('Nog 2 vragen');
    expect(words).toContain(ALREADY);
    expect(words).toContain('Iets dat stuk of vies is op straat, bij Proefstraat');
    expect(words).toMatch(/Gemeld op \d+ \w+ \d{4}\. Er wordt gekeken wie dit doet\./);
    expect(words).toContain('Nee, mijn melding gaat over iets anders');
    expect(page.html).toContain(`value="${number}"`);
    for (const secret of ['Jan Jansen', 'Melder Geheim', 'Proefstraat 1'])
      expect(words).not.toContain(secret);
  });

  it('is told in English as well', async () => {
    await there();
    const visitor = visit(house.app, { language: 'en' });
    const key = hiddenField(await visitor.get(FORM), 'key');
    const words = wordsOf(await visitor.post(FORM, { key, ...lamp }));
    expect(words).toContain('This report is there already. Is it the same as yours?');
    expect(words).toContain('Something broken or dirty in the street, near Proefstraat');
  });

  it('lets the reporter say that it is the same, and takes the report in with that', async () => {
    const other = await there();
    const { visitor, page } = await first();
    const sent = await visitor.post(FORM, {
      ...hiddenFields(page),
      ...unknown(page.html),
      same: String(other.number),
    });
    expect([sent.status, sent.location]).toEqual([303, '/proefstad/melden/ontvangen']);
    expect(await newest()).toMatchObject({ same_as_id: other.reportId });
    expect((await newest())?.number).toBeGreaterThan(other.number);
    expect(wordsOf(await visitor.get('/proefstad/melden/ontvangen'))).toMatch(/([0-9A-Z]{4}-){4}[0-9A-Z]/);
  });

  it.each(['other', '', undefined])(
    'takes it in as another for the answer %s, without a step more',
    async (same) => {
      await there();
      const { visitor, page } = await first();
      const answers = {
        ...hiddenFields(page),
        ...unknown(page.html),
        ...(same === undefined ? {} : { same }),
      };
      expect((await visitor.post(FORM, answers)).status).toBe(303);
      expect((await newest())?.same_as_id).toBeNull();
    },
  );

  it('is one report with one choice, also when the last button is hit twice', async () => {
    const other = await there();
    const { visitor, page } = await first();
    const answers = { ...hiddenFields(page), ...unknown(page.html), same: String(other.number) };
    await Promise.all([visitor.post(FORM, answers), visitor.post(FORM, answers)]);
    const { rows } = await run(
      sql<{ count: number }>`select count(*) as count from report_same where same_as_id = ${other.reportId}`,
    );
    expect(rows[0]?.count).toBe(1);
  });

  it('keeps the choice while another answer is still missing', async () => {
    const other = await there();
    const { visitor, page } = await first();
    const again = await visitor.post(FORM, { ...hiddenFields(page), same: String(other.number) });
    expect(again.status).toBe(400);
    expect(again.html).toMatch(
      new RegExp(`checked=""[^>]*value="${other.number}"|value="${other.number}"[^>]*checked`),
    );
  });

  it('believes no number that was not shown: what stands elsewhere, ended or is about somebody', async () => {
    const person = await sendReport(house, house.towns[0]);
    const ended = await there();
    const { visitor, page } = await first();
    await run(
      sql`update report set status = 'closed', next_step = null, deadline = null, outcome = 'helped', closed_at = wijk_now() where id = ${ended.reportId}`,
      house.db.owner,
    );
    for (const number of [person.number, ended.number, 1, 'x']) {
      const key = hiddenField(await visitor.get(FORM), 'key');
      const answers = { ...hiddenFields(page), ...unknown(page.html), key, same: String(number) };
      expect((await visitor.post(FORM, { ...answers, story: `Stuk ${number}` })).status).toBe(303);
      expect((await newest())?.same_as_id).toBeNull();
    }
  });

  it('is asked anew after going back, where the place may have changed', async () => {
    await there();
    const { visitor, page } = await first();
    const back = await visitor.post(FORM, { ...hiddenFields(page), go: 'back' });
    expect(hiddenFields(back)).not.toHaveProperty('nearby');
    expect(wordsOf(await visitor.post(FORM, { ...lamp, ...hiddenFields(back) }))).toContain(ALREADY);
  });

  it.each([
    ['about somebody', { ...lamp, about: 'someone' }],
    ['that sees danger', { ...lamp, dangers: 'weapon' }],
    ['of noise', { ...lamp, sights: ['noise'] }],
    ['without a place', { ...lamp, address: '', addressUnknown: 'yes' }],
    ['by a form that cannot show it', { ...lamp, further: '' }],
  ])('is not shown for a report %s', async (_what, fields) => {
    await there();
    expect(wordsOf((await first(fields)).page)).not.toContain('Is het dezelfde');
  });

  it('is shown so often an hour, to nobody when the setting says so, and the report goes on without', async () => {
    await clearOfWindowEnd(house.db.owner, HOUR_MS);
    await there();
    const strict = await anotherApp(house, { env: { NEARBY_PER_HOUR: '2', REPORTS_PER_HOUR: '1000' } });
    const shown = [];
    for (let count = 0; count < 3; count += 1)
      shown.push(wordsOf((await first({ ...lamp, story: `Stuk ${count}` }, strict)).page).includes(ALREADY));
    expect(shown).toEqual([true, true, false]);
    const never = await anotherApp(house, { env: { NEARBY_PER_HOUR: '0' } });
    const { visitor, page } = await first(lamp, never);
    expect(wordsOf(page)).not.toContain(ALREADY);
    expect((await visitor.post(FORM, { ...hiddenFields(page), ...unknown(page.html) })).status).toBe(303);
  });
});

it('costs no step more: where nothing is near, the same page of questions is there', async () => {
  const { page } = await first();
  expect([page.html.includes(HURT), wordsOf(page).includes(ALREADY)]).toEqual([true, false]);
});
