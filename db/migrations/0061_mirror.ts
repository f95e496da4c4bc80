import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * How far the municipality is with each check of the nine building blocks. Rows are only added: the newest of a check holds,
 * and those before it are its history. The text is about what is arranged and about nobody.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
  await isolate(db, ['block_statement']);
}

const table = `create table block_statement (
  municipality_id uuid not null,
  check_id text not null check (check_id ~ '^[a-z][a-z0-9-]{1,39}$'),
  version integer not null check (version >= 1),
  level text not null check (level in ('none', 'planned', 'partly', 'works')),
  since date,
  party_id uuid,
  explanation text check (length(explanation) between 1 and 300),
  at timestamptz not null,
  by_id uuid not null,
  primary key (municipality_id, check_id, version),
  foreign key (municipality_id, party_id) references party,
  foreign key (municipality_id, by_id) references user_account,
  constraint since_when_of_what_is_there check (level in ('none', 'planned') or since is not null)
)`;
