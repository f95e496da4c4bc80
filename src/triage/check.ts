import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { contentFile } from '../kit/content.ts';
import type { Refusal } from '../kit/outcome.ts';
import { buildDecisions, readDmnFiles, type DmnFile } from './decisions.ts';
import { readDmn } from './dmn.ts';

/**
 * Everything that keeps these tables from being used: the contract of each, and the policy laws over all of them. A single file is
 * judged among the tables of the house, in the place of those of the same step. Empty is good.
 */
export async function checkTables(path: string): Promise<readonly Refusal[]> {
  const isFolder = (await stat(path)).isDirectory();
  const outcome = await buildDecisions(await (isFolder ? readDmnFiles(path) : amongTheHouse(path)));
  return outcome.ok ? [] : outcome.refusals;
}

async function amongTheHouse(path: string): Promise<DmnFile[]> {
  const file = { name: basename(path), xml: await readFile(path, 'utf8') };
  const steps = await stepsOf(file);
  const house = await readDmnFiles(contentFile('decisions'));
  const theirs = await Promise.all(house.map(stepsOf));
  return [file, ...house.filter((_, at) => !theirs[at]?.some((step) => steps.includes(step)))];
}

async function stepsOf({ name, xml }: DmnFile): Promise<string[]> {
  const read = await readDmn(name, xml);
  return read.ok ? read.value.map(({ id }) => id) : [];
}
