import { readCursor, writeCursor } from '../kit/cursor.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import {
  activeUserIds,
  logDenied,
  logSearch,
  membersOf,
  requirePermission,
  services,
  userNames,
  whoMay,
} from '../people/index.ts';
import type { Actor, DataClass, UserActor } from '../people/model.ts';
import { addressBook, addressesNamed, neighbourhoods } from '../places/index.ts';
import { searchReports, stemsOf, type Reach, type ReportFilter } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { extractsOf, peopleByName } from './extracts.ts';
import { mayCount, reachOf, scopesOf, type ListReach } from './list-rules.ts';
import { personOf } from './load.ts';
import type { Person } from './rules.ts';
import type { ListOrder, ListQuestion } from './model.ts';
import { savedLists } from './saved-list-store.ts';
import * as store from './store.ts';
import type { ListChoices, ListView } from './wire.ts';

const PAGE = 50;
const COUNT_UP_TO = 1000;
const OFFERS_MOST = 2000;
/** A postcode has a few dozen addresses; what is wider than that is no address. */
const ADDRESSES_MOST = 100;
/** What a search on words goes through; each leaves a line in the access log. */
const IN_WORDS: readonly DataClass[] = ['story', 'conversation', 'note'];

/**
 * A page of the reports that this person may see and that answer the question: extracts, never words. Who searches on words or on an
 * address finds only reports whose words that person may open, and leaves a line in the access log.
 */
export async function listReports(
  db: Database,
  actor: Actor,
  question: ListQuestion,
): Promise<Outcome<ListView>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  const cursor = readCursor(question.cursor);
  if (!cursor.ok) return cursor;
  const book = question.address === undefined ? [] : await addressBook(db, actor.municipalityId);
  return inTenant(db, actor.municipalityId, async (tx) => {
    const listed = await findListed(tx, user.value, { question, book, after: cursor.value, limit: PAGE });
    if (!listed.ok) return listed;
    const { reports, next, count, order } = listed.value;
    return ok({
      extracts: await extractsOf(tx, reports),
      ...(count === undefined ? {} : { count }),
      order,
      ...(next ? { next: writeCursor(next) } : {}),
      isCut: next !== undefined && reports.length < PAGE,
      now: tx.now,
    });
  });
}

interface ListWished {
  readonly question: ListQuestion;
  /** The addresses of the municipality, for who searches on one. */
  readonly book: Awaited<ReturnType<typeof addressBook>>;
  readonly after: Awaited<ReturnType<typeof searchReports>>['next'];
  readonly limit: number;
}

interface Listed {
  readonly person: Person;
  readonly reports: readonly Report[];
  readonly next: ListWished['after'];
  readonly count: ListView['count'];
  readonly order: ListOrder;
}

/** The reports of a list, as many as fit, for a page or a map of it: whose they may be is decided here and nowhere else. */
export async function findListed(
  tx: Tx,
  user: UserActor,
  { question, book, after, limit }: ListWished,
): Promise<Outcome<Listed>> {
  const person = await personOf(tx, user);
  const reach = await reachFor(tx, user, { person, question });
  if (!reach.ok) return reach;
  const filter = await filterOf(tx, user, { question, book });
  if (!filter.ok) return filter;
  const order = orderOf(question);
  const { reports, next, count } = await searchReports(tx, reach.value, filter.value, {
    order,
    after,
    limit,
    countUpTo: mayCount(person, question.ownerId) ? COUNT_UP_TO + 1 : 0,
  });
  return ok({ person, reports, next, count: count === undefined ? undefined : bounded(count), order });
}

function bounded(count: number): { found: number; isMore: boolean } {
  return { found: Math.min(count, COUNT_UP_TO), isMore: count > COUNT_UP_TO };
}

/** What is closed has no deadline any more. */
function orderOf({ order, state }: ListQuestion): ListOrder {
  return order === 'deadline' && (state === 'closed' || state === 'all') ? 'newest' : order;
}

async function reachFor(
  tx: Tx,
  user: UserActor,
  { person, question }: { person: Person; question: ListQuestion },
): Promise<Outcome<Reach[]>> {
  const { scope, service, words, address } = question;
  const wish = { scope, service, hasWords: words !== undefined, hasAddress: address !== undefined };
  const reach = reachOf(person, wish);
  if (reach.ok) return ok(await partsOf(tx, person, { reach: reach.value, state: question.state }));
  if (wish.hasWords || wish.hasAddress) await logDenied(tx, user, SEARCHING);
  return reach;
}

const SEARCHING = { action: 'read', subjectKind: 'search', subjectId: null } as const;

