import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { perform } from '../handovers/index.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { Submission } from '../reports/model.ts';
import { loadCategories, publicNearby } from './index.ts';

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

const LAMP = { danger: { kind: 'none' }, sights: ['damage'], about: 'place' } as const;
const at = (xM: number, yM: number) => ({
  addressId: undefined,
  spot: { point: { xM, yM }, source: 'pin' as const },
});
const lamp = (place: Partial<Submission> = at(250, 250), changes: Partial<Submission> = {}) =>
  sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    ...place,
    ...changes,
  });
const categories = loadCategories();

const near = (
  place = at(250, 250),
  observations: Submission['observations'] = { ...LAMP, sights: ['damage'] },
) => publicNearby(categories)(house.db.app, { municipalityId: town.id, language: 'nl', observations, place });
const numbers = async (...asked: Parameters<typeof near>) =>
  (await near(...asked)).map(({ number }) => number);

async function doFor({ number }: SentReport, ...orders: Parameters<typeof perform>[3][]): Promise<void> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['openbaar'] ?? ''));
  if (!actor) throw new Error('expected somebody of public space');
  for (const order of orders)
    expect(await perform(house.db.app, actor, number, order)).toMatchObject({ ok: true });
}

describe('what everybody may know of near a place', () => {
  it('is an open report of public space: what, near which street, since when and whether somebody is at it', async () => {
    const report = await lamp(at(60, 60));
    const [shown, ...more] = await near(at(20, 20));
    expect(more).toEqual([]);
    expect(shown).toEqual({
      id: report.reportId,
      number: report.number,
      kind: undefined,
      street: 'Proefstraat',
      receivedAt: expect.any(Date),
      isInHand: false,
    });
    await doFor(report, { command: 'accept' });
    expect(await near(at(20, 20))).toMatchObject([{ isInHand: true }]);
  });

  it('lies in the same square of a hundred metres or the eight around it, and nowhere else', async () => {
    const there = await lamp(at(250, 250));
    for (const place of [at(101, 101), at(399, 399), at(250, 399)])
      expect(await numbers(place)).toEqual([there.number]);
    for (const place of [at(99, 250), at(401, 250), at(250, 450)]) expect(await numbers(place)).toEqual([]);
  });

  it('does not tell where in its square a report lies, however many points are tried', async () => {
    const told: string[] = [];
    for (const place of [at(201, 201), at(250, 250), at(299, 299)]) {
      await run(sql`update report_place set square = null where square is not null`);
      await lamp(place);
      const shown = [];
      for (let xM = 55; xM < 500; xM += 45)
        shown.push((await near(at(xM, 250))).map(({ street, kind }) => ({ street, kind })));
      told.push(JSON.stringify(shown));
    }
    expect(new Set(told).size).toBe(1);
  });

  it('is looked for around an address as well, the nearest square first and five at most', async () => {
    const far = await lamp(at(150, 150));
    const close = await lamp({ addressId: town.addressId });
    const place = { addressId: town.addressId };
    const found = await publicNearby(categories)(house.db.app, {
      municipalityId: town.id,
      language: 'nl',
      observations: { ...LAMP, sights: ['damage'] },
      place,
    });
    expect(found.map(({ number }) => number)).toEqual([close.number, far.number]);
    for (let count = 0; count < 5; count += 1) await lamp();
    expect(await near()).toHaveLength(5);
  });

  it('is nothing that ended, goes along with another, or was shut off', async () => {
    const [closed, leading, follower, blocked] = [await lamp(), await lamp(), await lamp(), await lamp()];
    await doFor(closed, { command: 'accept' }, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    await doFor(leading, { command: 'accept' });
    await doFor(follower, { command: 'accept' }, { command: 'join', leading: leading.number });
    await run(sql`update report set searchable = false where id = ${blocked.reportId}`);
    expect(await numbers()).toEqual([leading.number]);
  });

  it.each([
    ['about a person', { ...LAMP, sights: ['damage' as const], about: 'someone' as const }],
    [
      'with danger',
      {
        ...LAMP,
        sights: ['damage' as const],
        danger: { kind: 'seen' as const, signs: ['gas-or-fire' as const] },
      },
    ],
    [
      'with danger that nobody is sure of',
      { ...LAMP, sights: ['damage' as const], danger: { kind: 'unknown' as const } },
    ],
    ['of an offence', { ...LAMP, sights: ['damage' as const, 'law-breaking' as const] }],
    ['of nuisance', { ...LAMP, sights: ['noise' as const] }],
  ])('is no report %s, and who makes one is shown nothing', async (_what, observations) => {
    await lamp(at(250, 250), { observations });
    expect(await near()).toEqual([]);
    const there = await lamp();
    expect(await near(at(250, 250), observations)).toEqual([]);
    expect(await numbers()).toEqual([there.number]);
  });

  it('is not what a person decided to be something else', async () => {
    const report = await lamp();
    await run(sql`update report set nature = 'nuisance' where id = ${report.reportId}`);
    expect(await near()).toEqual([]);
  });

  it('is of no category that the municipality keeps off the map', async () => {
    await lamp();
    const kept = categories.map((one) => ({ ...one, shown: !one.general }));
    const asked = { municipalityId: town.id, language: 'nl', place: at(250, 250) } as const;
    const observations: Submission['observations'] = { ...LAMP, sights: ['damage'] };
    expect(await publicNearby(kept)(house.db.app, { ...asked, observations })).toEqual([]);
    expect(await publicNearby(categories)(house.db.app, { ...asked, observations })).toHaveLength(1);
  });

  it('is of this municipality alone', async () => {
    const [, other] = house.towns;
    await sendReport(house, other, { observations: { ...LAMP, sights: ['damage'] }, ...at(250, 250) });
    expect(await near()).toEqual([]);
  });
});
