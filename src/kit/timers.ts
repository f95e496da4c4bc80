import { sql } from 'kysely';
import { sleep } from './clock.ts';
import { inTenant, on, type Database, type Tx } from './db.ts';
import { errorFields, type Log } from './log.ts';

export interface TimerTables {
  timer: {
    kind: string;
    subject_id: string;
    municipality_id: string;
    due_at: Date;
    rank: number;
    attempts: number;
  };
}

/**
 * Which goes first when many are due, after an outage for instance: 0 what may save somebody, 1 what others wait for,
 * 2 what can come after that: reminders and warnings.
 */
type Rank = 0 | 1 | 2;

interface DueTimer {
  kind: string;
  subject_id: string;
  municipality_id: string;
  /** To the microsecond, which a Date has not. */
  due: string;
}

/**
 * What a timer does. `lock` takes the lock of the subject before the timer is claimed: whoever acts on a subject
 * locks it first and moves its timer after, so the worker has to take them in the same order. What it gives, as it is
 * from then on, is for `fire`.
 */
export interface TimerEffect<Locked = unknown> {
  lock(tx: Tx, subjectId: string): Promise<Locked>;
  fire(tx: Tx, subjectId: string, locked: Locked): Promise<void>;
}

export interface Timer {
  readonly kind: string;
  readonly subjectId: string;
  readonly dueAt: Date;
  /** 1 when nothing else is said. */
  readonly rank?: Rank;
}

/** The one timer of this kind for this subject; a second call moves it. */
export function setTimer(tx: Tx, timer: Timer): Promise<void> {
  return setTimers(tx, [timer]);
}

/** The same for what others do not wait for. */
export function setReminder(tx: Tx, timer: Omit<Timer, 'rank'>): Promise<void> {
  return setTimers(tx, [{ ...timer, rank: 2 }]);
}

/** The same for several, of different kinds or subjects, in one statement. */
export async function setTimers(tx: Tx, timers: readonly Timer[]): Promise<void> {
  const rows = timers.map(({ kind, subjectId, dueAt, rank = 1 }) => ({
    kind,
    subject_id: subjectId,
    municipality_id: tx.municipalityId,
    due_at: dueAt,
    rank,
    attempts: 0,
  }));
  await on<TimerTables>(tx)
    .insertInto('timer')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['kind', 'subject_id']).doUpdateSet((row) => ({
        due_at: row.ref('excluded.due_at'),
        rank: row.ref('excluded.rank'),
        attempts: 0,
      })),
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
/** So many of one municipality go in one transaction when much is due: what they all rest on is read once. */
const TOGETHER = 8;
/** Workers that look at the same moment choose among so many, or they would wait for each other. */
const CHOICE = 8 * TOGETHER;
/** Every so many times what came due last goes first, so that what is new is not held up by what was left behind. */
const FOR_NEW = 4;

/**
 * Fires what is due: claim, effect and delete in one transaction, so that a worker killed at any moment
 * leaves the timer to another one, and none fires twice. Any number of processes may run this. Where one of several that
 * go together fails, none of them has happened, and each goes by itself.
 */
export async function runTimers(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  { log, signal, watch = UNWATCHED }: { log: Log; signal: AbortSignal; watch?: TimerWatch },
): Promise<void> {
  for (let turn = 1; !signal.aborted; turn += 1) {
    try {
      const due = await peek(db, { among: CHOICE, isForNew: turn % FOR_NEW === 0 });
      const chosen = choose(due);
      if (!(await fireTogether(db, effects, { chosen, watch })))
        for (const candidate of chosen) await fireTimer(db, effects, { candidate, log, watch });
      watch.looped();
      if (chosen.length === 0) await sleep(await untilNextMs(db), signal);
    } catch (error) {
      log('error', 'timers.unavailable', errorFields(error));
      await sleep(MAX_SLEEP_MS, signal);
    }
  }
}

/** Fires everything that is due now, in order, and returns how many; for tests and the command line. */
export async function fireDueTimers(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  log: Log,
): Promise<number> {
  let fired = 0;
  for (;;) {
    const [candidate] = await peek(db, { among: 1, isForNew: false });
    if (!candidate) return fired;
    await fireTimer(db, effects, { candidate, log, watch: UNWATCHED });
    fired += 1;
  }
}

/** Some of one municipality, by chance; always in one order, so that two workers wait for each other and go on. */
function choose(due: readonly DueTimer[]): DueTimer[] {
  const first = due[Math.floor(Math.random() * due.length)];
  return due
    .filter((timer) => timer.municipality_id === first?.municipality_id)
    .map((timer) => ({ timer, turn: timer === first ? 0 : Math.random() }))
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, TOGETHER)
    .map(({ timer }) => timer)
    .toSorted((a, b) => (a.subject_id < b.subject_id ? -1 : 1));
}

