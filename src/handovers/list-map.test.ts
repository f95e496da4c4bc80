import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import type { Submission } from '../reports/model.ts';
import { listReports, mapReports, perform } from './index.ts';
import { natureIcons } from './list-map.ts';
import { placeOnMap } from './list-placing.ts';
import type { ListMapView } from './map-wire.ts';
import type { ListQuestion } from './model.ts';

let house: TestHouse;
let town: Town;
/** Two in one square and one about a person, in hand of public space; one nobody knows the place of; one offered. */
let lamp: SentReport;
let tile: SentReport;
let person: SentReport;
let nowhere: SentReport;
let offered: SentReport;

const LAMP: Submission['observations'] = { danger: { kind: 'none' }, sights: ['damage'], about: 'place' };
const at = (xM: number, yM: number) => ({
  addressId: undefined,
  spot: { point: { xM, yM }, source: 'pin' as const },
});

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  lamp = await sendReport(house, town, { observations: LAMP, ...at(212, 288) });
  tile = await sendReport(house, town, { observations: LAMP, ...at(270, 210) });
  person = await sendReport(house, town, { observations: { ...LAMP, about: 'someone' }, ...at(212, 288) });
  nowhere = await sendReport(house, town, { observations: LAMP, addressId: undefined });
  offered = await sendReport(house, town, { observations: LAMP, ...at(212, 288) });
  for (const { number } of [lamp, tile, person, nowhere]) {
    const done = await perform(house.db.app, await as('openbaar'), number, { command: 'accept' });
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  }
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

const MINE = { scope: 'mine', state: 'open', order: 'oldest' } as const;

async function map(
  login: string,
  asked: Partial<ListQuestion> = {},
  look?: Parameters<typeof mapReports>[2]['look'],
): Promise<ListMapView> {
  const found = await mapReports(house.db.app, await as(login), { question: { ...MINE, ...asked }, look });
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value;
}

const standing = ({ placed }: ListMapView) =>
  placed.map(({ extract: { number }, point, isArea }) => ({ number, point, isArea }));

describe('a list as a map', () => {
  it('has each report in the middle of its square, and who it is about in no square at all', async () => {
    const view = await map('openbaar');
    const [, , area] = standing(view);
    expect(standing(view)).toEqual([
      { number: lamp.number, point: { xM: 250, yM: 250 }, isArea: false },
      { number: tile.number, point: { xM: 250, yM: 250 }, isArea: false },
      { number: person.number, point: area?.point, isArea: true },
    ]);
    expect(area?.point).not.toEqual({ xM: 250, yM: 250 });
    expect(view.unplaced.map(({ number }) => number)).toEqual([nowhere.number]);
    expect(view).toMatchObject({
      outside: 0,
      isWhole: true,
      isCut: false,
      count: { found: 4, isMore: false },
    });
    expect(view.areas).toMatchObject([{ id: town.neighbourhoodId, count: 3 }]);
  });

  it('has of what is only offered the neighbourhood, as the list has', async () => {
    const view = await map('openbaar', { scope: 'service', state: 'offered' });
    expect(standing(view)).toMatchObject([{ number: offered.number, isArea: true }]);
  });

  it('has what the list has and no more, for everybody', async () => {
    for (const [login, scope] of [
      ['openbaar', 'mine'],
      ['openbaar', 'service'],
      ['coordinator', 'all'],
      ['wijkteam', 'service'],
    ] as const) {
      const question = { ...MINE, scope };
      const list = await listReports(house.db.app, await as(login), question);
      const { placed, unplaced } = await map(login, question);
      const onMap = [...placed.map(({ extract }) => extract), ...unplaced];
      const numbers = (all: readonly { number: number }[]) =>
        all.map(({ number }) => number).toSorted((a, b) => a - b);
      expect(list.ok && numbers(list.value.extracts)).toEqual(numbers(onMap));
    }
  });

  it('opens to nobody whose list it is not', async () => {
    for (const [login, scope] of [
      ['openbaar', 'all'],
      ['openbaar', 'organisation'],
    ] as const) {
      const asked = { question: { ...MINE, scope }, look: undefined };
      expect(await mapReports(house.db.app, await as(login), asked)).toMatchObject({
        ok: false,
        refusals: [{ code: 'list-not-yours' }],
      });
    }
    const nobody = { kind: 'public', municipalityId: town.id } as const;
    const asked = { question: MINE, look: undefined };
    expect(await mapReports(house.db.app, nobody, asked)).toMatchObject({ ok: false });
  });

  it('leaves the same trace as the list: none, and one of a search on words', async () => {
    const lines = async () => {
      const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
        sql<{ count: number }>`select count(*)::int as count from access_log`.execute(kysely),
      );
      return rows[0]?.count ?? 0;
    };
    const before = await lines();
    await map('openbaar');
    expect(await lines()).toBe(before);
    await map('openbaar', { words: 'verhaal' });
    const searched = (await lines()) - before;
    await listReports(house.db.app, await as('openbaar'), { ...MINE, words: 'verhaal' });
    expect(searched).toBeGreaterThan(0);
    expect((await lines()) - before).toBe(2 * searched);
  });

  it('looks where it is asked to, and counts what lies beside it', async () => {
    const view = await map('openbaar', {}, { centre: { xM: 250, yM: 250 }, widthM: 300 });
    expect(standing(view).map(({ number }) => number)).toEqual([lamp.number, tile.number]);
    expect(view).toMatchObject({ outside: 1, isWhole: false });
    const there = await map('openbaar', { neighbourhoodId: town.neighbourhoodId });
    expect(Math.ceil(there.look.widthM)).toBe(there.areas[0]?.look.widthM);
    expect(there.look.centre).toEqual(there.areas[0]?.look.centre);
  });

  it('has a picture for every nature', () => {
    expect(Object.keys(natureIcons())).toHaveLength(9);
  });

  it('sorts what is in view from what is not', async () => {
    const view = await map('openbaar');
    const extracts = view.placed.map(({ extract }) => extract);
    const points = [
      { point: { xM: 0, yM: 0 }, isArea: false },
      undefined,
      { point: { xM: 900, yM: 0 }, isArea: true },
    ];
    const found = placeOnMap(extracts, points, { centre: { xM: 0, yM: 0 }, widthM: 200 });
    expect(found.placed.map(({ extract }) => extract.number)).toEqual([lamp.number]);
    expect(found.unplaced.map(({ number }) => number)).toEqual([tile.number]);
    expect(found.outside).toBe(1);
  });
});

describe('the page of a list as a map', () => {
  it('keeps what was asked, and has every report in words beside the map', async () => {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', {
      intent: 'login',
      login: 'openbaar',
      password: TEST_PASSWORD,
    });
    const list = await visitor.get('/proefstad/werk/lijst?staat=open&volgorde=oud');
    expect(list.html).toContain('/proefstad/werk/lijst?staat=open&amp;volgorde=oud&amp;beeld=kaart');
    const page = await visitor.get('/proefstad/werk/lijst?staat=open&volgorde=oud&beeld=kaart');
    for (const { number } of [lamp, tile, person, nowhere])
      expect(page.html).toContain(`href="/proefstad/werk/${number}"`);
    expect(page.html).toContain('name="beeld" value="kaart"');
    const words = wordsOf(page);
    expect(words).toContain('1 melding zonder plek');
    expect(page.html).toContain('aria-label="A: 2 meldingen, Proefbuurt.');
    // no words, names or places of a report
    for (const secret of [/Een geheim verhaal/, /Melder Geheim/, /\b(?:212|288)\b/])
      expect(page.html).not.toMatch(secret);
  });
});
