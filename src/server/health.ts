import { statfs } from 'node:fs/promises';
import type { Database } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { dueTimers } from '../kit/timers.ts';
import type { Health } from './app.ts';
import { appliedMigrations, knownMigrations } from './migrate.ts';
import type { Clock } from './wiring.ts';

/** The worker sleeps half a second at most; a long effect may take some. */
const CLOCK_IDLE_MAX_MS = 30_000;
/** PostgreSQL stops when it cannot write its log, of which one segment takes 16 MB. */
const DISK_MIN_MB = 64;
const MEGABYTE = 1_000_000;

interface Living {
  readonly db: Database;
  readonly clock: Pick<Clock, 'idleMs'>;
  /** Of the embedded PostgreSQL; the disk of another server is its own administrator's to watch. */
  readonly folder: string | undefined;
  readonly log: Log;
}

/** What is well, as true or false, and the figures behind it. No names, no secrets. */
export async function healthOf({ db, clock, folder, log }: Living): Promise<Health> {
  const [rows, diskFreeMb] = await Promise.all([
    askDatabase(db).catch((error: unknown) => {
      log('error', 'health.failed', errorFields(error));
      return { database: false };
    }),
    freeMb(folder),
  ]);
  return {
    ...rows,
    clock: clock.idleMs() < CLOCK_IDLE_MAX_MS,
    clockIdleMs: Math.round(clock.idleMs()),
    ...(diskFreeMb === undefined ? {} : { disk: diskFreeMb >= DISK_MIN_MB, diskFreeMb }),
  };
}

async function askDatabase(db: Database): Promise<Health> {
  const [applied, known, due] = await Promise.all([appliedMigrations(db), knownMigrations(), dueTimers(db)]);
  return {
    database: true,
    migrations: applied.join() === known.join(),
    timersDue: due.count,
    oldestTimerLateS: Math.round(due.oldestLateS),
  };
}

async function freeMb(folder: string | undefined): Promise<number | undefined> {
  if (folder === undefined) return undefined;
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / MEGABYTE);
}
