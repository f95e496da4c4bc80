import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What is looked at often is read by an index, also when years of reports lie behind it. What goes next and how far the
 * chain of proofs was proven is kept by the run that destroys: to look at it reads no table as large as all reports.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['destruction_look']);
}

const statements = [
  `create table destruction_look (
    municipality_id uuid primary key references municipality,
    at timestamptz not null,
    until timestamptz not null,
    planned jsonb not null,
    proven_seq bigint not null check (proven_seq >= 0),
    proven_hash bytea not null check (length(proven_hash) = 32),
    broken_at bigint check (broken_at > proven_seq)
  )`,
  `create index handover_lapsed on handover (municipality_id, deadline) where status = 'lapsed'`,
  // counting what is open by any of these reads no rows
  `create index report_open_facts on report (municipality_id, deadline, id)
    include (status, overdue_count, owner_id, owner_service_id, nature, neighbourhood_id) where status <> 'closed'`,
  `drop index report_open_deadline`,
  `create index access_log_user_line on access_log (municipality_id, user_id, id)`,
  `create index report_open_changed on report (municipality_id, changed_at, id) where status <> 'closed'`,
  `create index report_service_changed on report (municipality_id, owner_service_id, changed_at, id)`,
  `create index report_without_service on report (municipality_id, owner_id) where owner_service_id is null`,
  `create index report_owner_closed on report (municipality_id, owner_id, closed_at) where status = 'closed'`,
];
