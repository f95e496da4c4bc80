import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { looksAt, parties, requirePermission } from '../people/index.ts';
import { Role, type AccessLine, type Actor, type DataClass, type UserActor } from '../people/model.ts';
import { getMunicipality, namesOfPlace } from '../places/index.ts';
import { referencesHeld } from '../handovers/index.ts';
import {
  findDocument,
  findReport,
  historyOf,
  isAboutPerson,
  openDocument,
  partsOf,
  readDocuments,
  readFile,
  type ReportFile,
} from '../reports/index.ts';
import type { Report, ReportDocument, ReportEvent, WordsKind } from '../reports/model.ts';
import { findRequest } from './store.ts';
import type { ExportView, Look } from './wire.ts';

/** Everything the house holds of a report for who sent it: their words, what happened, and who looked. Leaves a line of its own. */
export async function reporterExport(db: Database, actor: Actor): Promise<Outcome<ExportView>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    const file = await readFile(tx, actor, report.id, { action: 'export', only: REPORTERS_CLASSES });
    const documents = await readDocuments(tx, actor, report.id, { action: 'export' });
    return ok(await viewOf(tx, { report, file, documents, full: false }));
  });
}

/** The same, whole, for the officer who owns an open request about this report; for that request and no longer. */
export async function requestExport(
  db: Database,
  actor: Actor,
  requestId: string,
): Promise<Outcome<ExportView>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const asked = await reportOfRequest(tx, user.value, requestId);
    if (!asked.ok) return asked;
    const report = asked.value;
    const whole = await openedWhole(tx, actor, report);
    const parts: Opened[] = [];
    for (const part of await partsOf(tx, report.id)) parts.push(await openedWhole(tx, actor, part));
    return ok(await withParts(tx, await viewOf(tx, whole), parts));
  });
}

/** One document of the same, with the number of the report that it is with. */
export async function requestDocument(
  db: Database,
  actor: Actor,
  { requestId, documentId }: { requestId: string; documentId: string },
): Promise<Outcome<{ number: number; bytes: Buffer }>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const asked = await reportOfRequest(tx, user.value, requestId);
    if (!asked.ok) return asked;
    for (const { id, number } of [asked.value, ...(await partsOf(tx, asked.value.id))]) {
      const found = isUuid(documentId) ? await findDocument(tx, id, documentId) : undefined;
      const opening = { documentId, purpose: 'rights' } as const;
      if (found) return ok({ number, bytes: await openDocument(tx, actor, id, opening) });
    }
    return refuse('request-unknown');
  });
}

/** The report of an open request, for who owns that. */
async function reportOfRequest(tx: Tx, { userId }: UserActor, requestId: string): Promise<Outcome<Report>> {
  const request = await findRequest(tx, requestId);
  const report = request && (await findReport(tx, request.reportId));
  if (!report) return refuse('request-unknown');
  if (request.status === 'closed') return refuse('request-closed');
  return request.ownerId === userId ? ok(report) : refuse('not-your-turn');
}

async function openedWhole(tx: Tx, actor: Actor, report: Report): Promise<Opened> {
  const opening = { action: 'export', purpose: 'rights' } as const;
  const file = await readFile(tx, actor, report.id, opening);
  return { report, file, documents: await readDocuments(tx, actor, report.id, opening), full: true };
}

interface Opened {
  readonly report: Report;
  readonly file: ReportFile;
  readonly documents: readonly ReportDocument[];
  /** All of it, also what is not the reporter's to know. */
  readonly full: boolean;
}

/** Who reported somebody else does not learn from this which help that person got: neither from words nor from who looked. */
const REPORTERS_CLASSES: readonly DataClass[] = ['story', 'contact', 'place', 'conversation'];
const REPORTERS_WORDS: readonly WordsKind[] = ['story', 'question', 'answer', 'message'];

