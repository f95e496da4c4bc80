import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { coordinatorOnDuty } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import { PROMISES } from './promises.ts';
import type { PromisesView } from './promises-wire.ts';
import { lastNight, writeNight, type Night } from './night-store.ts';
import { giveNotice } from './standing-in.ts';

/** Keeps what the proof of a night found; when something does not hold, the coordinator on duty and the manager are told. */
export async function endNight(tx: Tx, night: string, found: Omit<Night, 'endedAt'>): Promise<void> {
  await writeNight(tx, night, found);
  if (found.breaches === 0) return;
  const { managerId } = await getMunicipality(tx);
  for (const userId of new Set([managerId, await coordinatorOnDuty(tx)]))
    await giveNotice(tx, { userId, kind: 'proof-broken', reportId: null });
}

/** What is promised, and what the last proof found: for everybody who works here. */
export async function promisesPage(db: Database, actor: Actor): Promise<Outcome<PromisesView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  const night = await inTenant(db, actor.municipalityId, lastNight);
  const promises = PROMISES.map(({ id, invariants }) => {
    const isTold = night !== undefined && invariants.length > 0;
    return { id, held: isTold ? !invariants.some((name) => night.broken.includes(name)) : undefined };
  });
  return ok({ night, promises });
}
