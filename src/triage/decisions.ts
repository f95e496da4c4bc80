import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { compileTable } from './compile.ts';
import { readDmn } from './dmn.ts';
import { checkLaws, type Law, type LawBreach } from './laws.ts';
import { Step } from './model.ts';
import type { DecisionSet, DecisionTable } from './table.ts';

/** One DMN file: its name for messages, its content. */
export interface DmnFile {
  readonly name: string;
  readonly xml: string;
}

/** More than ten times the largest table that a person still reads. */
const MAX_FILE_CHARACTERS = 1_000_000;

/**
 * Reads the `*.dmn` files of a folder as one set of decision tables. Refuses, with everything that is wrong, a set that is not
 * whole, not unambiguous or against the policy laws. Throws when the folder cannot be read. Takes a few tenths of a second.
 */
export async function loadDecisions(dir: string): Promise<Outcome<DecisionSet>> {
  return buildDecisions(await readDmnFiles(dir));
}

export async function readDmnFiles(dir: string): Promise<DmnFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.dmn')).toSorted();
  return Promise.all(names.map(async (name) => ({ name, xml: await readFile(join(dir, name), 'utf8') })));
}

/** As `loadDecisions`, from content that is at hand. */
export async function buildDecisions(files: readonly DmnFile[]): Promise<Outcome<DecisionSet>> {
  const compiled = await compileDecisions(files);
  if (!compiled.ok) return compiled;
  const breaches = checkLaws(compiled.value);
  return breaches.length > 0 ? refuseAll(breaches.map(lawRefusal)) : compiled;
}

/** A whole and unambiguous set whose laws nobody has looked at yet: for the check itself, never to advise with. */
export async function compileDecisions(files: readonly DmnFile[]): Promise<Outcome<DecisionSet>> {
  const outcomes = (await Promise.all(files.map(compileFile))).flat();
  const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.refusals));
  if (refusals.length > 0) return refuseAll(refusals);
  return inOrder(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

async function compileFile({ name: file, xml }: DmnFile): Promise<Outcome<DecisionTable>[]> {
  if (xml.length > MAX_FILE_CHARACTERS) {
    return [
      refuse('decision-file-too-long', { facts: { file, found: xml.length, most: MAX_FILE_CHARACTERS } }),
    ];
  }
  const sources = await readDmn(file, xml);
  if (!sources.ok) return [sources];
  const sha256 = createHash('sha256').update(xml).digest('hex');
  return sources.value.map((source) => compileTable(source, { file, sha256 }));
}

function inOrder(tables: readonly DecisionTable[]): Outcome<DecisionSet> {
  const refusals: Refusal[] = [];
  const ordered = Step.options.flatMap((step) => {
    const [table, second] = tables.filter((candidate) => candidate.step === step);
    if (!table) refusals.push({ code: 'decision-step-missing', facts: { table: step } });
    if (second) refusals.push({ code: 'decision-step-twice', facts: { file: second.file, table: step } });
    return table ? [table] : [];
  });
  return refusals.length > 0 ? refuseAll(refusals) : ok({ tables: ordered });
}

const LAW_CODES = {
  'police-never-first': { code: 'law-police-never-first' },
  'life-112-and-owner': { code: 'law-life-112-and-owner' },
  'owner-can-own': { code: 'law-owner-can-own' },
  'care-first': { code: 'law-care-first' },
  'doctor-judges': { code: 'law-doctor-judges' },
  'unknown-never-lowers': { code: 'law-unknown-never-lowers' },
} as const satisfies Record<Law, Refusal>;

function lawRefusal({ law, file, table, ruleNumber, ruleId, inputs, count }: LawBreach): Refusal {
  return { ...LAW_CODES[law], facts: { file, table, rule: ruleNumber, ruleId, inputs, count } };
}
