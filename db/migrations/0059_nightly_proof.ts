import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** What the proof of every night found: how many reports, and which invariants did not hold. Names of invariants, nothing of any report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table proof_night (
        municipality_id uuid not null references municipality,
        night date not null,
        began_at timestamptz not null,
        ended_at timestamptz,
        reports integer check (reports >= 0),
        breaches integer check (breaches >= 0),
        broken text[] not null default '{}',
        primary key (municipality_id, night),
        constraint ended_says_what check ((ended_at is null) = (reports is null) and (ended_at is null) = (breaches is null))
      )`,
    )
    .execute(db);
  await isolate(db, ['proof_night']);
}
