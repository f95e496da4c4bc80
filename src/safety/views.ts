import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { isOpenTo } from '../handovers/index.ts';
import { logDenied, requirePermission, userNames } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import { openReports, reportsByIds } from '../reports/index.ts';
import { assessmentsOf } from '../triage/index.ts';
import { grantOf } from './actions.ts';
import type { Incident } from './model.ts';
import { mayFinish, mayRead } from './rules.ts';
import { careDeadline } from './standing.ts';
import * as store from './store.ts';
import type {
  CareTask,
  IncidentView,
  OwnIncident,
  OwnReport,
  PlanView,
  SafeWorkView,
  TellView,
  VisitView,
} from './wire.ts';
import { visitsFor } from './visit-store.ts';
import { colleaguesOf } from './visits.ts';

const OWN_SHOWN = 20;
const REPORTS_SHOWN = 100;

/** Whom to call, what lies with me, and what came of what I told. Codes and times: nothing here says what happened. */
export async function safeWork(db: Database, actor: Actor): Promise<Outcome<SafeWorkView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  const page = await inTenant(db, actor.municipalityId, async (tx) => {
    const { userId, permissions } = user.value;
    const names = await userNames(tx);
    const care = await store.incidentsToAsk(tx, userId);
    const own = await store.incidentsOf(tx, userId, OWN_SHOWN);
    return {
      numbers: await numbersFor(tx, user.value),
      visits: await visitsOf(tx, user.value, names),
      mayPlan: permissions.has('report.handle'),
      care: care.flatMap((each) => taskFrom(each, tx.now)),
      own: own.map((each) => ownFrom(each, names)),
      now: tx.now,
    };
  });
  return ok({ ...page, visits: await withoutStrange(db, actor, page.visits) });
}

async function visitsOf(
  tx: Tx,
  { userId }: UserActor,
  names: ReadonlyMap<string, string>,
): Promise<VisitView[]> {
  const visits = await visitsFor(tx, userId);
  const reports = await reportsByIds(
    tx,
    visits.map(({ reportId }) => reportId),
  );
  const numbers = new Map(reports.map(({ id, number }) => [id, number]));
  return visits.map(({ id, at, plannerId, reportId, company, colleagueId, other, answer }) => ({
    id,
    at,
    isMine: plannerId === userId,
    plannerName: names.get(plannerId) ?? '',
    reportNumber: numbers.get(reportId),
    company,
    colleagueName: colleagueId === null ? undefined : names.get(colleagueId),
    other: other ?? undefined,
    answer,
  }));
}

/** A colleague who goes along sees the number of the report only where it opens anyway. */
function withoutStrange(db: Database, actor: Actor, visits: readonly VisitView[]): Promise<VisitView[]> {
  return Promise.all(
    visits.map(async ({ reportNumber, ...visit }) => {
      const isShown =
        reportNumber !== undefined && (visit.isMine || (await isOpenTo(db, actor, reportNumber)));
      return isShown ? { ...visit, reportNumber } : visit;
    }),
  );
}

/** What a visit can be planned from: the reports that lie with me, and the colleagues of my services. */
export async function visitPage(db: Database, actor: Actor): Promise<Outcome<PlanView>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const names = await userNames(tx);
    const colleagues = (await colleaguesOf(tx, user.value)).map((id) => ({ id, name: names.get(id) ?? '' }));
    return ok({
      reports: await ownReports(tx, user.value),
      colleagues: colleagues.toSorted((one, other) => one.name.localeCompare(other.name)),
      now: tx.now,
    });
  });
}

async function ownReports(tx: Tx, { userId }: UserActor): Promise<OwnReport[]> {
  const reports = await openReports(tx, { ownerId: userId, limit: REPORTS_SHOWN });
  const advice = await assessmentsOf(
    tx,
    reports.map(({ id }) => id),
  );
  return reports.map(({ id, number }) => ({ number, nature: advice.get(id)?.nature }));
}

/** The numbers of the municipality that are for everybody, and those for this person's organisation. */
async function numbersFor(tx: Tx, { partyId }: UserActor): Promise<SafeWorkView['numbers']> {
  const { settings } = await getMunicipality(tx);
  return settings.callNumbers.filter(({ party }) => party === undefined || party === partyId);
}

function taskFrom({ id, deadline, lateCount }: Incident, now: Date): CareTask[] {
  return deadline ? [{ id, deadline, isLate: lateCount > 0 || deadline <= now }] : [];
}

function ownFrom(incident: Incident, names: ReadonlyMap<string, string>): OwnIncident {
  const { id, toldAt, status, deadline, outcome, spokenAt } = incident;
  const askerName = names.get(askerOf(incident)) ?? '';
  return { id, toldAt, isOpen: status === 'open', askerName, deadline, outcome, spokenAt };
}

/** Who asked how it goes, or has to. */
function askerOf({ closedBy, ownerId }: Incident): string {
  return closedBy ?? ownerId;
}

/** What the form needs to know: which reports lie with me, and until when somebody would ask. */
export async function tellPage(db: Database, actor: Actor): Promise<Outcome<TellView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    return ok({
      reports: await ownReports(tx, user.value),
      aftercareBy: await careDeadline(tx),
      now: tx.now,
    });
  });
}

/** One incident, for who has to do with it; each look leaves a line. To everybody else it does not exist. */
export async function incidentPage(
  db: Database,
  actor: Actor,
  incidentId: string,
): Promise<Outcome<IncidentView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  const found = await inTenant(db, actor.municipalityId, async (tx) => {
    const incident = await store.findIncident(tx, incidentId);
    if (!incident) return refuse('incident-unknown');
    if (mayRead(incident, user.value.userId)) return ok(await openIncident(tx, user.value, incident));
    await logDenied(tx, actor, { action: 'read', subjectKind: 'incident', subjectId: incidentId });
    return refuse('incident-unknown');
  });
  if (!found.ok) return found;
  const { reportNumber: number, ...view } = found.value;
  const isShown = number !== undefined && (await isOpenTo(db, actor, number));
  return ok(isShown ? { ...view, reportNumber: number } : view);
}

async function openIncident(tx: Tx, user: UserActor, incident: Incident): Promise<IncidentView> {
  const key = await grantOf(tx, user, incident.id, 'read');
  const words = await store.careWordsOf(tx, key);
  const names = await userNames(tx);
  const nameOf = (userId: string) => names.get(userId) ?? '';
  const [report] = incident.reportId === null ? [] : await reportsByIds(tx, [incident.reportId]);
  const steps = (await store.stepsOf(tx, incident.id)).get(incident.id) ?? [];
  const { id, kinds, happenedAt, toldAt, police, wish, deadline, outcome, spokenAt, agreed } = incident;
  return {
    id,
    kinds: [...kinds],
    happenedAt,
    toldAt,
    police,
    wish,
    deadline,
    outcome,
    spokenAt,
    isOwn: incident.employeeId === user.userId,
    mayFinish: incident.status === 'open' && mayFinish(incident, user.userId),
    employeeName: nameOf(incident.employeeId),
    reportNumber: report?.number,
    story: words.find(({ kind }) => kind === 'story')?.body,
    isOpen: incident.status === 'open',
    askerName: nameOf(askerOf(incident)),
    agreed: [...agreed],
    agreedWords: words.filter(({ kind }) => kind === 'agreed').map(({ at, body }) => ({ at, body })),
    steps: steps.toReversed().map(({ kind, at, byId, ownerId }) => ({
      kind,
      at,
      name: nameOf(kind === 'done' && byId !== null ? byId : ownerId),
    })),
    now: tx.now,
  };
}
