import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sql, type Kysely } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { applyPrivileges } from '../../db/privileges.ts';
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
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${PRIVILEGES_LOCK})`.execute(tx);
      await applyPrivileges(tx, { appRole, retentionRole });
    });
  } finally {
    await db.destroy();
  }
}

/** The role in the user name of a connection URL. */
export function roleOf(url: string): string {
  const role = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : '';
  if (role) return role;
  throw new Error('expected a connection URL with a user name, like postgres://role:password@host/database');
}

/** All or nothing: Kysely runs what is missing in one transaction, under a lock of its own. */
async function runMigrations(db: Kysely<unknown>): Promise<void> {
  const provider = new FileMigrationProvider({
    fs: { readdir: async (dir) => (await readdir(dir)).filter((file) => !file.endsWith('.test.ts')) },
    path: { join },
    migrationFolder: MIGRATIONS,
    import: (file) => import(pathToFileURL(file).href),
  });
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
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
