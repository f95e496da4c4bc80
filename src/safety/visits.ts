import { createHash } from 'node:crypto';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import type { News } from '../kit/news.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { giveNotice } from '../handovers/index.ts';
import { activeUserIds, membersOf, requirePermission } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { findReportByNumber, lockReport } from '../reports/index.ts';
import type { Company, Visit, VisitAnswer } from './model.ts';
import { checkMoment, destroyAfter, whoCounts } from './visit-rules.ts';
import * as store from './visit-store.ts';

export interface VisitPlan {
  /** Comes with the form: the same form twice is one visit, and with another report chosen in it another visit. */
  readonly key: string;
  readonly reportNumber: number;
  readonly at: Date;
  readonly company: Company;
  readonly colleagueId?: string | undefined;
  readonly other?: string | undefined;
}

/** Plans a visit from a report that lies with this person. There is one of a report: a new one takes the place of the old. */
export async function planVisit(db: Database, actor: Actor, plan: VisitPlan): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, plan.reportNumber);
    const report = found?.ownerId === user.value.userId ? await lockReport(tx, found.id) : undefined;
    if (report?.ownerId !== user.value.userId || report.status === 'closed')
      return refuse('report-not-yours', { pointer: 'report' });
    const earlier = await store.visitOfReport(tx, report.id);
    const id = idOfVisit(plan.key, report.id);
    if (earlier?.id === id) return ok(true);
    const visit = await visitFrom(tx, user.value, plan, { id, reportId: report.id });
    if (!visit.ok) return visit;
    if (earlier) await endOf(tx, earlier, { besides: visit.value.colleagueId });
    await store.insertVisit(tx, visit.value);
    if (visit.value.colleagueId) await tell(tx, visit.value.colleagueId, 'visit-asked');
    return ok(true);
  });
}

function idOfVisit(key: string, reportId: string): string {
  const digits = createHash('sha256').update(`${key} ${reportId}`).digest('hex').slice(0, 32);
  // RFC 9562, 5.8: made by a rule of its own
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-a$4-$5');
}

async function visitFrom(
  tx: Tx,
  user: UserActor,
  { at, company, colleagueId, other }: VisitPlan,
  { id, reportId }: Pick<Visit, 'id' | 'reportId'>,
): Promise<Outcome<Visit>> {
  const moment = checkMoment(at, tx.now);
  if (!moment.ok) return moment;
  if (company === 'colleague' && !(await colleaguesOf(tx, user)).includes(colleagueId ?? ''))
    return refuse('visit-colleague-unknown', { pointer: 'colleague' });
  if (company === 'elsewhere' && !other) return refuse('visit-other-missing', { pointer: 'other' });
  return ok({
    id,
    reportId,
    plannerId: user.userId,
    at,
    company,
    colleagueId: company === 'colleague' ? (colleagueId ?? null) : null,
    other: company === 'elsewhere' ? (other ?? null) : null,
    answer: null,
    destroyAfter: destroyAfter(at),
  });
}

/** Who works in a service of this person and is there. */
export async function colleaguesOf(tx: Tx, { userId, serviceIds }: UserActor): Promise<string[]> {
  const [members, active] = [await membersOf(tx, serviceIds), await activeUserIds(tx)];
  return members.filter((id) => id !== userId && active.has(id));
}

/** The colleague says yes or no, also once more; who asked is told. */
export function answer(
  db: Database,
  actor: Actor,
  { visitId, answer: said }: { visitId: string; answer: VisitAnswer },
): Promise<Outcome<true>> {
  return withVisit(db, actor, visitId, async (tx, user, visit) => {
    if (visit.colleagueId !== user.userId) return refuse('visit-unknown');
    if (visit.answer === said) return ok(true);
    await store.answerVisit(tx, visit.id, said);
    await tell(tx, visit.plannerId, 'visit-answered');
    return ok(true);
  });
}

/** It was, or it is off: nothing of it stays. */
export function endVisit(db: Database, actor: Actor, visitId: string): Promise<Outcome<true>> {
  return withVisit(db, actor, visitId, async (tx, user, visit) => {
    if (visit.plannerId !== user.userId) return refuse('visit-unknown');
    await endOf(tx, visit, { besides: null });
    return ok(true);
  });
}

async function endOf(tx: Tx, visit: Visit, { besides }: { besides: string | null }): Promise<void> {
  await store.deleteVisit(tx, visit.id);
  const told = whoCounts(visit, tx.now);
  if (told !== undefined && told !== besides) await tell(tx, told, 'visit-off');
}

function tell(tx: Tx, userId: string, kind: 'visit-asked' | 'visit-answered' | 'visit-off'): Promise<void> {
  return giveNotice(tx, { userId, kind, reportId: null });
}

async function withVisit(
  db: Database,
  actor: Actor,
  visitId: string,
  work: (tx: Tx, user: UserActor, visit: Visit) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const visit = await store.lockVisit(tx, visitId);
    return visit && visit.destroyAfter > tx.now ? work(tx, user.value, visit) : refuse('visit-unknown');
  });
}

const ENDS_IT: ReadonlySet<string> = new Set(['closed', 'assigned', 'joined']);

/** A report that is closed, or lies with somebody else, has no visit any more; in the transaction in which that happens. */
export async function followReports(tx: Tx, { stream, kind, data }: News): Promise<void> {
  const [about, reportId = ''] = stream.split(':');
  if (about !== 'report' || !ENDS_IT.has(kind)) return;
  const visit = await store.visitOfReport(tx, reportId);
  if (!visit || ('ownerId' in data && data.ownerId === visit.plannerId)) return;
  await endOf(tx, visit, { besides: null });
}

/** Who leaves goes along nowhere: who asked is told, and can ask somebody else. */
export async function cancelCompany(tx: Tx, userId: string): Promise<void> {
  for (const { id, colleagueId, plannerId, answer: said } of await store.visitsFor(tx, userId)) {
    if (colleagueId !== userId || said === 'no') continue;
    await store.lockVisit(tx, id);
    await store.answerVisit(tx, id, 'no');
    await tell(tx, plannerId, 'visit-answered');
  }
}
