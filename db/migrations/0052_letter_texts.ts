import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What a municipality says in its mails to reporters, in its own words, and under which name. Rows are only added: the
 * newest version holds, and one without words says that the house's text holds again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['letter_text', 'letter_sender']);
}

const statements = [
  `create table letter_text (
    municipality_id uuid not null,
    kind text not null check (kind in ('received', 'question', 'closed', 'reopened')),
    language text not null check (language in ('nl', 'en')),
    version integer not null check (version >= 1),
    subject text check (length(subject) between 1 and 120),
    body text check (length(body) between 1 and 4000),
    at timestamptz not null,
    by_id uuid not null,
    primary key (municipality_id, kind, language, version),
    foreign key (municipality_id, by_id) references user_account,
    check ((subject is null) = (body is null))
  )`,
  `create table letter_sender (
    municipality_id uuid not null,
    version integer not null check (version >= 1),
    name text check (length(name) between 1 and 80),
    phone text check (phone ~ '^[+]?[0-9][0-9 -]{2,19}$'),
    hours_nl text check (length(hours_nl) between 1 and 120),
    hours_en text check (length(hours_en) between 1 and 120),
    at timestamptz not null,
    by_id uuid not null,
    primary key (municipality_id, version),
    foreign key (municipality_id, by_id) references user_account
  )`,
];
