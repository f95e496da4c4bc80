import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundAddress, foundTown, type Town } from '../../tests/support/town.ts';
import { inTenant } from '../kit/db.ts';
import { managePlaces } from './places.ts';
import { findBreaches } from './verify.ts';

const dir = mkdtempSync(join(tmpdir(), 'wijk-places-'));
const file = join(dir, 'complexen.csv');
let db: TestDatabase;
let town: Town;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
  for (const number of ['2', '3'])
    await foundAddress(db.owner, town, { street: 'Proefstraat', houseNumber: number, at: [20, 20] });
});
beforeEach(() =>
  inTenant(db.owner, town.id, async ({ kysely }) => {
    await sql`update address set complex_id = null`.execute(kysely);
    await sql`delete from complex`.execute(kysely);
  }),
);
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

const HEADING = 'complex;nummer;beheerder;straat;huisnummer;postcode;buurt';
const row = (number: string, complex = 'De Linde', code = 'L1') =>
  `${complex};${code};corporatie;Proefstraat;${number};9999 ZZ;`;

async function bring(rows: readonly string[], ...flags: string[]) {
  writeFileSync(file, [HEADING, ...rows].join('\r\n'));
  const lines: string[] = [];
  const code = await managePlaces(
    { owner: db.owner },
    ['import-complexes', 'proefstad', file, ...flags],
    (line) => lines.push(line),
  );
  return { code, lines };
}

/** Each complex with the house numbers in it. */
async function there(): Promise<string[]> {
  const { rows } = await inTenant(db.app, town.id, ({ kysely }) =>
    sql<{ told: string }>`
      select c.name || ' ' || coalesce(c.code, '-') || ': ' || coalesce(string_agg(a.house_number, ' ' order by a.house_number), '') as told
      from complex c left join address a on a.municipality_id = c.municipality_id and a.complex_id = c.id
      group by c.id, c.name, c.code order by c.name`.execute(kysely),
  );
  return rows.map(({ told }) => told);
}

it('brings complexes in with their addresses, once', async () => {
  expect(await bring([row('1'), row('2')])).toEqual({
    code: 0,
    lines: ['De Linde (L1), corporatie: new; 2 addresses, 2 come, 0 leave', '1 complexes'],
  });
  expect(await there()).toEqual(['De Linde L1: 1 2']);
  expect((await bring([row('1'), row('2')])).lines).toEqual([
    'De Linde (L1), corporatie: as it was; 2 addresses, 0 come, 0 leave',
    '1 complexes',
  ]);
  expect(await there()).toEqual(['De Linde L1: 1 2']);
  expect(await findBreaches(db.app)).toEqual([]);
});

it('shows first what would change, and writes nothing', async () => {
  await bring([row('1')]);
  expect(await bring([row('2', 'De Eik'), row('3', 'De Es', 'E1')], '--preview')).toEqual({
    code: 0,
    lines: [
      'De Eik (L1), corporatie: changed; 1 addresses, 1 come, 1 leave',
      'De Es (E1), corporatie: new; 1 addresses, 1 come, 0 leave',
      '2 complexes: a preview, nothing was written',
    ],
  });
  expect(await there()).toEqual(['De Linde L1: 1']);
});

it('gives a complex another name under its number, and moves addresses from one to the other', async () => {
  await bring([row('1'), row('2', 'De Es', 'E1')]);
  const { lines } = await bring([row('2', 'De Eik'), row('1', 'De Es', 'E1')]);
  expect(lines[0]).toBe(
    'De Eik (L1), corporatie: changed; 1 addresses, 1 come, 1 leave; 1 come out of another complex',
  );
  expect(await there()).toEqual(['De Eik L1: 2', 'De Es E1: 1']);
});

it('leaves complexes alone that the list does not name', async () => {
  await bring([row('1')]);
  await bring([row('2', 'De Es', 'E1')]);
  expect(await there()).toEqual(['De Es E1: 2', 'De Linde L1: 1']);
});

it('writes nothing when one row is wrong, and says which', async () => {
  expect(await bring([row('1'), '', row('77')])).toEqual({
    code: 1,
    lines: [
      "line 4: 'Proefstraat 77 9999 ZZ' is no address here: put it right or leave the row out",
      '1 wrong: nothing was written',
    ],
  });
  expect(await there()).toEqual([]);
});

it.each([
  ['an unknown command', ['do', 'proefstad', file], /expected import-complexes/],
  ['an unknown municipality', ['import-complexes', 'nergens', file], /expected a municipality/],
  ['no file', ['import-complexes', 'proefstad'], /expected a file/],
])('refuses %s', async (_what, args, message) => {
  await expect(managePlaces({ owner: db.owner }, args, () => {})).rejects.toThrow(message);
});
