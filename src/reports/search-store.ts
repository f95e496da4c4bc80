import { sql } from 'kysely';
import { anyOf, on, type Tx } from '../kit/db.ts';
import type { Report } from './model.ts';
import {
  filtered,
  holds,
  isAmongHolders,
  type Reach,
  type ReportFilter,
  type ReportQuery,
} from './search-filter-store.ts';
import { reportQuery, reportsFromRows, type ReportTables } from './store.ts';
import { countHolding } from './word-store.ts';

/** Until when it is to be done (of open reports only), or when it came in. */
export type ReportOrder = 'deadline' | 'newest' | 'oldest';

/** Where a report stands in an order. */
interface Spot {
  readonly at: Date;
  readonly id: string;
}

export interface SearchPage {
  readonly order: ReportOrder;
  /** The last one of the page before. */
  readonly after?: Spot | undefined;
  readonly limit: number;
  /** What is found is counted no further than this; 0 counts nothing. */
  readonly countUpTo: number;
}

export interface SearchFound {
  readonly reports: readonly Report[];
  /** Where to go on, when there may be more. */
  readonly next: Spot | undefined;
  /** Absent when it would take reading everything. */
  readonly count: number | undefined;
}

/** A word that more reports hold than this is not read whole: the reports are walked instead, so many a page. */
const RARE_MOST = 2000;
const WALK = 3000;

type Filtering = <Row>(from: ReportQuery<Row>, part: Reach) => ReportQuery<Row>;

/**
 * A page of the reports within reach, in order. Each part of the reach is read in the order of its own index, no
 * further than a page. By a word that few reports hold, those are read and nothing else. By words that are common all
 * over a large municipality the reports are walked in order and asked for them: such a page can be short, or empty, and
 * the search goes on at the next.
 */
export async function searchReports(
  tx: Tx,
  reach: readonly Reach[],
  { words = [], ...filter }: ReportFilter,
  page: SearchPage,
): Promise<SearchFound> {
  const [rarest, ...others] = await byRarity(tx, words);
  const filtering: Filtering = (from, part) => filtered(tx, from, part, filter);
  if (!rarest) {
    const isNarrow = filter.addressIds !== undefined || filter.neighbourhoodId !== undefined;
    const parts = isNarrow ? reach : reach.flatMap(apart);
    const isFew = (part: Reach) => filter.addressIds !== undefined || part.kind === 'reports';
    return read(
      tx,
      page,
      parts.map((part) => ({ part, filtering, isFew: isFew(part) })),
    );
  }
  if (rarest.count > RARE_MOST) return walk(tx, reach.flatMap(apart), { ...page, words }, filtering);
  const held: Filtering = (from, part) =>
    others.reduce(
      (query, { word }) => query.where(holds(tx, 'report.id', word)),
      filtering(from, part).where(isAmongHolders(tx, rarest.word)),
    );
  return read(
    tx,
    page,
    reach.map((part) => ({ part, filtering: held, isFew: true })),
  );
}

/** In the order of its index one service can be read, and not several together. */
function apart(part: Reach): readonly Reach[] {
  return part.kind === 'services'
    ? part.serviceIds.map((id) => ({ kind: 'services', serviceIds: [id] }))
    : [part];
}

async function byRarity(tx: Tx, words: readonly string[]): Promise<{ word: string; count: number }[]> {
  if (words.length === 0) return [];
  const counts = await countHolding(tx, words, RARE_MOST + 1);
  return words
    .map((word, at) => ({ word, count: counts[at] ?? 0 }))
    .toSorted((one, other) => one.count - other.count);
}

interface Reading {
  readonly part: Reach;
  readonly filtering: Filtering;
  /** A few thousand at most, by their keys: all of them are read, once. */
  readonly isFew: boolean;
}

async function read(tx: Tx, page: SearchPage, readings: readonly Reading[]): Promise<SearchFound> {
  const { order, limit, countUpTo } = page;
  const parts = await Promise.all(
    readings.map((reading) => (reading.isFew ? readAll(tx, page, reading) : readPage(tx, page, reading))),
  );
  const places = inPlace(
    parts.flatMap((part) => part.places),
    order,
  );
  const shown = places.slice(0, limit);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return {
    reports: sorted(await reportsOf(tx, shown), page),
    next: places.length > limit ? shown.at(-1) : undefined,
    count: countUpTo === 0 ? undefined : Math.min(count, countUpTo),
  };
}

interface Part {
  readonly places: readonly Spot[];
  readonly count: number;
}

