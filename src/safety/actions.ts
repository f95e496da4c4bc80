import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { cancelTimer, setTimer } from '../kit/timers.ts';
import { giveNotice, withdrawNotices } from '../handovers/index.ts';
import { grant, logDenied, requirePermission } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReportByNumber } from '../reports/index.ts';
import type { Agreement, CareOutcome, CareWish, Incident } from './model.ts';
import { checkFinish, firstStanding, mayFinish, mayRead } from './rules.ts';
import { AFTERCARE_TIMER, careDeadline, ladderFor, place, recordStep } from './standing.ts';
import * as store from './store.ts';

export interface AggressionTold {
  /** Comes with the form and becomes the id: the same form twice is told once. */
  readonly key: string;
  readonly kinds: readonly string[];
  readonly happenedAt: Date;
  readonly police: boolean;
  readonly reportNumber?: number | undefined;
  readonly story?: string | undefined;
}

/**
 * An employee tells of aggression at work. From that moment somebody has to ask how it goes, within the municipality's
 * term: the team lead, or the next on the ladder when that is the employee or nobody.
 */
export async function tellAggression(
  db: Database,
  actor: Actor,
  told: AggressionTold,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    if (told.happenedAt > tx.now) return refuse('happened-in-future', { pointer: 'happenedAt' });
    const report = await ownReport(tx, user.value, told.reportNumber);
    if (!report.ok) return report;
    const incident = await incidentFrom(tx, user.value, { told, reportId: report.value });
    if (await store.insertIncident(tx, incident)) await beginCare(tx, user.value, incident, told.story);
    return ok(true);
  });
}

/** A report that lies with this person: of any other one it is not told whether it exists. */
async function ownReport(
  tx: Tx,
  { userId }: UserActor,
  number: number | undefined,
): Promise<Outcome<string | null>> {
  if (number === undefined) return ok(null);
  const report = await findReportByNumber(tx, number);
  return report?.ownerId === userId ? ok(report.id) : refuse('report-not-yours', { pointer: 'report' });
}

async function incidentFrom(
  tx: Tx,
  { userId, partyId }: UserActor,
  { told, reportId }: { told: AggressionTold; reportId: string | null },
): Promise<Incident> {
  const ladder = await ladderFor(tx, { partyId, employeeId: userId });
  const first = firstStanding(ladder, userId);
  return {
    id: told.key,
    employeeId: userId,
    partyId,
    reportId,
    kinds: told.kinds,
    happenedAt: told.happenedAt,
    toldAt: tx.now,
    police: told.police,
    wish: null,
    status: 'open',
    ...first,
    leadId: first.rung === 'lead' ? first.ownerId : null,
    nextStep: 'talk',
    deadline: await careDeadline(tx),
    lateCount: 0,
    outcome: null,
    spokenAt: null,
    agreed: [],
    closedAt: null,
    closedBy: null,
  };
}

async function beginCare(
  tx: Tx,
  user: UserActor,
  { id, ownerId, deadline }: Incident,
  story: string | undefined,
): Promise<void> {
  await recordStep(tx, user, id, { kind: 'told', ownerId, deadline });
  const key = await grantOf(tx, user, id, 'create');
  if (story)
    await store.insertCareWords(tx, key, { id: newId(), kind: 'story', body: story, authorId: user.userId });
  if (deadline) await setTimer(tx, { kind: AFTERCARE_TIMER, subjectId: id, dueAt: deadline });
  await giveNotice(tx, { userId: ownerId, kind: 'aftercare-asked', reportId: null });
}

/** The line in the access log, and with it the key to the words. */
export function grantOf(tx: Tx, user: UserActor, incidentId: string, action: 'read' | 'create' | 'change') {
  return grant(tx, user, {
    action,
    subjectKind: 'incident',
    subjectId: incidentId,
    dataClass: 'safety',
  });
}

/**
 * What the employee wants. 'Not needed' ends nothing: somebody still asks, once. 'I want to talk' after the end opens it
 * again, with a new term.
 */
