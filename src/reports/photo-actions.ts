import type { Tx } from '../kit/db.ts';
import type { Image } from '../kit/image.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { grant } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { eventActor, record } from './history.ts';
import { PHOTOS_MAX, type Photo, type PhotoRemoval } from './model.ts';
import * as store from './photo-store.ts';

export { photosOf, readPreview } from './photo-store.ts';

/**
 * Adds photos to a report, as far as there is room: the reporter has room for as many as the form, and who works on it
 * for as many again. What was there already is not added twice, and what was taken away does not come back. The caller
 * holds the row's lock.
 */
export async function addPhotos(
  tx: Tx,
  actor: Actor,
  reportId: string,
  images: readonly Image[],
): Promise<Outcome<number>> {
  const author = eventActor(actor);
  const known = await store.knownHashes(tx, reportId);
  const fresh = images.filter(({ hash }) => !known.has(hash.toString('hex')));
  const there = (await store.photosOf(tx, reportId)).filter(({ authorKind }) => authorKind === author.kind);
  const added = fresh.slice(0, Math.max(0, PHOTOS_MAX - there.length));
  if (added.length > 0) {
    const key = await permission(tx, actor, reportId, 'change');
    const photoIds = await store.insertPhotos(tx, key, { images: added, author });
    await record(tx, actor, reportId, { kind: 'photo-added', data: { photoIds } });
  }
  if (images.some(({ hash }) => known.get(hash.toString('hex')) === 'removed'))
    return refuse('photo-removed', { pointer: 'photo' });
  return added.length < fresh.length
    ? refuse('photos-too-many', { pointer: 'photo', facts: { maximum: PHOTOS_MAX } })
    : ok(added.length);
}

/** The photo, when this report has it and it may be shown. */
export async function findPhoto(tx: Tx, reportId: string, photoId: string): Promise<Photo | undefined> {
  return (await store.photosOf(tx, reportId)).find(({ id }) => id === photoId);
}

/** The photos of a report as a list, for a page that shows their previews; leaves a line in the log. */
export async function readPhotos(tx: Tx, actor: Actor, reportId: string): Promise<Photo[]> {
  await permission(tx, actor, reportId, 'read');
  return store.photosOf(tx, reportId);
}

/** One sharp picture; leaves a line in the log, also of that it left the house. */
export async function readPicture(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { photoId, action = 'read' }: { readonly photoId: string; readonly action?: 'read' | 'export' },
): Promise<Buffer> {
  const picture = await store.readPicture(tx, await permission(tx, actor, reportId, action), photoId);
  if (!picture) throw new Error(`expected report ${reportId} to have photo ${photoId}`);
  return picture;
}

/** False when the reporter could see it already. The caller holds the row's lock. */
export async function sharePhoto(tx: Tx, actor: Actor, reportId: string, photo: Photo): Promise<boolean> {
  if (photo.isShared || photo.authorKind === 'reporter') return false;
  await permission(tx, actor, reportId, 'change');
  await store.markShared(tx, reportId, photo.id);
  await record(tx, actor, reportId, { kind: 'photo-shared', data: { photoId: photo.id } });
  return true;
}

/** Stops showing it at once; the retention role destroys it at its next round. The caller holds the row's lock. */
export async function removePhoto(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { photoId, reason }: { photoId: string; reason: PhotoRemoval },
): Promise<void> {
  await permission(tx, actor, reportId, 'change');
  await store.markRemoved(tx, reportId, photoId);
  await record(tx, actor, reportId, { kind: 'photo-removed', data: { photoId, reason } });
}

function permission(tx: Tx, actor: Actor, reportId: string, action: 'read' | 'change' | 'export') {
  return grant(tx, actor, { action, subjectKind: 'report', subjectId: reportId, dataClass: 'photo' });
}
