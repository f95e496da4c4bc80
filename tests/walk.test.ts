import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '../src/cli/verify.ts';
import { tellProof } from './support/proven.ts';
import { MUTANTS, UNWALKED } from './walk/mutants.ts';
import { walk } from './walk/walk.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A slice in `npm test`; `npm run prove` walks further, and switches off every guard in turn. */
const WALKS = Number(process.env['WIJK_WALKS'] ?? 1);
const STEPS = Number(process.env['WIJK_WALK_STEPS'] ?? 55);
const GUARDS = process.env['WIJK_WALK_GUARDS'] ?? 'timer-at-deadline';
const MUTANT_WALKS = 4;

it.each(Array.from({ length: WALKS }, (_, at) => at + 1))(
  'holds every invariant after each step that people, time and mistakes take, in two server processes (walk %i)',
  async (seed) => {
    const { steps, days, reports, done, fault } = await walk({ seed, length: STEPS });
    expect(fault?.message).toBeUndefined();
    const orders = [...done].map(([command, times]) => `${command} ${times}`).join(', ');
    tellProof(
      'walk',
      `walk ${seed}: ${steps} steps, ${Math.round(days)} days, ${reports} reports; ${orders}`,
    );
    // a walk that met refusals alone proves nothing
    expect(done.size).toBeGreaterThan(3);
  },
  1_800_000,
);

describe('with the guard of an invariant switched off', () => {
  const chosen = MUTANTS.filter(({ invariant }) => GUARDS === 'all' || GUARDS.split(',').includes(invariant));
  it.each(chosen)(
    'a walk finds that it does not hold: $invariant',
    async (mutant) => {
      let [before, found] = [0, false];
      for (let seed = 1; seed <= MUTANT_WALKS && !found; seed += 1) {
        const { steps, fault } = await walk({ seed, length: 400, mutant });
        before += steps;
        found = fault !== undefined;
      }
      expect(found, `expected a walk to find it, and ${before} steps did not`).toBe(true);
      tellProof('mutants', `${mutant.invariant}: found after ${before} steps`);
    },
    1_800_000,
  );

  it.each(MUTANTS.flatMap(({ edits }) => edits))(
    'stands there once, as the mutant knows it: $guard',
    async ({ file, guard }) => {
      const source = await readFile(join(root, file), 'utf8');
      expect(source.split(guard)).toHaveLength(2);
    },
  );

  it('there is a mutant of every invariant, or it is said why not', () => {
    const known = new Set([...MUTANTS.map(({ invariant }) => invariant), ...Object.keys(UNWALKED)]);
    expect([...INVARIANTS].filter((name) => !known.has(name))).toEqual([]);
  });
});
