import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { contentFile } from '../kit/content.ts';
import { DataClass } from '../people/model.ts';
import { COLUMNS, LINES, WITHOUT_LINE } from './coverage.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const listed = Object.entries(COLUMNS).flatMap(([table, classes]) =>
  Object.entries(classes).flatMap(([name, columns]) =>
    columns.split(' ').map((column) => ({ name, column: `${table}.${column}` })),
  ),
);

it('says of every column of every table whose data it is, and of no column that is not there', async () => {
  const { rows } = await sql<{ column: string }>`
    select c.relname || '.' || a.attname as column from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely%'`.execute(
    db.owner,
  );
  expect([...new Set(listed.map(({ column }) => column))].toSorted()).toEqual(
    rows.map(({ column }) => column).toSorted(),
  );
});

describe('every class of personal data', () => {
  const used = [...new Set(listed.map(({ name }) => name))].filter((name) => name !== 'none');
  const register = z
    .array(
      z.object({
        class: DataClass,
        ground: z.string(),
        purpose: z.string(),
        countsFrom: z.string(),
        retentionDays: z.number(),
      }),
    )
    .parse(JSON.parse(readFileSync(contentFile('privacy/data-classes.json'), 'utf8')));
  const days = (name: DataClass) => register.find((entry) => entry.class === name)?.retentionDays ?? 0;

  it('has a ground, a purpose and a term in the configuration', () => {
    expect(register.map((entry) => entry.class).toSorted()).toEqual([...DataClass.options].toSorted());
    expect(used.filter((name) => !register.some((entry) => entry.class === name))).toEqual([]);
  });

  it('goes by a line, or says how it goes without', () => {
    const goes = new Set([...LINES.map((line) => line.class), ...Object.keys(WITHOUT_LINE)]);
    expect(used.filter((name) => !goes.has(name as DataClass))).toEqual([]);
  });

  it('keeps who looked at least five years, and a name no shorter than the log that needs it', () => {
    expect(days('access-log')).toBeGreaterThanOrEqual(1827);
    expect(days('account')).toBeGreaterThanOrEqual(days('access-log'));
    expect(days('history')).toBe(days('account'));
  });
});

it('takes away at its lines what the columns say is there', () => {
  const holes = LINES.flatMap((line) => {
    const mine = (COLUMNS[line.table]?.[line.class] ?? '').split(' ');
    const cut = line.destroy === 'row' ? mine : Object.keys(line.destroy.columns);
    return cut.length === 0 ? [line.table] : [];
  });
  expect(holes).toEqual([]);
});
