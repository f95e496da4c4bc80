import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { NextStep, Report, ReportStatus } from './model.ts';
import { reportQuery, reportsFromRows, type ReportTables } from './store.ts';

interface SearchTables extends ReportTables {
  report_word: { municipality_id: string; report_id: string; words_id: string; word: string };
}

/** One part of what somebody may see: parts of one search have no report in common. */
export type Reach =
  | { readonly kind: 'owner'; readonly userId: string }
  | { readonly kind: 'service'; readonly serviceId: string }
  /** Named ones, such as those that are offered to a service. */
  | { readonly kind: 'reports'; readonly reportIds: readonly string[] }
  /** No service has them: they lie with the coordination. */
  | { readonly kind: 'without-service' }
  | { readonly kind: 'all' };

export const SEARCH_STATES = ['open', 'with-coordinator', 'offered', 'accepted', 'closed', 'all'] as const;
export type SearchState = (typeof SEARCH_STATES)[number];

export interface ReportFilter {
  readonly state: SearchState;
  readonly nature?: string | undefined;
  readonly urgency?: string | undefined;
  readonly neighbourhoodId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly nextStep?: NextStep | undefined;
  readonly late?: boolean | undefined;
  readonly receivedFrom?: Date | undefined;
  readonly receivedUntil?: Date | undefined;
  /** Stems; a report holds all of them. */
  readonly words?: readonly string[] | undefined;
  readonly addressIds?: readonly string[] | undefined;
}

/** Until when it is to be done (of open reports only), or when it came in. */
export type ReportOrder = 'deadline' | 'newest' | 'oldest';

