import { isOpenAt, nextOpening } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import {
  awayUntil,
  getService,
  openHoursOf,
  requirePermission,
  services,
  stoodInForNow,
  userNames,
} from '../people/index.ts';
import type { Actor, DataClass, UserActor } from '../people/model.ts';
import {
  countOpenReports,
  findRating,
  findReport,
  findReportByNumber,
  historyOf,
  isAboutPerson,
  openReports,
  partsOf,
  photosOf,
  readFile,
  recentlyClosed,
  reportsByIds,
} from '../reports/index.ts';
import { PHOTOS_MAX, type KnownReport, type Report, type WordsKind } from '../reports/model.ts';
import { assessmentOf, weighingsOf } from '../triage/index.ts';
import type { TriageAdvice } from '../triage/model.ts';
import { extractsOf } from './extracts.ts';
import { informingTasks } from './informing.ts';
import { personOf, weighedAs } from './load.ts';
import type { NoticeKind } from './model.ts';
import { withNames } from './attached.ts';
import { isForReporter, roomFor } from './attached-rules.ts';
import { documentsForReporter } from './documents.ts';
import { maySee, type Person } from './rules.ts';
import { wordsNow } from './rating-words.ts';
import { mayRate } from './rating.ts';
import { maySecondLook } from './second-look.ts';
import { shiftNotes, unreadShifts } from './shift-reading.ts';
import * as store from './store.ts';
import type { WorkPageView } from './shift-wire.ts';
import type { PromiseView, ReporterView, WorkListView } from './wire.ts';

/** More is no list to work from; the page leads to the lists that have all, page by page. */
const LIST_LIMIT = 50;

/** Mine, and what is offered to me: as my service, or as team lead. */
export async function workList(db: Database, actor: Actor): Promise<Outcome<WorkPageView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const { userId } = user.value;
    const [offered, mine, team, closed, informing, notices, shifts, unread, standsInFor] = await Promise.all([
      offeredReports(tx, user.value),
      openReports(tx, { ownerId: userId, limit: LIST_LIMIT }),
      teamReports(tx, user.value),
      recentlyClosed(tx, { ownerId: userId, limit: 10 }),
      informingTasks(tx, { ownerId: userId }),
      noticesOf(tx, user.value),
      shiftNotes(tx, user.value),
      unreadShifts(tx, user.value),
      standsInForOf(tx, userId),
    ]);
    const own = new Set([...mine, ...offered].map(({ id }) => id));
    const lists = { offered, mine, closed, team: team.reports.filter(({ id }) => !own.has(id)) };
    const [shown, totals] = await Promise.all([extractsByList(tx, lists), totalsOf(tx, user.value, lists)]);
    const rest = { informing, notices, shifts, unreadShifts: unread, standsInFor, totals, now: tx.now };
    return ok({ ...shown, isTeamCut: team.isCut, ...rest });
  });
}

/** Colleagues who are away, with the day they are back. */
async function standsInForOf(tx: Tx, userId: string): Promise<WorkPageView['standsInFor']> {
  const ids = await stoodInForNow(tx, userId);
  if (ids.length === 0) return [];
  const [names, until] = [await userNames(tx), await awayUntil(tx)];
  return ids.map((id) => ({ name: names.get(id) ?? '', until: until.get(id) ?? tx.now }));
}

async function offeredReports(tx: Tx, { serviceIds, userId }: UserActor): Promise<Report[]> {
  const offers = await store.offersFor(tx, { serviceIds, userId, limit: LIST_LIMIT });
  return reportsByIds(
    tx,
    offers.map(({ reportId }) => reportId),
  );
}

/** What the party has in hand or is asked, for who leads it; `isCut` where there is more. */
async function teamReports(tx: Tx, user: UserActor): Promise<{ reports: Report[]; isCut: boolean }> {
  const { teamServiceIds } = await personOf(tx, user);
  if (teamServiceIds.length === 0) return { reports: [], isCut: false };
  const [owned, offers] = await Promise.all([
    openReports(tx, { ownerServiceIds: teamServiceIds, limit: LIST_LIMIT }),
    store.offersToServices(tx, { serviceIds: teamServiceIds, limit: LIST_LIMIT }),
  ]);
  const asked = await reportsByIds(
    tx,
    offers.map(({ reportId }) => reportId),
  );
  const isCut = [owned, offers].some(({ length }) => length === LIST_LIMIT);
  return { reports: [...owned, ...asked], isCut };
}

type WorkLists = 'offered' | 'mine' | 'closed' | 'team';

async function extractsByList(
  tx: Tx,
  { offered, mine, closed, team }: Readonly<Record<WorkLists, readonly Report[]>>,
): Promise<Pick<WorkPageView, WorkLists>> {
  const extracts = await extractsOf(tx, [...offered, ...mine, ...closed, ...team]);
  let from = 0;
  const next = ({ length }: readonly Report[]) => extracts.slice(from, (from += length));
  return { offered: next(offered), mine: next(mine), closed: next(closed), team: next(team) };
}

/** Counted only where a list shows no more than its limit. */
async function totalsOf(
  tx: Tx,
  { serviceIds, userId }: UserActor,
  { offered, mine }: Readonly<Record<'offered' | 'mine', readonly Report[]>>,
): Promise<WorkPageView['totals']> {
  const isWhole = (list: readonly Report[]) => list.length < LIST_LIMIT;
  return {
    offered: isWhole(offered) ? offered.length : await store.countOffersFor(tx, { serviceIds, userId }),
    mine: isWhole(mine) ? mine.length : await countOpenReports(tx, { ownerId: userId }),
  };
}

