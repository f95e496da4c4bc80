import { readCursor, writeCursor } from '../kit/cursor.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import {
  activeUserIds,
  logSearch,
  membersOf,
  requirePermission,
  services,
  userNames,
} from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { addressBook, addressesNamed, neighbourhoods } from '../places/index.ts';
import {
  countFound,
  placeOf,
  searchReports,
  stemsOf,
  type Reach,
  type ReportFilter,
  type ReportOrder,
} from '../reports/index.ts';
import { extractsOf } from './extracts.ts';
import { mayCount, reachOf, scopesOf, type ListReach } from './list-rules.ts';
import type { ListChoices, ListQuestion, ListView } from './list-wire.ts';
import { personOf } from './load.ts';
import type { Person } from './rules.ts';
import * as store from './store.ts';

const PAGE = 50;
const COUNT_UP_TO = 1000;
const OFFERS_MOST = 2000;
/** A postcode has a few dozen addresses; what is wider than that is no address. */
const ADDRESSES_MOST = 100;

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
    const person = await personOf(tx, user.value);
    const reach = await reachFor(tx, person, question);
    if (!reach.ok) return reach;
    const filter = await filterOf(tx, user.value, { question, book });
    if (!filter.ok) return filter;
    const order = orderOf(question);
    const page = { order, after: cursor.value, limit: PAGE + 1 };
    const [found, count] = await Promise.all([
      searchReports(tx, reach.value, filter.value, page),
      mayCount(person, question.ownerId)
        ? countFound(tx, reach.value, filter.value, COUNT_UP_TO + 1)
        : undefined,
    ]);
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    return ok({
      extracts: await extractsOf(tx, shown),
      ...(count === undefined ? {} : { count: bounded(count) }),
      order,
      ...(last && found.length > PAGE ? { next: writeCursor(placeOf(last, order)) } : {}),
      now: tx.now,
    });
  });
}

function bounded(count: number): { found: number; isMore: boolean } {
  return { found: Math.min(count, COUNT_UP_TO), isMore: count > COUNT_UP_TO };
}

/** What is closed has no deadline any more. */
function orderOf({ order, state }: ListQuestion): ReportOrder {
  return order === 'deadline' && (state === 'closed' || state === 'all') ? 'newest' : order;
}

async function reachFor(tx: Tx, person: Person, question: ListQuestion): Promise<Outcome<Reach[]>> {
  const { scope, service, words, address } = question;
  const wish = { scope, service, hasWords: words !== undefined, hasAddress: address !== undefined };
  const reach = reachOf(person, wish);
  return reach.ok ? ok(await partsOf(tx, person, reach.value)) : reach;
}

async function partsOf(tx: Tx, person: Person, reach: ListReach): Promise<Reach[]> {
  if (reach.kind === 'mine') return [{ kind: 'owner', userId: person.userId }];
  if (reach.kind !== 'services') return [{ kind: reach.kind }];
  const owned = reach.serviceIds.map((serviceId): Reach => ({ kind: 'service', serviceId }));
  if (reach.serviceIds.length === 0 || reach.offers === undefined) return owned;
  const wanted = { serviceIds: reach.serviceIds, limit: OFFERS_MOST };
  const offers =
    reach.offers === 'to-team'
      ? await store.offersToServices(tx, wanted)
      : await store.offersFor(tx, { ...wanted, userId: person.userId });
  const reportIds = offers.map(({ reportId }) => reportId);
  return reportIds.length === 0 ? owned : [...owned, { kind: 'reports', reportIds }];
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
  if (words) await logSearch(tx, user, 'story');
  if (named) await logSearch(tx, user, 'place');
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
    return ok({
      scopes,
      services: seen.map(({ id, name }) => ({ id, name })),
      owners: await colleagues(
        tx,
        seen.map(({ id }) => id),
      ),
      neighbourhoods: (await neighbourhoods(tx)).map(({ id, name }) => ({ id, name })),
      maySearchWords: person.permissions.has('words.search'),
    });
  });
}

/** Who works in these services now: who left stands in no list to choose from. */
async function colleagues(tx: Tx, serviceIds: readonly string[]): Promise<ListChoices['owners']> {
  const [names, active] = [await userNames(tx), await activeUserIds(tx)];
  const members = (await membersOf(tx, serviceIds)).filter((id) => active.has(id));
  return members
    .map((id) => ({ id, name: names.get(id) ?? '' }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'nl'));
}
