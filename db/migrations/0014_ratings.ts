import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What reporters thought of how it went: one code for each report, added once and never changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table report_rating (
    municipality_id uuid not null,
    report_id uuid not null,
    at timestamptz not null,
    rating text not null check (rating in ('good', 'partly', 'bad')),
    primary key (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report
  )`,
    )
    .execute(db);
  await sql.raw(`create index report_rating_at on report_rating (municipality_id, at)`).execute(db);
  await isolate(db, ['report_rating']);
}
