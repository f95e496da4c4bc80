import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** The secret address at which a calendar program fetches when somebody has duty; only a hash of what is secret in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table duty_calendar (
        municipality_id uuid not null,
        user_id uuid not null,
        token_hash bytea not null check (length(token_hash) = 32),
        language text not null check (language in ('nl', 'en')),
        made_at timestamptz not null,
        primary key (municipality_id, user_id),
        unique (municipality_id, token_hash),
        foreign key (municipality_id, user_id) references user_account
      )`,
    )
    .execute(db);
  await sql.raw(`create index duty_user on duty (municipality_id, user_id, ends_at)`).execute(db);
  await isolate(db, ['duty_calendar']);
}
