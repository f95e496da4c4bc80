import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWN_SERVER_SQL } from '../kit/config.ts';
import { bareDatabase, testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createDatabase, type Database } from '../kit/db.ts';
import { refuseUnsafeServer } from './database-checks.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { appliedMigrations, knownMigrations, migrate, roleOf } from './migrate.ts';

describe('on a database that is up to date', () => {
  let database: TestDatabase;
  let appRole: string;
  beforeEach(async () => {
    database = await testDatabase();
    appRole = roleOf(database.appUrl);
  });
  afterEach(() => database.close());

  it('gives the rights out again, and takes away what is not named', async () => {
    await sql`revoke all on report from ${sql.id(appRole)}`.execute(database.owner);
    await sql`grant delete on event to ${sql.id(appRole)}`.execute(database.owner);
    await migrate({ ownerUrl: database.ownerUrl, appRole });
    const { rows } = await sql`select has_table_privilege(${appRole}, 'report', 'insert') as files,
      has_table_privilege(${appRole}, 'event', 'delete') as erases`.execute(database.owner);
    expect(rows).toEqual([{ files: true, erases: false }]);
  });

  it('lets servers that start at the same moment do so one after the other', async () => {
    const runs = [1, 2, 3, 4].map(() => migrate({ ownerUrl: database.ownerUrl, appRole }));
    expect(await Promise.all(runs)).toHaveLength(4);
  });

  it('migrates once when servers start together on an empty database', async () => {
    const empty = await bareDatabase();
    const runs = [1, 2, 3].map(() => migrate({ ownerUrl: empty.ownerUrl, appRole }));
    await Promise.all(runs);
    expect(await appliedMigrations(empty.owner)).toEqual(await knownMigrations());
    await empty.close();
  });

  it('refuses a database that a newer version of the program made', async () => {
    await sql`insert into kysely_migration values ('9999_later', '2040-01-01')`.execute(database.owner);
    const run = migrate({ ownerUrl: database.ownerUrl, appRole });
    await expect(run).rejects.toThrow(/made by a newer version of the program .*9999_later/);
  });

  it('refuses an application that logs in as the owner', async () => {
    const run = migrate({ ownerUrl: database.ownerUrl, appRole: roleOf(database.ownerUrl) });
    await expect(run).rejects.toThrow(
      /(owns the tables|superuser), so that municipalities would not be kept apart/,
    );
  });

  it('says which database does not let us in, without the password', async () => {
    const run = migrate({ ownerUrl: 'postgres://someone:geheim@127.0.0.1:9/nowhere', appRole });
    await expect(run).rejects.toThrow(
      /^the database someone@127\.0\.0\.1:9\/nowhere does not let us in: .*ECONNREFUSED/,
    );
  });

  it('names the role that does not exist', async () => {
    const run = migrate({ ownerUrl: database.ownerUrl, appRole: 'nobody_made_me' });
    await expect(run).rejects.toThrow(/the role nobody_made_me does not exist: create role/);
  });
});

describe('on a server of which the superuser changes settings', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let admin: Database;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-start-'));
    await chmod(dataDir, 0o755);
    const shelf = fileURLToPath(new URL('../../data', import.meta.url));
    postgres = await startEmbeddedPostgres({ dataDir, shelf, log: () => {} });
    admin = createDatabase(postgres.adminUrl, { connections: 1 });
  });

  afterAll(async () => {
    await admin.destroy();
    await postgres.stop();
    await removeEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  const run = (statement: string) => sql.raw(statement).execute(admin);

  it('has roles enough after the SQL that the documentation gives', async () => {
    const written = OWN_SERVER_SQL.replaceAll('wijk_', 'docs_').replace(
      'database wijkverbond',
      'database docs',
    );
    for (const statement of written.split(';').filter((part) => part.trim() !== '')) await run(statement);
    const url = new URL(postgres.adminUrl);
    Object.assign(url, { username: 'docs_owner', password: 'choose-one', pathname: 'docs' });
    const roles = { appRole: 'docs_app', retentionRole: 'docs_retention' };
    const start = () => migrate({ ownerUrl: url.href, ...roles });
    await expect(start()).resolves.toBeUndefined();
    await expect(start()).resolves.toBeUndefined();
    await run('drop database docs');
    for (const role of ['owner', 'app', 'retention']) await run(`drop role docs_${role}`);
  });
  const migrated = () =>
    migrate({ ownerUrl: postgres.ownerUrl, appRole: 'wijk_app', retentionRole: 'wijk_retention' });

  async function tables(): Promise<number> {
    const owner = createDatabase(postgres.ownerUrl, { connections: 1 });
    const { rows } = await sql`select from pg_tables where schemaname = 'public'`.execute(owner);
    await owner.destroy();
    return rows.length;
  }

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
    'changes nothing while %s is off',
    async (setting) => {
      await run(`alter system set ${setting} = off`);
      await run('select pg_reload_conf()');
      await expect
        .poll(() => migrated().then(String, String), { timeout: 10_000 })
        .toMatch(`the database has ${setting} off`);
      expect(await tables()).toBe(0);
      await run(`alter system reset ${setting}`);
      await run('select pg_reload_conf()');
      const shown = () => sql<{ on: string }>`select current_setting(${setting}) as on`.execute(admin);
      await expect.poll(async () => (await shown()).rows, { timeout: 10_000 }).toEqual([{ on: 'on' }]);
    },
  );

  it('refuses an application whose own role commits without waiting for the disk', async () => {
    await run('alter role wijk_app set synchronous_commit = off');
    const app = createDatabase(postgres.appUrl, { connections: 1 });
    await expect(refuseUnsafeServer(app, postgres.appUrl)).rejects.toThrow(/synchronous_commit off/);
    await app.destroy();
    await run('alter role wijk_app reset synchronous_commit');
  });

  it.each([
    ['superuser', 'nosuperuser', 'is a superuser'],
    ['bypassrls', 'nobypassrls', 'may bypass row-level security'],
    ['createrole', 'nocreaterole', 'may create roles'],
  ])('changes nothing while a role of the application is %s', async (might, plain, message) => {
    for (const role of ['wijk_app', 'wijk_retention']) {
      await run(`alter role ${role} ${might}`);
      await expect(migrated()).rejects.toThrow(`the role ${role} ${message}`);
      await run(`alter role ${role} ${plain}`);
    }
    expect(await tables()).toBe(0);
  });

  it('changes nothing while the application is a member of the owner', async () => {
    await run('grant wijk_owner to wijk_app');
    await expect(migrated()).rejects.toThrow('the role wijk_app owns the tables');
    await run('revoke wijk_owner from wijk_app');
    expect(await tables()).toBe(0);
  });

  it('makes the tables when nothing stands in the way', async () => {
    await migrated();
    expect(await tables()).toBeGreaterThan(10);
  });
});

describe('the role of a connection', () => {
  it('is the user name, decoded', () => {
    expect(roleOf('postgres://wijk%2Fapp:geheim@127.0.0.1:5432/wijkverbond')).toBe('wijk/app');
  });

  it.each(['postgres://127.0.0.1/wijkverbond', 'wijkverbond'])('is asked for when %s has none', (url) => {
    expect(() => roleOf(url)).toThrow('expected a connection URL with a user name');
  });
});
