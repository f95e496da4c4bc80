import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { Report, ReportStatus } from './model.ts';
import { reportsInOrder, type ReportTables } from './store.ts';

/** Reports of these services, those of these people while no service has them, and the named ones. */
export interface ReportsOf {
  readonly serviceIds: readonly string[];
  readonly ownerIds: readonly string[];
  readonly reportIds: readonly string[];
}

export interface ChangesWanted {
  /** Absent: all. */
  readonly of?: ReportsOf | undefined;
  readonly status?: ReportStatus | undefined;
  readonly neighbourhoodId?: string | undefined;
  readonly receivedFrom?: Date | undefined;
  readonly receivedUntil?: Date | undefined;
  readonly changedSince?: Date | undefined;
  /** The last one of the page before. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Moments of a report are kept to the millisecond, some of them rounded. */
const ROUNDED_MS = 1000;

/** That a report changed, and which kind it is taken for now. */
export interface Change {
  readonly id: string;
  readonly at: Date;
  readonly nature: string | null;
}

/** Reports in the order in which they last changed, the longest ago first. */
export async function changedReports(tx: Tx, wanted: ChangesWanted): Promise<Report[]> {
  const changes = await changesOf(tx, wanted);
  return reportsInOrder(
    tx,
    changes.map(({ id }) => id),
  );
}

/** The same, without the reports themselves: to look through many of them. */
export async function changesOf(tx: Tx, wanted: ChangesWanted): Promise<Change[]> {
  const query = changedQuery(tx, wanted);
  // each part is read in the order of its own index, no further than a page
  const reading = wanted.of ? partsOf(tx, wanted.of).map((part) => query.where(part)) : [query];
  const parts = await Promise.all(reading.map((part) => part.execute()));
  const rows = new Map(parts.flat().map((row) => [row.id, row]));
  return [...rows.values()]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, wanted.limit);
}

type Part = (where: ExpressionBuilder<ReportTables, 'report'>) => Expression<SqlBool>;

function partsOf(tx: Tx, { serviceIds, ownerIds, reportIds }: ReportsOf): Part[] {
  // an array is read first, and its reports by their key: never along all that changed
  const withoutService: Part = () => sql<boolean>`report.id = any(array(select r.id from report r
    where r.municipality_id = ${tx.municipalityId} and r.owner_id = any(${[...ownerIds]}::uuid[])
      and r.owner_service_id is null))`;
  const named: Part = () => sql<boolean>`report.id = any(array(select unnest(${[...reportIds]}::uuid[])))`;
  return [
    ...serviceIds.map(
      (id): Part =>
        (where) =>
          where('owner_service_id', '=', id),
    ),
    ...(ownerIds.length > 0 ? [withoutService] : []),
    ...(reportIds.length > 0 ? [named] : []),
  ];
}

function changedQuery(tx: Tx, wanted: ChangesWanted) {
  const { status, neighbourhoodId, receivedFrom, receivedUntil, changedSince, after, limit } = wanted;
  let query = on<ReportTables>(tx)
    .selectFrom('report')
    .select(['report.id', 'report.changed_at as at', 'report.nature'])
    .where('report.municipality_id', '=', tx.municipalityId);
  // literals: the indexes of open reports are found by them
  if (status) query = query.where('status', '=', sql.lit<ReportStatus>(status));
  if (status && status !== 'closed') query = query.where('status', '<>', sql.lit('closed'));
  if (neighbourhoodId) query = query.where('neighbourhood_id', '=', neighbourhoodId);
  if (receivedFrom)
    query = query
      .where('received_at', '>=', receivedFrom)
      // nothing changes before it comes in: the order is read from there on
      .where('changed_at', '>=', new Date(receivedFrom.getTime() - ROUNDED_MS));
  if (receivedUntil) query = query.where('received_at', '<', receivedUntil);
  if (changedSince) query = query.where('changed_at', '>=', changedSince);
  if (after)
    query = query.where((where) =>
      where(where.refTuple('changed_at', 'id'), '>', where.tuple(after.at, after.id)),
    );
  return query.orderBy('report.changed_at').orderBy('report.id').limit(limit);
}