/** Whether these fired, or another worker had them, in one transaction; false when nothing of it happened. */
async function fireTogether(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  { chosen, watch }: { chosen: readonly DueTimer[]; watch: TimerWatch },
): Promise<boolean> {
  const [first, second] = chosen;
  if (!first || !second) return false;
  try {
    const late = await inTenant(db, first.municipality_id, (tx) => fireClaimed(tx, chosen, effects));
    for (const lateS of late) watch.fired(lateS);
    return true;
  } catch {
    // which of them it was, and why, shows when each goes by itself
    return false;
  }
}

async function fireTimer(
  db: Database,
  effects: Readonly<Record<string, TimerEffect>>,
  { candidate, log, watch }: { candidate: DueTimer; log: Log; watch: TimerWatch },
): Promise<void> {
  try {
    const late = await inTenant(db, candidate.municipality_id, (tx) => fireClaimed(tx, [candidate], effects));
    for (const lateS of late) watch.fired(lateS);
  } catch (error) {
    watch.failed();
    log('error', 'timer.failed', {
      kind: candidate.kind,
      subject: candidate.subject_id,
      ...errorFields(error),
    });
    await postpone(db, candidate);
  }
}

/** Due timers that nobody else has in hand, not yet a claim: of the first rank the first, or of all the last that came due. */
async function peek(
  db: Database,
  { among, isForNew }: { among: number; isForNew: boolean },
): Promise<DueTimer[]> {
  const { rows } = await sql<DueTimer & { rank: number }>`
    select kind, subject_id, municipality_id, due_at::text as due, due.rank from ${RANKS} cross join lateral (
      select kind, subject_id, municipality_id, due_at, rank from timer
      where timer.rank = ranks.rank and due_at <= wijk_now()
      order by due_at ${isForNew ? sql`desc` : sql`asc`} limit ${among} for update skip locked) as due
    order by ${isForNew ? sql`due.due_at desc` : sql`due.rank, due.due_at`} limit ${among}`.execute(db);
  return isForNew ? rows : rows.filter(({ rank }) => rank === rows[0]?.rank);
}

/** Rank by rank, each with the index (rank, due_at). */
const RANKS = sql`(values (0::smallint), (1::smallint), (2::smallint)) as ranks (rank)`;

/** Fires these timers of one municipality and gives how many seconds late each was; what another worker had is left out. */
async function fireClaimed(
  tx: Tx,
  timers: readonly DueTimer[],
  effects: Readonly<Record<string, TimerEffect>>,
): Promise<number[]> {
  const late: number[] = [];
  for (const timer of timers) {
    const effect = effects[timer.kind];
    if (!effect) throw new Error(`no effect for timers of kind '${timer.kind}'`);
    const locked = await effect.lock(tx, timer.subject_id);
    const { rows } = await sql<{ due_at: Date }>`
      delete from timer where ctid = (
        select ctid from timer
        where kind = ${timer.kind} and subject_id = ${timer.subject_id} and due_at <= ${tx.now}
        for update skip locked)
      returning due_at`.execute(tx.kysely);
    const [claimed] = rows;
    if (!claimed) continue;
    await effect.fire(tx, timer.subject_id, locked);
    late.push((tx.now.getTime() - claimed.due_at.getTime()) / 1000);
  }
  return late;
}

/**
 * A failing effect keeps its timer and tries again later, without holding up the others. Who stood still meanwhile may find
 * that another worker was there, and that the subject has a new timer: that one stays as it is.
 */
async function postpone(db: Database, timer: DueTimer): Promise<void> {
  await sql`
    update timer set attempts = attempts + 1, due_at = wijk_now() + ${RETRY_AFTER_MS} * interval '1 millisecond'
    where kind = ${timer.kind} and subject_id = ${timer.subject_id} and due_at = ${timer.due}::timestamptz`.execute(
    db,
  );
}

async function untilNextMs(db: Database): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(first.due_at) - wijk_now())::float8 * 1000 as ms from ${RANKS}
    cross join lateral (select min(due_at) as due_at from timer where timer.rank = ranks.rank) as first`.execute(
    db,
  );
  return Math.min(MAX_SLEEP_MS, Math.max(1, rows[0]?.ms ?? MAX_SLEEP_MS));
}

/** How many timers are past their moment and not yet fired, and how many seconds the oldest of them is late. */
export async function dueTimers(db: Database): Promise<{ count: number; oldestLateS: number }> {
  const { rows } = await sql<{ count: number; late: number }>`
    select count(*) as count, coalesce(extract(epoch from wijk_now() - min(due_at))::float8, 0) as late
    from timer where rank in (0, 1, 2) and due_at <= wijk_now()`.execute(db);
  return { count: rows[0]?.count ?? 0, oldestLateS: Math.max(0, rows[0]?.late ?? 0) };
}
