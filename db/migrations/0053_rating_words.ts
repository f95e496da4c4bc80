import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * How a municipality asks a reporter whether it went well: the question, what the three answers are called, and what can be
 * chosen as why. Rows are only added, and an answer says under which words it was given; the answers themselves stay three.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
  await isolate(db, ['rating_words']);
  for (const statement of onRating) await sql.raw(statement).execute(db);
}

const table = `create table rating_words (
  municipality_id uuid not null,
  version integer not null check (version >= 1),
  words jsonb,
  at timestamptz not null,
  by_id uuid not null,
  primary key (municipality_id, version),
  foreign key (municipality_id, by_id) references user_account
)`;

const onRating = [
  `alter table report_rating add column words_version integer`,
  `alter table report_rating add column reason smallint check (reason between 1 and 6)`,
  `alter table report_rating add check (reason is null or words_version is not null)`,
  `alter table report_rating add foreign key (municipality_id, words_version) references rating_words`,
];
