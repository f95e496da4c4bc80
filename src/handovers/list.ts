import { readCursor, writeCursor } from '../kit/cursor.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import {
  activeUserIds,
  logDenied,
  logSearch,
  membersOf,
  parties,
  requirePermission,
  services,
  userNames,
  whoMay,
} from '../people/index.ts';
import type { Actor, DataClass, UserActor } from '../people/model.ts';
import { complexBook, complexChoices, neighbourhoods } from '../places/index.ts';
import { searchReports, stemsOf, type Reach, type ReportFilter } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { extractsOf, peopleByName } from './extracts.ts';
import { mayCount, reachOf, scopesOf, type ListReach } from './list-rules.ts';
import { placeAsked, placeBooks, placesMeant, type PlaceBooks } from './list-place.ts';
import { personOf } from './load.ts';
import type { Person } from './rules.ts';
import type { ListOrder, ListQuestion } from './model.ts';
import { savedLists } from './saved-list-store.ts';
import * as store from './store.ts';
import type { ListChoices, ListView } from './wire.ts';

const PAGE = 50;
const COUNT_UP_TO = 1000;
const OFFERS_MOST = 2000;
/** What a search on words goes through; each leaves a line in the access log. */
const IN_WORDS: readonly DataClass[] = ['story', 'conversation', 'note'];

/**
 * A page of the reports that this person may see and that answer the question: extracts, never words. Who searches on words or on a
 * place finds only reports whose words that person may open, and leaves a line in the access log.
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
  const books = await placeBooks(db, actor.municipalityId, question);
  return inTenant(db, actor.municipalityId, async (tx) => {
    const listed = await findListed(tx, user.value, { question, books, after: cursor.value, limit: PAGE });
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
  readonly books: PlaceBooks;
  readonly after: Awaited<ReturnType<typeof searchReports>>['next'];
  readonly limit: number;
}

interface Listed {
  readonly person: Person;
  readonly reports: readonly Report[];
  readonly next: ListWished['after'];
  readonly count: ListView['count'];
  readonly order: ListOrder;
  /** Whether it may be told how many there are. */
  readonly mayTell: boolean;
}

/** The reports of a list, as many as fit, for a page or a map of it: whose they may be is decided here and nowhere else. */
export async function findListed(
  tx: Tx,
  user: UserActor,
  { question, books, after, limit }: ListWished,
): Promise<Outcome<Listed>> {
  const person = await personOf(tx, user);
  const reach = await reachFor(tx, user, { person, question });
  if (!reach.ok) return reach;
  const filter = await filterOf(tx, user, { question, books });
  if (!filter.ok) return filter;
  const order = orderOf(question);
  const isOfComplex = (filter.value.complexIds ?? []).length > 0;
  const mayTell = mayCount(person, { scope: question.scope, ownerId: question.ownerId, isOfComplex });
  const { reports, next, count } = await searchReports(tx, reach.value, filter.value, {
    order,
    after,
    limit,
    countUpTo: mayTell ? COUNT_UP_TO + 1 : 0,
  });
  const told = count === undefined ? undefined : bounded(count);
  return ok({ person, reports, next, count: told, order, mayTell });
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
  const { scope, service, words } = question;
  const wish = { scope, service, hasWords: words !== undefined, place: placeAsked(question) };
  const reach = reachOf(person, wish);
  if (reach.ok) return ok(await partsOf(tx, person, { reach: reach.value, state: question.state }));
  if (wish.hasWords || wish.place !== undefined) await logDenied(tx, user, SEARCHING);
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
  if (reach.kind === 'instead') return insteadOf(person);
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

/** What colleagues have who are away, as far as the person reads it anyway. */
function insteadOf({ standsInFor = [], serviceIds, permissions }: Person): Reach[] {
  const within = permissions.has('coordination.act') ? {} : { serviceIds };
  return standsInFor.map((userId) => ({ kind: 'owner', userId, ...within }));
}

async function filterOf(
  tx: Tx,
  user: UserActor,
  { question, books }: { question: ListQuestion; books: PlaceBooks },
): Promise<Outcome<ReportFilter>> {
  const { words: typed } = question;
  const words = typed === undefined ? undefined : await stemsOf(tx, typed);
  if (words?.length === 0) return refuse('search-without-words', { pointer: 'zoek' });
  const meant = placesMeant(question, books);
  if (!meant.ok) return meant;
  const isPlace = meant.value.addressIds !== undefined;
  for (const dataClass of [...(words ? IN_WORDS : []), ...(isPlace ? (['place'] as const) : [])])
    await logSearch(tx, user, dataClass);
  return ok({ ...filterFields(question), words, ...meant.value });
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
  const complexes = await complexBook(db, actor.municipalityId);
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
      complexes: complexChoices(complexes, { partyId: user.value.partyId, parties: await parties(tx) }),
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
