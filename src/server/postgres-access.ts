import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, rename, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { exists, textOf, type Home } from './postgres-home.ts';

const DATABASE = 'wijkverbond';

/** What one needs to get in: the port of the last start and a password for each role. */
export interface Access {
  readonly port: number;
  readonly passwords: Readonly<Record<'postgres' | 'wijk_owner' | 'wijk_app' | 'wijk_retention', string>>;
}

export interface Urls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly retentionUrl: string;
  /** Superuser, database `postgres`. */
  readonly adminUrl: string;
}

export function urlsOf({ port, passwords }: Access): Urls {
  const url = (role: keyof Access['passwords'], database: string) =>
    `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
  return {
    ownerUrl: url('wijk_owner', DATABASE),
    appUrl: url('wijk_app', DATABASE),
    retentionUrl: url('wijk_retention', DATABASE),
    adminUrl: url('postgres', 'postgres'),
  };
}

function newAccess(): Access {
  const password = () => randomBytes(24).toString('hex');
  return {
    port: 0,
    passwords: {
      postgres: password(),
      wijk_owner: password(),
      wijk_app: password(),
      wijk_retention: password(),
    },
  };
}

export async function readAccess(home: Home): Promise<Access | undefined> {
  const text = await textOf(join(home.dir, 'access.json'));
  return text === undefined ? undefined : (JSON.parse(text) as Access);
}

/**
 * The passwords of this database, made before the database is, and a port that is free now.
 * Call it when nothing of ours runs any more: the port of the last start is taken again when it can be.
 */
export async function giveAccess(home: Home): Promise<Access> {
  const known = await readAccess(home);
  if (!known && (await exists(home.cluster)))
    throw new Error(
      `access.json is missing in ${home.dir}: put it back, or remove the folder to begin with an empty database`,
    );
  const access = { ...(known ?? newAccess()), port: await freePort(known?.port ?? 0) };
  if (access.port !== known?.port) await writeAccess(home, access);
  return access;
}

/** Whole or not at all, and readable for the owner of the folder only. */
async function writeAccess(home: Home, access: Access): Promise<void> {
  const file = join(home.dir, 'access.json');
  await writeFile(`${file}.new`, JSON.stringify(access), { mode: 0o600, flush: true });
  const { uid, gid } = await stat(home.dir);
  await chown(`${file}.new`, uid, gid);
  await rename(`${file}.new`, file);
}

/** The port of the last start when it is still free, otherwise one that the system picks. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort(0);
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes the three roles and their database where they are missing; a start that was cut short is finished by the next. */
export async function prepareRoles(access: Access): Promise<void> {
  const admin = new pg.Client({ connectionString: urlsOf(access).adminUrl });
  await admin.connect();
  try {
    await makeMissing(admin, access);
  } finally {
    await admin.end();
  }
}

async function makeMissing(admin: pg.Client, { passwords }: Access): Promise<void> {
  const made = await admin.query('select from pg_database where datname = $1', [DATABASE]);
  if (made.rowCount) return;
  for (const role of ['wijk_owner', 'wijk_app', 'wijk_retention'] as const) {
    const known = await admin.query('select from pg_roles where rolname = $1', [role]);
    if (!known.rowCount) await admin.query(`create role ${role} login password '${passwords[role]}'`);
  }
  await admin.query(`create database ${DATABASE} owner wijk_owner`);
}
