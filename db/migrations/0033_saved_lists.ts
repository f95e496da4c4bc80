import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Lists that somebody keeps under a name: codes alone, no words that were searched for and no address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table saved_list (
        municipality_id uuid not null,
        id uuid not null,
        user_id uuid not null,
        name text not null check (length(name) between 1 and 60),
        query text not null check (length(query) <= 600),
        at timestamptz not null,
        primary key (municipality_id, id),
        unique (municipality_id, user_id, name),
        foreign key (municipality_id, user_id) references user_account
      )`,
    )
    .execute(db);
  await isolate(db, ['saved_list']);
}
