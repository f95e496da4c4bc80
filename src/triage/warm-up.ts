import { inTenant, type Database } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { allMunicipalities } from '../places/index.ts';
import type { HouseTables } from './desk.ts';
import { setInForce } from './in-force.ts';
import { keepWords } from './kept-words.ts';

/**
 * Beside the start: keeps the words of the tables of the house for every municipality, and checks the set that each has in
 * force, so that the first report does not wait for it. Whatever goes wrong stops no start and no report.
 */
export async function warmUp(
  db: Database,
  house: HouseTables,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  try {
    const files = await house.files();
    for (const { id } of await allMunicipalities(db)) {
      if (signal.aborted) return;
      await inTenant(db, id, async (tx) => {
        await keepWords(tx, house.decisions, files);
        await setInForce(tx, house.decisions, { log });
      });
    }
  } catch (error) {
    log('error', 'decisions.warm-up-failed', errorFields(error));
  }
}
