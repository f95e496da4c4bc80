import { randomBytes } from 'node:crypto';
import { readdir, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts';
import { migrate, roleOf } from '../../src/server/migrate.ts';
import type { Urls } from '../../src/server/postgres-access.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const MEMORY = '/dev/shm';
const GIGABYTE = 1_000_000_000;

/** Where tests find their server; `template` is the name of a migrated, empty database. */
export interface TestServer extends Urls {
  readonly template: string;
  /** How a database is copied in the least time: as files where those are in memory, by way of the log elsewhere. */
  readonly strategy: 'file_copy' | 'wal_log';
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

interface Running {
  readonly server: TestServer;
  readonly close: () => Promise<void>;
}

/** One server for all projects of a run: each project calls this, and each loads this module anew. */
const shared = globalThis as typeof globalThis & { testServer?: Promise<Running>; testServerUsers?: number };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testServerUsers = (shared.testServerUsers ?? 0) + 1;
  shared.testServer ??= start();
  const running = await shared.testServer;
  project.provide('testServer', running.server);
  return async () => {
    shared.testServerUsers = (shared.testServerUsers ?? 1) - 1;
    if (shared.testServerUsers > 0) return;
    delete shared.testServer;
    await running.close();
  };
}

/** DATABASE_URL and APP_DATABASE_URL when they are set (the owner then needs `createdb`), otherwise our own. */
async function start(): Promise<Running> {
  const { DATABASE_URL, APP_DATABASE_URL, RETENTION_DATABASE_URL } = process.env;
  if (!DATABASE_URL || !APP_DATABASE_URL) return startOurs();
  const urls = {
    ownerUrl: DATABASE_URL,
    appUrl: APP_DATABASE_URL,
    retentionUrl: RETENTION_DATABASE_URL ?? DATABASE_URL,
    adminUrl: DATABASE_URL,
  };
  return withTemplate(urls, Boolean(RETENTION_DATABASE_URL));
}

async function startOurs(): Promise<Running> {
  for (const parent of [tmpdir(), MEMORY]) await sweepFolders(parent);
  const folder = await quickFolder();
  const dataDir = join(folder, `wijkverbond-test-${randomBytes(6).toString('hex')}`);
  const shelf = fileURLToPath(new URL('../../data', import.meta.url));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    shelf,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { stop, ...urls } = postgres;
  const { server: made, close } = await withTemplate(urls, true);
  const server: TestServer = { ...made, strategy: folder === MEMORY ? 'file_copy' : 'wal_log' };
  const closeAll = async () => {
    await close();
    await stop();
    await removeEmbeddedPostgres(dataDir);
  };
  return { server, close: closeAll };
}

/** A file system in memory when there is plenty: making and dropping databases is mostly waiting for the disk. */
async function quickFolder(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  const isPlenty = bavail * bsize > 2 * GIGABYTE && process.availableMemory() > 4 * GIGABYTE;
  return isPlenty ? MEMORY : tmpdir();
}

/** What runs that were killed left behind. A younger folder may be one whose run has not taken its lock yet. */
async function sweepFolders(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (!name.startsWith('wijkverbond-test-')) continue;
    const dir = join(parent, name);
    const made = await stat(dir).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > 60_000) await removeEmbeddedPostgres(dir).catch(() => {});
  }
}

/**
 * Makes the template. Its number is held as a lock for as long as this run lives: databases whose number is free
 * were left by a run that was killed, and go first.
 */
export async function withTemplate(urls: Urls, hasRetention: boolean): Promise<Running> {
  const admin = new pg.Client({ connectionString: urls.adminUrl });
  await admin.connect();
  await sweepDatabases(admin);
  const run = randomBytes(4).readUInt32BE();
  await admin.query('select pg_advisory_lock($1)', [run]);
  const template = `wijktest_${run}`;
  try {
    await admin.query(`create database ${template} owner "${roleOf(urls.ownerUrl)}"`);
  } catch (error) {
    await admin.end();
    throw sayCreatedb(error, roleOf(urls.adminUrl));
  }
  await migrate({
    ownerUrl: inDatabase(urls.ownerUrl, template),
    appRole: roleOf(urls.appUrl),
    retentionRole: hasRetention ? roleOf(urls.retentionUrl) : undefined,
  });
  const close = async () => {
    await admin.query('select pg_advisory_unlock($1)', [run]);
    await sweepDatabases(admin);
    await admin.end();
  };
  return { server: { ...urls, template, strategy: 'wal_log' }, close };
}

function sayCreatedb(error: unknown, role: string): unknown {
  if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) return error;
  return new Error(
    `the tests make databases of their own, and ${role} may not: alter role "${role}" createdb (docs/configuration.md has the roles)`,
    { cause: error },
  );
}

async function sweepDatabases(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string; free: boolean }>(
    `select datname as name, pg_try_advisory_lock(split_part(datname, '_', 2)::bigint) as free
     from pg_database where datname ~ '^wijktest_[0-9]+'`,
  );
  for (const { name, free } of rows) {
    if (free) await admin.query(`drop database if exists ${name} with (force)`).catch(() => {});
  }
  await admin.query('select pg_advisory_unlock_all()');
}

export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
