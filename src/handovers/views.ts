import { isOpenAt, nextOpening } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import {
  coordinatorOnDuty,
  getService,
  openHoursOf,
  requirePermission,
  services,
  userNames,
} from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import {
  countWithCoordinator,
  findReport,
  isAboutPerson,
  openReports,
  readFile,
  recentlyClosed,
  reportsByIds,
} from '../reports/index.ts';
import type { Report, WordsKind } from '../reports/model.ts';
import { assessmentOf } from '../triage/index.ts';
import { extractsOf, loadNames } from './extracts.ts';
import { informingTasks } from './informing.ts';
import { maySee } from './rules.ts';
import * as store from './store.ts';
import type { CoordinationView, ExtractView, ReporterView, WorkListView } from './wire.ts';

const LIST_LIMIT = 200;
const DAY_MS = 86_400_000;

/** Mine, and what is offered to me: as my service, or as team lead. */
export async function workList(db: Database, actor: Actor): Promise<Outcome<WorkListView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { userId, serviceIds } = user.value;
    const offers = await store.offersFor(tx, { serviceIds, userId, limit: LIST_LIMIT });
    const mine = await openReports(tx, { ownerId: userId, limit: LIST_LIMIT });
    const ids = offers.map((offer) => offer.reportId);
    const offered = await reportsByIds(tx, ids);
    const closed = await recentlyClosed(tx, { ownerId: userId, limit: 10 });
    return ok({
      informing: await informingTasks(tx, { ownerId: userId }),
      offered: await extractsOf(tx, offered),
      mine: await extractsOf(tx, mine),
      closed: await extractsOf(tx, closed),
      notices: await noticesOf(tx, user.value),
      now: tx.now,
    });
  });
}

async function noticesOf(tx: Tx, user: UserActor): Promise<WorkListView['notices']> {
  const notices = await store.unseenNotices(tx, user.userId);
  const ids = notices.flatMap(({ reportId }) => (reportId === null ? [] : [reportId]));
  const reports = new Map((await reportsByIds(tx, ids)).map((report) => [report.id, report]));
  const offers = new Map((await store.openOffers(tx, ids)).map((offer) => [offer.reportId, offer]));
  return notices.map(({ id, kind, reportId, at }) => {
    const report = reportId === null ? undefined : reports.get(reportId);
    const canOpen = report !== undefined && maySee(user, { report, offer: offers.get(report.id) });
    return { id, kind, at, reportNumber: report?.number, canOpen };
  });
}

export async function markNoticesSeen(db: Database, actor: Actor): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await store.markNoticesSeen(tx, user.value.userId);
    return ok(true);
  });
}

/** What is late, silent and open in the municipality; extracts only, never words. */
export async function coordination(db: Database, actor: Actor): Promise<Outcome<CoordinationView>> {
  const user = requirePermission(actor, 'coordination.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { settings } = await getMunicipality(tx);
    const onDuty = await coordinatorOnDuty(tx);
    const open = await extractsOf(tx, await openReports(tx, { limit: LIST_LIMIT }));
    const waiting = await openReports(tx, { ownerId: onDuty, limit: LIST_LIMIT });
    const mine = await extractsOf(
      tx,
      waiting.filter((report) => report.status === 'with-coordinator'),
    );
    return ok({
      untold: await informingTasks(tx, { late: true }),
      mine,
      late: open.filter((extract) => extract.isLate),
      silent: await silentOf(tx),
      open,
      coordinatorName: (await userNames(tx)).get(onDuty) ?? '',
      inHand: await countWithCoordinator(tx, onDuty),
      capacity: settings.coordinatorCapacity,
      now: tx.now,
    });
  });
}

/** Services that let an offer lapse in the last four weeks, newest first. */
async function silentOf(tx: Tx): Promise<CoordinationView['silent']> {
  const lapsed = await store.lapsedSince(tx, { since: new Date(tx.now.getTime() - 28 * DAY_MS), limit: 50 });
  const reports = await reportsByIds(tx, [...new Set(lapsed.map((handover) => handover.reportId))]);
  const extracts = new Map<string, ExtractView>();
  for (const [at, extract] of (await extractsOf(tx, reports)).entries())
    extracts.set(reports[at]?.id ?? '', extract);
  const names = await loadNames(tx);
  return lapsed.flatMap((handover) => {
    const extract = extracts.get(handover.reportId);
    const serviceName = names.services.get(handover.serviceId)?.name ?? '';
    return extract
      ? [{ extract, serviceName, askedAt: handover.offeredAt, deadline: handover.deadline }]
      : [];
  });
}

/** Notes are of colleagues; what was put right can be at the wish of the person concerned. */
const TOLD: readonly WordsKind[] = ['question', 'answer', 'message'];

/** The page behind the follow-up code. About a person it says where the report lies in neutral words, and no more. */
export async function reporterPage(db: Database, actor: Actor): Promise<Outcome<ReporterView>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    const { words } = await readFile(tx, actor, report.id);
    const advice = await assessmentOf(tx, report.id);
    const shown = words.filter(({ kind }) => TOLD.includes(kind));
    return ok({
      number: report.number,
      receivedAt: report.receivedAt,
      status: report.status,
      nextStep: report.nextStep,
      deadline: report.deadline,
      // after a missed deadline the clock gives a new one at once; that it was missed stays true
      isLate: report.deadline !== null && (report.deadline <= tx.now || report.overdueCount > 0),
      aboutPerson: isAboutPerson(report),
      show112: advice.show112,
      askGp: advice.askGp && report.observations.about === 'myself',
      atTurn: await atTurn(tx, report),
      ...(await deskHours(tx)),
      story: words.find((letter) => letter.kind === 'story')?.body,
      conversation: shown.map(({ kind, at, body }) => ({ kind, at, body })),
      outcome: report.outcome,
      now: tx.now,
    });
  });
}

/** That it lies with a care team is health data of the person concerned: then only the desk is named. */
async function atTurn(tx: Tx, report: Report): Promise<string | undefined> {
  if (isAboutPerson(report) || report.ownerServiceId === null) return undefined;
  return (await services(tx)).find((service) => service.id === report.ownerServiceId)?.publicName;
}

async function deskHours(tx: Tx): Promise<{ deskClosed: boolean; nextOpening?: Date | undefined }> {
  const { deskServiceId } = await getMunicipality(tx);
  const open = openHoursOf(await getService(tx, deskServiceId));
  return isOpenAt(open, tx.now)
    ? { deskClosed: false }
    : { deskClosed: true, nextOpening: nextOpening(open, tx.now) };
}
