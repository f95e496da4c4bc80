import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * A municipality's own standard texts, and its changes to those of the house. The row says which version holds; every
 * version stays, so that it can be shown what a text said on a day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['standard_text', 'standard_text_version']);
}

const statements = [
  `create table standard_text (
    municipality_id uuid not null,
    id uuid not null,
    house_code text check (house_code ~ '^[a-z][a-z0-9-]{1,59}$'),
    version integer not null check (version >= 1),
    active boolean not null,
    primary key (municipality_id, id),
    unique (municipality_id, house_code)
  )`,
  `create table standard_text_version (
    municipality_id uuid not null,
    text_id uuid not null,
    version integer not null check (version >= 1),
    name text not null check (length(name) between 1 and 80),
    purpose text not null check (purpose in ('close', 'question')),
    outcome text,
    natures text[] not null,
    body_nl text check (length(body_nl) between 1 and 2000),
    body_en text check (length(body_en) between 1 and 2000),
    at timestamptz not null,
    by_id uuid not null,
    primary key (municipality_id, text_id, version),
    foreign key (municipality_id, text_id) references standard_text deferrable initially deferred,
    foreign key (municipality_id, by_id) references user_account,
    check (body_nl is not null or body_en is not null),
    check ((purpose = 'close') = (outcome is not null))
  )`,
  // the version that holds is there
  `alter table standard_text add foreign key (municipality_id, id, version)
    references standard_text_version (municipality_id, text_id, version) deferrable initially deferred`,
];
