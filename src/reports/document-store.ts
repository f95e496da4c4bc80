import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { KeptDocument } from '../kit/document.ts';
import { randomIds } from '../kit/ids.ts';
import type { Grant } from '../people/index.ts';
import { destroyAfter, hashesIn, markRemovedIn, markSharedIn, type Attached } from './attached-store.ts';
import type { ReportDocument } from './model.ts';

interface DocumentTables {
  report_document: Attached & { name: string; pages: number; content: Buffer };
}

export function knownHashes(tx: Tx, reportId: string): Promise<Map<string, 'shown' | 'removed'>> {
  return hashesIn(tx, 'report_document', reportId);
}

/** What is there already is not there twice; gives the ids of those that came. */
export async function insertDocuments(
  tx: Tx,
  grant: Grant,
  {
    documents,
    author,
  }: { documents: readonly KeptDocument[]; author: { kind: 'reporter' | 'user'; id: string | null } },
): Promise<string[]> {
  const ids = randomIds<'document'>(documents.length);
  const destroyed = destroyAfter(tx, grant, 'document');
  const added = await on<DocumentTables>(tx)
    .insertInto('report_document')
    .values(
      documents.map(({ name, pages, hash, bytes }, at) => ({
        municipality_id: tx.municipalityId,
        report_id: grant.subjectId,
        id: ids[at] ?? '',
        author_kind: author.kind,
        author_id: author.id,
        at: tx.now,
        name,
        pages,
        content_hash: hash,
        content: bytes,
        destroy_after: destroyed,
      })),
    )
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id', 'content_hash']).doNothing())
    .returning('id')
    .execute();
  return added.map(({ id }) => id);
}

/** How many may be shown, of each side. Says nothing of what they are called, so it needs no grant. */
export async function countDocuments(tx: Tx, reportId: string): Promise<{ reporter: number; user: number }> {
  const rows = await shown(tx, reportId)
    .select(['author_kind', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('author_kind')
    .execute();
  const of = (kind: string) => rows.find((row) => row.author_kind === kind)?.count ?? 0;
  return { reporter: of('reporter'), user: of('user') };
}

/** All that may be shown, without its content. A name can say whom it is about, so only with a grant. */
export async function readDocuments(tx: Tx, grant: Grant): Promise<ReportDocument[]> {
  const rows = await shown(tx, grant.subjectId)
    .select(['id', 'author_kind', 'author_id', 'at', 'shared_at', 'name', 'pages'])
    .select(sql<number>`octet_length(content)`.as('size_bytes'))
    .orderBy('report_document.at')
    .orderBy('report_document.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    authorKind: row.author_kind,
    authorId: row.author_id,
    at: row.at,
    isShared: row.shared_at !== null,
    name: row.name,
    pages: row.pages,
    sizeBytes: row.size_bytes,
  }));
}

function shown(tx: Tx, reportId: string) {
  return on<DocumentTables>(tx)
    .selectFrom('report_document')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('destroy_after', '>', tx.now);
}

/** Of whom it is and who may see it; it tells nothing of what stands in it. */
export async function findDocument(
  tx: Tx,
  reportId: string,
  documentId: string,
): Promise<{ id: string; authorKind: string; isShared: boolean } | undefined> {
  const row = await shown(tx, reportId)
    .select(['id', 'author_kind', 'shared_at'])
    .where('id', '=', documentId)
    .executeTakeFirst();
  return row && { id: row.id, authorKind: row.author_kind, isShared: row.shared_at !== null };
}

/** The document itself: personal data, so only with a grant. */
export async function readContent(tx: Tx, grant: Grant, documentId: string): Promise<Buffer | undefined> {
  const row = await shown(tx, grant.subjectId)
    .select('content')
    .where('id', '=', documentId)
    .executeTakeFirst();
  return row?.content;
}

export function markShared(tx: Tx, reportId: string, documentId: string): Promise<void> {
  return markSharedIn(tx, 'report_document', { reportId, id: documentId });
}

export function markRemoved(tx: Tx, reportId: string, documentId: string): Promise<void> {
  return markRemovedIn(tx, 'report_document', { reportId, id: documentId });
}
