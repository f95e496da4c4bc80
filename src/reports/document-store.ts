import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { KeptDocument } from '../kit/document.ts';
import { randomIds } from '../kit/ids.ts';
import type { Grant } from '../people/index.ts';
import type { ReportDocument } from './model.ts';

const DAY_MS = 86_400_000;

interface DocumentTables {
  report_document: {
    municipality_id: string;
    report_id: string;
    id: string;
    author_kind: string;
    author_id: string | null;
    at: Date;
    shared_at: Date | null;
    name: string;
    pages: number;
    content_hash: Buffer;
    content: Buffer;
    destroy_after: Date;
  };
}

/** The documents that this report has or had until they are destroyed, by the hash of their content in hexadecimal. */
export async function knownHashes(tx: Tx, reportId: string): Promise<Map<string, 'shown' | 'removed'>> {
  const rows = await on<DocumentTables>(tx)
    .selectFrom('report_document')
    .select(['content_hash', 'destroy_after'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .execute();
  return new Map(
    rows.map((row) => [row.content_hash.toString('hex'), row.destroy_after > tx.now ? 'shown' : 'removed']),
  );
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
  const destroyed = destroyAfter(tx, grant);
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
  return change(tx, { reportId, documentId }, { shared_at: tx.now });
}

/** The application may not destroy; the retention role does at its next round, and until then nobody is shown it. */
export function markRemoved(tx: Tx, reportId: string, documentId: string): Promise<void> {
  return change(tx, { reportId, documentId }, { destroy_after: tx.now });
}

async function change(
  tx: Tx,
  { reportId, documentId }: { reportId: string; documentId: string },
  columns: { shared_at: Date } | { destroy_after: Date },
): Promise<void> {
  await on<DocumentTables>(tx)
    .updateTable('report_document')
    .set(columns)
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('id', '=', documentId)
    .execute();
}

/** The moment after which documents written now are destroyed; one that is taken away goes sooner. */
function destroyAfter(tx: Tx, grant: Grant): Date {
  const days = grant.retentionDays['document'];
  if (days === undefined)
    throw new Error("expected data class 'document' to have a retention period, found none");
  return new Date(tx.now.getTime() + days * DAY_MS);
}
