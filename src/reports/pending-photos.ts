import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import type { Image } from '../kit/image.ts';
import { grant } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { hashIdempotencyKey } from './follow-up-code.ts';
import { PHOTOS_MAX } from './model.ts';
import * as store from './photo-store.ts';

/** Photos of a form that is not a report yet. */
export interface FormPhotos {
  /** The form's random key; the database holds its hash. */
  readonly key: string;
  readonly added: readonly Image[];
  /** Ids of those that the reporter takes back. */
  readonly removed: readonly string[];
}

export interface Pending {
  /** Of all that wait under the key. */
  readonly photoIds: readonly string[];
  /** How many of the new ones found no room. */
  readonly left: number;
}

/**
 * Keeps photos under the key of a form, so that they need not be chosen again when the form comes back with mistakes: a
 * day at most, unless the report follows. The same photo again is the same photo.
 */
export async function keepPhotos(
  db: Database,
  actor: Actor,
  { key, added, removed }: FormPhotos,
): Promise<Pending> {
  const keyHash = hashIdempotencyKey(key);
  return inTenant(db, actor.municipalityId, async (tx) => {
    await store.dropPending(tx, keyHash, removed);
    const waiting = await store.pendingHashes(tx, keyHash);
    const fresh = added.filter(({ hash }) => !waiting.has(hash.toString('hex')));
    const kept = fresh.slice(0, Math.max(0, PHOTOS_MAX - waiting.size));
    if (kept.length > 0) {
      const subject = { subjectKind: 'pending-photo', subjectId: newId<'pending-photo'>() };
      const permission = await grant(tx, actor, { action: 'create', dataClass: 'photo', ...subject });
      await store.insertPending(tx, permission, keyHash, kept);
    }
    return { photoIds: await store.pendingIds(tx, keyHash), left: fresh.length - kept.length };
  });
}

export async function hasPending(tx: Tx, key: string): Promise<boolean> {
  return (await store.pendingIds(tx, hashIdempotencyKey(key))).length > 0;
}

/** Makes what waits under the key the report's, as far as there is room; gives the ids of the photos that came. */
export async function attachPending(
  tx: Tx,
  actor: Actor,
  { reportId, key }: { reportId: string; key: string },
): Promise<string[]> {
  const keyHash = hashIdempotencyKey(key);
  const there = await store.photosOf(tx, reportId);
  const subject = { subjectKind: 'report', subjectId: reportId };
  const permission = await grant(tx, actor, { action: 'create', dataClass: 'photo', ...subject });
  const limit = PHOTOS_MAX - there.filter(({ authorKind }) => authorKind === 'reporter').length;
  const attached = await store.attachPending(tx, permission, { keyHash, limit });
  await store.dropPending(tx, keyHash, await store.pendingIds(tx, keyHash));
  return attached;
}
