import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import {
  hiddenField,
  hiddenFields,
  visit,
  wordsOf,
  type Fields,
  type Page,
} from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const FORM = '/proefstad/melden';
const noise = {
  further: 'yes',
  dangers: 'none',
  sights: ['noise'],
  about: 'someone',
  story: 'Elke nacht muziek.',
  address: 'Proefstraat 1',
  name: 'Mevrouw Melder',
};

interface Stored {
  count: number;
  answers: unknown;
  first_service: string | null;
}
const stored = async (): Promise<Stored | undefined> => {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<Stored>`
      select count(*) over () as count, report.observations -> 'answers' as answers,
        assessment.advice ->> 'firstService' as first_service
      from report join assessment on assessment.report_id = report.id
      order by report.number desc limit 1`.execute(kysely),
  );
  return rows[0];
};

async function first(fields: Fields = noise) {
  const visitor = visit(house.app);
  const key = hiddenField(await visitor.get(FORM), 'key');
  return { visitor, page: await visitor.post(FORM, { key, ...fields }) };
}

describe('further questions', () => {
  it('come on a page of their own, and nothing is sent before they are answered', async () => {
    const before = (await stored())?.count ?? 0;
    const { visitor, page } = await first();
    expect(page.status).toBe(200);
    const words = wordsOf(page);
    expect(words).toContain('Nog één vraag');
    expect(words).toContain('Uw melding is nog niet verstuurd.');
    expect(words).toContain('Hebt u er samen over gepraat?');
    expect((await stored())?.count ?? 0).toBe(before);
    const sent = await visitor.post(FORM, { ...hiddenFields(page), 'q-nuisance-talked': 'not-yet' });
    expect([sent.status, sent.location]).toEqual([303, '/proefstad/melden/ontvangen']);
    expect(await stored()).toMatchObject({
      count: before + 1,
      answers: [{ question: 'nuisance-talked', answer: 'not-yet', detail: 'talked', says: 'no' }],
      first_service: 'mediation',
    });
  });

  it('change who is asked first', async () => {
    const { visitor, page } = await first();
    await visitor.post(FORM, { ...hiddenFields(page), 'q-nuisance-talked': 'talked' });
    expect((await stored())?.first_service).toBe('tenancy-support');
  });

  it('ask again for what must be answered, with everything that was filled in', async () => {
    const { visitor, page } = await first();
    const again = await visitor.post(FORM, hiddenFields(page));
    expect(again.status).toBe(400);
    expect(wordsOf(again)).toContain('Kies een antwoord. Weet u het niet? Kies dan ‘Dat weet ik niet’.');
    expect(again.html).toContain('href="#field-q-nuisance-talked"');
    expect(hiddenFields(again)).toMatchObject({ story: ['Elke nacht muziek.'], name: ['Mevrouw Melder'] });
    const sent = await visitor.post(FORM, { ...hiddenFields(again), 'q-nuisance-talked': 'unknown' });
    expect(sent.status).toBe(303);
  });

  it('can be left for the form itself, which still shows what was filled in', async () => {
    const { visitor, page } = await first();
    const back = await visitor.post(FORM, { ...hiddenFields(page), go: 'back' });
    expect(back.status).toBe(200);
    expect(wordsOf(back)).toContain('Ziet u nu gevaar?');
    expect(back.html).toContain('value="Mevrouw Melder"');
    expect(back.html).toContain('Elke nacht muziek.');
    // what was not answered is asked again, without a reproach
    expect(hiddenFields(back)['asked']).toBeUndefined();
    const asked = await visitor.post(FORM, { ...noise, ...hiddenFields(back) });
    expect([asked.status, wordsOf(asked).includes('Kies een antwoord')]).toEqual([200, false]);
  });

  it('keep what was answered when the form is looked at again', async () => {
    const { visitor, page } = await first({ ...noise, sights: ['lonely'] });
    const back = await visitor.post(FORM, {
      ...hiddenFields(page),
      'q-person-agrees': 'does-not-know',
      go: 'back',
    });
    expect(hiddenFields(back)).toMatchObject({
      asked: ['person-agrees'],
      'q-person-agrees': ['does-not-know'],
    });
    const again = await visitor.post(FORM, { ...noise, sights: ['lonely'], ...hiddenFields(back) });
    expect(wordsOf(again)).toContain('Heeft deze persoon genoeg te eten en te drinken?');
    expect(again.html).toMatch(/checked=""[^>]*value="does-not-know"|value="does-not-know"[^>]*checked=""/);
    // other things seen: what was answered no longer fits, and does not count
    const other = await visitor.post(FORM, { ...noise, sights: ['law-breaking'], ...hiddenFields(back) });
    expect(other.status).toBe(303);
    expect((await stored())?.answers ?? null).toBeNull();
  });

  it('are not asked of who sees danger, nor of a form that cannot show them', async () => {
    const danger = await first({ ...noise, dangers: 'weapon' });
    expect(danger.page.status).toBe(303);
    const { further: _, ...plain } = noise;
    expect((await first(plain)).page.status).toBe(303);
    expect((await stored())?.answers ?? []).toEqual([]);
  });

  it('are asked in the language of the page', async () => {
    const visitor = visit(house.app, { language: 'en' });
    const key = hiddenField(await visitor.get(FORM), 'key');
    const words = wordsOf(await visitor.post(FORM, { key, ...noise, sights: ['lonely'] }));
    expect(words).toContain('2 more questions');
    expect(words).toContain('Does this person know that you report this?');
    expect(words).toContain('Does this person have enough to eat and drink? (optional)');
  });

  it('make one report of two clicks, and of a form that was sent before', async () => {
    const { visitor, page } = await first();
    const answered = { ...hiddenFields(page), 'q-nuisance-talked': 'not-yet' };
    await visitor.post(FORM, answered);
    const { count } = (await stored()) ?? { count: 0 };
    expect((await visitor.post(FORM, answered)).status).toBe(303);
    // back to the form, with a new key, and the same words sent once more
    const key = hiddenField(await visitor.get(FORM), 'key');
    const once = await visitor.post(FORM, { ...noise, key });
    await visitor.post(FORM, { ...hiddenFields(once), 'q-nuisance-talked': 'not-yet' });
    expect((await stored())?.count).toBe(count);
  });

  it('stand among what was seen, for who works on it', async () => {
    const { visitor, page } = await first();
    await visitor.post(FORM, { ...hiddenFields(page), 'q-nuisance-talked': 'not-possible' });
    const number = await inTenant(house.db.app, house.towns[0].id, async ({ kysely }) => {
      const { rows } = await sql<{ number: number }>`select max(number)::int as number from report`.execute(
        kysely,
      );
      return rows[0]?.number;
    });
    const cookie = await cookieOf(house, house.towns[0], 'coordinator');
    const answer = await house.app.request(`${ORIGIN}/proefstad/werk/${number}`, { headers: { cookie } });
    const words = wordsOf({ html: await answer.text() } as Page);
    expect(words).toContain('Hebt u er samen over gepraat? Nee, dat durf of kan ik niet');
  });
});