const WITH_OFFERS: ReadonlySet<ListQuestion['state']> = new Set(['open', 'offered', 'all']);

async function partsOf(
  tx: Tx,
  person: Person,
  { reach, state }: { reach: ListReach; state: ListQuestion['state'] },
): Promise<Reach[]> {
  if (reach.kind === 'mine') return [{ kind: 'owner', userId: person.userId }];
  if (reach.kind !== 'services') return [{ kind: reach.kind }];
  if (reach.serviceIds.length === 0) return [];
  const owned: Reach = { kind: 'services', serviceIds: reach.serviceIds };
  if (reach.offers === undefined || !WITH_OFFERS.has(state)) return [owned];
  const reportIds = await store.reportsOffered(tx, {
    serviceIds: reach.serviceIds,
    limit: OFFERS_MOST,
    ...(reach.offers === 'to-services' ? { userId: person.userId } : {}),
  });
  return reportIds.length === 0 ? [owned] : [owned, { kind: 'reports', reportIds }];
}

async function filterOf(
  tx: Tx,
  user: UserActor,
  { question, book }: { question: ListQuestion; book: Awaited<ReturnType<typeof addressBook>> },
): Promise<Outcome<ReportFilter>> {
  const { words: typed, address } = question;
  const words = typed === undefined ? undefined : await stemsOf(tx, typed);
  if (words?.length === 0) return refuse('search-without-words', { pointer: 'zoek' });
  const named = address === undefined ? undefined : addressesNamed(book, address);
  if (named?.length === 0) return refuse('search-address-unknown', { pointer: 'adres' });
  if (named && named.length > ADDRESSES_MOST) return refuse('search-address-wide', { pointer: 'adres' });
  for (const dataClass of [...(words ? IN_WORDS : []), ...(named ? (['place'] as const) : [])])
    await logSearch(tx, user, dataClass);
  return ok({ ...filterFields(question), words, addressIds: named?.map(({ id }) => id) });
}

function filterFields(question: ListQuestion): ReportFilter {
  const { state, nature, urgency, neighbourhoodId, ownerId, nextStep, late } = question;
  const { receivedFrom, receivedUntil } = question;
  return { state, nature, urgency, neighbourhoodId, ownerId, nextStep, late, receivedFrom, receivedUntil };
}

/** What this person can choose among. */
export async function listChoices(db: Database, actor: Actor): Promise<Outcome<ListChoices>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const person = await personOf(tx, user.value);
    const scopes = scopesOf(person);
    const mine = new Set([...person.serviceIds, ...person.teamServiceIds]);
    const all = await services(tx);
    const seen = scopes.includes('all') ? all : all.filter(({ id }) => mine.has(id));
    const names = await userNames(tx);
    const workers = await workersIn(
      tx,
      seen.map(({ id }) => id),
    );
    return ok({
      scopes,
      services: seen.map(({ id, name }) => ({ id, name })),
      owners: peopleByName(workers, names),
      neighbourhoods: (await neighbourhoods(tx)).map(({ id, name }) => ({ id, name })),
      ...(await targetsOf(tx, user.value, { person, names })),
      saved: await savedLists(tx, person.userId),
      maySearchWords: person.permissions.has('words.search'),
    });
  });
}

/** Who works in these services now: who left stands in no list to choose from. */
async function workersIn(tx: Tx, serviceIds: readonly string[]): Promise<string[]> {
  const active = await activeUserIds(tx);
  return (await membersOf(tx, serviceIds)).filter((id) => active.has(id));
}

/** Where several reports can go at once: to another service of the own organisation, or to a colleague. */
async function targetsOf(
  tx: Tx,
  user: UserActor,
  { person, names }: { person: Person; names: ReadonlyMap<string, string> },
): Promise<Pick<ListChoices, 'mayHandle' | 'handOnTo' | 'giveTo'>> {
  if (!person.permissions.has('report.handle')) return { mayHandle: false, handOnTo: [], giveTo: [] };
  const own = (await services(tx)).filter(({ partyId }) => partyId === user.partyId);
  const able = new Set(await whoMay(tx, 'report.handle'));
  const members = await membersOf(tx, [...person.serviceIds, ...person.teamServiceIds]);
  const desk = person.permissions.has('coordination.act') ? await whoMay(tx, 'coordination.act') : [];
  const others = [...new Set([...members, ...desk])].filter((id) => id !== person.userId && able.has(id));
  return {
    mayHandle: true,
    handOnTo: own.length < 2 ? [] : own.map(({ id, name }) => ({ id, name })),
    giveTo: peopleByName(others, names),
  };
}
