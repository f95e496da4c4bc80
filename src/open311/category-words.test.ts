import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { categoriesOf, loadCategories, publicNearby } from './index.ts';
import { publicPlaces } from './map.ts';
import { changedWords, isListed, nameFaults, withWords } from './rules.ts';

const PAGE = '/proefstad/openbare-namen';
const house311 = loadCategories();
const LAMP = { danger: { kind: 'none' as const }, sights: ['damage' as const], about: 'place' as const };
const PLACE = { addressId: undefined, spot: { point: { xM: 250, yM: 250 }, source: 'pin' as const } };

let house: TestHouse;
let town: Town;
let other: Town;
beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  for (const each of house.towns) await sendReport(house, each, { observations: LAMP, ...PLACE });
}, 180_000);
afterAll(() => house.close());

async function manager(): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login: 'beheer', password: TEST_PASSWORD });
  return visitor;
}

/** The form as it is when nothing is changed in it. */
const untouched: Readonly<Record<string, string>> = Object.fromEntries(
  house311.flatMap(({ code, name, shown }) => [
    [`nl-${code}`, name.nl],
    [`en-${code}`, name.en],
    ...(shown ? [[`shown-${code}`, 'yes']] : []),
  ]),
);
const save = (changes: Record<string, string>, version: number) => ({
  ...untouched,
  intent: 'save',
  version: String(version),
  ...changes,
});
const services = async (slug: string, language = 'nl') => {
  const answer = await house.app.request(`http://house.test/open311/v2/${slug}/services.json`, {
    headers: { 'accept-language': language },
  });
  return ((await answer.json()) as { service_name: string }[]).map((one) => one.service_name);
};
const nearby = (municipalityId: string, language: 'nl' | 'en' = 'nl') =>
  publicNearby(house311)(house.db.app, { municipalityId, language, observations: LAMP, place: PLACE });
const requests = async () => {
  const answer = await house.app.request('http://house.test/open311/v2/proefstad/requests.json');
  return ((await answer.json()) as { service_name: string }[]).map((one) => one.service_name);
};
const kept = async () => {
  const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
    sql<{ version: number; words: unknown }>`
      select version, words from category_words order by version`.execute(kysely),
  );
  return rows;
};

describe('what a municipality changes of a category', () => {
  it('is its name and whether others see it; never what it names as seen', () => {
    const words = {
      verlichting: { name: { nl: 'Lantaarn', en: 'Lantern' } },
      afval: { shown: false },
      gone: { shown: true },
    };
    const own = withWords(house311, words);
    expect(own.map(({ code, sights, general }) => [code, sights, general])).toEqual(
      house311.map(({ code, sights, general }) => [code, sights, general]),
    );
    expect(own.find(({ code }) => code === 'verlichting')?.name.en).toBe('Lantern');
    expect(own.filter(({ shown }) => !shown).map(({ code }) => code)).toEqual(['afval']);
    expect(withWords(house311, undefined)).toEqual(house311);
  });

  it('makes nothing about a person, of care or with danger public, whatever is switched on', () => {
    const all = withWords(
      house311,
      Object.fromEntries(
        house311.map(({ code }) => [code, { shown: true, name: { nl: 'Zorg om iemand', en: 'A worry' } }]),
      ),
    );
    const advice = { nature: 'public-space', danger: 'none', show112: false, askGp: false } as const;
    expect(isListed(LAMP, advice, all)).toBe(true);
    expect(isListed({ ...LAMP, about: 'someone' }, advice, all)).toBe(false);
    expect(isListed({ ...LAMP, sights: ['distress'] }, advice, all)).toBe(false);
    expect(isListed({ ...LAMP, danger: { kind: 'unknown' } }, advice, all)).toBe(false);
    expect(isListed(LAMP, { ...advice, nature: 'distress' }, all)).toBe(false);
  });

  it('is kept only where it differs from the house', () => {
    const typed = house311.map(({ code, name, shown }) => [code, { name, shown }] as const);
    expect(changedWords(house311, new Map(typed))).toBeUndefined();
    const [first] = typed;
    if (!first) throw new Error('expected a category');
    const changed = new Map([...typed, [first[0], { ...first[1], shown: false }] as const]);
    expect(changedWords(house311, changed)).toEqual({ [first[0]]: { shown: false } });
    expect(nameFaults(new Map([...typed, ['other', first[1]]]))).toEqual([
      { code: 'category-name-same', pointer: 'nl-other' },
      { code: 'category-name-same', pointer: 'en-other' },
    ]);
  });
});

