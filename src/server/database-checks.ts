import { sql, type Kysely } from 'kysely';

const OLDEST = 150_000;

interface Settings {
  version: number;
  version_name: string;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
}

/**
 * Refuses a server that does not let us in, that is too old, or on which an acknowledged report could be lost.
 * Settings can differ by role and database, so every role that writes asks on its own connection (`db`, made of `url`).
 */
export async function refuseUnsafeServer(db: Kysely<unknown>, url: string): Promise<void> {
  const found = await settingsOf(db).catch((error: unknown) => {
    throw new Error(`the database ${withoutPassword(url)} does not let us in: ${String(error)}`, {
      cause: error,
    });
  });
  if (found.version < OLDEST) throw new Error(`expected PostgreSQL 15 or newer, got ${found.version_name}`);
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).find(
    (name) => found[name] === 'off',
  );
  if (!off) return;
  throw new Error(
    `the database has ${off} off, so that a power cut would lose reports that were acknowledged: ` +
      `turn it on (alter system reset ${off}; select pg_reload_conf(); look at alter role and alter database too)`,
  );
}

async function settingsOf(db: Kysely<unknown>): Promise<Settings> {
  const { rows } = await sql<Settings>`select
    current_setting('server_version_num')::int as version, current_setting('server_version') as version_name,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit`.execute(db);
  const [found] = rows;
  if (!found) throw new Error('it did not tell its settings');
  return found;
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'of the configuration';
  const { username, host, pathname } = new URL(url);
  return `${username}@${host}${pathname}`;
}

interface Standing {
  is_super: boolean;
  is_bypass: boolean;
  is_owner: boolean;
  makes_roles: boolean;
}

/**
 * Refuses a role for which row-level security or the rights of the tables would not hold, itself or as a member of
 * another. `db` is the connection of the owner-to-be: before the first migration there are no tables to own.
 */
export async function refuseMightyRole(db: Kysely<unknown>, role: string): Promise<void> {
  const { rows } = await sql<Standing>`select
    bool_or(other.rolsuper) as is_super, bool_or(other.rolbypassrls) as is_bypass, bool_or(other.rolcreaterole) as makes_roles,
    bool_or(other.rolname = current_user or other.oid in (select relowner from pg_class where relnamespace = 'public'::regnamespace)) as is_owner
    from pg_roles self join pg_roles other on pg_has_role(self.oid, other.oid, 'member')
    where self.rolname = ${role} having count(*) > 0`.execute(db);
  const [found] = rows;
  if (!found) throw new Error(`the role ${role} does not exist: create role "${role}" login password '…'`);
  const reason = whyTooMighty(found);
  if (reason)
    throw new Error(
      `the role ${role} ${reason}, so that municipalities would not be kept apart: give the application a role that is nothing but login`,
    );
}

function whyTooMighty(found: Standing): string | undefined {
  if (found.is_super) return 'is a superuser';
  if (found.is_bypass) return 'may bypass row-level security';
  if (found.is_owner) return 'owns the tables';
  return found.makes_roles ? 'may create roles' : undefined;
}
