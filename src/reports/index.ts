import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { readEvents, type StoredEvent } from '../kit/events.ts';
import { newId } from '../kit/ids.ts';
import { ok, refuse, type Outcome, type Refusal } from '../kit/outcome.ts';
import { withinLimit } from '../kit/rate-limit.ts';
import {
  grant,
  logDenied,
  logLook,
  openSession,
  requirePermission,
  requireScope,
  type Grant,
  type GrantRequest,
} from '../people/index.ts';
import type { Actor, DataClass } from '../people/model.ts';
import { submit, submitForClient, type ClientPost, type IntakeSubscriber, type Receipt } from './actions.ts';
import { eventActor, record, reportStream } from './history.ts';
import { hashFollowUpCode, hashIdempotencyKey, readFollowUpCode } from './follow-up-code.ts';
import {
  ReportEvent,
  type Answer,
  type AskedQuestion,
  type Contact,
  type KnownReport,
  type Observations,
  type Report,
  type PublicReport,
  type Submission,
  type Words,
  type WordsKind,
} from './model.ts';
import * as store from './store.ts';
import * as wordsStore from './words-store.ts';
import type { Place } from './words-store.ts';

export {
  armTimer,
  assign,
  close,
  rebuildTimers,
  submit,
  submitForm,
  type IntakeSubscriber,
  type JustReceived,
  type Receipt,
} from './actions.ts';
export { changedReports, changesOf, type ChangesWanted } from './changes-store.ts';
export {
  classified,
  classify,
  countWithCoordinator,
  findReport,
  findReportByNumber,
  lockReport,
  lockWhole,
  recentlyClosed,
  reportsByIds,
  reportsInOrder,
  reportsByNumbers,
  reportsOfPlaces,
  takenInBy,
} from './store.ts';
export {
  countOpenBy,
  countOpenReports,
  neighbourhoodsOf,
  openAmong,
  openReports,
  type OpenWish,
} from './open-store.ts';
export { followersOf, lockFollowers } from './joining-store.ts';
export { join, part, tellParted } from './joining.ts';
export { nearReports, openAround, placedSince, squareMiddles, type Near } from './nearby.ts';
export { findSame } from './same-store.ts';
export { putOut } from './parts.ts';
export { countOpenParts, partsOf } from './parts-store.ts';
export { deadlineTimer, REPORT_TIMER, WARNING_TIMER } from './deadline-timers.ts';
export { correctContact } from './contact-actions.ts';
export { dropDraft, openDraft, saveDraft } from './form-drafts.ts';
export { withKept } from './kept-codes.ts';
export { canKeep, keptCodes, writeKept } from './kept-cookie.ts';
export { holdReporter } from './reporter-cookie.ts';
export { keepPhotos } from './pending-photos.ts';
export { loadRound, roundKindsFor, type RoundBook } from './round-kinds.ts';
export {
  addPhotos,
  findPhoto,
  photosOf,
  readPhotos,
  readPicture,
  readPreview,
  removePhoto,
  sharePhoto,
} from './photo-actions.ts';
export {
  addDocuments,
  countDocuments,
  findDocument,
  openDocument,
  readDocuments,
  removeDocument,
  shareDocument,
} from './document-actions.ts';
export { findRating, insertRating } from './rating-store.ts';
export type { Reach, ReportFilter } from './search-filter-store.ts';
export { searchReports } from './search-store.ts';
export { findByWords, setSearchable, stemsOf } from './word-store.ts';
export { record } from './history.ts';
export { turnOf } from './model.ts';
export { INFORMING_TIMER, remindInforming, settleInforming } from './informing.ts';
export { findInforming, openTasks as openInformingTasks, type Informing } from './informing-store.ts';
export { isAboutPerson } from './rules.ts';
export {
  addressSuggestions,
  isSameText,
  matchAddress,
  placeInComplex,
  type InComplex,
} from './address-text.ts';
export { mailKey as keyFromContent } from './mail-store.ts';
export { hasEmail, reportOfWords } from './words-store.ts';
export { verifyReports } from './verify.ts';
export { mailTarget, takeMail, type MailAnswer, type PostedMail } from './mail/take-mail.ts';

