import { inTenant, type Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { requirePermission } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { deleteSavedList, insertSavedList, savedLists, type SavedList } from './saved-list-store.ts';

/** More than this is no list to choose from. */
const LISTS_MOST = 20;

/** Keeps a list under a name, for this person alone. The same form twice keeps it once. */
export async function keepList(db: Database, actor: Actor, list: SavedList): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  const { userId } = user.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const kept = await savedLists(tx, userId);
    if (kept.some(({ id }) => id === list.id)) return ok(true);
    if (kept.length >= LISTS_MOST) return refuse('saved-lists-full', { pointer: 'naam' });
    return (await insertSavedList(tx, userId, list))
      ? ok(true)
      : refuse('saved-list-known', { pointer: 'naam' });
  });
}

/** One's own list goes; of one that is not there or is somebody else's nothing is said. */
export async function forgetList(db: Database, actor: Actor, id: string): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await deleteSavedList(tx, user.value.userId, id);
    return ok(true);
  });
}
