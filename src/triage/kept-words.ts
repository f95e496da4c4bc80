import type { Tx } from '../kit/db.ts';
import { readTables } from './dmn-edit.ts';
import type { DmnFile } from './decisions.ts';
import type { TriageAdvice } from './model.ts';
import { because, type WordedTable } from './rules.ts';
import * as store from './set-store.ts';
import type { DecisionSet, Words } from './table.ts';

/** Versions whose words were read in this process; a version never changes, so neither do its words. */
const read = new Map<string, Promise<WordedTable | undefined>>();
const MOST_REMEMBERED = 200;

/**
 * The answer to 'waarom hier?', one sentence a step, in the words of the tables that gave the advice: those of now, else
 * the ones that were kept. A version that was never kept is named by its codes.
 */
export async function becauseOf(
  tx: Tx,
  advice: Pick<TriageAdvice, 'because'>,
  { house, language }: { readonly house: DecisionSet; readonly language: keyof Words },
): Promise<string[]> {
  const isKnown = ({ table, version }: TriageAdvice['because'][number]) =>
    house.tables.some((one) => one.name === table && one.version === version);
  const older = advice.because.filter((one) => !isKnown(one));
  const kept = await Promise.all(older.map(({ step, version }) => keptTable(tx, step, version)));
  const tables = [...house.tables, ...kept.filter((table) => table !== undefined)];
  return because(advice, { tables }, language);
}

async function keptTable(
  tx: Tx,
  step: TriageAdvice['because'][number]['step'],
  version: string,
): Promise<WordedTable | undefined> {
  const key = `${step} ${version}`;
  const known = read.get(key);
  if (known) return known;
  const xml = await store.findKeptTable(tx, step, version);
  if (xml === undefined) return undefined;
  const table = wordsIn({ name: version, xml }, step, version);
  if (read.size >= MOST_REMEMBERED) read.clear();
  read.set(key, table);
  return table;
}

/** Only the words: a table that a newer engine would refuse still says why it decided as it did. */
async function wordsIn(
  file: DmnFile,
  step: TriageAdvice['because'][number]['step'],
  version: string,
): Promise<WordedTable | undefined> {
  const rules = (await readTables([file])).get(step)?.rules;
  return rules && { name: step, version, rules };
}

/** Keeps the files of a set under the versions that its advices will name. */
export async function keepWords(tx: Tx, set: DecisionSet, files: readonly DmnFile[]): Promise<void> {
  const kept = set.tables.flatMap(({ step, version, file }) => {
    const xml = files.find(({ name }) => name === file)?.xml;
    return xml === undefined ? [] : [{ step, version, xml }];
  });
  await store.keepTables(tx, kept);
}
