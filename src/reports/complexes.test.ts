import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi, newClient, type Ask, type TestClient } from '../../tests/support/client.ts';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { foundAddress, foundComplex, TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { hiddenField, visit, wordsOf } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { perform, reportPage } from '../handovers/index.ts';
import { inTenant } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import type { Submission } from './model.ts';

let house: TestHouse;
let town: Town;
/** A complex with two front doors, too far apart to be near each other, and one without any. */
let linden: string;
let eiken: string;
let far: string;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  far = await foundAddress(house.db.owner, town, { street: 'Lindelaan', houseNumber: '40', at: [600, 600] });
  linden = await foundComplex(house.db.owner, town, { code: 'L-1', addressIds: [town.addressId, far] });
  eiken = await foundComplex(house.db.owner, town, { name: 'De Eiken' });
}, 180_000);
afterAll(() => house.close());

const LAMP: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lamp in de hal is kapot.',
};

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

/** A report that somebody has in hand, so that its words open to that person. */
async function taken(changes: Partial<Submission> = {}): Promise<SentReport> {
  const report = await sendReport(house, town, { ...LAMP, ...changes });
  const done = await perform(house.db.app, await as('openbaar'), report.number, { command: 'accept' });
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return report;
}

async function pageOf({ number }: Pick<SentReport, 'number'>) {
  const page = await reportPage(house.db.app, await as('openbaar'), {
    number,
    decisions: house.decisions,
    language: 'nl',
  });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

async function refusalOf(changes: Partial<Submission>): Promise<string> {
  const sent: unknown = await sendReport(house, town, { ...LAMP, ...changes }).catch(String);
  return typeof sent === 'string' ? sent : 'taken in';
}

describe('the complex of a report', () => {
  it('follows from the address, without a question', async () => {
    const { file } = await pageOf(await taken());
    expect(file).toMatchObject({ address: 'Proefstraat 1, 9999ZZ', complex: 'De Linde' });
  });

  it.each(['melden', 'werk/nieuw'])('follows on the form at %s as well', async (path) => {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', { login: 'coordinator', password: TEST_PASSWORD });
    const key = hiddenField(await visitor.get(`/proefstad/${path}`), 'key');
    const story = `De lamp is stuk, gemeld bij ${path}.`;
    const sent = await visitor.post(`/proefstad/${path}`, {
      key,
      dangers: 'none',
      sights: 'damage',
      about: 'place',
      story,
      address: 'lindelaan 40',
    });
    expect(sent.status).toBe(303);
    const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{ number: number }>`select r.number from report r join report_words w
        on w.municipality_id = r.municipality_id and w.report_id = r.id where w.body = ${story}`.execute(
        kysely,
      ),
    );
    const [{ number } = { number: 0 }] = rows;
    await perform(house.db.app, await as('openbaar'), number, { command: 'accept' });
    const { file } = await pageOf({ number });
    expect(file).toMatchObject({ address: 'Lindelaan 40, 9999ZZ', complex: 'De Linde' });
  });

  it('is the place where no address was told, with where in it, its neighbourhood and a map of its middle', async () => {
    const report = await taken({ addressId: undefined, complexId: linden, inside: 'lift 2' });
    const { extract, file } = await pageOf(report);
    expect(extract.neighbourhood).toBe('Proefbuurt');
    expect(file).toMatchObject({ complex: 'De Linde', inside: 'lift 2' });
    expect(file?.address).toBeUndefined();
    // between both front doors
    expect(file?.addressMap && file.addressMap.leftM + file.addressMap.widthM / 2).toBeCloseTo(305);
  });

  it('has no map where nobody knows where it lies', async () => {
    const { file } = await pageOf(await taken({ addressId: undefined, complexId: eiken }));
    expect([file?.complex, file?.addressMap]).toEqual(['De Eiken', undefined]);
  });

  it('is refused when it is not there, or when the address lies elsewhere', async () => {
    expect(await refusalOf({ addressId: undefined, complexId: town.id })).toContain('complex-unknown');
    expect(await refusalOf({ complexId: eiken })).toContain('address-not-in-complex');
    expect(await refusalOf({ complexId: linden })).toBe('taken in');
  });

  it('cannot stand beside an address in the database, nor words without a complex', async () => {
    const { reportId } = await taken();
    const set = (what: ReturnType<typeof sql>) =>
      inTenant(house.db.owner, town.id, ({ kysely }) =>
        sql`update report_place set ${what} where report_id = ${reportId}`.execute(kysely),
      );
    await expect(set(sql`complex_id = ${eiken}`)).rejects.toThrow('report_place_one');
    await expect(set(sql`inside = 'hal'`)).rejects.toThrow('report_place_inside');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });
});

