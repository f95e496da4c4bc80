import { deadlineOf, type Term } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { getMunicipality, neighbourhoods } from '../places/index.ts';
import {
  coordinatorOnDuty,
  getService,
  openHoursOf,
  parties,
  requirePermission,
  services,
  userNames,
} from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import {
  countOpenBy,
  countOpenReports,
  countWithCoordinator,
  neighbourhoodsOf,
  openAmong,
  openReports,
  reportsByIds,
  type OpenWish,
} from '../reports/index.ts';
import type { Nature } from '../triage/model.ts';
import { extractsOf } from './extracts.ts';
import { informingTasks } from './informing.ts';
import { countSilentSince, silentSince as silentRequests } from './outside-store.ts';
import { ratingsNow } from './rating.ts';
import * as store from './store.ts';
import type { CoordinationFilter, CoordinationList, CoordinationView } from './overview-wire.ts';

/** More is no list to decide from; the filters leave less, and the lists have all, page by page. */
const LIST_LIMIT = 50;
const LAPSED_LIMIT = 5000;
const DAY_MS = 86_400_000;
const SOON: Term = { amount: 24 * 60, unit: 'minutes' };

interface Asked {
  /** Without a wish: the first list that asks for something. */
  readonly list?: CoordinationList | undefined;
  readonly filter: CoordinationFilter;
}

/** What is late, about to be, silent and open in the municipality; extracts only, never words. */
export async function coordination(
  db: Database,
  actor: Actor,
  { list: wished, filter }: Asked,
): Promise<Outcome<CoordinationView>> {
  const user = requirePermission(actor, 'coordination.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const [onDuty, soonUntil, untold, names, ratings, { settings }] = await Promise.all([
      coordinatorOnDuty(tx),
      soonOf(tx),
      informingTasks(tx, { late: true }),
      userNames(tx),
      ratingsNow(tx),
      getMunicipality(tx),
    ]);
    const wishes = wishesOf(onDuty, soonUntil);
    const totals = await totalsOf(tx, wishes, { onDuty, untold: untold.length });
    const list = wished ?? LISTS.find((each) => totals[each] > 0) ?? 'open';
    return ok({
      untold,
      list,
      ...(await shownOf(tx, { list, wish: wishOf(list, wishes), filter, untold: untold.length })),
      totals,
      filter,
      soonUntil,
      coordinatorName: names.get(onDuty) ?? '',
      inHand: totals.besluit,
      capacity: settings.coordinatorCapacity,
      ratings,
      now: tx.now,
    });
  });
}

const LISTS: readonly CoordinationList[] = ['besluit', 'te-laat', 'bijna', 'informeren', 'stil', 'open'];

type Wishes = Readonly<Record<'besluit' | 'te-laat' | 'bijna' | 'open', OpenWish>>;

function wishesOf(onDuty: string, soonUntil: Date): Wishes {
  return {
    besluit: { ownerId: onDuty, status: 'with-coordinator' },
    'te-laat': { late: true },
    bijna: { dueBy: soonUntil },
    open: {},
  };
}

/** The lists of late tasks and of silent services hold no open reports to ask for. */
function wishOf(list: CoordinationList, wishes: Wishes): OpenWish | undefined {
  return list === 'informeren' || list === 'stil' ? undefined : wishes[list];
}

async function soonOf(tx: Tx): Promise<Date> {
  const { settings, deskServiceId } = await getMunicipality(tx);
  return deadlineOf(settings.soonTerm ?? SOON, tx.now, openHoursOf(await getService(tx, deskServiceId)));
}

function silentSince(tx: Tx): Date {
  return new Date(tx.now.getTime() - 28 * DAY_MS);
}

async function totalsOf(
  tx: Tx,
  wishes: Wishes,
  { onDuty, untold }: { onDuty: string; untold: number },
): Promise<CoordinationView['totals']> {
  const [besluit, late, bijna, lapsed, outside, open] = await Promise.all([
    countWithCoordinator(tx, onDuty),
    countOpenReports(tx, wishes['te-laat']),
    countOpenReports(tx, wishes.bijna),
    store.countLapsedSince(tx, silentSince(tx)),
    countSilentSince(tx, silentSince(tx)),
    countOpenReports(tx, wishes.open),
  ]);
  const stil = lapsed + outside;
  return { besluit, 'te-laat': late, bijna, informeren: untold, stil, open };
}

