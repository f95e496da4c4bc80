import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What a municipality calls the kinds of what is broken or dirty in the street, and which it keeps off all that is public.
 * Rows are only added, each with all that differs from the house; the newest holds.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table category_words (
    municipality_id uuid not null,
    version integer not null check (version >= 1),
    words jsonb,
    at timestamptz not null,
    by_id uuid not null,
    primary key (municipality_id, version),
    foreign key (municipality_id, by_id) references user_account
  )`,
    )
    .execute(db);
  await isolate(db, ['category_words']);
}
