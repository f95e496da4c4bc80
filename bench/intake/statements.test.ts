import { describe, expect, it } from 'vitest';
import { pgbenchScript, type Captured } from './statements.ts';

const ID = '0190aaaa-0000-7000-8000-000000000001';
const TWIN_ID = '0190aaaa-0000-7000-8000-000000000002';
const TOWN = '8b5ce878-59c3-887e-9aa4-28c662328aa0';

/** The script of one statement with these values, and with those of its twin. */
function scriptOf(text: string, values: unknown[], twin: unknown[], types: string[]): string {
  const captured: Captured = {
    statements: [{ text, values }],
    twin: [{ text, values: twin }],
    types: [types],
  };
  return pgbenchScript(captured, 7);
}

describe('the script for pgbench', () => {
  it('makes a new id in every run, the same one everywhere, also inside other text', () => {
    const values = [ID, `report:${ID}`];
    const script = scriptOf(
      'insert into t values ($1, $2)',
      values,
      [TWIN_ID, `report:${TWIN_ID}`],
      ['uuid', 'text'],
    );
    const made = `'00000000-0000-7007-8000-' || lpad(to_hex(cast(:r1 as bigint)), 12, '0')`;
    expect(script.split('\n')).toEqual([
      '\\set run :run + 1',
      '\\set r1 ((:run * 64 + :client_id) * 64 + 0)',
      `insert into t values (cast(${made} as uuid), cast(E'report\\072' || ${made} as text));`,
      '',
    ]);
  });

  it('makes a new hash in every run', () => {
    const script = scriptOf('select $1', [Buffer.alloc(32, 1)], [Buffer.alloc(32, 2)], ['bytea']);
    expect(script).toContain(
      `select cast(decode(md5('a7 ' || cast(:r1 as bigint)) || md5('b7 ' || cast(:r1 as bigint)), 'hex') as bytea);`,
    );
  });

  it('writes out what is the same in every intake, and times', () => {
    const at = new Date('2026-11-24T00:00:00Z');
    const values = [TOWN, null, 3, true, at, Buffer.from([255]), { a: 1 }];
    const twin = [TOWN, null, 3, true, new Date(0), Buffer.from([255]), { a: 1 }];
    const types = ['uuid', 'uuid', 'integer', 'boolean', 'timestamptz', 'bytea', 'jsonb'];
    const script = scriptOf('select $1, $2, $3, $4, $5, $6, $7', values, twin, types);
    expect(script).not.toContain(':r1');
    expect(script.split('\n').at(1)).toBe(
      `select cast('${TOWN}' as uuid), cast(null as uuid), cast('3' as integer), cast('true' as boolean), ` +
        String.raw`cast(E'2026-11-24T00\07200\07200.000Z' as timestamptz), cast(E'\\xff' as bytea), cast(E'{"a"\0721}' as jsonb);`,
    );
  });

  it('leaves nothing in what people wrote that ends a text or names a variable', () => {
    const script = scriptOf('select $1', [`l'été: \\ :x\nend`], [`l'été: \\ :x\nend`], ['text']);
    expect(script.split('\n').at(1)).toBe(String.raw`select cast(E'l''été\072 \\ \072x\nend' as text);`);
  });

  it('refuses two intakes that went different ways', () => {
    const statement = { text: 'begin', values: [] };
    const captured: Captured = { statements: [statement], twin: [statement, statement], types: [[], []] };
    expect(() => pgbenchScript(captured, 1)).toThrow(
      'expected two intakes of the same kind, got 1 and 2 statements',
    );
  });
});
