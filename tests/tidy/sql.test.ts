import { describe, expect, it } from 'vitest';
import { forbiddenSql, sqlOutsideStores } from './sql.ts';

const TEMPLATE = `import { sql } from 'kysely';\nexport const q = sql<number>\`select 1\`;\n`;
const BUILDER = `export const q = (db) =>\n  db.selectFrom('report').selectAll();\n`;

describe('where SQL may stand', () => {
  it.each([
    ['a template', TEMPLATE],
    ['a query builder', BUILDER],
  ])('finds %s outside a store', (_name, text) => {
    expect(sqlOutsideStores([{ path: 'src/reports/actions.ts', text }])).toEqual([
      expect.objectContaining({ line: 2, wrong: 'asks the database' }),
    ]);
  });

  it.each(['src/reports/store.ts', 'src/reports/words-store.ts', 'src/kit/timers.ts', 'db/privileges.ts'])(
    'leaves %s alone',
    (path) => {
      expect(
        sqlOutsideStores([
          { path, text: TEMPLATE },
          { path, text: BUILDER },
        ]),
      ).toEqual([]);
    },
  );
});

describe('SQL that may stand nowhere', () => {
  it.each([
    ['create trigger keep before update on report', 'makes a trigger'],
    ['CREATE OR REPLACE CONSTRAINT TRIGGER keep', 'makes a trigger'],
    ["select set_config('app.municipality_id', $1, true)", 'calls set_config()'],
  ])('finds %s', (sql, wrong) => {
    const text = `export const ddl = [\n  ${JSON.stringify(sql)},\n];\n`;
    const code = { path: 'db/migrations/0009_x.ts', text };
    const script = { path: 'bench/intake.sql', text: `\n${sql};\n` };
    expect(forbiddenSql([code, script]).map(({ path, line, wrong: found }) => [path, line, found])).toEqual([
      ['db/migrations/0009_x.ts', 2, wrong],
      ['bench/intake.sql', 2, wrong],
    ]);
  });

  it('leaves a comment about it alone', () => {
    const text = `// no create trigger here, and no set_config()\nexport {};\n`;
    expect(forbiddenSql([{ path: 'db/tenancy.ts', text }])).toEqual([]);
  });
});
