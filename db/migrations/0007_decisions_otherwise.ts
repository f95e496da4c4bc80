import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What a person decided in the place of the advice, and why: codes only. Rows are added and never changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['decision_otherwise']);
}

const statements = [
  `create table decision_otherwise (
    municipality_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    at timestamptz not null,
    user_id uuid not null,
    nature text not null,
    urgency text not null check (urgency in ('now', 'today', 'soon', 'normal')),
    service_id uuid,
    reason text not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, user_id) references user_account,
    foreign key (municipality_id, service_id) references service
  )`,
  `create index decision_otherwise_report on decision_otherwise (municipality_id, report_id, at)`,
];
