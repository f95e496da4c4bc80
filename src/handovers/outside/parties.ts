import { inTenant, type Database } from '../../kit/db.ts';
import { ok, type Outcome } from '../../kit/outcome.ts';
import { logLook, requirePermission } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import type { OutsideParty } from '../model.ts';
import * as store from '../outside-store.ts';

/** The organisations without an account that can be chosen when somebody asks. */
export async function outsideParties(db: Database, actor: Actor): Promise<Outcome<OutsideParty[]>> {
  const user = requirePermission(actor, 'outside.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => ok(await store.partiesKept(tx)));
}

/** Keeps an organisation, new or changed. Questions that went out before keep the address that they went to. */
export async function saveOutsideParty(
  db: Database,
  actor: Actor,
  party: OutsideParty,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'outside.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await store.writeParty(tx, party, user.value.userId);
    await logLook(tx, user.value, { action: 'change', subjectKind: 'outside-party', subjectId: party.id });
    return ok(true);
  });
}