interface Shown {
  readonly list: CoordinationList;
  readonly wish: OpenWish | undefined;
  readonly filter: CoordinationFilter;
  readonly untold: number;
}

type ShownView = Pick<CoordinationView, 'rows' | 'silent' | 'found' | 'groups'>;

async function shownOf(tx: Tx, { list, wish, filter, untold }: Shown): Promise<ShownView> {
  if (list === 'stil') return silentOf(tx, filter);
  const none = { party: [], nature: [], neighbourhood: [] };
  if (!wish) return { rows: [], silent: [], found: untold, groups: none };
  const narrow: Narrow = {
    nature: filter.nature,
    neighbourhoodId: filter.neighbourhood,
    withServices: filter.party === undefined ? undefined : await heldBy(tx, filter.party),
  };
  const filtered = { ...wish, ...narrow };
  const [rows, found, groups] = await Promise.all([
    openReports(tx, { ...filtered, limit: LIST_LIMIT }).then((reports) => extractsOf(tx, reports)),
    countOpenReports(tx, filtered),
    groupsOf(tx, wish, narrow),
  ]);
  return { rows, silent: [], found, groups };
}

/** The filter as the reports know it: an organisation has what its services hold, and what they are asked. */
type Narrow = Pick<OpenWish, 'nature' | 'neighbourhoodId' | 'withServices'>;

async function heldBy(tx: Tx, partyId: string): Promise<NonNullable<OpenWish['withServices']>> {
  const serviceIds = (await services(tx))
    .filter((service) => service.partyId === partyId)
    .map(({ id }) => id);
  if (serviceIds.length === 0) return { serviceIds, offeredIds: [] };
  const offers = await store.offersToServices(tx, { serviceIds, limit: LAPSED_LIMIT });
  return { serviceIds, offeredIds: offers.map(({ reportId }) => reportId) };
}

/** What each further choice would leave: counted within the other choices that were made. */
async function groupsOf(
  tx: Tx,
  wish: OpenWish,
  { nature, neighbourhoodId, withServices }: Narrow,
): Promise<CoordinationView['groups']> {
  const [byNature, neighbourhood, party] = await Promise.all([
    countOpenBy(tx, { ...wish, neighbourhoodId, withServices }, 'nature'),
    countOpenBy(tx, { ...wish, nature, withServices }, 'neighbourhood_id'),
    countByParty(tx, { ...wish, nature, neighbourhoodId }),
  ]);
  return named(tx, { nature: byNature, neighbourhood, party });
}

/** Of each organisation what its services hold and what they are asked; a report may count for both. */
async function countByParty(tx: Tx, wish: OpenWish): Promise<ReadonlyMap<string, number>> {
  const all = await services(tx);
  const partyOf = new Map(all.map(({ id, partyId }) => [id, partyId]));
  const counts = new Map<string, number>();
  const add = (partyId: string | undefined, count: number) => {
    if (partyId !== undefined) counts.set(partyId, (counts.get(partyId) ?? 0) + count);
  };
  for (const [serviceId, count] of await countOpenBy(tx, wish, 'owner_service_id'))
    add(partyOf.get(serviceId), count);
  const offers = await store.offersToServices(tx, { serviceIds: [...partyOf.keys()], limit: LAPSED_LIMIT });
  const asked = await openAmong(
    tx,
    wish,
    offers.map(({ reportId }) => reportId),
  );
  const holder = new Map(asked.map((report) => [report.id, partyOf.get(report.owner_service_id ?? '')]));
  for (const { reportId, serviceId } of offers) {
    const partyId = partyOf.get(serviceId);
    if (holder.has(reportId) && holder.get(reportId) !== partyId) add(partyId, 1);
  }
  return counts;
}

type Counts = Readonly<Record<keyof CoordinationFilter, ReadonlyMap<string, number>>>;

async function named(tx: Tx, counts: Counts): Promise<CoordinationView['groups']> {
  const names = {
    party: await parties(tx),
    neighbourhood: await neighbourhoods(tx),
  };
  const list = (kind: 'party' | 'neighbourhood') =>
    names[kind]
      .map(({ id, name }) => ({ value: id, name, count: counts[kind].get(id) ?? 0 }))
      .filter(({ count }) => count > 0);
  return {
    party: list('party'),
    neighbourhood: list('neighbourhood'),
    nature: [...counts.nature].map(([value, count]) => ({ value, name: value, count })),
  };
}

