import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sql, type Kysely } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { applyPrivileges, type Roles } from '../../db/privileges.ts';
import { createDatabase } from '../kit/db.ts';
import { refuseMightyRole, refuseUnsafeServer } from './database-checks.ts';

const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Any number, but ours: servers that start together give out the rights one after the other. */
const PRIVILEGES_LOCK = 7_203_945_118;

interface MigrateOptions {
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly retentionRole?: string | undefined;
}

/**
 * Brings the tables up to date and gives the rights out again; safe to run from several servers at once.
 * Throws, without having changed anything, on a server or a role that would not keep what we promise.
 */
export async function migrate({ ownerUrl, appRole, retentionRole }: MigrateOptions): Promise<void> {
  const db = createDatabase(ownerUrl, { connections: 1 });
  const roles = retentionRole ? [appRole, retentionRole] : [appRole];
  try {
    await refuseUnsafeServer(db, ownerUrl);
    for (const role of roles) await refuseMightyRole(db, role);
    await runMigrations(db);
    await db.transaction().execute((tx) => giveRights(tx, { appRole, retentionRole }));
  } finally {
    await db.destroy();
  }
}

/** Gives the rights out again, inside a transaction of the owner. */
export async function giveRights(tx: Kysely<unknown>, roles: Roles): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PRIVILEGES_LOCK})`.execute(tx);
  await applyPrivileges(tx, roles);
}

/** Every migration of this program, in order. */
export async function knownMigrations(): Promise<string[]> {
  return Object.keys(await provider().getMigrations()).toSorted();
}

/** The migrations that made this database, in order; none when it has no tables of ours. */
export async function appliedMigrations(db: Kysely<unknown>): Promise<string[]> {
  const { rows: found } = await sql`select from pg_class
    where relnamespace = 'public'::regnamespace and relname = 'kysely_migration'`.execute(db);
  if (found.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).toSorted();
}

/** The role in the user name of a connection URL. */
export function roleOf(url: string): string {
  const role = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : '';
  if (role) return role;
  throw new Error('expected a connection URL with a user name, like postgres://role:password@host/database');
}

function provider(): FileMigrationProvider {
  return new FileMigrationProvider({
    fs: { readdir: async (dir) => (await readdir(dir)).filter((file) => !file.endsWith('.test.ts')) },
    path: { join },
    migrationFolder: MIGRATIONS,
    import: (file) => import(pathToFileURL(file).href),
  });
}

/**
 * Forward only, to `upTo` or to the newest. All or nothing: Kysely runs what is missing in one transaction (in `db` itself
 * when that is one), under a lock of its own.
 */
export async function runMigrations(db: Kysely<unknown>, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: provider() });
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (!error) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(failed ? `migration ${failed} failed: ${message(error)}` : advise(message(error)), {
    cause: error,
  });
}

function advise(text: string): string {
  return text.includes('is missing')
    ? `this database was made by a newer version of the program (${text}): start that version`
    : text;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
