import { deadlineOf } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { beginStream } from '../kit/events.ts';
import { newId } from '../kit/ids.ts';
import { announce } from '../kit/live/announce.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { withinLimit, type Limit } from '../kit/rate-limit.ts';
import { setTimer, timersOf } from '../kit/timers.ts';
import { findAddress, findComplex, getMunicipality, neighbourhoodAt, pointOfPlace } from '../places/index.ts';
import {
  coordinatorOnDuty,
  getService,
  grant,
  openHoursOf,
  openSession,
  readRules,
  submissionKey,
} from '../people/index.ts';
import type { Actor, ClientActor, DataClass } from '../people/model.ts';
import { followUpCode, hashFollowUpCode, hashIdempotencyKey } from './follow-up-code.ts';
import { attachPending, hasPending } from './pending-photos.ts';
import {
  cancelDeadlineTimers,
  deadlineTimer,
  rebuildWarnings,
  REPORT_TIMER,
  setDeadlineTimers,
} from './deadline-timers.ts';
import { openInforming, rebuildInformingTimers, settleInforming } from './informing.ts';
import { eventActor, record, reportStream } from './history.ts';
import {
  turnOf,
  type AnyOutcome,
  type AssignCause,
  type Report,
  type Submission,
  type Turn,
} from './model.ts';
import { writeFollowersClosed, writeFollowing } from './joining-store.ts';
import { followingTurn, isAboutPerson, squareOf, turnData } from './rules.ts';
import { openReports } from './open-store.ts';
import { movePartsAlong } from './parts-store.ts';
import { insertSame } from './same-store.ts';
import * as store from './store.ts';
import * as wordsStore from './words-store.ts';

/** How many times as many reports of danger as others one address may send. */
const DANGER_TIMES = 10;

/** What is known of a report at the moment it comes in and never again: the database keeps a hash of the code. */
export interface JustReceived {
  readonly code: string;
  readonly hasEmail: boolean;
}

/** What must hold together with the new report: runs in the same transaction, or the report is not there either. */
export type IntakeSubscriber = (tx: Tx, report: Report, just: JustReceived) => Promise<void>;

export interface Receipt {
  readonly reportId: string;
  readonly number: number;
  readonly code: string;
}

/** Takes a report in, owned from its first moment. The same key again gives the same receipt and no second report. */
export async function submit(
  db: Database,
  actor: Actor,
  submission: Submission,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  return inTenant(db, actor.municipalityId, (tx) => takeIn(tx, actor, submission, onReceived));
}

/** The public form as it comes from somebody without a log-in. */
export interface PublicPost {
  readonly municipalityId: string;
  readonly submission: Submission;
  /** The sender's network address; counted, not kept. */
  readonly address: string;
  readonly reportsPerHour: number;
}

