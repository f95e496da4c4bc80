import { inTenant, type Database } from '../kit/db.ts';
import { isUuid } from '../kit/ids.ts';
import type { Image } from '../kit/image.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import {
  addPhotos,
  findPhoto,
  isAboutPerson,
  readPhotos,
  readPicture,
  readPreview,
  removePhoto,
  sharePhoto,
} from '../reports/index.ts';
import { PHOTOS_MAX, type PhotoRemoval } from '../reports/model.ts';
import { changeAttached, mayChange, pageAround, readable, withNames, type Which } from './attached.ts';
import { isForReporter } from './attached-rules.ts';
import { giveNotice } from './standing-in.ts';
import type { PhotosView } from './attached-wire.ts';

/** The photos of a report, for who may read its words. */
export async function photosPage(db: Database, actor: Actor, number: number): Promise<Outcome<PhotosView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    if (!report.ok) return report;
    const there = await readPhotos(tx, actor, report.value.id);
    const around = await pageAround(tx, actor, report.value, { there, most: PHOTOS_MAX });
    return ok({ ...around, photos: withNames(there, await userNames(tx)) });
  });
}

interface PhotoAsked {
  readonly number: Which;
  readonly photoId: string;
  /** The sharp picture leaves a line in the access log; for the preview that of the page stands. */
  readonly size: 'picture' | 'preview';
}

/** One picture. Not there, not yours and not in this municipality are one answer. */
export async function openPhoto(
  db: Database,
  actor: Actor,
  { number, photoId, size }: PhotoAsked,
): Promise<Outcome<Buffer>> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    if (!report.ok) return report;
    const reportId = report.value.id;
    const photo = isUuid(photoId) ? await findPhoto(tx, reportId, photoId) : undefined;
    if (!photo || (actor.kind === 'reporter' && !isForReporter(photo))) return refuse('report-unknown');
    if (size === 'picture') return ok(await readPicture(tx, actor, reportId, { photoId }));
    const preview = await readPreview(tx, reportId, photoId);
    return preview ? ok(preview) : refuse('report-unknown');
  });
}

/** Whether photos would be taken, before any is read: nobody makes us decode what we would not keep. */
export function mayAddPhotos(db: Database, actor: Actor, number: Which): Promise<Outcome<true>> {
  return mayChange(db, actor, { number, command: 'add' });
}

/** Adds photos that were made anew. When the reporter does it, the owner is told. */
export function addReportPhotos(
  db: Database,
  actor: Actor,
  { number, images }: { number: Which; images: readonly Image[] },
): Promise<Outcome<number>> {
  return changeAttached(db, actor, { number, command: 'add' }, async (tx, report) => {
    const added = await addPhotos(tx, actor, report.id, images);
    if (actor.kind === 'reporter' && !(added.ok && added.value === 0))
      await giveNotice(tx, { userId: report.ownerId, kind: 'photo-added', reportId: report.id });
    return added;
  });
}

/** Shows a photo to the reporter. About a person nothing is shared that others made. */
export function shareReportPhoto(
  db: Database,
  actor: Actor,
  { number, photoId }: { number: number; photoId: string },
): Promise<Outcome<boolean>> {
  return changeAttached(db, actor, { number, command: 'share' }, async (tx, report) => {
    if (isAboutPerson(report)) return refuse('photo-about-person');
    const photo = isUuid(photoId) ? await findPhoto(tx, report.id, photoId) : undefined;
    return photo ? ok(await sharePhoto(tx, actor, report.id, photo)) : refuse('photo-unknown');
  });
}

/** Takes a photo away that should not be here. Twice is once. */
export function removeReportPhoto(
  db: Database,
  actor: Actor,
  { number, photoId, reason }: { number: number; photoId: string; reason: PhotoRemoval },
): Promise<Outcome<true>> {
  return changeAttached(db, actor, { number, command: 'remove' }, async (tx, report) => {
    const photo = isUuid(photoId) ? await findPhoto(tx, report.id, photoId) : undefined;
    if (photo) await removePhoto(tx, actor, report.id, { photoId, reason });
    return ok(true);
  });
}
