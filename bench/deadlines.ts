/**
 * Deadlines that come due evenly, three processes that fire them, one killed on the way and one standing still for a while:
 * does each fire once, and how late is the latest?
 * Run: node bench/deadlines.ts [deadlines] [minutes]; bench/README.md says what the figures mean.
 */
import { loadavg } from 'node:os';
import { sql } from 'kysely';
import { findBreaches } from '../src/cli/verify.ts';
import { advanceClock, databaseNow, sleep } from '../src/kit/clock.ts';
import { createDatabase, inTenant, type Database, type Tx } from '../src/kit/db.ts';
import { migrate, roleOf } from '../src/server/migrate.ts';
import { readDecisions } from '../src/server/wiring.ts';
import { startProcess, type RunningProcess } from '../tests/kill/processes.ts';
import { submitTo } from '../tests/kill/submit.ts';
import { foundTown, type Town } from '../tests/support/town.ts';
import { makeDatabase } from './intake/database.ts';
import { multiply, SPANS } from './lists/multiply.ts';

const DEADLINES = Number(process.argv[2] ?? 100_000);
const MINUTES = Number(process.argv[3] ?? 10);
/** Reports that were really sent; the others are copies of these. */
const SENT = 50;
const MINUTE_MS = 60_000;
/** Before the first comes due everything stands ready. */
const AHEAD_MS = 20_000;
const STILL_MS = 30_000;

const stops: (() => Promise<unknown>)[] = [];
const tell = (line: string) => console.log(line);
try {
  const database = await makeDatabase();
  stops.push(database.close);
  await measure(database.ownerUrl, database.appUrl);
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function measure(ownerUrl: string, appUrl: string): Promise<void> {
  await migrate({ ownerUrl, appRole: roleOf(appUrl) });
  const owner = createDatabase(ownerUrl, { connections: 3 });
  const app = createDatabase(appUrl, { connections: 2 });
  stops.push(
    () => owner.destroy(),
    () => app.destroy(),
  );
  const town = await foundTown(owner);
  await send(app, town);
  const apartMs = (MINUTES * MINUTE_MS * SENT) / DEADLINES / SPANS;
  await multiply(owner, town.id, { reports: DEADLINES * SPANS, apartMs, tell: () => {} });
  const { first, count } = await writeDown(owner);
  const aheadMs = first.getTime() - AHEAD_MS - (await databaseNow(owner)).getTime();
  await advanceClock(owner, aheadMs, { production: false });
  tell(`${count} deadlines over ${MINUTES} minutes; load average ${load()}`);

  const [one, two, three] = await Promise.all(
    [0, 1, 2].map(() => startProcess('worker.ts', { APP_DATABASE_URL: appUrl })),
  );
  if (!one || !two || !three) throw new Error('expected three processes');
  await sleep(first.getTime() + (MINUTES * MINUTE_MS) / 3 - (await databaseNow(owner)).getTime());
  const [from, until] = await interrupt(owner, [one, two]);
  while ((await stillDue(app)) > 0) await sleep(1000);
  for (const worker of [two, three]) await worker.kill();
  const fired = await inTenant(owner, town.id, firings);
  tell(
    `${fired.length} fired, ${fired.filter(({ times }) => times > 1).length} of them more than once; load average ${load()}`,
  );
  const late = (after: Date, before: Date) =>
    figures(fired.filter(({ due }) => due >= after && due < before).map(({ lateMs }) => lateMs));
  const end = new Date(8.64e15);
  tell(`before: ${late(first, from)}`);
  tell(`while one was killed and one stood still for ${STILL_MS / 1000} s: ${late(from, until)}`);
  tell(`afterwards: ${late(until, end)}`);
  const breaches = await findBreaches(app);
  tell(breaches.length === 0 ? 'every invariant holds' : JSON.stringify(breaches.slice(0, 3)));
}

/** One process is killed and another stands still for a while, in the middle of whatever it does. */
async function interrupt(
  db: Database,
  [killed, still]: readonly [RunningProcess, RunningProcess],
): Promise<[from: Date, until: Date]> {
  const from = await databaseNow(db);
  await killed.kill();
  still.pause();
  await sleep(STILL_MS);
  still.goOn();
  return [from, await databaseNow(db)];
}

async function send(db: Database, town: Town): Promise<void> {
  const decisions = await readDecisions();
  for (let sent = 0; sent < SENT; sent += 1)
    await submitTo(db, town, decisions, { sights: ['lonely'], about: 'someone' });
}

/** What is due when, before it fires. */
async function writeDown(owner: Database): Promise<{ first: Date; count: number }> {
  await sql`create table was_due as
    select subject_id, due_at from timer where kind = 'report-deadline'`.execute(owner);
  const { rows } = await sql<{ first: Date; count: number }>`
    select min(due_at) as first, count(*) as count from was_due`.execute(owner);
  const [row] = rows;
  if (!row) throw new Error('expected a count');
  return row;
}

async function stillDue(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from timer
    where rank = 1 and due_at <= wijk_now() + interval '1 minute'`.execute(db);
  return rows[0]?.count ?? 0;
}

interface Firing {
  readonly due: Date;
  readonly lateMs: number;
  readonly times: number;
}

async function firings({ kysely }: Tx): Promise<Firing[]> {
  const { rows } = await sql<Firing>`
    select due_at as due, count(*) as times,
      extract(epoch from min(event.recorded_at) - due_at)::float8 * 1000 as "lateMs"
    from was_due join handover on handover.report_id = subject_id
    join event on event.stream = 'handover:' || handover.id and event.kind = 'lapsed'
    group by subject_id, due_at`.execute(kysely);
  return rows;
}

function figures(lateMs: readonly number[]): string {
  const sorted = lateMs.toSorted((a, b) => a - b);
  const [p50, p95, most] = [0.5, 0.95, 1].map((part) =>
    ((sorted.at(Math.ceil(part * sorted.length) - 1) ?? 0) / 1000).toFixed(2),
  );
  return `${sorted.length} fired p50 ${p50}, p95 ${p95}, at most ${most} s late`;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '';
}
