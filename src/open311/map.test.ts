import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import type { Submission } from '../reports/model.ts';
import { loadCategories } from './index.ts';
import { inFrame, isWanted, MAP_RATIO, stillShown } from './map-rules.ts';
import { publicMap, publicPlaces } from './map.ts';
import type { PublicPlace } from './model.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const run = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, ({ kysely }) => statement.execute(kysely));
// each test has the town to itself
beforeEach(() => run(sql`update report_place set square = null where square is not null`));

const at = (xM: number, yM: number) => ({
  addressId: undefined,
  spot: { point: { xM, yM }, source: 'pin' as const },
});
const LAMP: Submission['observations'] = { danger: { kind: 'none' }, sights: ['damage'], about: 'place' };
const lamp = (changes: Partial<Submission> = {}) =>
  sendReport(house, town, { observations: LAMP, ...at(250, 250), ...changes });
const categories = loadCategories();
const places = (kinds = categories) => inTenant(house.db.app, town.id, (tx) => publicPlaces(tx, kinds));
const close = (reportId: string, daysAgo: number) =>
  run(sql`update report set status = 'closed', next_step = null, deadline = null, outcome = 'helped',
    closed_at = wijk_now() - ${`${daysAgo} days`}::interval where id = ${reportId}`);

describe('the public map', () => {
  it('has of a report its square, its kind, its days and whether somebody is at it, and nothing else', async () => {
    await lamp(at(212, 288));
    const [place, ...more] = await places();
    expect(more).toEqual([]);
    expect(place).toEqual({
      category: categories.find(({ general }) => general),
      isOpen: true,
      isInHand: false,
      receivedAt: expect.any(Date),
      closedAt: undefined,
      near: { xM: 250, yM: 250 },
      neighbourhoodId: town.neighbourhoodId,
    });
  });

  it('is the same wherever in a square something lies', async () => {
    const told = [];
    for (const place of [at(201, 201), at(250, 250), at(299, 299)]) {
      await run(sql`update report_place set square = null where square is not null`);
      await lamp(place);
      told.push((await places()).map(({ near, neighbourhoodId }) => ({ near, neighbourhoodId })));
    }
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it.each([
    ['about a person', { ...LAMP, about: 'someone' as const }],
    ['with danger', { ...LAMP, danger: { kind: 'seen' as const, signs: ['gas-or-fire' as const] } }],
    ['with danger that nobody is sure of', { ...LAMP, danger: { kind: 'unknown' as const } }],
    ['of an offence', { ...LAMP, sights: ['damage' as const, 'law-breaking' as const] }],
    ['of nuisance', { ...LAMP, sights: ['noise' as const] }],
    ['of a worry', { ...LAMP, sights: ['distress' as const] }],
  ])('has no report %s', async (_what, observations) => {
    await lamp({ observations });
    expect(await places()).toEqual([]);
  });

  it('has nothing that was shut off, goes along, or that a person took for something else', async () => {
    for (const change of [sql`searchable = false`, sql`nature = 'nuisance'`]) {
      const { reportId } = await lamp();
      expect(await places()).toHaveLength(1);
      await run(sql`update report set ${change} where id = ${reportId}`);
      expect(await places()).toEqual([]);
    }
  });

  it('shows what is done for a month, and not how it ended', async () => {
    const { reportId } = await lamp();
    await close(reportId, 29);
    expect(await places()).toMatchObject([{ isOpen: false, isInHand: false, closedAt: expect.any(Date) }]);
    await close(reportId, 31);
    expect(await places()).toEqual([]);
  });

  it('has no category that the municipality keeps off it', async () => {
    await lamp();
    expect(await places(categories.map((one) => ({ ...one, shown: !one.general })))).toEqual([]);
  });

  it('has nothing of another municipality', async () => {
    await sendReport(house, house.towns[1], { observations: LAMP, ...at(250, 250) });
    expect(await places()).toEqual([]);
  });
});

describe('the page of the public map', () => {
  it('opens to everybody, with words for what stands on it and none of a report', async () => {
    await lamp({ story: 'De lamp bij mevrouw Geheim is stuk.', ...at(60, 60) });
    const page = await visit(house.app).get('/proefstad/kaart');
    expect(page.status).toBe(200);
    const words = wordsOf(page);
    expect(words).toContain('Iets dat stuk of vies is op straat, bij Proefstraat');
    expect(words).toContain('Er wordt gekeken wie dit doet.');
    for (const secret of ['Geheim', 'De lamp bij', 'Melder']) expect(page.html).not.toContain(secret);
    expect(page.html).toContain('href="/proefstad/melden"');
    expect(page.html).not.toContain('<script');
  });

  it('hands the place over to the form from near by', async () => {
    const near = await visit(house.app).get('/proefstad/kaart?kijk=250,250,400');
    expect(near.html).toContain('href="/proefstad/melden?plek=250,250"');
    const form = await visit(house.app).get('/proefstad/melden?plek=250,250');
    expect(form.html).toContain('value="250,250,pin,"');
    expect(form.html).toContain('/proefstad/melden/kaart/narrow/250,250,400');
    const wrong = await visit(house.app).get('/proefstad/melden?plek=%22%3E,1');
    expect(wrong.html).not.toContain(',pin,');
  });

  it('shows the whole town to who asks what it does not understand', async () => {
    const page = await visit(house.app).get(
      '/proefstad/kaart?soort=%3Cb%3E&buurt=x&periode=1e9&staat=x&kijk=x',
    );
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain('De laatste 90 dagen');
  });

  it('never looks past the town, nor nearer than is of use', async () => {
    const wish = {
      kind: undefined,
      neighbourhoodId: undefined,
      days: 90,
      state: undefined,
      language: 'nl',
    } as const;
    const look = { centre: { xM: 9_000_000, yM: 0 }, widthM: 1 };
    const view = await publicMap(house.db.app, town.id, { ...wish, look });
    expect(view.look.widthM).toBe(300);
    expect(view.look.centre.xM).toBeLessThan(10_000);
  });
});

describe('what somebody wants to see of it', () => {
  const now = new Date('2026-06-30T12:00:00Z');
  const [category] = categories;
  if (!category) throw new Error('expected a category');
  const place: PublicPlace = {
    category,
    isOpen: true,
    isInHand: false,
    receivedAt: new Date('2026-06-20T12:00:00Z'),
    closedAt: undefined,
    near: { xM: 250, yM: 250 },
    neighbourhoodId: 'here',
  };
  const everything = { kind: undefined, neighbourhoodId: undefined, days: 90, state: undefined } as const;

  it.each([
    [{}, true],
    [{ kind: category.code }, true],
    [{ kind: 'other' }, false],
    [{ neighbourhoodId: 'here' }, true],
    [{ neighbourhoodId: 'there' }, false],
    [{ state: 'open' as const }, true],
    [{ state: 'closed' as const }, false],
    [{ days: 30 }, true],
    [{ days: 7 }, false],
  ])('by %o is shown: %s', (question, wanted) => {
    expect(isWanted(place, { ...everything, ...question }, now)).toBe(wanted);
  });

  it('lies in view up to the edge of the map and not beyond', () => {
    const look = { centre: { xM: 0, yM: 0 }, widthM: 200 };
    expect(inFrame({ xM: 100, yM: 0 }, look)).toBe(true);
    expect(inFrame({ xM: 101, yM: 0 }, look)).toBe(false);
    expect(inFrame({ xM: 0, yM: 100 * MAP_RATIO }, look)).toBe(true);
    expect(inFrame({ xM: 0, yM: 100 * MAP_RATIO + 1 }, look)).toBe(false);
  });

  it('stays when it is open, however old, and goes a month after it was done', () => {
    expect(stillShown(place, now)).toBe(true);
    const done = (closedAt: string) => ({ ...place, isOpen: false, closedAt: new Date(closedAt) });
    expect(stillShown(done('2026-05-31T12:00:00Z'), now)).toBe(true);
    expect(stillShown(done('2026-05-31T11:59:59Z'), now)).toBe(false);
  });
});
