import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** From when until when somebody is away, and who stands in; why is nobody's business. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['absence']);
}

const statements = [
  `create table absence (
    municipality_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    stand_in_id uuid,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    made_by uuid not null,
    made_at timestamptz not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, user_id) references user_account (municipality_id, id),
    foreign key (municipality_id, stand_in_id) references user_account (municipality_id, id),
    foreign key (municipality_id, made_by) references user_account (municipality_id, id),
    constraint away_for_some_time check (starts_at <= ends_at),
    constraint somebody_else_stands_in check (stand_in_id <> user_id)
  )`,
  `create index absence_by_end on absence (municipality_id, ends_at)`,
];
