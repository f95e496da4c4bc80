import { deadlineOf, type Term } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { cancelTimer, setReminder } from '../kit/timers.ts';
import { getService, openHoursOf, requirePermission, rightsOfficerOnDuty } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import {
  addWords,
  findReportByNumber,
  lockReport,
  partsOf,
  reportOfWords,
  setSearchable,
} from '../reports/index.ts';
import { blockReport, liftBlock } from './blocks.ts';
import { REQUEST_TIMER } from './clock.ts';
import type { AskedBy, ExtensionReason, RequestKind, RightsRequest } from './model.ts';
import { recordOf } from './record.ts';
import { ANSWER_TERM, endsBlock, EXTENDED_TERM, mayDecide, mayExtend, type Verdict } from './rules.ts';
import * as store from './store.ts';

export interface NewRequest {
  /** Comes with the form: the same key twice is the same request. */
  readonly key: string;
  readonly reportNumber: number;
  readonly kind: RequestKind;
  readonly askedBy: AskedBy;
  readonly reference?: string | undefined;
  readonly receivedAt: Date;
}

/** Enters what somebody asked about their data. An objection blocks at once: nothing goes while it is weighed. */
export async function register(db: Database, actor: Actor, wish: NewRequest): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, wish.reportNumber);
    // who asks about a part asks about the whole
    const report = found && (await lockReport(tx, found.part?.wholeId ?? found.id));
    if (!report) return refuse('report-number-unknown', { pointer: 'reportNumber' });
    if (wish.receivedAt > tx.now) return refuse('received-in-future', { pointer: 'receivedAt' });
    const { key: id, kind, askedBy, receivedAt } = wish;
    const [ownerId, deadline] = await Promise.all([
      rightsOfficerOnDuty(tx),
      legalDeadlineFrom(tx, receivedAt, ANSWER_TERM),
    ]);
    const request = { id, reportId: report.id, kind, askedBy, receivedAt, deadline, ownerId };
    const added = await store.insertRequest(tx, { ...request, reference: wish.reference ?? null });
    if (!added) return ok(true);
    const data = { reportId: report.id, right: kind, ownerId, deadline: deadline.toISOString() };
    await recordOf(tx, user.value, { kind: 'request', id }, { kind: 'received', data });
    await setReminder(tx, { kind: REQUEST_TIMER, subjectId: id, dueAt: deadline });
    if (kind === 'object') await blockFor(tx, user.value, request);
    return ok(true);
  });
}

async function blockFor(
  tx: Tx,
  user: UserActor,
  { id, reportId, deadline }: Pick<RightsRequest, 'id' | 'reportId' | 'deadline'>,
): Promise<void> {
  const reviewAt = deadline > tx.now ? deadline : await legalDeadlineFrom(tx, tx.now, ANSWER_TERM);
  await blockReport(tx, user, {
    id: newId<'block'>(),
    reportId,
    reason: 'objection',
    requestId: id,
    reviewAt,
  });
}

/** Legal terms end at the last second of their day, whatever the hours of the desk. */
async function legalDeadlineFrom(tx: Tx, from: Date, term: Term): Promise<Date> {
  const { deskServiceId } = await getMunicipality(tx);
  return deadlineOf(term, from, openHoursOf(await getService(tx, deskServiceId)));
}

/** Who asks has shown who they are. */
export function identify(db: Database, actor: Actor, requestId: string): Promise<Outcome<true>> {
  return withRequest(db, actor, requestId, async (tx, user, request) => {
    if (request.status === 'closed') return refuse('request-closed');
    if (request.nextStep === 'answer') return ok(true);
    await store.changeRequest(tx, request.id, { next_step: 'answer' });
    await recordOf(tx, user, { kind: 'request', id: request.id }, { kind: 'identified', data: {} });
    return ok(true);
  });
}

