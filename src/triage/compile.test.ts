import fc from 'fast-check';
import { unaryTest } from 'feelin';
import { describe, expect, it } from 'vitest';
import { buildDecisions } from './decisions.ts';
import { readDmn, type RuleSource, type TableSource } from './dmn.ts';
import { shippedFiles, shippedSet, valueOf } from './testing/shipped.ts';
import { digitsAt, ruleFor, sizeOf } from './table.ts';

/** The rules of a table that fit, each cell put to FEEL: slow, and with nothing of our own in between. */
function fitting({ rules }: TableSource, values: readonly string[]): RuleSource[] {
  return rules.filter(({ inputs }) =>
    inputs.every((cell, at) => unaryTest(cell, { '?': values[at] }).value === true),
  );
}

describe('a compiled table', () => {
  it.each(shippedFiles())('$name decides as FEEL does, for any combination', async ({ name, xml }) => {
    const [source] = valueOf(await readDmn(name, xml));
    const table = (await shippedSet()).tables.find(({ file }) => file === name);
    if (!source || !table) throw new Error(`expected a table in ${name}`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sizeOf(table.inputs) - 1 }), (index) => {
        const digits = digitsAt(table.inputs, index);
        const entries = table.inputs.map(({ name: input, values }, at) => [
          input,
          values[digits[at] ?? -1] ?? '',
        ]);
        const rules = fitting(
          source,
          entries.map(([, value]) => String(value)),
        );
        expect(ruleFor(table, Object.fromEntries(entries) as Record<string, string>).id).toBe(rules[0]?.id);
        expect(source.hitPolicy === 'FIRST' || rules.length === 1).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has no hole', async () => {
    for (const { decides, rules } of (await shippedSet()).tables) {
      expect([...decides].every((rule) => rule >= 0 && rule < rules.length)).toBe(true);
    }
  });

  it('refuses to decide on what is no answer', async () => {
    const [gevaar] = (await shippedSet()).tables;
    expect(() => gevaar && ruleFor(gevaar, { threatens: 'perhaps' })).toThrow(
      'expected threatens in yes|no|unknown',
    );
  });

  it('does not care in which order the files come', async () => {
    const names = (set: { tables: readonly { step: string }[] }) => set.tables.map(({ step }) => step);
    const reversed = valueOf(await buildDecisions(shippedFiles().toReversed()));
    expect(names(reversed)).toEqual(names(await shippedSet()));
  });
});
