import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { advanceClock, databaseNow, sleep } from '../../src/kit/clock.ts';
import { createDatabase, type Database } from '../../src/kit/db.ts';
import { roleOf } from '../../src/server/migrate.ts';
import { inDatabase } from './global-setup.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** A database of one test file: migrated, empty, and nobody else's. */
export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly retentionUrl: string;
  /** As the application connects: held by row-level security. */
  readonly app: Database;
  /** As the migrations connect. */
  readonly owner: Database;
  /** Ends both pools. */
  leave(): Promise<void>;
  /** Ends both pools and drops the database. */
  close(): Promise<void>;
}

/** Makes a fresh database (about 30 ms); call `close()` in `afterAll` or `afterEach`. */
export function testDatabase(): Promise<TestDatabase> {
  const { template, strategy } = inject('testServer');
  return makeDatabase(`template ${template} strategy ${strategy}`);
}

/**
 * A copy of a database that is filled once in a run, by whichever worker asks first. What fills it closes its own
 * connections; that it was filled a while ago shows on the clock.
 */
export async function copyOf(
  name: string,
  fill: (database: TestDatabase) => Promise<unknown>,
): Promise<TestDatabase> {
  const server = inject('testServer');
  const kept = `${server.template}_kept_${name}`;
  await withAdmin(server.adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(hashtext($1))', [kept]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [kept]);
    if (rowCount) return;
    const database = await testDatabase();
    await fill(database);
    await database.leave();
    await admin.query(`alter database ${new URL(database.ownerUrl).pathname.slice(1)} rename to ${kept}`);
  });
  return makeDatabase(`template ${kept} strategy ${server.strategy}`);
}

/** One without any table: what a new installation begins with. */
export function bareDatabase(): Promise<TestDatabase> {
  return makeDatabase(`template template0 encoding 'UTF8'`);
}

/**
 * Before what counts within a limit: where the window (an hour, a minute, by the clock) is nearly over, on to the next one.
 * Else a count that begins at two minutes to six ends in two windows.
 */
export async function clearOfWindowEnd(owner: Database, windowMs: number): Promise<void> {
  const leftMs = windowMs - ((await databaseNow(owner)).getTime() % windowMs);
  if (leftMs < windowMs / 5) await advanceClock(owner, leftMs, { production: false });
}

export const HOUR_MS = 3_600_000;

async function makeDatabase(like: string): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `${server.template}_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.adminUrl, `create database ${name} ${like} owner "${roleOf(server.ownerUrl)}"`);
  const [ownerUrl, appUrl, retentionUrl] = [server.ownerUrl, server.appUrl, server.retentionUrl].map((url) =>
    inDatabase(url, name),
  ) as [string, string, string];
  const app = createDatabase(appUrl, { connections: 6 });
  const owner = createDatabase(ownerUrl, { connections: 2 });
  const leave = async () => {
    await Promise.all([app.destroy(), owner.destroy()]);
  };
  const close = async () => {
    await leave();
    await dropDatabase(server.adminUrl, name);
  };
  return { ownerUrl, appUrl, retentionUrl, app, owner, leave, close };
}

/** An owner without superuser may not cut off autovacuum, which can be at work in the database: then a moment later. */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    } catch (error) {
      if (attempt === 20 || (error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
      await sleep(250);
    }
  }
}

const asAdmin = (adminUrl: string, statement: string) =>
  withAdmin(adminUrl, async (admin) => void (await admin.query(statement)));

async function withAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
