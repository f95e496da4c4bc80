import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { planDestruction } from './destroy.ts';
import { findLook, saveLook } from './look-store.ts';
import type { Look } from './model.ts';
import { BEGIN, firstBroken, type Proven } from './proof.ts';
import { proofsAfter } from './proof-store.ts';

const HOUR_MS = 3_600_000;
/** Proofs that are held at once: of 500 rows each at most. */
const AT_ONCE = 100;

/**
 * What goes with the run after this one, an hour from now, and the whole chain of proofs proven again: kept, so that a
 * look reads only what came after. As the retention role, after it destroyed.
 */
export function reckon(db: Database, municipalityId: string): Promise<void> {
  return inTenant(db, municipalityId, async (tx) => {
    await saveLook(tx, {
      at: tx.now,
      until: new Date(tx.now.getTime() + HOUR_MS),
      planned: await planDestruction(tx, { graceMs: -HOUR_MS }),
      ...(await proveFrom(tx, BEGIN)),
    });
  });
}

/** What the last run reckoned, with the proofs that came since proven on the spot; without one, everything at this moment. */
export async function lookNow(tx: Tx): Promise<Look> {
  const last = await findLook(tx);
  if (!last)
    return { at: tx.now, until: tx.now, planned: await planDestruction(tx), ...(await proveFrom(tx, BEGIN)) };
  if (last.brokenAt !== undefined) return last;
  return { ...last, ...(await proveFrom(tx, last.proven)) };
}

/** How far the chain follows from a proof that was proven, and the first one that does not. */
async function proveFrom(tx: Tx, from: Proven): Promise<Pick<Look, 'proven' | 'brokenAt'>> {
  let proven = from;
  // the one that was proven is read again: it may have been changed or taken out since
  for (let isFirst = from.seq > 0; ; isFirst = false) {
    const read = await proofsAfter(tx, { seq: isFirst ? proven.seq - 1 : proven.seq, limit: AT_ONCE });
    const [again, ...later] = read;
    if (isFirst && (again?.seq !== proven.seq || Buffer.compare(again.hash, proven.hash) !== 0))
      return { proven: { seq: from.seq - 1, hash: from.hash }, brokenAt: from.seq };
    const next = isFirst ? later : read;
    const broken = firstBroken(next, proven);
    if (broken) return { proven, brokenAt: broken.seq };
    proven = next.at(-1) ?? proven;
    if (read.length < AT_ONCE) return { proven: { seq: proven.seq, hash: proven.hash } };
  }
}
