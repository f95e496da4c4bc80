import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** The secret of a municipality by which a mail that is sent again is known again, and its follow-up code cannot be guessed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table mail_key (
    municipality_id uuid not null references municipality,
    secret bytea not null check (octet_length(secret) = 32),
    primary key (municipality_id)
  )`,
    )
    .execute(db);
  await isolate(db, ['mail_key']);
}
