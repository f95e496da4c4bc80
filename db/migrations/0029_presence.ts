import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * Who has the page of a report open now, and not since when: nobody can read from it how long somebody works. A row lives as
 * long as the page, and a little longer when its server was killed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table presence (
    municipality_id uuid not null,
    report_id uuid not null,
    user_id uuid not null,
    seen_at timestamptz not null,
    doing text check (doing in ('writing')),
    primary key (municipality_id, report_id, user_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, user_id) references user_account
  )`,
    )
    .execute(db);
  await sql.raw(`create index presence_seen on presence (municipality_id, seen_at)`).execute(db);
  await isolate(db, ['presence']);
}