export interface CodeAttempt {
  readonly typed: string;
  readonly address: string;
  readonly triesPerHour: number;
}

/** Opens the reporter's page for who holds the code: a session of half an hour for that one report. */
export function openByCode(
  db: Database,
  municipalityId: string,
  attempt: CodeAttempt,
): Promise<Outcome<string>> {
  return withCode(db, municipalityId, attempt, (tx, reportId) => openSession(tx, 'reporter', reportId));
}

/** The reporter of this code, for one request and without a session. */
export function reporterOfCode(
  db: Database,
  municipalityId: string,
  attempt: CodeAttempt,
): Promise<Outcome<Actor>> {
  return withCode(db, municipalityId, attempt, async (_tx, reportId) => ({
    kind: 'reporter',
    municipalityId,
    reportId,
  }));
}

async function withCode<Opened>(
  db: Database,
  municipalityId: string,
  attempt: CodeAttempt,
  open: (tx: Tx, reportId: string) => Promise<Opened>,
): Promise<Outcome<Opened>> {
  const limit = { name: 'code', max: attempt.triesPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, attempt.address))) return refuse('code-limit', { pointer: 'code' });
  const code = readFollowUpCode(attempt.typed);
  if (code === undefined) return refuse('code-mistyped', { pointer: 'code' });
  return inTenant(db, municipalityId, async (tx) => {
    const report = await store.findReportByHash(tx, 'follow_up_hash', hashFollowUpCode(code));
    return report ? ok(await open(tx, report.id)) : refuse('code-unknown', { pointer: 'code' });
  });
}

/** The report behind a code that was accepted before: of a device that keeps it. */
export function findByCode(tx: Tx, code: string): Promise<Report | undefined> {
  return store.findReportByHash(tx, 'follow_up_hash', hashFollowUpCode(code));
}

/** Opens the reporter's page for a device that keeps the code: it was tried when it was kept, and is tried no more. */
export function openByKeptCode(db: Database, municipalityId: string, code: string): Promise<Outcome<string>> {
  return inTenant(db, municipalityId, async (tx) => {
    const report = await findByCode(tx, code);
    return report ? ok(await openSession(tx, 'reporter', report.id)) : refuse('code-unknown');
  });
}

/** The report that came in under this key, for who can make the key. */
export function findByKey(tx: Tx, key: string): Promise<Report | undefined> {
  return store.findReportByHash(tx, 'idempotency_hash', hashIdempotencyKey(key));
}

/** A report that somebody who works here takes in: on the telephone, or of what was seen on the round. */
export async function submitByStaff(
  db: Database,
  actor: Actor,
  submission: Submission,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  const user = requirePermission(actor, 'report.handle');
  return user.ok ? submit(db, user.value, submission, onReceived) : user;
}

/** What is known nearby, a room after this one knows: of it only what this person may see. */
export type KnownNearby = (
  db: Database,
  actor: Actor,
  neighbourhoodId: string,
) => Promise<readonly KnownReport[]>;

/** What everybody may know of around a point, a room after this one knows. None for what is not public space itself. */
export type PublicNearby = (
  db: Database,
  asked: {
    readonly municipalityId: string;
    readonly language: 'nl' | 'en';
    readonly observations: Observations;
    /** An address of our own, or a point. */
    readonly place: Place;
  },
) => Promise<readonly PublicReport[]>;

/** What further answers came to, and the questions that are still to be asked or put right. */
export interface FurtherAsked {
  readonly answers: readonly Answer[];
  /** A mistake has the id of its question as pointer. */
  readonly refusals: readonly Refusal[];
  /** All questions to show, those that were asked before included; empty when the report is complete. */
  readonly ask: readonly AskedQuestion[];
}

export const NOTHING_FURTHER: FurtherAsked = { answers: [], refusals: [], ask: [] };