describe('what lies in the same complex', () => {
  const alikeOf = async (report: SentReport) =>
    ((await pageOf(report)).joining?.alike ?? []).map(({ number, isSameComplex, isMuch }) => ({
      number,
      isSameComplex,
      isMuch,
    }));

  it('counts as near, from any door and without one, says that it is why, and is never much alike by that', async () => {
    const here = await taken();
    const there = await taken({ addressId: far });
    const without = await taken({ addressId: undefined, complexId: linden });
    for (const [report, other] of [
      [here, there],
      [there, without],
      [without, here],
    ] as const)
      expect(await alikeOf(report)).toContainEqual({
        number: other.number,
        isSameComplex: true,
        isMuch: false,
      });
  });

  it('is near by its door where that is the same', async () => {
    const first = await taken();
    const found = (await alikeOf(await taken())).find(({ number }) => number === first.number);
    expect(found?.isSameComplex).toBe(false);
  });

  it('is nothing of another complex', async () => {
    const here = await taken({ addressId: undefined, complexId: eiken });
    const others = await alikeOf(await taken());
    expect(others.map(({ number }) => number)).not.toContain(here.number);
  });
});

describe('where the place of a report stands', () => {
  it('the complex stands too: on its page, in the summary, and in what the reporter gets', async () => {
    const report = await taken({ addressId: undefined, complexId: linden, inside: 'lift 2' });
    const worker = visit(house.app);
    await worker.post('/proefstad/inloggen', { login: 'openbaar', password: TEST_PASSWORD });
    const line = 'Complex De Linde · lift 2';
    expect(wordsOf(await worker.get(`/proefstad/werk/${report.number}`))).toContain(line);
    const summary = await worker.get(`/proefstad/werk/${report.number}/samenvatting?met=woorden`);
    expect(summary.html).toContain(line);
    const reporter = visit(house.app);
    await reporter.post('/proefstad/volgen', { code: report.code });
    expect(wordsOf(await reporter.get('/proefstad/volgen/melding/inzage'))).toContain(line);
  });
});

describe('the API', () => {
  let client: TestClient;
  beforeAll(async () => {
    const scopes = [
      'meldingen:maken',
      'meldingen:lezen',
      'meldingen:inhoud',
      'meldingen:behandelen',
    ] as const;
    client = await newClient(house, { town, party: 'gemeente', services: ['public-space'], scopes });
  });
  const ask = (path: string, more: Ask = {}) => askApi(house, town, path, more);

  it('tells everybody which complexes there are and in which an address lies, and nothing that is reported', async () => {
    const buurt = { code: 'BU0101', naam: 'Proefbuurt' };
    expect((await ask('complexen')).json).toEqual({
      complexen: [
        { id: eiken, naam: 'De Eiken', buurt },
        { id: linden, naam: 'De Linde', nummer: 'L-1', buurt },
      ],
    });
    expect((await ask('adressen?zoek=lindelaan')).json).toEqual({
      adressen: [{ id: far, straat: 'Lindelaan', huisnummer: '40', postcode: '9999ZZ', complexId: linden }],
    });
  });

  const make = (more: object) =>
    ask('meldingen', {
      client,
      headers: { 'idempotency-key': randomToken(16) },
      body: {
        gevaar: { soort: 'geen' },
        gezien: ['stuk-of-vies-op-straat'],
        over: 'plek',
        verhaal: 'De lift.',
        ...more,
      },
    });

  it('makes a report in a complex, and tells it with the words', async () => {
    const made = await make({ complexId: linden.toUpperCase(), waarInComplex: 'lift' });
    const number = Number(made.json['nummer']);
    await perform(house.db.app, await as('openbaar'), number, { command: 'accept' });
    const read = await ask(`meldingen/${number}/inhoud`, { client, as: 'openbaar' });
    expect(read.json['complex']).toEqual({ naam: 'De Linde', waar: 'lift' });
  });

  it('refuses a complex that is not there or in which the address does not lie, and names the field', async () => {
    const refusals = async (more: object) => {
      const answer = await make(more);
      return [answer.status, answer.text.includes('complexId'), answer.text.includes('adresId')];
    };
    expect(await refusals({ complexId: town.id })).toEqual([400, true, false]);
    expect(await refusals({ complexId: eiken, adresId: town.addressId })).toEqual([400, false, true]);
  });
});
