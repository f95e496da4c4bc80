import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { ReportStatus } from './model.ts';

/** How many open reports a municipality has in one status; nobody's in particular. */
export interface StatusCount {
  readonly status: Exclude<ReportStatus, 'closed'>;
  readonly count: number;
  /** Of those, past their deadline. */
  readonly late: number;
}

/** Of what is open; parts of a report count with their whole. */
export async function countOpenByStatus(tx: Tx): Promise<StatusCount[]> {
  const { rows } = await sql<StatusCount>`
    select status, count(*) as count, count(*) filter (where deadline < ${tx.now}) as late
    from report where municipality_id = ${tx.municipalityId} and status <> 'closed' and whole_id is null
    group by status`.execute(tx.kysely);
  return rows;
}

/**
 * How many reports came in, from one moment until before another; no parts. An index tells both, without reading a row of
 * what came in.
 */
export async function countReceived(
  tx: Tx,
  { from = LONG_AGO, until = NEVER }: { from?: Date; until?: Date },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from report where municipality_id = ${tx.municipalityId}
        and received_at >= ${from} and received_at < ${until})
      - (select count(*) from report where municipality_id = ${tx.municipalityId} and whole_id is not null
        and received_at >= ${from} and received_at < ${until}) as count`.execute(tx.kysely);
  return rows[0]?.count ?? 0;
}

const LONG_AGO = new Date(0);
const NEVER = new Date('9999-01-01T00:00:00Z');
