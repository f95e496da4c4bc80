import { sql, type Kysely } from 'kysely';

/** Tables without a tenant: lists shared by all, and the local tables of clock, sessions and limits. */
export const SHARED_TABLES = [
  'clock_offset',
  'municipality',
  'session',
  'timer',
  'message_due',
  'rate_limit',
  'decision_invitation',
] as const;

/** Forces row-level security: whoever asks, owner included, sees the rows of the municipality that is set and no other. */
export async function isolate(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql.raw(`alter table ${table} enable row level security`).execute(db);
    await sql.raw(`alter table ${table} force row level security`).execute(db);
    await sql
      .raw(
        `create policy tenant on ${table} using (municipality_id = wijk_tenant()) with check (municipality_id = wijk_tenant())`,
      )
      .execute(db);
  }
}