async function viewOf(tx: Tx, { report, file, documents, full }: Opened): Promise<ExportView> {
  const { name } = await getMunicipality(tx);
  const { danger, sights, about } = report.observations;
  const { spot } = file.place ?? {};
  const words = file.words.filter(({ kind }) => full || REPORTERS_WORDS.includes(kind));
  return {
    municipality: name,
    number: report.number,
    receivedAt: report.receivedAt,
    madeAt: tx.now,
    status: report.status,
    outcome: report.outcome,
    about,
    sights,
    dangers: danger.kind === 'seen' ? danger.signs : [danger.kind],
    words: words.map(({ id, kind, at, authorKind, body }) => ({
      id,
      kind,
      at,
      byReporter: authorKind === 'reporter' || (kind === 'story' && report.part === null),
      body,
      replacedAt: file.words.findLast(({ corrects }) => corrects === id)?.at,
    })),
    documents: documents
      .filter(({ authorKind, isShared }) => full || authorKind === 'reporter' || isShared)
      .map(({ id, at, authorKind, name, pages, sizeBytes }) => ({
        id,
        at,
        byReporter: authorKind === 'reporter',
        name,
        pages,
        sizeBytes,
      })),
    contact: file.contact,
    spot,
    answers: report.observations.answers ?? [],
    ...(await namesOfPlace(tx, file.place ?? {})),
    happened: (await historyOf(tx, report.id)).flatMap(({ at, event }) => {
      const what = happeningOf(event, full);
      return what === undefined ? [] : [{ at, what }];
    }),
    references: full ? await referencesHeld(tx, report.id) : [],
    looks: await looksOf(tx, report, { full }),
  };
}

/** What others were asked to do is about the same person: their words, what happened there and who looked belong to the answer. */
async function withParts(tx: Tx, view: ExportView, parts: readonly Opened[]): Promise<ExportView> {
  const views: ExportView[] = [view];
  for (const part of parts) views.push(await viewOf(tx, part));
  return {
    ...view,
    words: inOrder(views.flatMap(({ words }) => words)),
    documents: inOrder(views.flatMap((one) => one.documents)),
    happened: inOrder(views.flatMap(({ happened }) => happened)),
    references: views.flatMap(({ references }) => references),
    looks: inOrder(views.flatMap(({ looks }) => looks)),
  };
}

function inOrder<Told extends { readonly at: Date }>(told: readonly Told[]): Told[] {
  return told.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** What happened, in codes that name nobody. Undefined for what is not told here. */
function happeningOf(event: ReportEvent, full: boolean): string | undefined {
  switch (event.kind) {
    case 'received':
    case 'closed':
      return event.kind;
    case 'assigned':
      return ['accepted', 'reopened', 'returned', 'second-look'].includes(event.data.cause)
        ? event.data.cause
        : undefined;
    case 'worded':
      return full || REPORTERS_WORDS.includes(event.data.words) ? event.data.words : undefined;
    case 'photo-added':
    case 'photo-shared':
    case 'photo-removed':
    case 'document-added':
    case 'document-shared':
    case 'document-removed':
    case 'called':
    case 'danger-checked':
    case 'decided':
    case 'joined':
    case 'follower-joined':
    case 'follower-parted':
    case 'part-changed':
    case 'outside-changed':
    case 'contact-corrected':
    case 'informed':
    case 'reference-noted':
    case 'reference-removed':
      return full ? event.kind : undefined;
  }
}

async function looksOf(tx: Tx, report: Report, { full }: { full: boolean }): Promise<Look[]> {
  const towns = new Set(
    (await parties(tx)).filter(({ kind }) => kind === 'municipality').map(({ name }) => name),
  );
  const hides = !full && isAboutPerson(report);
  const lines = await looksAt(tx, report.id);
  return looksIn(lines.filter(({ outcome }) => outcome === 'success'))
    .map((look) => lookOf(look, hides && !towns.has(look[0].partyName ?? '')))
    .toReversed();
}

type LookLines = [AccessLine, ...AccessLine[]];

/** One look has a line for each class of data. */
function looksIn(lines: readonly AccessLine[]): LookLines[] {
  const looks: LookLines[] = [];
  for (const line of lines) {
    const last = looks.at(-1);
    const same = ['actorKind', 'userId', 'clientName', 'action', 'ground'] as const;
    const isSame =
      last?.[0].at.getTime() === line.at.getTime() && same.every((field) => last?.[0][field] === line[field]);
    if (last && isSame) last.unshift(line);
    else looks.push([line]);
  }
  return looks;
}

/** By organisation and work, never by name. That a care team looked would be health data of the person concerned. */
function lookOf(lines: LookLines, hidden: boolean): Look {
  const [line] = lines;
  const roles = line.roles.split(' ').flatMap((role) => Role.safeParse(role).data ?? []);
  const isStaff = line.actorKind === 'user';
  return {
    at: line.at,
    action: line.action,
    actorKind: line.actorKind,
    organisation: isStaff && !hidden ? line.partyName : undefined,
    roles: isStaff && !hidden ? roles : [],
    dataClasses: [...new Set(lines.map(({ dataClass }) => dataClass))].filter((name) => name !== '-'),
    ground: line.ground,
  };
}
