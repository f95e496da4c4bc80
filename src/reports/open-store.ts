import { sql, type ExpressionBuilder } from 'kysely';
import { anyOf, on, type Tx } from '../kit/db.ts';
import type { Report, ReportStatus } from './model.ts';
import { reportQuery, reportsFromRows, type ReportTables } from './store.ts';

/** Which of the open reports; all of them without a wish. */
export interface OpenWish {
  readonly ownerId?: string | undefined;
  readonly status?: Exclude<ReportStatus, 'closed'>;
  readonly late?: boolean;
  /** In whose name the owner works on it: one of these services. */
  readonly ownerServiceIds?: readonly string[];
  readonly neighbourhoodId?: string | undefined;
  readonly nature?: string | undefined;
  /** With a deadline still to come, and no later than this. */
  readonly dueBy?: Date | undefined;
  /** In the hands of these services, or named here because one of them is asked. */
  readonly withServices?:
    | { readonly serviceIds: readonly string[]; readonly offeredIds: readonly string[] }
    | undefined;
}

/** Open reports, the nearest deadline first. */
export async function openReports(
  tx: Tx,
  { limit, ...wish }: OpenWish & { limit: number },
): Promise<Report[]> {
  const rows = await reportQuery(tx)
    .where((where) => isWished(tx, wish, where))
    .orderBy('report.deadline')
    .orderBy('report.id')
    .limit(limit)
    .execute();
  return reportsFromRows(rows);
}

/** How many `openReports` would give without a limit. */
export async function countOpenReports(tx: Tx, wish: OpenWish): Promise<number> {
  const row = await on<ReportTables>(tx)
    .selectFrom('report')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .where((where) => isWished(tx, wish, where))
    .executeTakeFirstOrThrow();
  return row.count;
}

function isWished(
  tx: Tx,
  { ownerId, status, late, ownerServiceIds, neighbourhoodId, nature, dueBy, withServices }: OpenWish,
  where: ExpressionBuilder<ReportTables, 'report'>,
) {
  // a missed deadline is followed by a new one at once: who missed one stays late until the work is done
  const isLate = where.or([where('overdue_count', '>', 0), where('deadline', '<=', tx.now)]);
  return where.and([
    // a literal: the indexes of open reports are found by it
    where('status', '<>', sql.lit('closed')),
    // what goes along with another report is that one's work, not work of its own
    where('status', '<>', 'joined'),
    ...(ownerId === undefined ? [] : [where('owner_id', '=', ownerId)]),
    ...(status === undefined ? [] : [where('status', '=', status)]),
    ...(late ? [isLate] : []),
    ...(neighbourhoodId === undefined ? [] : [where('neighbourhood_id', '=', neighbourhoodId)]),
    ...(ownerServiceIds === undefined ? [] : [where('owner_service_id', 'in', [...ownerServiceIds])]),
    ...(nature === undefined ? [] : [where('nature', '=', nature)]),
    ...(dueBy === undefined
      ? []
      : [where('overdue_count', '=', 0), where('deadline', '>', tx.now), where('deadline', '<=', dueBy)]),
    ...(withServices === undefined ? [] : [isWith(withServices, where)]),
  ]);
}

function isWith(
  { serviceIds, offeredIds }: NonNullable<OpenWish['withServices']>,
  where: ExpressionBuilder<ReportTables, 'report'>,
) {
  return where.or([
    ...(serviceIds.length === 0 ? [] : [where('owner_service_id', 'in', [...serviceIds])]),
    ...(offeredIds.length === 0 ? [] : [where('id', 'in', [...offeredIds])]),
    where.lit(false),
  ]);
}

/** How many open reports there are of each kind: by what they are about, where they lie, or with which service. */
export async function countOpenBy(
  tx: Tx,
  wish: OpenWish,
  by: 'nature' | 'neighbourhood_id' | 'owner_service_id',
): Promise<ReadonlyMap<string, number>> {
  const rows = await on<ReportTables>(tx)
    .selectFrom('report')
    .select((select) => [select.ref(by).as('key'), select.fn.countAll<number>().as('count')])
    .where('municipality_id', '=', tx.municipalityId)
    .where((where) => isWished(tx, wish, where))
    .groupBy(by)
    .execute();
  return new Map(rows.flatMap(({ key, count }) => (key === null ? [] : [[key, count] as const])));
}

/** Of these reports the ones that are wished for, with the service that holds each. */
export async function openAmong(
  tx: Tx,
  wish: OpenWish,
  reportIds: readonly string[],
): Promise<{ id: string; owner_service_id: string | null }[]> {
  if (reportIds.length === 0) return [];
  return on<ReportTables>(tx)
    .selectFrom('report')
    .select(['id', 'owner_service_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', anyOf(reportIds))
    .where((where) => isWished(tx, wish, where))
    .execute();
}

/** Where each of these reports lies, of those that there are. */
export async function neighbourhoodsOf(
  tx: Tx,
  reportIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<ReportTables>(tx)
    .selectFrom('report')
    .select(['id', 'neighbourhood_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', anyOf(reportIds))
    .execute();
  return new Map(rows.map((row) => [row.id, row.neighbourhood_id]));
}
