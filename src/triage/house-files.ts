import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DmnFile } from './decisions.ts';

/** The `*.dmn` files of a folder, by name: what a first draft of a municipality begins with. */
export async function readDecisionFiles(dir: string): Promise<DmnFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.dmn')).toSorted();
  return Promise.all(names.map(async (name) => ({ name, xml: await readFile(join(dir, name), 'utf8') })));
}
