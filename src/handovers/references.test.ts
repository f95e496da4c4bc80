import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi, newClient } from '../../tests/support/client.ts';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { setPrimarySystem, userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { historyOf } from '../reports/index.ts';
import { noteReference, perform, referencesHeld, reportPage, reportsUnder } from './index.ts';
import { verifyHandovers } from './verify.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
  await inTenant(house.db.owner, town.id, async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from party where name = 'welzijn'`.execute(
      tx.kysely,
    );
    await setPrimarySystem(tx, rows[0]?.id ?? '', {
      name: 'Welzijnsdossier',
      linkTemplate: 'https://dossier.test/{kenmerk}',
    });
  });
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

const note = async (login: string, { number }: SentReport, typed: string) =>
  noteReference(house.db.app, await as(login), number, typed);

async function accepted(): Promise<SentReport> {
  const report = await sendReport(house, town);
  await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
  return report;
}

async function shownTo(login: string, { number }: SentReport) {
  const page = await reportPage(house.db.app, await as(login), {
    number,
    decisions: house.decisions,
    language: 'nl',
  });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

async function found(login: string, typed: string): Promise<number[]> {
  const under = await reportsUnder(house.db.app, await as(login), typed);
  return under.ok ? under.value : [];
}

const happened = async ({ reportId }: SentReport): Promise<string[]> =>
  (await inTenant(house.db.app, town.id, (tx) => historyOf(tx, reportId))).map(({ event }) => event.kind);

describe('a reference to the own system', () => {
  it('is noted by the service that has the report, with the name and the address of its system', async () => {
    const report = await accepted();
    expect(await note('opbouwwerk', report, ' Welzijnsdossier 2026/12 ')).toEqual({
      ok: true,
      value: 'noted',
    });
    expect((await shownTo('opbouwwerk', report)).references).toEqual([
      {
        serviceId: town.services['community-work'],
        serviceName: 'community-work',
        system: 'Welzijnsdossier',
        reference: '2026/12',
        href: 'https://dossier.test/2026%2F12',
      },
    ]);
  });

  it('is that service’s own: neither the coordinator nor a next service sees or finds it', async () => {
    const report = await accepted();
    await note('opbouwwerk', report, 'EIGEN-1');
    expect((await shownTo('coordinator', report)).references).toEqual([]);
    expect(await found('coordinator', 'EIGEN-1')).toEqual([]);
    await perform(house.db.app, await as('opbouwwerk'), report.number, {
      command: 'hand-on',
      serviceId: town.services['district-team'] ?? '',
    });
    await perform(house.db.app, await as('wijkteam'), report.number, { command: 'accept' });
    expect((await shownTo('wijkteam', report)).references).toEqual([]);
    expect(await found('wijkteam', 'EIGEN-1')).toEqual([]);
    // and who noted it no longer finds a report that is no longer theirs
    expect(await found('opbouwwerk', 'EIGEN-1')).toEqual([]);
    expect(await note('wijkteam', report, 'ANDER-2')).toMatchObject({ ok: true });
    expect((await shownTo('wijkteam', report)).references).toMatchObject([{ reference: 'ANDER-2' }]);
  });

  it('is noted by nobody else', async () => {
    const report = await accepted();
    expect(await note('coordinator', report, '1')).toMatchObject({ refusals: [{ code: 'not-your-turn' }] });
    expect(await note('huismeester', report, '1')).toMatchObject({ refusals: [{ code: 'report-unknown' }] });
    const offered = await sendReport(house, town);
    expect(await note('opbouwwerk', offered, '1')).toMatchObject({ refusals: [{ code: 'not-your-turn' }] });
    expect(await happened(report)).not.toContain('reference-noted');
  });

  it('of what no service has yet is the desk’s', async () => {
    const report = await sendReport(house, town, {
      observations: { danger: { kind: 'seen', signs: ['threatens'] }, sights: [], about: 'someone' },
    });
    expect(await note('coordinator', report, 'ZAAK-9')).toMatchObject({ ok: true });
    expect((await shownTo('coordinator2', report)).references).toMatchObject([
      { serviceId: town.services['meldpunt'], reference: 'ZAAK-9', href: undefined },
    ]);
  });

  it('stands in the history as a fact without the reference, once for the same click', async () => {
    const report = await accepted();
    await note('opbouwwerk', report, 'FEIT-77');
    await note('opbouwwerk', report, 'FEIT-77');
    const kinds = await happened(report);
    expect(kinds.filter((kind) => kind === 'reference-noted')).toHaveLength(1);
    const { rows } = await sql<{ data: string }>`select data::text as data from event`.execute(
      house.db.owner,
    );
    expect(rows.filter(({ data }) => data.includes('FEIT-77'))).toEqual([]);
  });

  it('is changed and taken away, also after the report was closed', async () => {
    const report = await accepted();
    await note('opbouwwerk', report, 'OUD-1');
    await perform(house.db.app, await as('opbouwwerk'), report.number, {
      command: 'close',
      outcome: 'helped',
      message: '',
    });
    await note('opbouwwerk', report, 'NIEUW-1');
    expect(await found('opbouwwerk', 'OUD-1')).toEqual([]);
    expect(await found('opbouwwerk', 'nieuw-1')).toEqual([report.number]);
    expect(await note('opbouwwerk', report, '  ')).toEqual({ ok: true, value: 'removed' });
    expect(await note('opbouwwerk', report, '')).toEqual({ ok: true, value: 'removed' });
    expect(await found('opbouwwerk', 'nieuw-1')).toEqual([]);
    expect((await happened(report)).filter((kind) => kind === 'reference-removed')).toHaveLength(1);
  });

  it('is told whole to who answers the person that asks what is held', async () => {
    const report = await accepted();
    await note('opbouwwerk', report, 'INZAGE-1');
    expect(await inTenant(house.db.app, town.id, (tx) => referencesHeld(tx, report.reportId))).toEqual([
      { serviceName: 'community-work', reference: 'INZAGE-1' },
    ]);
  });

  it('that stands without its history, or against it, is found by the proof', async () => {
    const report = await accepted();
    await note('opbouwwerk', report, 'BEWIJS-1');
    expect(await inTenant(house.db.app, town.id, verifyHandovers)).toEqual([]);
    const put = (service: string) =>
      inTenant(house.db.owner, town.id, ({ kysely }) =>
        sql`insert into report_reference values (${town.id}, ${report.reportId}, ${town.services[service]}, 'X1', 'x1', wijk_now())`.execute(
          kysely,
        ),
      );
    await put('caretaker');
    expect(await inTenant(house.db.app, town.id, verifyHandovers)).toMatchObject([
      { invariant: 'history-folds-to-row', detail: 'no history' },
    ]);
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`delete from report_reference where reference = 'X1'`.execute(kysely),
    );
    await note('opbouwwerk', report, '');
    await put('community-work');
    expect(await inTenant(house.db.app, town.id, verifyHandovers)).toMatchObject([
      { invariant: 'history-folds-to-row', detail: 'reference-removed' },
    ]);
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`delete from report_reference where reference = 'X1'`.execute(kysely),
    );
  });
});

it('tells a machine the references of its own services and of no other', async () => {
  const report = await accepted();
  await note('opbouwwerk', report, 'API-1');
  const scopes = ['meldingen:lezen'] as const;
  const own = await newClient(house, { town, scopes: [...scopes] });
  const wide = await newClient(house, {
    town,
    party: 'gemeente',
    services: ['meldpunt'],
    scopes: ['meldingen:alle'],
  });
  const asked = async (client: typeof own) => {
    const one = await askApi(house, town, `meldingen/${report.number}`, { client });
    return one.json['kenmerken'];
  };
  expect(await asked(own)).toEqual([
    { dienstId: town.services['community-work'], systeem: 'Welzijnsdossier', kenmerk: 'API-1' },
  ]);
  expect(await asked(wide)).toEqual([]);
});

describe('on the pages', () => {
  async function logIn(login: string): Promise<Visitor> {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
    return visitor;
  }

  it('is noted with one field, and finds the report past every filter', async () => {
    const report = await accepted();
    const page = await logIn('opbouwwerk');
    const path = `/proefstad/werk/${report.number}`;
    expect(wordsOf(await page.get(path))).toContain('Kenmerk in Welzijnsdossier');
    const wrong = await page.post(path, { intent: 'reference', reference: 'mevrouw Jansen' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('value="mevrouw Jansen"');
    expect(wordsOf(wrong)).toContain('Een kenmerk heeft een cijfer');
    const done = await page.post(path, { intent: 'reference', reference: 'PAGINA-5' });
    expect([done.status, done.location]).toEqual([303, path]);
    expect(wordsOf(await page.get(path))).toContain('Het kenmerk is bewaard.');
    expect((await page.get(path)).html).toContain('href="https://dossier.test/PAGINA-5"');
    expect((await page.get('/proefstad/werk?nummer=pagina-5')).location).toBe(path);
    expect((await page.get('/proefstad/werk/lijst?staat=closed&zoek=PAGINA-5')).location).toBe(path);
    const other = await logIn('huismeester');
    const nothing = await other.get('/proefstad/werk?nummer=pagina-5');
    expect([nothing.status, nothing.location]).toEqual([200, null]);
    expect(wordsOf(nothing)).toContain('Wij vinden geen melding met dit nummer of kenmerk');
  });

  it('of several reports, or that looks like a number, asks which is meant', async () => {
    const [one, two] = [await accepted(), await accepted()];
    await note('opbouwwerk', one, 'SAMEN 3');
    await note('opbouwwerk', two, 'samen3');
    const page = await logIn('opbouwwerk');
    const both = await page.get('/proefstad/werk?nummer=Samen3');
    for (const { number } of [one, two]) expect(both.html).toContain(`href="/proefstad/werk/${number}"`);
    expect(wordsOf(both)).toContain('Bij Samen3 horen meer meldingen');
    expect((await page.get('/proefstad/werk/lijst?zoek=samen+3')).location).toBe(
      '/proefstad/werk?nummer=samen+3',
    );
    await note('opbouwwerk', one, String(two.number));
    expect(wordsOf(await page.get(`/proefstad/werk?nummer=${two.number}`))).toContain('horen meer meldingen');
  });
});
