import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/server/embedded-postgres.ts';
import { roleOf } from '../../src/server/migrate.ts';

export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A folder of this run, on disk. */
  readonly folder: string;
  /** Removes everything again. */
  readonly close: () => Promise<void>;
}

/**
 * An empty database, on the server that DATABASE_URL and APP_DATABASE_URL name, else on the embedded PostgreSQL.
 * With `keep` it is the embedded one of that folder, with what is in it, and closing it leaves it there.
 */
export async function makeDatabase({ keep }: { keep?: string | undefined } = {}): Promise<BenchDatabase> {
  if (keep !== undefined) return keptDatabase(resolve(keep));
  const folder = await mkdtemp(join(tmpdir(), 'wijkverbond-bench-'));
  await chmod(folder, 0o755);
  const { DATABASE_URL, APP_DATABASE_URL } = process.env;
  const made =
    DATABASE_URL && APP_DATABASE_URL
      ? await onServer(DATABASE_URL, APP_DATABASE_URL)
      : await embedded(folder);
  const close = async () => {
    await made.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...made, folder, close };
}

async function keptDatabase(folder: string): Promise<BenchDatabase> {
  await mkdir(folder, { recursive: true });
  const { ownerUrl, appUrl, stop } = await startEmbedded(folder);
  return { ownerUrl, appUrl, folder, close: stop };
}

type Made = Pick<BenchDatabase, 'ownerUrl' | 'appUrl' | 'close'>;

async function embedded(folder: string): Promise<Made> {
  const { ownerUrl, appUrl, stop } = await startEmbedded(folder);
  const close = async () => {
    await stop();
    await removeEmbeddedPostgres(join(folder, 'postgres'));
  };
  return { ownerUrl, appUrl, close };
}

function startEmbedded(folder: string): Promise<EmbeddedPostgres> {
  const shelf = fileURLToPath(new URL('../../data', import.meta.url));
  return startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), shelf, log: console.error });
}

/** A database of its own beside the one that is named there: that one may be somebody's. */
async function onServer(ownerUrl: string, appUrl: string): Promise<Made> {
  const name = `wijkbench_${randomBytes(6).toString('hex')}`;
  await ask(ownerUrl, `create database ${name} owner "${roleOf(ownerUrl)}"`);
  const inIt = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    ownerUrl: inIt(ownerUrl),
    appUrl: inIt(appUrl),
    close: () => ask(ownerUrl, `drop database ${name} with (force)`),
  };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
