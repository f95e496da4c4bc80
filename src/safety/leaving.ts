import type { Tx } from '../kit/db.ts';
import type { Actor } from '../people/model.ts';
import { standingWithout } from './rules.ts';
import { ladderFor, place } from './standing.ts';
import * as store from './store.ts';
import { cancelCompany } from './visits.ts';

/**
 * Aftercare that lies with who leaves goes to who stands there now, or above, in the transaction in which
 * that person does; and who counted on that person for a visit is told.
 */
export async function goOnWithoutColleague(tx: Tx, actor: Actor, userId: string): Promise<void> {
  await cancelCompany(tx, userId);
  const theirs = await store.openIncidents(tx, { ownerId: userId });
  // always in the same order, so that two people who leave at once do not wait for each other
  for (const { id } of theirs.toSorted((a, b) => a.id.localeCompare(b.id))) {
    const incident = await store.lockIncident(tx, id);
    if (incident?.status !== 'open' || incident.ownerId !== userId) continue;
    const next = standingWithout(await ladderFor(tx, incident), incident, userId);
    await place(tx, actor, id, { ...next, kind: 'passed' });
  }
}
