import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Which open report of public space a reporter took for the same as their own: said, and decided by a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['report_same']);
}

const statements = [
  `create table report_same (
    municipality_id uuid not null,
    report_id uuid not null,
    same_as_id uuid not null,
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, same_as_id) references report,
    check (same_as_id <> report_id)
  )`,
  `create index report_same_as on report_same (municipality_id, same_as_id)`,
];