export function wishFor(
  db: Database,
  actor: Actor,
  { incidentId, wish }: { incidentId: string; wish: CareWish },
): Promise<Outcome<true>> {
  return withIncident(db, actor, incidentId, async (tx, user, incident) => {
    if (incident.employeeId !== user.userId) return refuse('not-allowed');
    if (incident.status === 'closed' && wish === 'talk') return askAgain(tx, user, incident);
    if (incident.wish === wish) return ok(true);
    await store.changeIncident(tx, incident.id, { wish });
    const { ownerId, deadline } = incident;
    await recordStep(tx, user, incident.id, { kind: 'wished', ownerId, deadline });
    if (wish === 'talk') await giveNotice(tx, { userId: ownerId, kind: 'aftercare-asked', reportId: null });
    return ok(true);
  });
}

async function askAgain(tx: Tx, user: UserActor, incident: Incident): Promise<Outcome<true>> {
  const ladder = await ladderFor(tx, incident);
  const { ownerId, rung } = firstStanding(ladder, incident.employeeId);
  await store.changeIncident(tx, incident.id, {
    status: 'open',
    wish: 'talk',
    // the row says who has it before anything can be open with somebody who left
    owner_id: ownerId,
    lead_id: ladder.lead === user.userId ? null : (ladder.lead ?? null),
    next_step: 'talk',
    deadline: await careDeadline(tx),
    late_count: 0,
    outcome: null,
    spoken_at: null,
    agreed: null,
    closed_at: null,
    closed_by: null,
  });
  await place(tx, user, incident.id, { ownerId, rung, kind: 'asked-again' });
  return ok(true);
}

export interface CareGiven {
  readonly incidentId: string;
  readonly outcome: CareOutcome;
  readonly spokenAt: Date;
  readonly agreed: readonly Agreement[];
  readonly body?: string | undefined;
}

/** 'I spoke with … at …', and what was agreed. The employee hears that it stands there. */
export function finishCare(db: Database, actor: Actor, given: CareGiven): Promise<Outcome<true>> {
  return withIncident(db, actor, given.incidentId, async (tx, user, incident) => {
    if (!mayFinish(incident, user.userId)) return refuse('not-allowed');
    // the same click again
    if (isDoneAlike(incident, user, given)) return ok(true);
    const checked = checkFinish(incident, given, tx.now);
    if (!checked.ok) return checked;
    const { outcome, spokenAt, agreed, body } = given;
    await store.changeIncident(tx, incident.id, {
      status: 'closed',
      next_step: null,
      deadline: null,
      outcome,
      spoken_at: spokenAt,
      agreed: agreed.length > 0 ? agreed.join(' ') : null,
      closed_at: tx.now,
      closed_by: user.userId,
    });
    await recordStep(tx, user, incident.id, { kind: 'done', ownerId: incident.ownerId, deadline: null });
    const key = await grantOf(tx, user, incident.id, 'change');
    if (body)
      await store.insertCareWords(tx, key, { id: newId(), kind: 'agreed', body, authorId: user.userId });
    await cancelTimer(tx, { kind: AFTERCARE_TIMER, subjectId: incident.id });
    await giveNotice(tx, { userId: incident.employeeId, kind: 'aftercare-given', reportId: null });
    for (const userId of new Set([incident.ownerId, incident.leadId])) await quietIfDone(tx, userId);
    return ok(true);
  });
}

/** Who has nothing left to ask is not told any more that there is. */
async function quietIfDone(tx: Tx, userId: string | null): Promise<void> {
  if (userId === null || (await store.openIncidents(tx, { ownerId: userId })).length > 0) return;
  await withdrawNotices(tx, { userId, kinds: ['aftercare-asked', 'aftercare-late'], reportId: null });
}

function isDoneAlike(incident: Incident, { userId }: UserActor, { outcome, spokenAt }: CareGiven): boolean {
  const { status, closedBy } = incident;
  const isSame = incident.outcome === outcome && incident.spokenAt?.getTime() === spokenAt.getTime();
  return status === 'closed' && closedBy === userId && isSame;
}

/** Locked, for who may read it; to everybody else it does not exist, and that they asked leaves a line. */
async function withIncident(
  db: Database,
  actor: Actor,
  incidentId: string,
  work: (tx: Tx, user: UserActor, incident: Incident) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const incident = await store.lockIncident(tx, incidentId);
    if (!incident) return refuse('incident-unknown');
    if (mayRead(incident, user.value.userId)) return work(tx, user.value, incident);
    await logDenied(tx, actor, { action: 'change', subjectKind: 'incident', subjectId: incidentId });
    return refuse('incident-unknown');
  });
}
