import { inTenant, type Database, type Tx } from '../kit/db.ts';
import type { KeptDocument } from '../kit/document.ts';
import { isUuid } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import {
  addDocuments,
  findDocument,
  isAboutPerson,
  openDocument,
  readDocuments,
  removeDocument,
  shareDocument,
} from '../reports/index.ts';
import { DOCUMENTS_MAX, type DocumentRemoval } from '../reports/model.ts';
import { changeAttached, mayChange, pageAround, readable, withNames, type Which } from './attached.ts';
import type { DocumentsView, DocumentView } from './attached-wire.ts';
import { isForReporter } from './attached-rules.ts';

/** The documents of a report, for who may read its words. */
export async function documentsPage(
  db: Database,
  actor: Actor,
  number: number,
): Promise<Outcome<DocumentsView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    if (!report.ok) return report;
    const there = await readDocuments(tx, actor, report.value.id);
    const around = await pageAround(tx, actor, report.value, { there, most: DOCUMENTS_MAX });
    return ok({ ...around, documents: withNames(there, await userNames(tx)) });
  });
}

/** What the reporter sees of them: what came with the own mail, and what was shared. */
export async function documentsForReporter(tx: Tx, actor: Actor, reportId: string): Promise<DocumentView[]> {
  return withNames((await readDocuments(tx, actor, reportId)).filter(isForReporter));
}

interface Opened {
  readonly number: number;
  readonly bytes: Buffer;
}

/** One document. Not there, not yours and not in this municipality are one answer. */
export async function openReportDocument(
  db: Database,
  actor: Actor,
  { number, documentId }: { number: Which; documentId: string },
): Promise<Outcome<Opened>> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await readable(tx, actor, number);
    if (!report.ok) return report;
    const { id } = report.value;
    const document = isUuid(documentId) ? await findDocument(tx, id, documentId) : undefined;
    if (!document || (actor.kind === 'reporter' && !isForReporter(document))) return refuse('report-unknown');
    return ok({ number: report.value.number, bytes: await openDocument(tx, actor, id, { documentId }) });
  });
}

/** Whether documents would be taken, before any is read. A reporter's come with a mail. */
export async function mayAddDocuments(db: Database, actor: Actor, number: number): Promise<Outcome<true>> {
  return actor.kind === 'user' ? mayChange(db, actor, { number, command: 'add' }) : refuse('not-logged-in');
}

export async function addReportDocuments(
  db: Database,
  actor: Actor,
  { number, documents }: { number: number; documents: readonly KeptDocument[] },
): Promise<Outcome<number>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return changeAttached(db, actor, { number, command: 'add' }, (tx, report) =>
    addDocuments(tx, actor, report.id, documents),
  );
}

/** Shows a document to the reporter. About a person nothing is shared that others made. */
export function shareReportDocument(
  db: Database,
  actor: Actor,
  { number, documentId }: { number: number; documentId: string },
): Promise<Outcome<boolean>> {
  return changeAttached(db, actor, { number, command: 'share' }, async (tx, report) => {
    if (isAboutPerson(report)) return refuse('document-about-person');
    const document = isUuid(documentId) ? await findDocument(tx, report.id, documentId) : undefined;
    return document
      ? ok(await shareDocument(tx, actor, report.id, document))
      : refuse('document-unknown', { pointer: 'document' });
  });
}

/** Takes a document away that should not be here. Twice is once. */
export function removeReportDocument(
  db: Database,
  actor: Actor,
  { number, documentId, reason }: { number: number; documentId: string; reason: DocumentRemoval },
): Promise<Outcome<true>> {
  return changeAttached(db, actor, { number, command: 'remove' }, async (tx, report) => {
    const document = isUuid(documentId) ? await findDocument(tx, report.id, documentId) : undefined;
    if (document) await removeDocument(tx, actor, report.id, { documentId, reason });
    return ok(true);
  });
}
