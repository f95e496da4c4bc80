import { sql, type Kysely, type QueryExecutorProvider } from 'kysely';

/**
 * The only source of time: the database's clock plus an offset.
 * `wijk_now()` is the same in SQL. The offset lets a demo or a test live through two years; production refuses it.
 */
export async function databaseNow(kysely: QueryExecutorProvider): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select wijk_now() as now`.execute(kysely);
  const row = rows[0];
  if (!row) throw new Error('the database did not tell the time');
  return row.now;
}

/** Milliseconds by which this installation lives ahead of (or behind) the database's own clock. */
export async function clockOffsetMs(kysely: QueryExecutorProvider): Promise<number> {
  const { rows } = await sql<{ offset_ms: number }>`select offset_ms from clock_offset`.execute(kysely);
  return rows[0]?.offset_ms ?? 0;
}

/** Moves the clock. Needs the owner's connection: the application's role may only read the offset. */
export async function advanceClock(
  kysely: Kysely<unknown>,
  byMs: number,
  { production }: { production: boolean },
): Promise<void> {
  if (production)
    throw new Error(
      'the clock can only be moved in a demo or a test, and this installation runs in production',
    );
  await sql`update clock_offset set offset_ms = offset_ms + ${byMs}`.execute(kysely);
}

/** Waiting in real time, outside any rule: only the worker's loop uses it. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal?.aborted) done();
    else signal?.addEventListener('abort', done);
  });
}
