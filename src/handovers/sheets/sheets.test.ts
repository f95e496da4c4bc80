import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import type { Town } from '../../../tests/support/town.ts';
import { findBreaches } from '../../cli/verify.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { contentFile } from '../../kit/content.ts';
import { readSheetText } from '../../kit/sheet.ts';
import { loadTexts } from '../../kit/texts.ts';
import { userActor } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { destroyDue } from '../../rights/destroy.ts';
import { loadRound, roundKindsFor, type IntakeSubscriber } from '../../reports/index.ts';
import {
  bringSheet,
  correctSheet,
  discardSheet,
  noteReference,
  ownSheets,
  perform,
  sheetPage,
  takeSheetIn,
} from '../index.ts';
import type { SheetDanger, SheetView } from '../sheet-wire.ts';

let house: TestHouse;
let town: Town;
const around = {
  kinds: roundKindsFor(loadRound(contentFile('.')), 'proefstad'),
  t: loadTexts(contentFile('texts'), { strict: true }).translator('nl'),
};

beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

async function bring(login: string, text: string, id = newId<string>()): Promise<string> {
  const sheet = readSheetText(text);
  if (!sheet.ok) throw new Error(JSON.stringify(sheet.refusals));
  const brought = await bringSheet(house.db.app, await as(login), { id, sheet: sheet.value });
  if (!brought.ok) throw new Error(JSON.stringify(brought.refusals));
  return id;
}

const open = async (login: string, id: string) =>
  sheetPage(house.db.app, await as(login), id, { decisions: house.decisions, ...around });

async function view(login: string, id: string): Promise<SheetView> {
  const page = await open(login, id);
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

interface Wish {
  readonly danger?: SheetDanger;
  readonly onReceived?: IntakeSubscriber;
}

const take = async (login: string, id: string, numbers: number[], wish: Wish = {}) =>
  takeSheetIn(house.db.app, await as(login), {
    id,
    numbers,
    danger: wish.danger ?? 'none',
    house: around,
    onReceived: wish.onReceived ?? house.onReceived,
  });

const rowsOf = async <Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await statement.execute(kysely)).rows);
const countReports = async () =>
  (await rowsOf(sql<{ count: string }>`select count(*) as count from report`))[0]?.count;

let nonce = 0;
/** A list of which no row stood in another test. */
function listOf(...rows: string[]): string {
  nonce += 1;
  return [
    'Omschrijving\tAdres\tSoort\tMelder\tZaaknummer\tDatum',
    ...rows.map((row) => `Lijst ${nonce}. ${row}`),
  ].join('\n');
}

