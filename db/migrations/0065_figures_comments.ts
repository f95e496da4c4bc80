import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What an organisation says of its own figures of a quarter. Rows are only added: the newest of a quarter holds, and those
 * before it are its history. The text is about figures and about nobody.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
  await isolate(db, ['figures_comment']);
}

const table = `create table figures_comment (
  municipality_id uuid not null,
  party_id uuid not null,
  quarter text not null check (quarter ~ '^[0-9]{4}-[1-4]$'),
  version integer not null check (version >= 1),
  comment text not null check (length(comment) between 1 and 500),
  at timestamptz not null,
  by_id uuid not null,
  primary key (municipality_id, quarter, party_id, version),
  foreign key (municipality_id, party_id) references party,
  foreign key (municipality_id, by_id) references user_account
)`;
