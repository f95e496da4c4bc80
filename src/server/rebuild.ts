import type { Tx } from '../kit/db.ts';
import { rebuildOutsideTimers } from '../handovers/index.ts';
import { rebuildDue } from '../messages/index.ts';
import { rebuildTimers } from '../reports/index.ts';
import { rebuildRightsTimers } from '../rights/index.ts';
import { rebuildAftercareTimers } from '../safety/index.ts';

/** Moments can be lost, rows cannot: makes everything that has to fire in this municipality again from the rows, and answers how many. */
export async function rebuildAll(tx: Tx): Promise<number> {
  return (
    (await rebuildTimers(tx)) +
    (await rebuildOutsideTimers(tx)) +
    (await rebuildAftercareTimers(tx)) +
    (await rebuildRightsTimers(tx)) +
    (await rebuildDue(tx))
  );
}