describe('a list before it comes in', () => {
  it('says of each row what it will be, what is doubtful and where it is', async () => {
    const id = await bring(
      'coordinator',
      listOf(
        'Elke avond herrie.\tProefstraat 1\tHerrie of ruzie\tMelder Geheim\tZ-1\t1-11-2026',
        'Een kapotte lamp.\tAchter de kerk\tVerlichting\t\tvan Jan\ttoen',
      ),
    );
    const { rows, hasHeading, columns } = await view('coordinator', id);
    expect(hasHeading).toBe(true);
    expect(columns.map(({ field }) => field)).toEqual([
      'words',
      'address',
      'kind',
      'contact',
      'reference',
      'date',
    ]);
    expect(rows).toMatchObject([
      {
        number: 2,
        place: { isFound: true },
        nature: 'nuisance',
        doubts: [],
        danger: [],
        same: [],
        reference: 'Z-1',
      },
      {
        number: 3,
        place: { text: 'Achter de kerk', isFound: false },
        doubts: ['place-unknown', 'kind-unknown', 'date-unclear', 'reference-unclear'],
      },
    ]);
    expect(rows[1]?.nature).toBeUndefined();
  });

  it('opens for who brought it and for nobody else, colleague or coordinator', async () => {
    const id = await bring('huismeester', listOf('Een geheim verhaal.\tProefstraat 1'));
    for (const login of ['coordinator', 'woonconsulent', 'wijkteam'])
      expect(await open(login, id)).toMatchObject({ refusals: [{ code: 'sheet-unknown' }] });
    expect(await take('coordinator', id, [2])).toMatchObject({ refusals: [{ code: 'sheet-unknown' }] });
    expect(
      await correctSheet(house.db.app, await as('coordinator'), id, {
        hasHeading: true,
        fields: ['words'],
        kind: undefined,
        serviceId: undefined,
      }),
    ).toMatchObject({ ok: false });
    await discardSheet(house.db.app, await as('coordinator'), id);
    expect((await view('huismeester', id)).rows).toHaveLength(1);
    // the form of somebody else with the id of this list
    const sheet = readSheetText(listOf('Iets anders.'));
    const stolen =
      sheet.ok && (await bringSheet(house.db.app, await as('wijkteam'), { id, sheet: sheet.value }));
    expect(stolen).toMatchObject({ ok: false });
  });

  it('is brought by who takes in reports, and by nobody without that right', async () => {
    const sheet = readSheetText(listOf('Iets.'));
    for (const login of ['manager', 'privacy', 'beheer', 'rechten'])
      expect(
        sheet.ok &&
          (await bringSheet(house.db.app, await as(login), { id: newId<string>(), sheet: sheet.value })),
      ).toMatchObject({ refusals: [{ code: 'not-allowed' }] });
  });

  it('leaves a line when it is brought and each time it is opened, also when that is refused', async () => {
    const id = await bring('huismeester', listOf('Iets.'));
    await view('huismeester', id);
    await open('coordinator', id);
    const lines = await rowsOf(
      sql<{ action: string; outcome: string; data_class: string }>`
        select action, outcome, data_class from access_log where subject_kind = 'sheet' and subject_id = ${id} order by id`,
    );
    expect(lines).toEqual([
      { action: 'create', outcome: 'success', data_class: 'story' },
      { action: 'read', outcome: 'success', data_class: 'story' },
      { action: 'read', outcome: 'denied', data_class: '-' },
    ]);
  });

  it('takes other columns for what somebody says that they are', async () => {
    const id = await bring('coordinator', 'Gedoe\tIets\nKade\tEr is elke avond veel herrie');
    expect((await view('coordinator', id)).hasHeading).toBe(false);
    const fields = ['address', 'words'] as const;
    const choices = { hasHeading: true, fields, kind: 'herrie-of-ruzie', serviceId: undefined };
    expect(await correctSheet(house.db.app, await as('coordinator'), id, choices)).toEqual({
      ok: true,
      value: true,
    });
    expect(await view('coordinator', id)).toMatchObject({
      kind: 'herrie-of-ruzie',
      rows: [{ number: 2, words: 'Er is elke avond veel herrie', nature: 'nuisance' }],
    });
    const foreign = { ...choices, serviceId: town.services['caretaker'] };
    expect(await correctSheet(house.db.app, await as('coordinator'), id, foreign)).toMatchObject({
      refusals: [{ code: 'service-unknown' }],
    });
  });

  it('shows what looks the same: a row before it, a report of an earlier list, an own report by reference or address', async () => {
    const words = 'De buren schreeuwen.\tProefstraat 1\t\t\tSAME-1';
    const list = listOf(words, words);
    const id = await bring('opbouwwerk', list);
    expect(
      (await view('opbouwwerk', id)).rows.map(({ same }) => same.filter(({ by }) => by === 'row')),
    ).toEqual([[], [{ by: 'row', number: 2 }]]);
    await take('opbouwwerk', id, [2]);
    const report = (await view('opbouwwerk', id)).rows[0]?.report ?? 0;
    const again = await bring('opbouwwerk', list);
    expect((await view('opbouwwerk', again)).rows[0]?.same).toContainEqual({ by: 'list', number: report });
    const other = await sendReport(house, town);
    await perform(house.db.app, await as('opbouwwerk'), other.number, { command: 'accept' });
    await noteReference(house.db.app, await as('opbouwwerk'), other.number, 'SAME-2');
    const third = await bring('opbouwwerk', listOf('Iets nieuws.\tProefstraat 1\t\t\tSAME-2'));
    expect((await view('opbouwwerk', third)).rows[0]?.same).toContainEqual({
      by: 'reference',
      number: other.number,
    });
    const fourth = await bring('opbouwwerk', listOf('Nog iets nieuws.\tProefstraat 1'));
    expect((await view('opbouwwerk', fourth)).rows[0]?.same).toContainEqual({
      by: 'address',
      number: other.number,
    });
    // another service is told nothing of it
    const elsewhere = await bring('wijkteam', listOf('Weer iets.\tProefstraat 1\t\t\tSAME-2'));
    expect((await view('wijkteam', elsewhere)).rows[0]?.same).toEqual([]);
  });
});

