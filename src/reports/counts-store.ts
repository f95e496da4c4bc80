import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { ReportStatus } from './model.ts';

/** How many reports a municipality has in one status; nobody's in particular. */
export interface StatusCount {
  readonly status: ReportStatus;
  readonly count: number;
  /** Of those, past their deadline. */
  readonly late: number;
}

/** Of the open ones each is looked at; of what is closed, which is nearly all, no row is read. */
export async function countByStatus(tx: Tx): Promise<StatusCount[]> {
  const { rows } = await sql<StatusCount>`
    select status, count(*) as count, count(*) filter (where deadline < ${tx.now}) as late
    from report where municipality_id = ${tx.municipalityId} and status <> 'closed' and whole_id is null
    group by status
    union all
    select 'closed', count(*) - (select count(*) from report
        where municipality_id = ${tx.municipalityId} and status = 'closed' and whole_id is not null), 0
    from report where municipality_id = ${tx.municipalityId} and status = 'closed'
    having count(*) > 0`.execute(tx.kysely);
  return rows;
}
