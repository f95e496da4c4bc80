import { describe, expect, it } from 'vitest';
import { clocksInSql, clocksOutsideTheKit } from './time.ts';

const inRules = (text: string) => ({ path: 'src/triage/rules.ts', text });

describe('time and chance', () => {
  it.each([
    ['const a = Date.now();', 'reads Date.now'],
    ['const clock = Date.now;', 'reads Date.now'],
    ['const a = new Date();', 'reads new Date()'],
    ['const a = Date();', 'reads Date()'],
    ['const a = Math.random();', 'reads Math.random'],
    ['const a = Temporal.Now.instant();', 'reads Temporal.Now'],
    ['const a = `at ${new Date()}`;', 'reads new Date()'],
  ])('finds %s', (text, wrong) => {
    expect(clocksOutsideTheKit([inRules(`export const x = 1;\n${text}`)])).toEqual([
      { path: 'src/triage/rules.ts', line: 2, wrong, cure: expect.stringContaining('as an argument') },
    ]);
  });

  it('leaves a given moment, a comment and the kit alone', () => {
    const text = `// never Date.now()\nexport const at = (now: Date) => new Date(now.getTime() + 1);\n`;
    const kit = { path: 'src/kit/clock.ts', text: 'export const a = new Date();' };
    expect(clocksOutsideTheKit([inRules(text), kit])).toEqual([]);
  });

  it.each(['now()', 'clock_timestamp()', 'current_timestamp', 'CURRENT_DATE', 'localtimestamp'])(
    'finds %s in SQL',
    (clock) => {
      const text = `import { sql } from 'kysely';\nexport const q = sql\`select \${1}, ${clock} as t\`;\n`;
      expect(clocksInSql([{ path: 'db/migrations/0001_kit.ts', text }])).toEqual([
        expect.objectContaining({ line: 2, wrong: `tells the time in SQL by ${clock}` }),
      ]);
    },
  );

  it('leaves wijk_now() alone, and the function that defines it', () => {
    const text = `export const a = 'default wijk_now()';\nexport const b = \`create function wijk_now() returns timestamptz as 'select clock_timestamp()'\`;\n`;
    expect(clocksInSql([{ path: 'db/migrations/0001_kit.ts', text }])).toEqual([]);
  });
});
