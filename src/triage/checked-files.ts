import { createHash } from 'node:crypto';
import type { Outcome } from '../kit/outcome.ts';
import { buildDecisions, compileDecisions, type DmnFile } from './decisions.ts';
import type { DecisionSet } from './table.ts';

/** What the check makes of the files of a set. */
export interface Checked {
  /** Whole, unambiguous and within the policy laws: fit to weigh with; else all that is wrong. */
  readonly built: Outcome<DecisionSet>;
  /** Whole and unambiguous, whatever the laws say: to try out, never to weigh with. */
  readonly compiled: Outcome<DecisionSet>;
}

/** Stands for exactly these files, in this order. */
export function hashOf(files: readonly DmnFile[]): string {
  return createHash('sha256')
    .update(JSON.stringify(files.map(({ name, xml }) => [name, xml])))
    .digest('hex');
}

/** Above the number of municipalities in the country; a set takes some hundred kilobytes. */
const MOST_REMEMBERED = 1000;
const remembered = new Map<string, Promise<Checked>>();

/** Checks a set; the same files once in this process, for it takes some tenths of a second. */
export function check(files: readonly DmnFile[]): Promise<Checked> {
  const hash = hashOf(files);
  const checked = remembered.get(hash) ?? checkNow(files);
  // the one asked for last goes to the end, so that what nobody asks for any more leaves first
  remembered.delete(hash);
  remembered.set(hash, checked);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  checked.catch(() => remembered.delete(hash));
  return checked;
}

/** What was found before for the files with this hash. */
export function checkedBefore(hash: string): Promise<Checked> | undefined {
  return remembered.get(hash);
}

async function checkNow(files: readonly DmnFile[]): Promise<Checked> {
  const built = await buildDecisions(files);
  return { built, compiled: built.ok ? built : await compileDecisions(files) };
}