describe('the page of public names', () => {
  it('refuses an empty name, and one that is there already, beside its field', async () => {
    const visitor = await manager();
    const empty = await visitor.post(PAGE, save({ 'nl-groen': ' ' }, 0));
    expect([empty.status, wordsOf(empty).includes('Vul een naam in.')]).toEqual([400, true]);
    const same = await visitor.post(PAGE, save({ 'en-groen': 'STREET lighting' }, 0));
    expect([same.status, wordsOf(same).includes('Deze naam staat er al.')]).toEqual([400, true]);
    expect(await kept()).toEqual([]);
  });

  it('gives its names to all that is public, and to nobody of another municipality', async () => {
    const visitor = await manager();
    const changes = {
      'nl-verlichting': 'Lantaarnpaal',
      'en-verlichting': 'Lamp post',
      'nl-openbare-ruimte': 'Rommel op straat',
      'en-openbare-ruimte': 'Mess in the street',
    };
    expect((await nearby(town.id))[0]?.kind).toBeUndefined();
    expect((await visitor.post(PAGE, save(changes, 0))).status).toBe(303);
    expect((await visitor.post(PAGE, save(changes, 0))).status).toBe(303);
    expect(await kept()).toHaveLength(1);
    expect(await services('proefstad')).toContain('Lantaarnpaal');
    expect(await services('proefstad', 'en')).toContain('Lamp post');
    expect(await services('anderdorp')).toEqual(house311.map(({ name }) => name.nl));
    expect(await requests()).toEqual(['Rommel op straat']);
    expect((await nearby(town.id))[0]?.kind).toBe('Rommel op straat');
    expect((await nearby(town.id, 'en'))[0]?.kind).toBe('Mess in the street');
    expect((await nearby(other.id))[0]?.kind).toBeUndefined();
    const map = wordsOf(await visit(house.app).get('/proefstad/kaart'));
    for (const words of ['Rommel op straat', 'Lantaarnpaal']) expect(map).toContain(words);
    expect(wordsOf(await visit(house.app).get('/anderdorp/kaart'))).not.toContain('Rommel op straat');
  });

  it('tells who comes with an older form that a colleague was first', async () => {
    const late = await (await manager()).post(PAGE, save({ 'nl-groen': 'Bomen' }, 0));
    expect([late.status, wordsOf(late).includes('Een collega heeft dit')]).toEqual([400, true]);
  });

  it('keeps what is switched off from all that is public, and still takes it in', async () => {
    const { 'shown-openbare-ruimte': _off, ...rest } = save({}, 1) as Record<string, string>;
    expect((await (await manager()).post(PAGE, rest)).status).toBe(303);
    expect(await nearby(town.id)).toEqual([]);
    expect(await requests()).toEqual([]);
    const own = await categoriesOf(house.db.app, town.id);
    expect(await inTenant(house.db.app, town.id, (tx) => publicPlaces(tx, own))).toEqual([]);
    expect(await services('proefstad')).toEqual(house311.map(({ name }) => name.nl));
    expect(await nearby(other.id)).toHaveLength(1);
  });

  it('goes back to the house in one press, and keeps in its history who called it what', async () => {
    const visitor = await manager();
    expect((await visitor.post(PAGE, { intent: 'house', version: '2' })).status).toBe(303);
    expect((await nearby(town.id))[0]?.kind).toBeUndefined();
    expect((await kept()).map(({ words }) => words === null)).toEqual([false, false, true]);
    const page = wordsOf(await visitor.get(PAGE));
    for (const words of ['Rommel op straat', 'niet op de kaart', 'Versie 3: terug naar', 'Zorg om iemand'])
      expect(page).toContain(words);
  });

  it('lets the application add versions, and change or delete none', async () => {
    for (const statement of [sql`delete from category_words`, sql`update category_words set words = null`])
      await expect(
        inTenant(house.db.app, town.id, ({ kysely }) => statement.execute(kysely)),
      ).rejects.toThrow(/permission denied/);
  });
});