/** Which questions there are, a room after this one knows. */
export type FurtherQuestions = (
  db: Database,
  asked: {
    readonly municipality: { readonly id: string; readonly slug: string };
    readonly language: 'nl' | 'en';
    readonly observations: Observations;
    readonly given: ReadonlyMap<string, string>;
  },
) => Promise<FurtherAsked>;

/** Makes a report for a machine that may; the same key again gives the same receipt and no second report. */
export async function submitByClient(
  db: Database,
  actor: Actor,
  post: ClientPost & { readonly scope: 'meldingen:maken' | 'open311' },
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  const client = requireScope(actor, post.scope);
  return client.ok ? submitForClient(db, client.value, post, onReceived) : client;
}

/** Everything written about one report, for somebody whom the calling room found entitled to it; leaves a line in the log. */
export interface ReportFile {
  readonly words: readonly Words[];
  readonly contact: Contact | undefined;
  readonly place: Place | undefined;
}

/** How and why a file is opened; `only` these classes, when who looks is to see no others. */
export interface Opening extends Pick<GrantRequest, 'action' | 'purpose'> {
  readonly only?: readonly DataClass[];
}

/** Opens each class that is there with a line of its own, so that the log answers who saw what. */
export async function readFile(
  tx: Tx,
  actor: Actor,
  reportId: string,
  { only, ...as }: Opening = { action: 'read' },
): Promise<ReportFile> {
  const subject = { subjectKind: 'report', subjectId: reportId };
  const there = await wordsStore.classesThere(tx, reportId);
  const opened = new Map<DataClass, Grant>();
  for (const dataClass of there.filter((name) => only?.includes(name) ?? true))
    opened.set(dataClass, await grant(tx, actor, { ...as, ...subject, dataClass }));
  // nothing is left to see; that somebody looked is still to be told
  if (opened.size === 0) await logLook(tx, actor, { action: as.action, ...subject });
  const [contact, place] = [opened.get('contact'), opened.get('place')];
  return {
    words: await wordsStore.readWords(tx, [...opened.values()]),
    contact: contact && (await wordsStore.readContact(tx, contact)),
    place: place && (await wordsStore.readPlace(tx, place)),
  };
}

const CLASS_OF: Readonly<Record<WordsKind, DataClass>> = {
  story: 'story',
  question: 'conversation',
  answer: 'conversation',
  message: 'conversation',
  note: 'note',
  correction: 'story',
  original: 'story',
  result: 'conversation',
  'outside-question': 'conversation',
  'outside-answer': 'conversation',
};

/**
 * Adds a question, an answer, a note or a message: the words apart, the event with nothing but their id.
 * `key` comes with the form: the same key again adds nothing and gives false.
 */
export async function addWords(
  tx: Tx,
  actor: Actor,
  words: { reportId: string; kind: WordsKind; body: string; key?: string; corrects?: string },
): Promise<boolean> {
  const dataClass = CLASS_OF[words.kind];
  const key = await grant(tx, actor, {
    action: 'change',
    subjectKind: 'report',
    subjectId: words.reportId,
    dataClass,
  });
  // who corrected stands in the history; the words themselves live as long as the story and name no colleague
  const author = words.kind === 'correction' ? { kind: actor.kind, id: null } : eventActor(actor);
  const wordsId = words.key ?? newId<'words'>();
  const added = await wordsStore.insertWords(tx, key, {
    id: wordsId,
    class: dataClass,
    kind: words.kind,
    body: words.body,
    author,
    corrects: words.corrects,
  });
  if (added)
    await record(tx, actor, words.reportId, { kind: 'worded', data: { wordsId, words: words.kind } });
  return added;
}

/** The history as it was written, oldest first. */
export async function historyOf(tx: Tx, reportId: string): Promise<(StoredEvent & { event: ReportEvent })[]> {
  const events = await readEvents(tx, reportStream(reportId));
  return events.map((stored) => ({
    ...stored,
    event: ReportEvent.parse({ kind: stored.kind, data: stored.data }),
  }));
}

export function refuseUnseen(tx: Tx, actor: Actor, reportId: string): Promise<void> {
  return logDenied(tx, actor, { action: 'read', subjectKind: 'report', subjectId: reportId });
}
