import type { Tx } from '../kit/db.ts';
import type { KeptDocument } from '../kit/document.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { grant } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import * as store from './document-store.ts';
import { record } from './history.ts';
import { DOCUMENTS_MAX, type DocumentRemoval, type ReportDocument } from './model.ts';

export { countDocuments, findDocument } from './document-store.ts';

/**
 * Adds documents to a report, as far as there is room: for who works on it, and for the mail of a reporter, as many each. What
 * was there already is not added twice, and what was taken away does not come back. The caller holds the row's lock, or just
 * made it.
 */
export async function addDocuments(
  tx: Tx,
  actor: Actor,
  reportId: string,
  documents: readonly KeptDocument[],
): Promise<Outcome<number>> {
  const author =
    actor.kind === 'user'
      ? ({ kind: 'user', id: actor.userId } as const)
      : ({ kind: 'reporter', id: null } as const);
  const known = await store.knownHashes(tx, reportId);
  const isKnown = ({ hash }: KeptDocument) => known.get(hash.toString('hex'));
  const fresh = documents.filter((document) => isKnown(document) === undefined);
  const room = DOCUMENTS_MAX - (await store.countDocuments(tx, reportId))[author.kind];
  const added = fresh.slice(0, Math.max(0, room));
  if (added.length > 0) {
    const key = await permission(tx, actor, reportId, 'change');
    const documentIds = await store.insertDocuments(tx, key, { documents: added, author });
    await record(tx, actor, reportId, { kind: 'document-added', data: { documentIds } });
  }
  if (documents.some((document) => isKnown(document) === 'removed'))
    return refuse('document-removed', { pointer: 'document' });
  return added.length < fresh.length
    ? refuse('documents-too-many', { pointer: 'document', facts: { maximum: DOCUMENTS_MAX } })
    : ok(added.length);
}

/** The documents of a report by their names; leaves a line in the log when there are any. */
export async function readDocuments(
  tx: Tx,
  actor: Actor,
  reportId: string,
  as: { readonly action: 'read' | 'export'; readonly purpose?: 'rights' } = { action: 'read' },
): Promise<ReportDocument[]> {
  const { reporter, user } = await store.countDocuments(tx, reportId);
  if (reporter + user === 0) return [];
  return store.readDocuments(tx, await permission(tx, actor, reportId, as.action, as.purpose));
}

/** One document; leaves a line in the log that it left the house. */
export async function openDocument(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { documentId, purpose }: { readonly documentId: string; readonly purpose?: 'rights' },
): Promise<Buffer> {
  const key = await permission(tx, actor, reportId, 'export', purpose);
  const content = await store.readContent(tx, key, documentId);
  if (!content) throw new Error(`expected report ${reportId} to have document ${documentId}`);
  return content;
}

/** False when the reporter could see it already. The caller holds the row's lock. */
export async function shareDocument(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { id, authorKind, isShared }: Pick<ReportDocument, 'id' | 'authorKind' | 'isShared'>,
): Promise<boolean> {
  if (isShared || authorKind === 'reporter') return false;
  await permission(tx, actor, reportId, 'change');
  await store.markShared(tx, reportId, id);
  await record(tx, actor, reportId, { kind: 'document-shared', data: { documentId: id } });
  return true;
}

/** Stops showing it at once; the retention role destroys it at its next round. The caller holds the row's lock. */
export async function removeDocument(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { documentId, reason }: { documentId: string; reason: DocumentRemoval },
): Promise<void> {
  await permission(tx, actor, reportId, 'change');
  await store.markRemoved(tx, reportId, documentId);
  await record(tx, actor, reportId, { kind: 'document-removed', data: { documentId, reason } });
}

function permission(
  tx: Tx,
  actor: Actor,
  reportId: string,
  action: 'read' | 'change' | 'export',
  purpose?: 'rights',
) {
  const subject = { subjectKind: 'report', subjectId: reportId, dataClass: 'document' } as const;
  return grant(tx, actor, { action, ...subject, ...(purpose ? { purpose } : {}) });
}
