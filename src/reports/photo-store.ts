import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { randomIds } from '../kit/ids.ts';
import type { Image } from '../kit/image.ts';
import type { Grant } from '../people/index.ts';
import { destroyAfter, hashesIn, markRemovedIn, markSharedIn, type Attached } from './attached-store.ts';
import type { Photo } from './model.ts';

const DAY_MS = 86_400_000;

interface Picture {
  municipality_id: string;
  id: string;
  at: Date;
  width: number;
  height: number;
  content_hash: Buffer;
  picture: Buffer;
  preview: Buffer;
  destroy_after: Date;
}

interface PhotoTables {
  report_photo: Attached & Picture;
  pending_photo: Picture & { key_hash: Buffer };
}

/** The columns of a picture, with ids in the order in which the pictures came. */
function pictureRows(tx: Tx, images: readonly Image[], destroyed: Date) {
  const ids = randomIds<'photo'>(images.length);
  return images.map((image, at) => ({
    municipality_id: tx.municipalityId,
    id: ids[at] ?? '',
    at: tx.now,
    width: image.width,
    height: image.height,
    content_hash: image.hash,
    picture: image.picture,
    preview: image.preview,
    destroy_after: destroyed,
  }));
}

/** Sent again, a photo waits a day from when it first came; also when it was taken back in between. The grant is its ground. */
export async function insertPending(
  tx: Tx,
  _grant: Grant,
  keyHash: Buffer,
  images: readonly Image[],
): Promise<void> {
  const rows = pictureRows(tx, images, new Date(tx.now.getTime() + DAY_MS));
  await on<PhotoTables>(tx)
    .insertInto('pending_photo')
    .values(rows.map((row) => ({ ...row, key_hash: keyHash })))
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'key_hash', 'content_hash']).doUpdateSet({
        destroy_after: sql`least(excluded.destroy_after, pending_photo.at + interval '1 day')`,
      }),
    )
    .execute();
}

export async function pendingIds(tx: Tx, keyHash: Buffer): Promise<string[]> {
  const rows = await on<PhotoTables>(tx)
    .selectFrom('pending_photo')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('key_hash', '=', keyHash)
    .where('destroy_after', '>', tx.now)
    .orderBy('pending_photo.at')
    .orderBy('pending_photo.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The content of what waits, in hexadecimal. */
export async function pendingHashes(tx: Tx, keyHash: Buffer): Promise<Set<string>> {
  const rows = await on<PhotoTables>(tx)
    .selectFrom('pending_photo')
    .select('content_hash')
    .where('municipality_id', '=', tx.municipalityId)
    .where('key_hash', '=', keyHash)
    .where('destroy_after', '>', tx.now)
    .execute();
  return new Set(rows.map((row) => row.content_hash.toString('hex')));
}

/** From now on they do not count, and the retention role destroys them at its next round. */
export async function dropPending(tx: Tx, keyHash: Buffer, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await on<PhotoTables>(tx)
    .updateTable('pending_photo')
    .set({ destroy_after: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('key_hash', '=', keyHash)
    .where('id', 'in', [...ids])
    .where('destroy_after', '>', tx.now)
    .execute();
}

/** Inside the database: the pictures do not travel. */
export async function attachPending(
  tx: Tx,
  grant: Grant,
  { keyHash, limit }: { keyHash: Buffer; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into report_photo (municipality_id, report_id, id, author_kind, at, width, height, content_hash, picture, preview, destroy_after)
    select municipality_id, ${grant.subjectId}, id, 'reporter', ${tx.now}, width, height, content_hash, picture, preview, ${destroyAfter(tx, grant, 'photo')}
    from pending_photo
    where municipality_id = ${tx.municipalityId} and key_hash = ${keyHash} and destroy_after > ${tx.now}
    order by at, id limit ${Math.max(0, limit)}
    on conflict (municipality_id, report_id, content_hash) do nothing
    returning id`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}

export function knownHashes(tx: Tx, reportId: string): Promise<Map<string, 'shown' | 'removed'>> {
  return hashesIn(tx, 'report_photo', reportId);
}

export async function insertPhotos(
  tx: Tx,
  grant: Grant,
  { images, author }: { images: readonly Image[]; author: { kind: string; id: string | null } },
): Promise<string[]> {
  const rows = pictureRows(tx, images, destroyAfter(tx, grant, 'photo'));
  const added = await on<PhotoTables>(tx)
    .insertInto('report_photo')
    .values(
      rows.map((row) => ({
        ...row,
        report_id: grant.subjectId,
        author_kind: author.kind,
        author_id: author.id,
      })),
    )
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id', 'content_hash']).doNothing())
    .returning('id')
    .execute();
  return added.map(({ id }) => id);
}

/** All that may be shown, without a picture. */
export async function photosOf(tx: Tx, reportId: string): Promise<Photo[]> {
  const rows = await shown(tx, reportId)
    .select(['id', 'author_kind', 'author_id', 'at', 'shared_at', 'width', 'height'])
    .orderBy('report_photo.at')
    .orderBy('report_photo.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    authorKind: row.author_kind,
    authorId: row.author_id,
    at: row.at,
    isShared: row.shared_at !== null,
    width: row.width,
    height: row.height,
  }));
}

function shown(tx: Tx, reportId: string) {
  return on<PhotoTables>(tx)
    .selectFrom('report_photo')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('destroy_after', '>', tx.now);
}

/** The sharp picture: personal data, so only with a grant. */
export async function readPicture(tx: Tx, grant: Grant, photoId: string): Promise<Buffer | undefined> {
  const row = await shown(tx, grant.subjectId).select('picture').where('id', '=', photoId).executeTakeFirst();
  return row?.picture;
}

/** The blur of a few pixels, in which nobody is to be known: without a grant of its own. */
export async function readPreview(tx: Tx, reportId: string, photoId: string): Promise<Buffer | undefined> {
  const row = await shown(tx, reportId).select('preview').where('id', '=', photoId).executeTakeFirst();
  return row?.preview;
}

export function markShared(tx: Tx, reportId: string, photoId: string): Promise<void> {
  return markSharedIn(tx, 'report_photo', { reportId, id: photoId });
}

export function markRemoved(tx: Tx, reportId: string, photoId: string): Promise<void> {
  return markRemovedIn(tx, 'report_photo', { reportId, id: photoId });
}