/** Services that let an offer lapse in the last four weeks, and organisations without an account that gave no answer; newest first. */
async function silentOf(tx: Tx, filter: CoordinationFilter): Promise<ShownView> {
  const all = [...(await silentServices(tx)), ...(await silentOutside(tx))].toSorted(
    (a, b) => b.deadline.getTime() - a.deadline.getTime(),
  );
  const fits = (besides?: keyof CoordinationFilter) =>
    all.filter((one) =>
      (['party', 'nature', 'neighbourhood'] as const).every(
        (kind) => kind === besides || filter[kind] === undefined || valueOf(one, kind) === filter[kind],
      ),
    );
  return {
    rows: [],
    silent: await silentRows(tx, fits().slice(0, LIST_LIMIT)),
    found: fits().length,
    groups: await named(tx, {
      party: countBy(fits('party'), 'party'),
      nature: countBy(fits('nature'), 'nature'),
      neighbourhood: countBy(fits('neighbourhood'), 'neighbourhood'),
    }),
  };
}

interface SilentOne {
  readonly reportId: string;
  readonly nature: Nature;
  readonly askedAt: Date;
  readonly deadline: Date;
  readonly neighbourhoodId: string | null;
  /** Absent for an organisation without an account. */
  readonly service: { readonly partyId: string; readonly name: string } | undefined;
}

async function silentServices(tx: Tx): Promise<SilentOne[]> {
  const lapsed = await store.lapsedSince(tx, { since: silentSince(tx), limit: LAPSED_LIMIT });
  const places = await neighbourhoodsOf(tx, [...new Set(lapsed.map(({ reportId }) => reportId))]);
  const known = new Map((await services(tx)).map((service) => [service.id, service]));
  return lapsed.flatMap(({ reportId, nature, serviceId, offeredAt: askedAt, deadline }) => {
    const neighbourhoodId = places.get(reportId);
    const service = known.get(serviceId);
    return neighbourhoodId !== undefined && service
      ? [{ reportId, nature, askedAt, deadline, neighbourhoodId, service }]
      : [];
  });
}

async function silentOutside(tx: Tx): Promise<SilentOne[]> {
  const silent = await silentRequests(tx, { since: silentSince(tx), limit: LAPSED_LIMIT });
  const reports = await reportsByIds(tx, [...new Set(silent.map(({ reportId }) => reportId))]);
  const natures = new Map((await extractsOf(tx, reports)).map(({ number, nature }) => [number, nature]));
  const known = new Map(reports.map((report) => [report.id, report]));
  return silent.flatMap(({ reportId, askedAt, deadline }) => {
    const report = known.get(reportId);
    const nature = report && natures.get(report.number);
    if (!nature) return [];
    const { neighbourhoodId } = report;
    return [{ reportId, nature, askedAt, deadline, neighbourhoodId, service: undefined }];
  });
}

function valueOf(
  { nature, neighbourhoodId, service }: SilentOne,
  kind: keyof CoordinationFilter,
): string | null {
  if (kind === 'party') return service?.partyId ?? null;
  return kind === 'nature' ? nature : neighbourhoodId;
}

function countBy(ones: readonly SilentOne[], kind: keyof CoordinationFilter): Map<string, number> {
  const groups = Map.groupBy(ones, (one) => valueOf(one, kind));
  return new Map([...groups].flatMap(([key, { length }]) => (key === null ? [] : [[key, length] as const])));
}

async function silentRows(tx: Tx, shown: readonly SilentOne[]): Promise<CoordinationView['silent']> {
  const reports = await reportsByIds(tx, [...new Set(shown.map(({ reportId }) => reportId))]);
  const numbers = new Map(reports.map(({ id, number }) => [id, number]));
  const byNumber = new Map((await extractsOf(tx, reports)).map((extract) => [extract.number, extract]));
  return shown.flatMap(({ reportId, service, askedAt, deadline }) => {
    const extract = byNumber.get(numbers.get(reportId) ?? 0);
    return extract ? [{ extract, serviceName: service?.name, askedAt, deadline }] : [];
  });
}
