import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid } from '../kit/ids.ts';
import type { Image } from '../kit/image.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import {
  addPhotos,
  findPhoto,
  findReport,
  findReportByNumber,
  isAboutPerson,
  lockReport,
  readPhotos,
  readPicture,
  readPreview,
  refuseUnseen,
  removePhoto,
  sharePhoto,
} from '../reports/index.ts';
import type { Photo, PhotoRemoval, Report } from '../reports/model.ts';
import { loadHandling, personOf } from './load.ts';
import { isForReporter, mayReadPhotos, permitPhoto, roomFor, type PhotoCommand } from './photo-rules.ts';
import * as store from './store.ts';
import type { PhotosView, PhotoView } from './wire.ts';

/** Which report somebody means: who works here by its number, the reporter by the session. */
type Which = number | undefined;

/** The photos of a report, for who may read its words. */
export async function photosPage(db: Database, actor: Actor, number: number): Promise<Outcome<PhotosView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    if (!report.ok) return report;
    const handling = await loadHandling(tx, report.value);
    const person = await personOf(tx, actor);
    const photos = await readPhotos(tx, actor, report.value.id);
    return ok({
      number,
      photos: photoViews(photos, await userNames(tx)),
      room: permitPhoto(person, handling, 'add-photo').ok ? roomFor('user', photos) : 0,
      mayShare: permitPhoto(person, handling, 'share-photo').ok && !isAboutPerson(report.value),
      aboutPerson: isAboutPerson(report.value),
    });
  });
}

/** Without names for the reporter, who knows nobody here. */
export function photoViews(photos: readonly Photo[], names?: ReadonlyMap<string, string>): PhotoView[] {
  return photos.map(({ authorId, ...photo }) => ({
    ...photo,
    authorName: authorId === null ? undefined : names?.get(authorId),
  }));
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
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    return report.ok ? permitted(tx, actor, report.value, 'add-photo') : report;
  });
}

/** Adds photos that were made anew. When the reporter does it, the owner is told. */
export function addReportPhotos(
  db: Database,
  actor: Actor,
  { number, images }: { number: Which; images: readonly Image[] },
): Promise<Outcome<number>> {
  return change(db, actor, { number, command: 'add-photo' }, async (tx, report) => {
    const added = await addPhotos(tx, actor, report.id, images);
    if (actor.kind === 'reporter' && !(added.ok && added.value === 0))
      await store.insertNotice(tx, { userId: report.ownerId, kind: 'photo-added', reportId: report.id });
    return added;
  });
}

/** Shows a photo to the reporter. About a person nothing is shared that others made. */
export function shareReportPhoto(
  db: Database,
  actor: Actor,
  { number, photoId }: { number: number; photoId: string },
): Promise<Outcome<boolean>> {
  return change(db, actor, { number, command: 'share-photo' }, async (tx, report) => {
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
  return change(db, actor, { number, command: 'remove-photo' }, async (tx, report) => {
    const photo = isUuid(photoId) ? await findPhoto(tx, report.id, photoId) : undefined;
    if (photo) await removePhoto(tx, actor, report.id, { photoId, reason });
    return ok(true);
  });
}

/** Look, lock, check the right, do; a refusal of who may not see it leaves its line. */
async function change<T>(
  db: Database,
  actor: Actor,
  { number, command }: { number: Which; command: PhotoCommand },
  work: (tx: Tx, report: Report) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await readable(tx, actor, number);
    if (!found.ok) return found;
    const report = await lockReport(tx, found.value.id);
    if (!report) return refuse('report-unknown');
    const allowed = await permitted(tx, actor, report, command);
    return allowed.ok ? work(tx, report) : allowed;
  });
}

/** The report, when the actor may read its words. */
async function readable(tx: Tx, actor: Actor, number: Which): Promise<Outcome<Report>> {
  if (actor.kind === 'reporter') {
    const own = number === undefined ? await findReport(tx, actor.reportId) : undefined;
    return own ? ok(own) : refuse('report-unknown');
  }
  if (actor.kind !== 'user') return refuse('not-logged-in');
  const report = number === undefined ? undefined : await findReportByNumber(tx, number);
  const person = await personOf(tx, actor);
  if (report && mayReadPhotos(person, await loadHandling(tx, report))) return ok(report);
  if (report) await refuseUnseen(tx, actor, report.id);
  return refuse('report-unknown');
}

async function permitted(
  tx: Tx,
  actor: Actor,
  report: Report,
  command: PhotoCommand,
): Promise<Outcome<true>> {
  if (actor.kind === 'user')
    return permitPhoto(await personOf(tx, actor), await loadHandling(tx, report), command);
  return report.status === 'closed' ? refuse('photo-report-closed') : ok(true);
}
