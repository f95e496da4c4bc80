import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** A form that a resident saved to go on with later: sealed with the code that only the resident has. Nobody else can read it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['form_draft']);
}

const statements = [
  `create table form_draft (
    municipality_id uuid not null references municipality,
    code_hash bytea not null check (length(code_hash) = 32),
    sealed bytea not null check (length(sealed) <= 131072),
    destroy_after timestamptz not null,
    primary key (municipality_id, code_hash)
  )`,
  `create index form_draft_over on form_draft (municipality_id, destroy_after)`,
];
