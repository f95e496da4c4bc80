import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What the last run reckoned of what goes next, and how far it proved the chain of proofs: to look at it then reads no
 * table as large as all reports together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['destruction_look']);
}

const statements = [
  `create table destruction_look (
    municipality_id uuid primary key references municipality,
    at timestamptz not null,
    until timestamptz not null,
    planned jsonb not null,
    proven_seq bigint not null check (proven_seq >= 0),
    proven_hash bytea not null check (length(proven_hash) = 32),
    broken_at bigint check (broken_at > proven_seq)
  )`,
];
