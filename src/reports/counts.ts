import type { Tx } from '../kit/db.ts';
import * as store from './store.ts';

/** How many reports this municipality holds, open and closed. */
export function countReports(tx: Tx): Promise<number> {
  return store.countReports(tx);
}
export { countByStatus } from './counts-store.ts';