/** Takes the public form in within the limit, and opens the reporter's page with a session's token: all of it or nothing. */
export async function submitForm(
  db: Database,
  { municipalityId, submission, address, reportsPerHour }: PublicPost,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt & { readonly token: string }>> {
  return inTenant(db, municipalityId, async (tx) => {
    const limit = limitFor(submission, reportsPerHour);
    const [allowed] = await Promise.all([withinLimit(tx.kysely, limit, address), readRules(tx)]);
    const received = allowed
      ? await takeIn(tx, { kind: 'public', municipalityId }, submission, onReceived)
      : await receiptBeyondLimit(tx, submission.key);
    if (!received.ok) return received;
    return ok({ ...received.value, token: await openSession(tx, 'reporter', received.value.reportId) });
  });
}

/** Many people share one address: a library, a block of flats. Danger has a count of its own, that others do not use up. */
function limitFor({ observations }: Submission, reportsPerHour: number): Limit {
  const isDanger = observations.danger.kind === 'seen';
  return {
    name: isDanger ? 'report-danger' : 'report',
    max: isDanger ? DANGER_TIMES * reportsPerHour : reportsPerHour,
    windowMinutes: 60,
  };
}

/** A second click on a form that was taken in is told so, also when the first one was the last of the hour. */
async function receiptBeyondLimit(tx: Tx, key: string): Promise<Outcome<Receipt>> {
  const earlier = await findReceipt(tx, key);
  return earlier ? ok(earlier) : refuse('report-limit');
}

/** A report that a machine sends, with the key under which it will send it again when it heard no answer. */
export interface ClientPost {
  readonly submission: Omit<Submission, 'key' | 'channel'>;
  readonly idempotencyKey: string;
}

export async function submitForClient(
  db: Database,
  client: ClientActor,
  { submission, idempotencyKey }: ClientPost,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  return inTenant(db, client.municipalityId, async (tx) => {
    const key = await submissionKey(tx, client, idempotencyKey);
    return takeIn(tx, client, { ...submission, key, channel: 'api' }, onReceived);
  });
}

export async function takeIn(
  tx: Tx,
  actor: Actor,
  submission: Submission,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  // neighbours see noise and fear; what is acute public order a professional says
  const isSigned = actor.kind !== 'public' && actor.kind !== 'reporter';
  if (submission.observations.duty?.length && !isSigned) return refuse('not-allowed');
  await readRules(tx);
  const [neighbourhoodId, turn, withPhotos] = await Promise.all([
    neighbourhoodOf(tx, submission),
    firstTurn(tx),
    hasPending(tx, submission.key),
  ]);
  if (!neighbourhoodId.ok) return neighbourhoodId;
  const code = followUpCode(submission.key);
  const report = await store.insertReport(tx, {
    id: newId<'report'>(),
    channel: submission.channel,
    language: submission.language,
    observations: submission.observations,
    neighbourhoodId: neighbourhoodId.value,
    idempotencyHash: hashIdempotencyKey(submission.key),
    followUpHash: hashFollowUpCode(code),
    turn,
  });
  if (!report) return ok(await earlierReceipt(tx, actor, submission.key));
  await recordIntake(tx, actor, submission, report, onReceived);
  if (withPhotos) await takePhotosIn(tx, actor, report.id, submission.key);
  return ok({ reportId: report.id, number: report.number, code });
}

/** In which neighbourhood it lies: by its address, else by its point, else by its complex; null when nobody said where. */
async function neighbourhoodOf(
  tx: Tx,
  { addressId, spot, complexId, observations }: Submission,
): Promise<Outcome<string | null>> {
  if (addressId !== undefined) {
    const address = await findAddress(tx, addressId);
    if (!address) return refuse('address-unknown', { pointer: 'address' });
    if (complexId !== undefined && complexId !== address.complexId)
      return refuse('address-not-in-complex', { pointer: 'address' });
    return ok(address.neighbourhoodId);
  }
  const complex = complexId === undefined ? undefined : await findComplex(tx, complexId);
  if (complexId !== undefined && !complex) return refuse('complex-unknown', { pointer: 'complex' });
  if (!spot) return ok(complex?.neighbourhoodId ?? null);
  const found = await neighbourhoodAt(tx, spot.point);
  if (found !== undefined) return ok(found);
  // who sees danger is not held up by where the boundary lies: the point is kept, for who looks
  return observations.danger.kind === 'seen' ? ok(null) : refuse('place-outside', { pointer: 'spot' });
}

async function recordIntake(
  tx: Tx,
  actor: Actor,
  submission: Submission,
  report: Report,
  onReceived: IntakeSubscriber,
) {
  await writeFile(tx, actor, submission, report.id);
  if (submission.sameAsId !== undefined) await insertSame(tx, report.id, submission.sameAsId);
  const data = { ...turnData(turnOf(report)), channel: report.channel };
  await beginStream(tx, {
    stream: reportStream(report.id),
    kind: 'received',
    data,
    actor: eventActor(actor),
  });
  await announce(tx, reportStream(report.id));
  await setDeadlineTimers(tx, report.id, { ...turnOf(report), from: tx.now });
  if (isAboutPerson(report)) await openInforming(tx, report.id);
  const code = followUpCode(submission.key);
  await onReceived(tx, report, { code, hasEmail: submission.contact.email !== undefined });
}

/** The words, the contact details and the place, each with the grant of its class. */
async function writeFile(tx: Tx, actor: Actor, submission: Submission, reportId: string): Promise<void> {
  const { story, contact, channel, observations } = submission;
  const permission = (dataClass: DataClass) =>
    grant(tx, actor, { action: 'create', subjectKind: 'report', subjectId: reportId, dataClass });
  await wordsStore.insertFirstWords(tx, await permission('story'), {
    id: newId<'words'>(),
    class: 'story',
    kind: 'story',
    body: story,
    // on the telephone the words are the caller's; a note is of who wrote it
    author: channel === 'note' ? eventActor(actor) : { kind: 'reporter', id: null },
  });
  const { name, email, phone } = contact;
  if (name ?? email ?? phone) await wordsStore.insertContact(tx, await permission('contact'), contact);
  const place = placeOf(submission);
  if (place) {
    const point = observations.about === 'place' ? await pointOfPlace(tx, place) : undefined;
    await wordsStore.insertPlace(tx, await permission('place'), {
      ...place,
      square: point && squareOf(point),
    });
  }
}

/** An address says itself in which complex it lies, so that both can never differ. */
function placeOf({ addressId, spot, complexId, inside }: Submission): wordsStore.Place | undefined {
  if (addressId !== undefined) return { addressId, spot };
  return (complexId ?? spot) ? { spot, complexId, inside: complexId && inside } : undefined;
}

/** Before anybody weighed it, a report lies with the coordinator on duty, to decide on. */
async function firstTurn(tx: Tx): Promise<Turn> {
  const { settings, deskServiceId } = await getMunicipality(tx);
  const open = openHoursOf(await getService(tx, deskServiceId));
  return {
    status: 'with-coordinator',
    ownerId: await coordinatorOnDuty(tx),
    ownerServiceId: null,
    nextStep: 'decide',
    deadline: deadlineOf(settings.decideTerm, tx.now, open),
    overdueCount: 0,
  };
}

async function findReceipt(tx: Tx, key: string): Promise<Receipt | undefined> {
  const report = await store.findReportByHash(tx, 'idempotency_hash', hashIdempotencyKey(key));
  return report && { reportId: report.id, number: report.number, code: followUpCode(key) };
}

/** The photos that wait under the form's key become those of its report. The caller holds the row's lock, or just made it. */
async function takePhotosIn(tx: Tx, actor: Actor, reportId: string, key: string): Promise<void> {
  const photoIds = await attachPending(tx, actor, { reportId, key });
  if (photoIds.length > 0) await record(tx, actor, reportId, { kind: 'photo-added', data: { photoIds } });
}

/** What was sent again may hold a photo that did not come through before. */
async function earlierReceipt(tx: Tx, actor: Actor, key: string): Promise<Receipt> {
  const receipt = await findReceipt(tx, key);
  if (!receipt) throw new Error('expected the report that was sent before, found none');
  if (await hasPending(tx, key)) {
    await store.lockReport(tx, receipt.reportId);
    await takePhotosIn(tx, actor, receipt.reportId, key);
  }
  return receipt;
}

/**
 * Gives an open or reopened report its next turn, and what goes along with it the same one: rows, events and timer together.
 * Parts of it that nobody else has go to who has it now. The caller holds the row's lock.
 */
export async function assign(
  tx: Tx,
  actor: Actor,
  change: {
    reportId: string;
    turn: Turn;
    cause: AssignCause;
    /** Who is asked, while the owner stays the owner. */
    askedServiceId?: string;
  },
): Promise<void> {
  const following = followingTurn(change.turn);
  // none rests on what another answers, and each goes out behind the one before it
  const [moved, , followers] = await Promise.all([
    movePartsAlong(tx, change.reportId, change.turn),
    store.writeTurn(tx, change.reportId, change.turn),
    writeFollowing(tx, change.reportId, following),
  ]);
  await record(tx, actor, change.reportId, {
    kind: 'assigned',
    data: { ...turnData(change.turn), cause: change.cause },
  });
  const { turn: given, askedServiceId } = change;
  await setDeadlineTimers(tx, change.reportId, { ...given, askedServiceId, from: tx.now });
  for (const { id, turn } of moved)
    await record(tx, actor, id, { kind: 'assigned', data: { ...turnData(turn), cause: 'whole-moved' } });
  for (const followerId of followers)
    await record(tx, actor, followerId, {
      kind: 'assigned',
      data: { ...turnData(following), cause: 'leading-moved' },
    });
}

/** Ends a report, and with it what goes along: each with the same outcome. */
export async function close(
  tx: Tx,
  actor: Actor,
  change: { reportId: string; outcome: AnyOutcome; cause?: string | undefined },
): Promise<void> {
  const { outcome, cause } = change;
  await store.writeClosed(tx, change.reportId, outcome);
  const data = cause === undefined ? { outcome } : { outcome, cause };
  await record(tx, actor, change.reportId, { kind: 'closed', data });
  await cancelDeadlineTimers(tx, change.reportId);
  for (const followerId of await writeFollowersClosed(tx, change.reportId, change.outcome))
    await record(tx, actor, followerId, { kind: 'closed', data: { outcome: change.outcome } });
  // what is no report told nothing of anybody
  if (change.outcome === 'spam') await settleInforming(tx, actor, change.reportId, 'nothing-processed');
}

/** Sets the timer of an open report to its deadline; what goes along with another has that one's clock. */
export async function armTimer(tx: Tx, report: Report): Promise<void> {
  if (report.deadline && report.status !== 'joined')
    await setTimer(tx, deadlineTimer(report.id, { ...report, deadline: report.deadline }));
}

/** Timers can be lost; the rows cannot. Sets every timer that is missing or wrong and returns how many. */
export async function rebuildTimers(tx: Tx): Promise<number> {
  const timers = await timersOf(tx, REPORT_TIMER);
  const open = await openReports(tx, { limit: Number.MAX_SAFE_INTEGER });
  const wrong = open.filter((report) => timers.get(report.id)?.getTime() !== report.deadline?.getTime());
  for (const report of wrong) await armTimer(tx, report);
  return wrong.length + (await rebuildWarnings(tx, open)) + (await rebuildInformingTimers(tx));
}
