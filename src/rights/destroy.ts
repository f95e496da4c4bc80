import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { LINES } from './coverage.ts';
import type { CoverageLine, DestructionStep, Went } from './model.ts';
import { BEFORE_ALL, leafOf, sealed } from './proof.ts';
import { insertProof, lastProof, lockChain } from './proof-store.ts';
import { countDue, findDue, lockDueReports, take } from './retention-store.ts';

/** What is destroyed in one transaction: small enough to hold up nobody, and all that a kill can undo. */
const BATCH = 500;

const STEPS: readonly DestructionStep[] = ['destroy', 'anonymise'];

/** What would go now, per class, table and step; nothing is done. With `graceMs`: what should have gone so long ago, or goes so much later. */
export async function planDestruction(tx: Tx, { graceMs = 0 } = {}): Promise<Went[]> {
  const by = new Date(tx.now.getTime() - graceMs);
  const planned: Went[] = [];
  for (const { line, step } of errands()) {
    const { count, oldest, newest } = await countDue(tx, { line, step, by });
    if (count > 0 && oldest && newest)
      planned.push({ class: line.class, table: line.table, step, count, oldest, newest });
  }
  return planned;
}

function errands(): { line: CoverageLine; step: DestructionStep }[] {
  return LINES.flatMap((line) =>
    STEPS.filter((step) => step === 'destroy' || line.anonymise !== undefined).map((step) => ({
      line,
      step,
    })),
  );
}

export interface Destroyed {
  readonly class: string;
  readonly table: string;
  readonly step: DestructionStep;
  readonly count: number;
}

/**
 * Destroys and blanks what is past its moment, as the retention role. Every batch is one transaction with its proof: a
 * run that is killed has done a part and proven that part, and the next run goes on.
 */
export async function destroyDue(db: Database, municipalityId: string): Promise<Destroyed[]> {
  const done: Destroyed[] = [];
  for (const { line, step } of errands()) {
    let count = 0;
    for (let went = BATCH; went > 0;) {
      went = await inTenant(db, municipalityId, (tx) => destroyBatch(tx, line, step));
      count += went;
    }
    if (count > 0) done.push({ class: line.class, table: line.table, step, count });
  }
  return done;
}

async function destroyBatch(tx: Tx, line: CoverageLine, step: DestructionStep): Promise<number> {
  const question = { line, step, by: tx.now };
  if ((await countDue(tx, question)).count === 0) return 0;
  await lockChain(tx);
  const locked = await lockDueReports(tx, question, BATCH);
  const due = await findDue(tx, question, { locked, limit: BATCH });
  const gone = due.length === 0 ? [] : await take(tx, question, due);
  if (gone.length > 0) await prove(tx, { line, step }, { gone, due });
  return gone.length;
}

interface Gone {
  readonly gone: readonly (readonly string[])[];
  readonly due: readonly { readonly key: readonly string[]; readonly moment: Date }[];
}

async function prove(
  tx: Tx,
  { line, step }: { line: CoverageLine; step: DestructionStep },
  { gone, due }: Gone,
): Promise<void> {
  const last = await lastProof(tx);
  const keys = new Set(gone.map((key) => key.join('\n')));
  const moments = due.filter(({ key }) => keys.has(key.join('\n'))).map(({ moment }) => moment.getTime());
  await insertProof(
    tx,
    sealed({
      seq: (last?.seq ?? 0) + 1,
      at: tx.now,
      class: line.class,
      table: line.table,
      step,
      oldest: new Date(Math.min(...moments)),
      newest: new Date(Math.max(...moments)),
      leaves: gone.map((key) => leafOf(tx.municipalityId, line.table, key)),
      previous: last?.hash ?? BEFORE_ALL,
    }),
  );
}
