import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What a municipality changed on screen of its further questions: words, order, for which natures, whether one must be
 * answered, and which are not asked any more. Rows are only added, each with all of it; the newest holds, and one without
 * changes says that the questions of the house hold as they are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table question_changes (
    municipality_id uuid not null,
    version integer not null check (version >= 1),
    changes jsonb,
    question_id text,
    deed text not null check (deed in ('changed', 'moved', 'stopped', 'restored', 'house')),
    at timestamptz not null,
    by_id uuid not null,
    primary key (municipality_id, version),
    foreign key (municipality_id, by_id) references user_account,
    check ((deed = 'house') = (changes is null)),
    check ((deed = 'house') = (question_id is null))
  )`,
    )
    .execute(db);
  await isolate(db, ['question_changes']);
}
