import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What the decision tables advised, and because of which rule. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table assessment (
        municipality_id uuid not null,
        report_id uuid not null,
        at timestamptz not null,
        nature text not null,
        danger text not null,
        urgency text not null,
        advice jsonb not null,
        primary key (municipality_id, report_id),
        foreign key (municipality_id, report_id) references report
      )`,
    )
    .execute(db);
  await isolate(db, ['assessment']);
}
