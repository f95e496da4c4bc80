import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Outcome, Refusal } from '../../kit/outcome.ts';
import type { Loaded } from './drg.ts';
import { describe, isSame } from './feel.ts';
import { evaluateDecision } from './interpret.ts';
import { loadWhatCan } from './load.ts';
import { readTestFile, type ExpectedResult, type TestCase } from './test-file.ts';

/** What became of one case. It passed when nothing failed. */
export interface CaseReport {
  readonly file: string;
  readonly id: string;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly decision: string;
  readonly expected: string;
  readonly found: string;
  /** Why it came out so, as far as is known. */
  readonly because: readonly Refusal[];
}

/** Runs every test file below a folder against the model beside it. */
export async function runConformance(folder: string): Promise<CaseReport[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /-test-[^/]*\.xml$/i.test(name)).toSorted();
  const reports: CaseReport[] = [];
  for (const name of files) reports.push(...(await runTestFile(folder, join(folder, name))));
  return reports;
}

async function runTestFile(folder: string, path: string): Promise<CaseReport[]> {
  const file = relative(folder, path) || basename(path);
  try {
    const { modelName, cases } = await readTestFile(await readFile(path, 'utf8'));
    const model = await readFile(join(dirname(path), modelName), 'utf8');
    const loaded = await loadWhatCan(modelName, model);
    return cases.map((one) => runCase(file, one, loaded));
  } catch (error) {
    const found = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    return [
      {
        file,
        id: '-',
        failures: [{ decision: '-', expected: 'a test file and its model', found, because: [] }],
      },
    ];
  }
}

function runCase(file: string, { id, inputs, results }: TestCase, loaded: Outcome<Loaded>): CaseReport {
  if (results.length === 0) {
    return { file, id, failures: [{ decision: '-', expected: 'a result', found: 'none', because: [] }] };
  }
  return { file, id, failures: results.flatMap((result) => failureOf(result, inputs, loaded) ?? []) };
}

function failureOf(
  result: ExpectedResult,
  inputs: TestCase['inputs'],
  loaded: Outcome<Loaded>,
): Failure | undefined {
  const { decision, isError, value, unsupported } = result;
  const expected = isError ? 'an error' : describe(value);
  if (unsupported !== undefined) return { decision, expected, found: unsupported, because: [] };
  if (!loaded.ok) return { decision, expected, found: 'no model', because: loaded.refusals };
  const answer = evaluateDecision(loaded.value.model, decision, inputs);
  if (!answer) {
    return {
      decision,
      expected,
      found: 'no such decision',
      because: [...loaded.value.refused.values()].flat(),
    };
  }
  // what DMN calls an error has null for its value
  if (isSame(answer.value, isError ? null : value, isNear)) return undefined;
  return { decision, expected, found: describe(answer.value), because: answer.problems };
}

/** By convention of the conformance kit two decimals are one when they differ by less than 1e-8. */
const NEAR = 1e-8;

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < NEAR || Math.abs(a - b) <= Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
}
