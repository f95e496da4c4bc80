import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What somebody did with several reports at once: enough to tell what came of it and to put it back. Which turn each report
 * had stands in its own history; here stands how far that history went.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['bulk_act', 'bulk_act_report']);
}

const statements = [
  `create table bulk_act (
    municipality_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    command text not null check (command in ('take-over', 'hand-on', 'give')),
    target_id uuid,
    at timestamptz not null,
    undone_at timestamptz,
    destroy_after timestamptz not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, user_id) references user_account,
    check ((command = 'take-over') = (target_id is null))
  )`,
  `create index bulk_act_over on bulk_act (municipality_id, destroy_after)`,
  `create table bulk_act_report (
    municipality_id uuid not null,
    act_id uuid not null,
    number bigint not null,
    refusal text,
    seq int,
    undone text,
    primary key (municipality_id, act_id, number),
    foreign key (municipality_id, act_id) references bulk_act on delete cascade,
    check ((refusal is null) = (seq is not null)),
    check (undone is null or seq is not null)
  )`,
];
