import { sql, type SelectQueryBuilder } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { NextStep, ReportStatus } from './model.ts';
import type { ReportTables } from './store.ts';

/** One part of what somebody may see: parts of one search have no report in common. */
export type Reach =
  /** What one person has; with `serviceIds` no more than for these. */
  | { readonly kind: 'owner'; readonly userId: string; readonly serviceIds?: readonly string[] }
  | { readonly kind: 'services'; readonly serviceIds: readonly string[] }
  /** Named ones, such as those that are offered to a service. */
  | { readonly kind: 'reports'; readonly reportIds: readonly string[] }
  /** No service has them: they lie with the coordination. */
  | { readonly kind: 'without-service' }
  | { readonly kind: 'all' };

type SearchState = 'open' | ReportStatus | 'all';

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
  /** Told without an address; what is told with one is found by `addressIds`. */
  readonly complexIds?: readonly string[] | undefined;
}

export type ReportQuery<Row> = SelectQueryBuilder<ReportTables, 'report', Row>;

/** All of the filter but the words: those are read from the other end. */
export function filtered<Row>(
  tx: Tx,
  query: ReportQuery<Row>,
  part: Reach,
  filter: ReportFilter,
): ReportQuery<Row> {
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
  if (filter.addressIds) found = found.where(isAt(tx, filter.addressIds, filter.complexIds ?? []));
  return found;
}

function within<Row>(query: ReportQuery<Row>, part: Reach): ReportQuery<Row> {
  switch (part.kind) {
    case 'owner':
      return part.serviceIds === undefined
        ? query.where('owner_id', '=', part.userId)
        : query
            .where('owner_id', '=', part.userId)
            .where(sql<boolean>`owner_service_id = any(${[...part.serviceIds]}::uuid[])`);
    case 'services':
      return query.where('owner_service_id', 'in', [...part.serviceIds]);
    case 'reports':
      return query.where(sql<boolean>`report.id = any(array(select unnest(${[...part.reportIds]}::uuid[])))`);
    case 'without-service':
      return query.where('owner_service_id', 'is', null);
    case 'all':
      return query;
  }
}

/** Literals, not parameters: the indexes of open reports are found by them. */
function inState<Row>(query: ReportQuery<Row>, state: SearchState): ReportQuery<Row> {
  if (state === 'all') return query;
  if (state === 'open') return query.where('status', '<>', sql.lit('closed'));
  const isState = query.where('status', '=', sql.lit<ReportStatus>(state));
  return state === 'closed' ? isState : isState.where('status', '<>', sql.lit('closed'));
}

/** An array is read first, and its reports by their key: never the other way round, whatever the statistics say. */
function isAt(tx: Tx, addressIds: readonly string[], complexIds: readonly string[]) {
  return sql<boolean>`report.id = any(array(select p.report_id from report_place p
    where p.municipality_id = ${tx.municipalityId} and p.address_id = any(${[...addressIds]}::uuid[])
    union all select p.report_id from report_place p
    where p.municipality_id = ${tx.municipalityId} and p.complex_id = any(${[...complexIds]}::uuid[])))`;
}

/** Of a word that few reports hold: those reports, read as above. */
export function isAmongHolders(tx: Tx, word: string) {
  return sql<boolean>`report.id = any(array(select w.report_id from report_word w
    where w.municipality_id = ${tx.municipalityId} and w.word = ${word}))`;
}

/** Of a word that many reports hold: asked of one report after the other (`offset` keeps it that way). */
export function holds(tx: Tx, reportId: string, word: string) {
  return sql<boolean>`exists (select from report_word w where w.municipality_id = ${tx.municipalityId}
    and w.word = ${word} and w.report_id = ${sql.ref(reportId)} offset 0)`;
}