export function extend(
  db: Database,
  actor: Actor,
  { requestId, reason }: { requestId: string; reason: ExtensionReason },
): Promise<Outcome<true>> {
  return withRequest(db, actor, requestId, async (tx, user, request) => {
    if (request.extensionReason === reason) return ok(true);
    const permitted = mayExtend(request, tx.now);
    if (!permitted.ok) return permitted;
    const deadline = await legalDeadlineFrom(tx, request.receivedAt, EXTENDED_TERM);
    const change = { deadline, extended_at: tx.now, extension_reason: reason, late_count: 0 };
    await store.changeRequest(tx, request.id, change);
    const data = { reason, deadline: deadline.toISOString() };
    await recordOf(tx, user, { kind: 'request', id: request.id }, { kind: 'extended', data });
    await setReminder(tx, { kind: REQUEST_TIMER, subjectId: request.id, dueAt: deadline });
    return ok(true);
  });
}

/** Another officer goes on with it. */
export function takeOver(db: Database, actor: Actor, requestId: string): Promise<Outcome<true>> {
  return withRequest(db, actor, requestId, async (tx, user, request) => {
    if (request.status === 'closed') return refuse('request-closed');
    if (request.ownerId === user.userId) return ok(true);
    await store.changeRequest(tx, request.id, { owner_id: user.userId });
    const data = { ownerId: user.userId };
    await recordOf(tx, user, { kind: 'request', id: request.id }, { kind: 'taken-over', data });
    return ok(true);
  });
}

/** Ends a request. What is erased goes with the next run, once the report is closed. */
export function decide(
  db: Database,
  actor: Actor,
  { requestId, ...verdict }: Verdict & { requestId: string },
): Promise<Outcome<true>> {
  return withRequest(db, actor, requestId, async (tx, user, request) => {
    if (request.status === 'closed' && request.decision === verdict.decision) return ok(true);
    const blocks = await store.standingBlocks(tx, request.reportId);
    const permitted = mayDecide(request, verdict, blocks);
    if (!permitted.ok) return permitted;
    await store.changeRequest(tx, request.id, {
      status: 'closed',
      next_step: null,
      decision: verdict.decision,
      decision_reason: verdict.reason,
      decided_at: tx.now,
      decided_by: user.userId,
    });
    await recordOf(tx, user, { kind: 'request', id: request.id }, { kind: 'decided', data: verdict });
    await cancelTimer(tx, { kind: REQUEST_TIMER, subjectId: request.id });
    await followUp(tx, user, { request, verdict });
    return ok(true);
  });
}

async function followUp(
  tx: Tx,
  user: UserActor,
  { request, verdict }: { request: RightsRequest; verdict: Verdict },
): Promise<void> {
  if (request.kind === 'erase' && verdict.decision === 'granted') {
    await store.markForErasure(tx, { reportId: request.reportId, requestId: request.id });
    await setSearchable(tx, request.reportId, false);
  }
  if (!endsBlock(verdict)) return;
  for (const standing of await store.standingBlocks(tx, request.reportId))
    if (standing.requestId === request.id) await liftBlock(tx, user, standing);
}

export interface Correction {
  readonly requestId: string;
  readonly wordsId: string;
  readonly body: string;
  readonly key: string;
}

/** Puts words right beside the words themselves, which stay and are shown as replaced. */
export function correct(
  db: Database,
  actor: Actor,
  { requestId, wordsId, body, key }: Correction,
): Promise<Outcome<true>> {
  return withRequest(db, actor, requestId, async (tx, user, request) => {
    if (request.status === 'closed') return refuse('request-closed');
    if (request.kind !== 'correct') return refuse('not-a-correction');
    if (request.ownerId !== user.userId) return refuse('not-your-turn');
    if (request.nextStep === 'identify') return refuse('identity-first');
    const parts = (await partsOf(tx, request.reportId)).map(({ id }) => id);
    await addWords(tx, user, {
      reportId: (await reportOfWords(tx, parts, wordsId)) ?? request.reportId,
      kind: 'correction',
      body,
      key,
      corrects: wordsId,
    });
    return ok(true);
  });
}

/** The report's lock first and the request's after it, as everybody does. */
async function withRequest(
  db: Database,
  actor: Actor,
  requestId: string,
  work: (tx: Tx, user: UserActor, request: RightsRequest) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'rights.act');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await store.findRequest(tx, requestId);
    if (found) await lockReport(tx, found.reportId);
    const request = found && (await store.lockRequest(tx, requestId));
    return request ? work(tx, user.value, request) : refuse('request-unknown');
  });
}
