import { sql, type Kysely } from 'kysely';

/** Which timers go first when many are due: danger, then what others wait for, then reminders and warnings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table timer add column rank smallint not null default 1 check (rank between 0 and 2)`,
  `update timer set rank = 2
    where kind in ('report-warning', 'informing-deadline', 'request-deadline', 'block-review')`,
  `update timer set rank = 0 from report
    where timer.kind = 'report-deadline' and report.municipality_id = timer.municipality_id
      and report.id = timer.subject_id and report.next_step = 'check-danger'`,
  `drop index timer_due`,
  `create index timer_due on timer (rank, due_at)`,
];
