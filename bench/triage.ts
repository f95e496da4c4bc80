/**
 * What a weighing costs: an advice for a report, the check of a set of tables, and a decision evaluated from its file.
 * Run: node bench/triage.ts [rounds]. Reports are drawn from a fixed row of numbers, the same each time.
 */
import { fileURLToPath } from 'node:url';
import { advise } from '../src/triage/rules.ts';
import { checkLaws, INPUT_COUNT } from '../src/triage/laws.ts';
import { compileDecisions, readDmnFiles } from '../src/triage/decisions.ts';
import { About, DangerSign, Sight, type Observations } from '../src/reports/model.ts';
import { runConformance } from '../src/triage/dmn/conformance.ts';

const REPORTS = 20_000;
const rounds = Number(process.argv[2] ?? 5);
const files = await readDmnFiles(fileURLToPath(new URL('../content/decisions', import.meta.url)));
const compiled = await compileDecisions(files);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusals));
const set = compiled.value;

let state = 1;
const next = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const some = <T>(all: readonly T[]): T[] => all.filter(() => next(4) === 0);
const reports = Array.from({ length: REPORTS }, (): Observations => {
  const signs = some(DangerSign.options);
  const kind = next(2) === 0 ? 'none' : 'unknown';
  return {
    danger: signs.length > 0 ? { kind: 'seen', signs } : { kind },
    sights: some(Sight.options),
    about: About.options[next(About.options.length)] ?? 'unknown',
  };
});

console.log(`${REPORTS} reports, ${rounds} rounds; ${INPUT_COUNT} combinations of answers`);
await measure('an advice', 'µs', 1000 / REPORTS, () => {
  for (const report of reports) advise(set, report);
});
await measure('compiling the tables', 'ms', 1, () => compileDecisions(files));
await measure('the laws', 'ms', 1, () => checkLaws(set));
const cases = fileURLToPath(new URL('../src/triage/testing/dmn-cases', import.meta.url));
const count = (await runConformance(cases)).length;
await measure(`a conformance case (of ${count})`, 'ms', 1 / count, () => runConformance(cases));

/** The median and the span of the rounds, after one that does not count. */
async function measure(what: string, unit: string, factor: number, work: () => unknown): Promise<void> {
  const took: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    if (round >= 0) took.push((performance.now() - start) * factor);
  }
  const sorted = took.toSorted((a, b) => a - b).map((each) => each.toFixed(2));
  console.log(`${what}: ${sorted[Math.floor(rounds / 2)]} ${unit} (${sorted[0]} to ${sorted.at(-1)})`);
}
