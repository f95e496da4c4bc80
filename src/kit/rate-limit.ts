import { createHash } from 'node:crypto';
import { sql, type QueryExecutorProvider } from 'kysely';
import type { Database } from './db.ts';

export interface Limit {
  /** What is limited: 'report', 'code', 'login'. */
  readonly name: string;
  readonly max: number;
  readonly windowMinutes: number;
}

/** Starts the count of this key anew: somebody proved to be who they said. */
export async function clearLimit(db: Database, limit: Limit, key: string): Promise<void> {
  await sql`delete from rate_limit where bucket = ${bucketOf(limit, key)}`.execute(db);
}

/**
 * Counts one attempt and says whether it is within the limit. The count stands in the database, so it holds
 * over several processes. The key (an address, a login) is kept as a hash and only as long as its window.
 * In a transaction the attempt counts when that commits, and others with the same key wait for it.
 */
export async function withinLimit(db: QueryExecutorProvider, limit: Limit, key: string): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    insert into rate_limit (bucket, window_start, count)
    values (${bucketOf(limit, key)}, date_bin(${`${limit.windowMinutes} minutes`}::interval, wijk_now(), 'epoch'::timestamptz), 1)
    on conflict (bucket, window_start) do update set count = rate_limit.count + 1
    returning count`.execute(db);
  return (rows[0]?.count ?? 0) <= limit.max;
}

export async function forgetOldLimits(db: Database): Promise<void> {
  await sql`delete from rate_limit where window_start < wijk_now() - interval '1 day'`.execute(db);
}

function bucketOf(limit: Limit, key: string): Buffer {
  return createHash('sha256').update(`${limit.name}\n${key}`).digest();
}