export interface SearchPage {
  readonly order: ReportOrder;
  /** The last one of the page before. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

type Query<Row> = SelectQueryBuilder<ReportTables, 'report', Row>;

/** A page of the reports within reach, in order. Every part of the reach is read in the order of its own index, no further than a page. */
export async function searchReports(
  tx: Tx,
  reach: readonly Reach[],
  filter: ReportFilter,
  { order, after, limit }: SearchPage,
): Promise<Report[]> {
  const column = order === 'deadline' ? 'report.deadline' : 'report.received_at';
  const way = order === 'newest' ? 'desc' : 'asc';
  const parts = await Promise.all(
    reach.map((part) => {
      let query = filtered(tx, reportQuery(tx), part, filter);
      if (after)
        query = query.where((where) =>
          where(
            where.refTuple(column, 'report.id'),
            order === 'newest' ? '<' : '>',
            where.tuple(after.at, after.id),
          ),
        );
      return query.orderBy(column, way).orderBy('report.id', way).limit(limit).execute();
    }),
  );
  return reportsFromRows(parts.flat()).toSorted(inOrder(order)).slice(0, limit);
}

/** How many there are, counted no further than `upTo`. */
export async function countFound(
  tx: Tx,
  reach: readonly Reach[],
  filter: ReportFilter,
  upTo: number,
): Promise<number> {
  const counts = await Promise.all(
    reach.map(async (part) => {
      const found = filtered(tx, idQuery(tx), part, filter).limit(upTo);
      const row = await on<ReportTables>(tx)
        .selectFrom(found.as('found'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    }),
  );
  return Math.min(
    upTo,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

function idQuery(tx: Tx) {
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select('report.id')
    .where('report.municipality_id', '=', tx.municipalityId);
}

/** Where a report stands in this order. */
export function placeOf({ receivedAt, deadline, id }: Report, order: ReportOrder): { at: Date; id: string } {
  return { at: order === 'deadline' ? (deadline ?? receivedAt) : receivedAt, id };
}

function inOrder(order: ReportOrder): (a: Report, b: Report) => number {
  const sign = order === 'newest' ? -1 : 1;
  return (a, b) => {
    const [one, other] = [placeOf(a, order), placeOf(b, order)];
    return sign * (one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1));
  };
}

function filtered<Row>(tx: Tx, query: Query<Row>, part: Reach, filter: ReportFilter): Query<Row> {
  const { nature, urgency, neighbourhoodId, ownerId, nextStep, receivedFrom, receivedUntil } = filter;
  let found = inState(within(query, part), filter.state);
  if (nature) found = found.where('nature', '=', nature);
  if (urgency) found = found.where('urgency', '=', urgency);
  if (neighbourhoodId) found = found.where('neighbourhood_id', '=', neighbourhoodId);
  if (ownerId) found = found.where('owner_id', '=', ownerId);
  if (nextStep) found = found.where('next_step', '=', nextStep);
  if (receivedFrom) found = found.where('received_at', '>=', receivedFrom);
  if (receivedUntil) found = found.where('received_at', '<', receivedUntil);
  // a missed deadline is followed by a new one at once: who missed one stays late until the work is done
  if (filter.late)
    found = found
      .where('status', '<>', sql.lit('closed'))
      .where((where) => where.or([where('overdue_count', '>', 0), where('deadline', '<=', tx.now)]));
  for (const word of filter.words ?? []) found = found.where('report.id', 'in', holding(tx, word));
  if (filter.addressIds) found = found.where('report.id', 'in', at(tx, filter.addressIds));
  return found;
}

function within<Row>(query: Query<Row>, part: Reach): Query<Row> {
  switch (part.kind) {
    case 'owner':
      return query.where('owner_id', '=', part.userId);
    case 'service':
      return query.where('owner_service_id', '=', part.serviceId);
    case 'reports':
      return query.where('report.id', 'in', [...part.reportIds]);
    case 'without-service':
      return query.where('owner_service_id', 'is', null);
    case 'all':
      return query;
  }
}

/** Literals, not parameters: the indexes of open reports are found by them. */
function inState<Row>(query: Query<Row>, state: SearchState): Query<Row> {
  if (state === 'all') return query;
  if (state === 'open') return query.where('status', '<>', sql.lit('closed'));
  const isState = query.where('status', '=', sql.lit<ReportStatus>(state));
  return state === 'closed' ? isState : isState.where('status', '<>', sql.lit('closed'));
}

function holding(tx: Tx, word: string) {
  return on<SearchTables>(tx)
    .selectFrom('report_word')
    .select('report_word.report_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('word', '=', word);
}

function at(tx: Tx, addressIds: readonly string[]) {
  return on<ReportTables>(tx)
    .selectFrom('report_place')
    .select('report_place.report_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('address_id', 'in', [...addressIds]);
}

/**
 * Words as they are found by: Dutch stems, of letters alone. Numbers are left out, and so are addresses of mail and sites: what names a person or a
 * home is no word to search on.
 */
function stems(body: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`unnest(tsvector_to_array(to_tsvector('dutch', ${body}))) stem`;
}

const ARE_WORDS = sql`stem ~ '^[[:alpha:]]{2,40}$'`;

/** The stems of what somebody typed; empty when it holds none, as with 'de' and '12'. */
export async function stemsOf(tx: Tx, typed: string): Promise<string[]> {
  const { rows } = await sql<{ stem: string }>`
    select stem from ${stems(sql`${typed}`)} where ${ARE_WORDS} order by stem`.execute(tx.kysely);
  return rows.map(({ stem }) => stem);
}

/** Makes these words findable, unless their report is shut off from searching. */
export async function insertStems(
  tx: Tx,
  { reportId, wordsId, body }: { reportId: string; wordsId: string; body: string },
): Promise<void> {
  await sql`insert into report_word (municipality_id, report_id, words_id, word)
    select ${tx.municipalityId}, ${reportId}, ${wordsId}, stem from ${stems(sql`${body}`)}
    where ${ARE_WORDS} and exists (select from report
      where municipality_id = ${tx.municipalityId} and id = ${reportId} and searchable)`.execute(tx.kysely);
}

/** What was put right is not found any more by what it said before. */
export async function deleteStems(tx: Tx, of: { reportId: string; wordsId?: string }): Promise<void> {
  let gone = on<SearchTables>(tx)
    .deleteFrom('report_word')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', of.reportId);
  if (of.wordsId) gone = gone.where('words_id', '=', of.wordsId);
  await gone.execute();
}

/** Shuts a report off from searching on words, or opens it again; the caller holds its lock. */
export async function setSearchable(tx: Tx, reportId: string, searchable: boolean): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ searchable })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
  await deleteStems(tx, { reportId });
  if (!searchable) return;
  await sql`insert into report_word (municipality_id, report_id, words_id, word)
    select w.municipality_id, w.report_id, w.id, stem from report_words w cross join lateral ${stems(sql`w.body`)}
    where w.municipality_id = ${tx.municipalityId} and w.report_id = ${reportId} and ${ARE_WORDS}
      and not exists (select from report_words c where c.municipality_id = w.municipality_id
        and c.report_id = w.report_id and c.corrects = w.id)`.execute(tx.kysely);
}

/** Which kind of report and how urgent, as it is taken now: for filters. */
export async function classify(
  tx: Tx,
  reportId: string,
  { nature, urgency }: { nature: string; urgency: string },
): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ nature, urgency })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
}

/** What filters take a report for, of all that were weighed. */
export async function classified(
  tx: Tx,
): Promise<{ id: string; number: number; nature: string | null; urgency: string | null }[]> {
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select(['id', 'number', 'nature', 'urgency'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
}

/** Reports that are shut off from searching, and still have words by which they are found. */
export async function foundThoughShut(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from report r
    where r.municipality_id = ${tx.municipalityId} and not r.searchable and exists (select from report_word w
      where w.municipality_id = r.municipality_id and w.report_id = r.id)`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}

/** Words that were put right, and by which a report is still found. */
export async function foundThoughReplaced(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct w.words_id as id from report_word w
    join report_words c on c.municipality_id = w.municipality_id and c.report_id = w.report_id
      and c.corrects = w.words_id
    where w.municipality_id = ${tx.municipalityId}`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}
