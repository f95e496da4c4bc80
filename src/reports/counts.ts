import type { Tx } from '../kit/db.ts';
import * as store from './store.ts';

/** What other rooms may know of reports without knowing any report: answers that can be counted, and their counts. */
export { countOpenByStatus, countReceived } from './counts-store.ts';
export { countRatings, countRatingsByWords } from './rating-store.ts';
export { observedSince } from './store.ts';

/** How many reports this municipality holds, open and closed. */
export function countReports(tx: Tx): Promise<number> {
  return store.countReports(tx);
}
