import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fchownSync, openSync, statSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { sleep } from '../kit/clock.ts';
import { urlsOf, type Access } from './postgres-access.ts';
import { exists, textOf, type Home } from './postgres-home.ts';
import { hasEnded } from './postgres-keeper.ts';

/** PostgreSQL's own defaults stand (`fsync` and its kin are on); these differ. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  // A worker that hangs inside a transaction gives its rows back.
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // What people wrote must not reach the log through the detail of an error or a failed statement.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

const LOG_LIMIT_BYTES = 10_000_000;
export const PORT_TAKEN = 'another program took the port of PostgreSQL';
const WRONG_PASSWORD = '28P01';

/** Makes the cluster where there is none: under another name first, so that one cut short is never taken for whole. */
export async function makeCluster(home: Home, binaries: string, access: Access): Promise<void> {
  if (await exists(home.cluster)) return refuseOtherVersion(home, binaries);
  const draft = `${home.cluster}.new`;
  const passwordFile = join(home.dir, 'initdb.password');
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, access.passwords.postgres, { mode: 0o600 });
    const { account } = home;
    if (account)
      await Promise.all([draft, passwordFile].map((path) => chown(path, account.uid, account.gid)));
    await promisify(execFile)(
      join(binaries, 'bin/initdb'),
      initdbArguments(draft, passwordFile),
      surroundings(home),
    );
  } catch (error) {
    throw new Error(explain(home, String((error as { stderr?: string }).stderr || error)), { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, home.cluster);
}

/**
 * Starts PostgreSQL and waits until it lets its superuser in, however long its recovery takes.
 * `onSpawn` gets the process at once, so that it can be stopped while it recovers. Throws when it ends before that.
 */
export async function startPostgres(
  home: Home,
  binaries: string,
  access: Access,
  onSpawn: (child: ChildProcess) => void,
): Promise<ChildProcess> {
  const logFile = join(home.dir, 'postgres.log');
  const logged = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (logged > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
  const child = spawnPostgres(home, binaries, access.port, logFile);
  await once(child, 'spawn').catch((error: unknown) => {
    throw new Error(explain(home, String(error)), { cause: error });
  });
  onSpawn(child);
  while (!hasEnded(child)) {
    const answer = await knock(urlsOf(access).adminUrl);
    if (answer === 'open') return child;
    await sleep(answer === 'wrong password' ? 500 : 20);
    if (answer === 'wrong password' && !hasEnded(child)) await refusePassword(child, home);
  }
  const lines = (await textOf(logFile)) ?? '';
  throw new Error(explain(home, lines.slice(logged > LOG_LIMIT_BYTES ? 0 : logged)));
}

function initdbArguments(draft: string, passwordFile: string): string[] {
  const values = {
    pgdata: draft,
    username: 'postgres',
    pwfile: passwordFile,
    auth: 'scram-sha-256',
    encoding: 'UTF8',
    // Sorts by code point, folds the case of all letters, and needs no locale of the machine.
    locale: 'C',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
  };
  const named = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
  return [...named, '--data-checksums', '--no-instructions'];
}

/** In a session of its own, so that Ctrl-C reaches us first and running requests still find their database. */
function spawnPostgres(home: Home, binaries: string, port: number, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const { uid, gid } = statSync(home.dir);
    fchownSync(log, uid, gid);
    const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    return spawn(join(binaries, 'bin/postgres'), ['-D', home.cluster, ...settings], {
      ...surroundings(home),
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** Nothing of our environment: a PGDATA, PGOPTIONS or LANG of the machine must not change the database. */
function surroundings(home: Home): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  return { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, ...home.account };
}

/** The superuser's password is known to this cluster only, so whoever opens is not a stranger on our port. */
export async function knock(adminUrl: string): Promise<'open' | 'closed' | 'wrong password'> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'open';
  } catch (error) {
    return (error as { code?: string }).code === WRONG_PASSWORD ? 'wrong password' : 'closed';
  } finally {
    await client.end().catch(() => {});
  }
}

async function refusePassword(child: ChildProcess, home: Home): Promise<never> {
  child.kill('SIGINT');
  await once(child, 'exit');
  throw new Error(
    `access.json in ${home.dir} does not hold the password of the database next to it: put the right one back, or remove the folder to begin with an empty database`,
  );
}

async function refuseOtherVersion(home: Home, binaries: string): Promise<void> {
  const made = (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  const ours = /postgresql-(\d+)/.exec(binaries)?.[1];
  if (made !== ours)
    throw new Error(
      `the database in ${home.dir} was made by PostgreSQL ${made} and this is PostgreSQL ${ours}: move its contents with pg_dump and pg_restore`,
    );
}

/** What went wrong, for the person who can do something about it. */
export function explain(home: Home, text: string): string {
  if (/No space left|ENOSPC/.test(text))
    return `the disk of ${home.dir} is full: PostgreSQL needs about 200 MB to begin`;
  if (/could not bind|could not create any TCP/.test(text)) return PORT_TAKEN;
  if (/Permission denied|EACCES|EPERM|Read-only file system|EROFS/.test(text))
    return `PostgreSQL may not write in ${home.dir}: ${text.trim()}`;
  if (/shared librar|GLIBC|ENOENT/.test(text))
    return `the PostgreSQL of npm does not run on this system (it needs glibc): set DATABASE_URL and APP_DATABASE_URL. ${text.trim()}`;
  return `PostgreSQL did not start in ${home.dir}: ${text.trim().split('\n').slice(-8).join('\n')}`;
}
