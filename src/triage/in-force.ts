import type { Tx } from '../kit/db.ts';
import { errorFields, log as defaultLog, type Log } from '../kit/log.ts';
import { check, checkedBefore, hashOf } from './checked-files.ts';
import * as store from './set-store.ts';
import type { DecisionSet } from './table.ts';

/**
 * The tables that weigh a report now: the municipality's own, from the moment for which they were activated, else those of
 * the house. A set that cannot be used (changed behind our back, refused by a newer engine) never holds up a report: the
 * tables of the house weigh it, and the log says so at every report until somebody mends it.
 */
export async function setInForce(
  tx: Tx,
  house: DecisionSet,
  { log = defaultLog }: { log?: Log } = {},
): Promise<DecisionSet> {
  const own = await store.findSetInForce(tx);
  if (!own) return house;
  const built = await builtSet(tx, own, log);
  if (built) return built;
  log('error', 'decisions.unusable', { municipality: tx.municipalityId, set: own.setId });
  return house;
}

async function builtSet(
  tx: Tx,
  { setId, contentHash }: { setId: string; contentHash: string },
  log: Log,
): Promise<DecisionSet | undefined> {
  const known = checkedBefore(contentHash);
  const files = known ? [] : await store.filesOf(tx, setId);
  if (!known && hashOf(files) !== contentHash) return undefined;
  try {
    const { built } = await (known ?? check(files));
    return built.ok ? built.value : undefined;
  } catch (error) {
    log('error', 'decisions.check-failed', { municipality: tx.municipalityId, ...errorFields(error) });
    return undefined;
  }
}