describe('rows that are taken in', () => {
  it('become reports with owner, deadline and advice, and keep nothing of their cells', async () => {
    const id = await bring(
      'coordinator',
      listOf(
        'Elke avond herrie.\tProefstraat 1\tHerrie of ruzie\tMelder Geheim 0612345678\tZ-77\t1-11-2026',
        'Niet gekozen.',
      ),
    );
    expect(await take('coordinator', id, [2])).toEqual({ ok: true, value: true });
    const { rows, made } = await view('coordinator', id);
    expect(made).toBe(1);
    expect(rows[0]).toEqual({
      number: 2,
      report: rows[0]?.report,
      words: '',
      doubts: [],
      danger: [],
      same: [],
    });
    const [stored] = await rowsOf(sql<Record<string, unknown>>`
      select r.channel, r.nature, r.owner_id is not null as owned, r.deadline is not null as due, w.body, c.name, c.phone, p.address_id
      from report r join report_words w on w.report_id = r.id join report_contact c on c.report_id = r.id
      join report_place p on p.report_id = r.id where r.number = ${rows[0]?.report}`);
    expect(stored).toMatchObject({
      channel: 'list',
      nature: 'nuisance',
      owned: true,
      due: true,
      name: 'Melder Geheim',
      phone: '0612345678',
      address_id: town.addressId,
    });
    expect(stored?.['body']).toContain('Elke avond herrie.\nDatum in de lijst: 2026-11-01');
    const [reference] = await rowsOf(sql<{ reference: string; service_id: string }>`
      select f.reference, f.service_id from report_reference f join report r on r.id = f.report_id where r.number = ${rows[0]?.report}`);
    expect(reference).toEqual({ reference: 'Z-77', service_id: town.services['meldpunt'] });
    const cells = await rowsOf(sql<{ number: number; cells: string[] | null }>`
      select number, cells from sheet_row where draft_id = ${id} and cells is not null order by number`);
    expect(cells.map(({ number }) => number)).toEqual([1, 3]);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('make nothing twice: the same form again, at the same moment, or the same rows in another list', async () => {
    const list = listOf('Een.', 'Twee.', 'Drie.');
    const id = await bring('huismeester', list);
    const before = Number(await countReports());
    await Promise.all([take('huismeester', id, [2, 3]), take('huismeester', id, [2, 3])]);
    await take('huismeester', id, [2, 3]);
    expect(Number(await countReports())).toBe(before + 2);
    const other = await bring('huismeester', list);
    await take('huismeester', other, [2, 3, 4]);
    expect(Number(await countReports())).toBe(before + 3);
    const numbers = async (sheet: string) =>
      (await view('huismeester', sheet)).rows.map(({ report }) => report);
    expect((await numbers(other)).slice(0, 2)).toEqual((await numbers(id)).slice(0, 2));
  });

  it('go on where a server was killed in the middle of a row: what was not committed was not made', async () => {
    const id = await bring('huismeester', listOf('Voor de klap.', 'Tijdens de klap.', 'Na de klap.'));
    const before = Number(await countReports());
    let count = 0;
    const dying: IntakeSubscriber = async (tx, report, just) => {
      await house.onReceived(tx, report, just);
      count += 1;
      if (count === 2) throw new Error('the power went out');
    };
    await expect(take('huismeester', id, [2, 3, 4], { onReceived: dying })).rejects.toThrow(
      'the power went out',
    );
    expect(Number(await countReports())).toBe(before + 1);
    await take('huismeester', id, [2, 3, 4]);
    expect(Number(await countReports())).toBe(before + 3);
    expect((await view('huismeester', id)).rows.every(({ report }) => report !== undefined)).toBe(true);
  });

  it('that speak of danger are nobody’s all-clear: the coordinator finds out, whatever was said of the list', async () => {
    const id = await bring(
      'huismeester',
      listOf(
        'Hij loopt met een mes.\tProefstraat 1\tHerrie of ruzie',
        'Gewoon herrie.\tProefstraat 1\tHerrie of ruzie',
      ),
    );
    expect((await view('huismeester', id)).rows.map(({ danger }) => danger)).toEqual([['mes'], []]);
    await take('huismeester', id, [2, 3], { danger: 'none' });
    const numbers = (await view('huismeester', id)).rows.map(({ report }) => report ?? 0);
    const kept = await rowsOf(sql<{ danger: string; owner: string }>`
      select r.observations -> 'danger' ->> 'kind' as danger, u.login as owner from report r join user_account u on u.id = r.owner_id
      where r.number in (${sql.join(numbers)}) order by r.number`);
    expect(kept.map(({ danger }) => danger)).toEqual(['unknown', 'none']);
    expect(kept[0]?.owner).toBe('coordinator');
  });

  it('that cannot be made say why, and stay to be made', async () => {
    const id = await bring('huismeester', `${listOf('Iets.')}\n\tProefstraat 1\t\t\t\t`);
    await take('huismeester', id, [2, 3]);
    expect((await view('huismeester', id)).rows).toMatchObject([
      { report: expect.any(Number) as number },
      { number: 3, refusal: 'sheet-row-no-words', block: 'no-words' },
    ]);
    // and say it no more once the columns were set right
    const fields = ['words', 'words', undefined, undefined, undefined, undefined] as const;
    const choices = { hasHeading: true, fields, kind: undefined, serviceId: undefined };
    await correctSheet(house.db.app, await as('huismeester'), id, choices);
    const [, corrected] = (await view('huismeester', id)).rows;
    expect([corrected?.refusal, corrected?.block, corrected?.words]).toEqual([
      undefined,
      undefined,
      'Proefstraat 1',
    ]);
  });

  it('are never the heading, and never rows that are not there', async () => {
    const id = await bring('huismeester', listOf('Alleen deze.'));
    const before = Number(await countReports());
    await take('huismeester', id, [1, 2, 999]);
    expect(Number(await countReports())).toBe(before + 1);
    expect(await take('huismeester', id, [])).toMatchObject({
      refusals: [{ code: 'sheet-none', pointer: 'rij' }],
    });
  });
});

describe('the life of a list', () => {
  it('shows its owner what is left, until it is thrown away', async () => {
    const id = await bring('wijkagent', listOf('Een.', 'Twee.'));
    await take('wijkagent', id, [2]);
    const lists = await ownSheets(house.db.app, await as('wijkagent'));
    expect(lists).toMatchObject({ value: [{ id, rows: 2, made: 1 }] });
    await discardSheet(house.db.app, await as('wijkagent'), id);
    await discardSheet(house.db.app, await as('wijkagent'), id);
    expect(await ownSheets(house.db.app, await as('wijkagent'))).toEqual({ ok: true, value: [] });
    expect(await rowsOf(sql`select 1 from sheet_row where draft_id = ${id}`)).toEqual([]);
  });

  it('ends after two days: it opens for nobody, and the next run of the retention destroys it', async () => {
    const id = await bring('wijkagent', listOf('Oud.'));
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`update sheet_draft set destroy_after = wijk_now() - interval '1 second' where id = ${id}`.execute(
        kysely,
      ),
    );
    expect(await open('wijkagent', id)).toMatchObject({ refusals: [{ code: 'sheet-unknown' }] });
    await destroyDue(house.db.owner, town.id);
    expect(await rowsOf(sql`select 1 from sheet_row where draft_id = ${id}`)).toEqual([]);
  });
});