async function noticesOf(tx: Tx, user: UserActor): Promise<WorkListView['notices']> {
  const unseen = await store.unseenNotices(tx, user.userId);
  const person = await personOf(tx, user);
  const ids = unseen.flatMap(({ reportId }) => (reportId === null ? [] : [reportId]));
  const reports = new Map((await reportsByIds(tx, ids)).map((report) => [report.id, report]));
  const offers = new Map((await store.openOffers(tx, ids)).map((offer) => [offer.reportId, offer]));
  const advice = await weighingsOf(tx, [...reports.values()].map(weighedAs));
  return unseen.flatMap(({ id, kind, reportId, at }) => {
    const report = reportId === null ? undefined : reports.get(reportId);
    if (report && !stillConcerns(person, kind, report)) return [];
    const canOpen = report !== undefined && maySee(person, { report, offer: offers.get(report.id) });
    const nature = canOpen ? advice.get(weighedAs(report))?.nature : undefined;
    return [{ id, kind, at, reportNumber: report?.number, canOpen, nature }];
  });
}

/** What can still be to do when a report is closed. */
const AFTER_CLOSING: readonly NoticeKind[] = ['informing-late', 'block-review', 'request-late', 'part-gone'];

/** What was finished meanwhile needs nobody; what came back to a coordinator and was handed on needs another. */
function stillConcerns({ userId, standsInFor = [] }: Person, kind: NoticeKind, report: Report): boolean {
  if (AFTER_CLOSING.includes(kind)) return true;
  if (report.status === 'closed') return false;
  const isTheirs = report.ownerId === userId || standsInFor.includes(report.ownerId);
  if (kind === 'part-back') return report.nextStep === 'decide' && isTheirs;
  return kind !== 'came-back' || (report.status === 'with-coordinator' && isTheirs);
}

export async function markNoticesSeen(db: Database, actor: Actor): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await store.markNoticesSeen(tx, user.value.userId);
    return ok(true);
  });
}

const NEARBY_LIMIT = 10;

/** Open reports of the own services in a neighbourhood, for a coordinator of all; nothing for who has no service. */
export async function knownNearby(
  db: Database,
  actor: Actor,
  neighbourhoodId: string,
): Promise<readonly KnownReport[]> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return [];
  const { permissions, serviceIds, municipalityId } = user.value;
  const isCoordinator = permissions.has('coordination.act');
  if (!isCoordinator && serviceIds.length === 0) return [];
  const wish = isCoordinator ? { neighbourhoodId } : { neighbourhoodId, ownerServiceIds: serviceIds };
  return inTenant(db, municipalityId, async (tx) => {
    const extracts = await extractsOf(tx, await openReports(tx, { ...wish, limit: NEARBY_LIMIT }));
    // a part tells no more than its whole
    return extracts
      .filter(({ isPart }) => !isPart)
      .map(({ number, nature, receivedAt }) => ({ number, nature, receivedAt }));
  });
}

/** Notes are of colleagues; what was put right can be at the wish of the person concerned. */
const TOLD: readonly WordsKind[] = ['question', 'answer', 'message'];

/** What the reporter's page shows; it opens nothing else. */
const TO_REPORTER: readonly DataClass[] = ['story', 'conversation'];

/** The page behind the follow-up code. About a person it says where the report lies in neutral words, and no more. */
export async function reporterPage(db: Database, actor: Actor): Promise<Outcome<ReporterView>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    const { words } = await readFile(tx, actor, report.id, { action: 'read', only: TO_REPORTER });
    const advice = await assessmentOf(tx, report.id);
    const photos = await photosOf(tx, report.id);
    const rating = await findRating(tx, report.id);
    const shown = words.filter(({ kind }) => TOLD.includes(kind));
    return ok({
      ...promiseFrom(report, advice, tx.now),
      receivedAt: report.receivedAt,
      status: report.status,
      atTurn: await atTurn(tx, report),
      ...(await deskHours(tx)),
      story: words.find((letter) => letter.kind === 'story')?.body,
      conversation: shown.map(({ kind, at, body }) => ({ kind, at, body })),
      photos: withNames(photos.filter(isForReporter)),
      documents: await documentsForReporter(tx, actor, report.id),
      photoRoom: report.status === 'closed' ? 0 : roomFor('reporter', photos, PHOTOS_MAX),
      mayAskAgain: await maySecondLook(tx, report),
      rating: {
        given: rating,
        mayRate: rating === undefined && mayRate(report),
        ...(await wordsNow(tx)),
      },
      isShared: await isShared(tx, report),
    });
  });
}

/** About a place it may be said that others work on it too; about a person that would tell of help. */
async function isShared(tx: Tx, { id, observations }: Report): Promise<boolean> {
  if (observations.about !== 'place') return false;
  return (await partsOf(tx, id)).some(
    ({ status, nextStep }) => status === 'accepted' && nextStep === 'resolve',
  );
}

/** What a report promises its reporter as it stands, or as it would. */
export function promiseFrom(report: Report, advice: TriageAdvice, now: Date): PromiseView {
  const { number, nextStep, deadline, overdueCount, outcome } = report;
  return {
    number,
    nextStep,
    deadline,
    // after a missed deadline the clock gives a new one at once; that it was missed stays true
    isLate: deadline !== null && (deadline <= now || overdueCount > 0),
    aboutPerson: isAboutPerson(report),
    show112: advice.show112,
    askGp: advice.askGp && report.observations.about === 'myself',
    outcome,
    now,
  };
}

/** What to tell a caller: for who took the report in, and for nobody else. It opens no words. */
export async function promiseOf(db: Database, actor: Actor, number: number): Promise<Outcome<PromiseView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    const [received] = report ? await historyOf(tx, report.id) : [];
    if (!report || received?.actorId !== actor.userId) return refuse('report-unknown');
    return ok(promiseFrom(report, await assessmentOf(tx, report.id), tx.now));
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