/** An index has all that most filters ask: rows are read of what is shown alone. */
async function readPage(tx: Tx, page: SearchPage, { part, filtering }: Reading): Promise<Part> {
  const { limit, countUpTo } = page;
  const [places, count] = await Promise.all([
    placesOf(inOrder(filtering(placeQuery(tx, page), part), page).limit(limit + 1)),
    countUpTo === 0 ? 0 : countOf(tx, filtering(idQuery(tx), part), countUpTo),
  ]);
  return { places, count };
}

async function readAll(tx: Tx, page: SearchPage, { part, filtering }: Reading): Promise<Part> {
  const { order, after } = page;
  const places = await placesOf(filtering(placeQuery(tx, page), part));
  const left = after ? places.filter((place) => compare(place, after, order) > 0) : places;
  return { places: left, count: places.length };
}

function placeQuery(tx: Tx, { order }: SearchPage): ReportQuery<{ id: string; at: Date | null }> {
  return idQuery(tx).select(order === 'deadline' ? 'report.deadline as at' : 'report.received_at as at');
}

async function placesOf(query: ReportQuery<{ id: string; at: Date | null }>): Promise<Spot[]> {
  return (await query.execute()).flatMap(({ id, at }) => (at === null ? [] : [{ id, at }]));
}

async function reportsOf(tx: Tx, places: readonly Spot[]): Promise<Report[]> {
  if (places.length === 0) return [];
  const ids = places.map(({ id }) => id);
  return reportsFromRows(await reportQuery(tx).where('report.id', '=', anyOf(ids)).execute());
}

/** Reads no further than `WALK` reports of each part, and then only as far as all parts were read. */
async function walk(
  tx: Tx,
  reach: readonly Reach[],
  page: SearchPage & { readonly words: readonly string[] },
  filtering: Filtering,
): Promise<SearchFound> {
  const { order, limit, words } = page;
  const column = order === 'deadline' ? 'deadline' : 'received_at';
  const walks = await Promise.all(
    reach.map(async (part) => {
      const walked = inOrder(filtering(idQuery(tx), part), page)
        .select(`report.${column}`)
        .limit(WALK);
      const held = sql.join(
        words.map((word) => holds(tx, 'walked.id', word)),
        sql` and `,
      );
      // what is materialized is read in its order, and no further than a page asks
      return sql<{ id: string; at: Date; is_end: boolean }>`
        with walked as materialized (${walked})
        (select id, ${sql.ref(column)} as at, false as is_end from walked where ${held} limit ${limit + 1})
        union all
        (select id, ${sql.ref(column)} as at, true as is_end from walked offset ${WALK - 1})`.execute(
        tx.kysely,
      );
    }),
  );
  const rows = walks.flatMap((one) => one.rows);
  const [end] = inPlace(
    rows.filter(({ is_end: isEnd }) => isEnd),
    order,
  );
  const hits = inPlace(
    rows.filter((row) => !row.is_end && (!end || compare(row, end, order) <= 0)),
    order,
  );
  const shown = hits.slice(0, limit);
  const next = hits.length > limit ? shown.at(-1) : end;
  return {
    reports: sorted(await reportsOf(tx, shown), page),
    next: next && { at: next.at, id: next.id },
    count: undefined,
  };
}

function inOrder<Row>(query: ReportQuery<Row>, { order, after }: SearchPage): ReportQuery<Row> {
  const column = order === 'deadline' ? 'report.deadline' : 'report.received_at';
  const way = order === 'newest' ? 'desc' : 'asc';
  const from = after
    ? query.where((where) =>
        where(
          where.refTuple(column, 'report.id'),
          order === 'newest' ? '<' : '>',
          where.tuple(after.at, after.id),
        ),
      )
    : query;
  return from.orderBy(column, way).orderBy('report.id', way);
}

/** How many there are, counted no further than `upTo`. */
async function countOf(tx: Tx, query: ReportQuery<{ id: string }>, upTo: number): Promise<number> {
  const row = await on<ReportTables>(tx)
    .selectFrom(query.limit(upTo).as('found'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

function idQuery(tx: Tx) {
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select('report.id')
    .where('report.municipality_id', '=', tx.municipalityId);
}

function placeOf({ receivedAt, deadline, id }: Report, order: ReportOrder): Spot {
  return { at: order === 'deadline' ? (deadline ?? receivedAt) : receivedAt, id };
}

function sorted(reports: readonly Report[], { order }: SearchPage): Report[] {
  return reports.toSorted((one, other) => compare(placeOf(one, order), placeOf(other, order), order));
}

function inPlace<Row extends Spot>(rows: readonly Row[], order: ReportOrder): Row[] {
  return rows.toSorted((one, other) => compare(one, other, order));
}

function compare(one: Spot, other: Spot, order: ReportOrder): number {
  const sign = order === 'newest' ? -1 : 1;
  return (
    sign * (one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : Number(one.id > other.id)))
  );
}
