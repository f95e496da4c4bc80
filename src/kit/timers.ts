import { sql } from 'kysely';
import { sleep } from './clock.ts';
import { inTenant, on, type Database, type Tx } from './db.ts';
import { errorFields, type Log } from './log.ts';

export interface TimerTables {
  timer: { kind: string; subject_id: string; municipality_id: string; due_at: Date; attempts: number };
}

interface DueTimer {
  kind: string;
  subject_id: string;
  municipality_id: string;
}

/**
 * What a timer does. `lock` takes the lock of the subject before the timer is claimed: whoever acts on a subject
 * locks it first and moves its timer after, so the worker has to take them in the same order.
 */
export interface TimerEffect {
  lock(tx: Tx, subjectId: string): Promise<unknown>;
  fire(tx: Tx, subjectId: string): Promise<void>;
}

interface Timer {
  readonly kind: string;
  readonly subjectId: string;
  readonly dueAt: Date;
}

/** The one timer of this kind for this subject; a second call moves it. */
export function setTimer(tx: Tx, timer: Timer): Promise<void> {
  return setTimers(tx, [timer]);
}

/** The same for several, of different kinds or subjects, in one statement. */
export async function setTimers(tx: Tx, timers: readonly Timer[]): Promise<void> {
  const rows = timers.map(({ kind, subjectId, dueAt }) => ({
    kind,
    subject_id: subjectId,
    municipality_id: tx.municipalityId,
    due_at: dueAt,
    attempts: 0,
  }));
  await on<TimerTables>(tx)
    .insertInto('timer')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'subject_id'])
        .doUpdateSet((row) => ({ due_at: row.ref('excluded.due_at'), attempts: 0 })),
    )
    .execute();
}

export function cancelTimer(tx: Tx, timer: { kind: string; subjectId: string }): Promise<void> {
  return cancelTimers(tx, [timer.kind], timer.subjectId);
}

/** The timers of these kinds for this subject. */
export async function cancelTimers(tx: Tx, kinds: readonly string[], subjectId: string): Promise<void> {
  await on<TimerTables>(tx)
    .deleteFrom('timer')
    .where('kind', 'in', [...kinds])
    .where('subject_id', '=', subjectId)
    .execute();
}

/** The timers of this kind in this municipality, by subject: for `verify` and for rebuilding. */
export async function timersOf(tx: Tx, kind: string): Promise<Map<string, Date>> {
  const rows = await on<TimerTables>(tx)
    .selectFrom('timer')
    .select(['subject_id', 'due_at'])
    .where('kind', '=', kind)
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  return new Map(rows.map((row) => [row.subject_id, row.due_at]));
}

/** What the worker tells of itself, for who watches over it. */
export interface TimerWatch {
  /** It looked what is due, and the database answered. */
  readonly looped: () => void;
  readonly fired: (lateS: number) => void;
  readonly failed: () => void;
}

const UNWATCHED: TimerWatch = { looped: () => {}, fired: () => {}, failed: () => {} };

const MAX_SLEEP_MS = 500;
const RETRY_AFTER_MS = 30_000;

/**
 * Fires what is due: claim, effect and delete in one transaction, so that a worker killed at any moment
 * leaves the timer to another one, and none fires twice. Any number of processes may run this.
 */
export async function runTimers(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  { log, signal, watch = UNWATCHED }: { log: Log; signal: AbortSignal; watch?: TimerWatch },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const fired = await fireNextTimer(db, effects, { log, watch });
      watch.looped();
      if (!fired) await sleep(await untilNextMs(db), signal);
    } catch (error) {
      log('error', 'timers.unavailable', errorFields(error));
      await sleep(MAX_SLEEP_MS, signal);
    }
  }
}

/** Fires everything that is due now and returns how many; for tests and the command line. */
export async function fireDueTimers(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  log: Log,
): Promise<number> {
  let fired = 0;
  while (await fireNextTimer(db, effects, { log, watch: UNWATCHED })) fired += 1;
  return fired;
}

async function fireNextTimer(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  { log, watch }: { log: Log; watch: TimerWatch },
): Promise<boolean> {
  const candidate = await peek(db);
  if (!candidate) return false;
  try {
    const lateS = await inTenant(db, candidate.municipality_id, (tx) => fireClaimed(tx, candidate, effects));
    if (lateS !== undefined) watch.fired(lateS);
    return true;
  } catch (error) {
    watch.failed();
    log('error', 'timer.failed', {
      kind: candidate.kind,
      subject: candidate.subject_id,
      ...errorFields(error),
    });
    await postpone(db, candidate);
    return true;
  }
}

/** The earliest due timer that nobody else has in hand; not yet a claim. */
async function peek(db: Database): Promise<DueTimer | undefined> {
  const { rows } = await sql<DueTimer>`
    select kind, subject_id, municipality_id from timer where due_at <= wijk_now()
    order by due_at limit 1 for update skip locked`.execute(db);
  return rows[0];
}

/** How many seconds late it fired; undefined when another worker had it. */
async function fireClaimed(
  tx: Tx,
  timer: DueTimer,
  effects: Readonly<Record<string, TimerEffect>>,
): Promise<number | undefined> {
  const effect = effects[timer.kind];
  if (!effect) throw new Error(`no effect for timers of kind '${timer.kind}'`);
  await effect.lock(tx, timer.subject_id);
  const { rows } = await sql<{ due_at: Date }>`
    delete from timer where ctid = (
      select ctid from timer
      where kind = ${timer.kind} and subject_id = ${timer.subject_id} and due_at <= ${tx.now}
      for update skip locked)
    returning due_at`.execute(tx.kysely);
  const [claimed] = rows;
  if (!claimed) return undefined;
  await effect.fire(tx, timer.subject_id);
  return (tx.now.getTime() - claimed.due_at.getTime()) / 1000;
}

/** A failing effect keeps its timer and tries again later, without holding up the others. */
async function postpone(db: Database, timer: DueTimer): Promise<void> {
  await sql`
    update timer set attempts = attempts + 1, due_at = wijk_now() + ${RETRY_AFTER_MS} * interval '1 millisecond'
    where kind = ${timer.kind} and subject_id = ${timer.subject_id}`.execute(db);
}

async function untilNextMs(db: Database): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(due_at) - wijk_now())::float8 * 1000 as ms from timer`.execute(db);
  return Math.min(MAX_SLEEP_MS, Math.max(1, rows[0]?.ms ?? MAX_SLEEP_MS));
}

/** How many timers are past their moment and not yet fired, and how many seconds the oldest of them is late. */
export async function dueTimers(db: Database): Promise<{ count: number; oldestLateS: number }> {
  const { rows } = await sql<{ count: number; late: number }>`
    select count(*) as count, coalesce(extract(epoch from wijk_now() - min(due_at))::float8, 0) as late
    from timer where due_at <= wijk_now()`.execute(db);
  return { count: rows[0]?.count ?? 0, oldestLateS: Math.max(0, rows[0]?.late ?? 0) };
}
