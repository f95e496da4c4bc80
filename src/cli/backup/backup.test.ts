import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { bareDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { seededDatabase } from '../../../tests/support/seeded.ts';
import { readConfig } from '../../kit/config.ts';
import { inTenant } from '../../kit/db.ts';
import { allMunicipalities } from '../../places/index.ts';
import { migrate, roleOf, runMigrations } from '../../server/migrate.ts';
import { takePlace } from '../../server/running.ts';
import { findBreaches } from '../verify.ts';
import { backUp } from './back-up.ts';
import { backupCommand, restoreCommand } from './commands.ts';
import { restore, type Restored } from './restore.ts';
import { writeWhole } from './whole-file.ts';

const PASSPHRASE = 'vier losse woorden hier';

let seeded: TestDatabase;
let dir: string;
let plain: string;
let sealed: string;
const targets: TestDatabase[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wijkverbond-backup-'));
  seeded = await seededDatabase();
  plain = join(dir, 'plain.backup');
  sealed = join(dir, 'sealed.backup');
  const request = { ownerUrl: seeded.ownerUrl, program: '0.1.0' };
  await backUp({ ...request, file: plain, passphrase: undefined });
  await backUp({ ...request, file: sealed, passphrase: PASSPHRASE });
}, 120_000);
afterEach(async () => {
  for (const target of targets.splice(0)) await target.close();
});
afterAll(async () => {
  await seeded.close();
  await rm(dir, { recursive: true, force: true });
});

async function bare(): Promise<TestDatabase> {
  const target = await bareDatabase();
  targets.push(target);
  return target;
}

function into({ ownerUrl, appUrl }: TestDatabase, file: string, passphrase?: string): Promise<Restored> {
  const { ownerUrl: serverOwner, retentionUrl } = inject('testServer');
  const retentionRole = retentionUrl === serverOwner ? undefined : roleOf(retentionUrl);
  return restore({ ownerUrl, appRole: roleOf(appUrl), retentionRole, file, passphrase });
}

/** Every row of every table that belongs to a municipality, as text, and the lists that all share. */
async function contents({ owner }: TestDatabase): Promise<Map<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ '^kysely' order by 1`.execute(
    owner,
  );
  const found = new Map<string, string[]>();
  for (const { id } of await allMunicipalities(owner)) {
    await inTenant(owner, id, async (tx) => {
      for (const { name } of tables) {
        const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(
          tx.kysely,
        );
        found.set(name, [...new Set([...(found.get(name) ?? []), ...rows.map(({ row }) => row)])].toSorted());
      }
    });
  }
  return found;
}

const tableCount = async ({ owner }: TestDatabase) =>
  (
    await sql`select from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
      owner,
    )
  ).rows.length;

describe('a backup', () => {
  it('restores to the same rows, and verify finds nothing', async () => {
    const target = await bare();
    const restored = await into(target, plain);
    // 33 that came in, and three parts
    expect(restored.tail.tables.report?.rows).toBe(36);
    const [before, after] = [await contents(seeded), await contents(target)];
    before.set('session', []);
    before.set('rate_limit', []);
    expect(after).toEqual(before);
    expect(await findBreaches(target.app)).toEqual([]);
  });

  it('goes on counting where the old database stopped', async () => {
    const target = await bare();
    await into(target, plain);
    const next = async ({ owner }: TestDatabase) =>
      (await sql<{ n: number }>`select nextval('report_number') as n`.execute(owner)).rows[0]?.n;
    expect(await next(target)).toBe(await next(seeded));
  });

  it('makes timers that are lost again from the reports', async () => {
    const lost = await seededDatabase();
    targets.push(lost);
    await sql`delete from timer`.execute(lost.owner);
    const file = join(dir, 'lost.backup');
    await backUp({ ownerUrl: lost.ownerUrl, file, passphrase: undefined, program: '0.1.0' });
    const target = await bare();
    expect((await into(target, file)).timersRebuilt).toBeGreaterThan(0);
    expect(await findBreaches(target.app)).toEqual([]);
  }, 120_000);

  it('is readable for its owner alone, and leaves no draft beside it', async () => {
    expect((await stat(plain)).mode & 0o777).toBe(0o600);
    expect((await readdir(dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('shows nothing of its contents when it is encrypted, nor that two are of the same rows', async () => {
    const again = join(dir, 'again.backup');
    await backUp({ ownerUrl: seeded.ownerUrl, file: again, passphrase: PASSPHRASE, program: '0.1.0' });
    const [one, other] = [await readFile(sealed), await readFile(again)];
    expect(one.subarray(200, 232).equals(other.subarray(200, 232))).toBe(false);
    expect(one.includes('0001_kit')).toBe(false);
    const target = await bare();
    await into(target, again, PASSPHRASE);
    expect(await findBreaches(target.app)).toEqual([]);
  });

  it('is of one moment, also when somebody writes while it is made', async () => {
    const [{ id } = { id: '' }] = await allMunicipalities(seeded.owner);
    const insert = () =>
      inTenant(seeded.owner, id, (tx) =>
        sql`insert into event (municipality_id, stream, seq, id, at, actor_kind, kind, data)
          select ${id}, 'test:' || gen_random_uuid(), 1, gen_random_uuid(), wijk_now(), 'system', 'test', '{}'`.execute(
          tx.kysely,
        ),
      );
    let writing = true;
    const writer = (async () => {
      while (writing) await insert();
    })();
    const file = join(dir, 'busy.backup');
    await backUp({ ownerUrl: seeded.ownerUrl, file, passphrase: undefined, program: '0.1.0' });
    writing = false;
    await writer;
    await inTenant(seeded.owner, id, (tx) => sql`delete from event where kind = 'test'`.execute(tx.kysely));
    const target = await bare();
    await into(target, file);
    expect(await findBreaches(target.app)).toEqual([]);
  });

  it('never overwrites a file', async () => {
    await expect(
      backUp({ ownerUrl: seeded.ownerUrl, file: plain, passphrase: undefined, program: '0.1.0' }),
    ).rejects.toThrow(`${plain} is there already`);
  });

  it.runIf(process.platform === 'linux')('says so when the disk is full, and leaves nothing', async () => {
    // On this device every write fails as on a full disk.
    const write = writeWhole(join(dir, 'full'), () => writeFile('/dev/full', 'x'));
    await expect(write).rejects.toThrow(`the disk of ${dir} is full: no backup was made`);
    expect((await readdir(dir)).filter((name) => name.includes('full'))).toEqual([]);
  });
});

describe('what is refused leaves the database as it was', () => {
  const damaged = async (name: string, of: string, change: (file: string) => Promise<void>) => {
    const file = join(dir, name);
    await writeFile(file, await readFile(of));
    await change(file);
    return file;
  };
  const flip = (at: number) => async (file: string) => {
    const bytes = await readFile(file);
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    await writeFile(file, bytes);
  };
  const shorter = (by: number) => async (file: string) => truncate(file, (await stat(file)).size - by);

  it.each([
    ['a changed byte', 'plain', flip(5000), 'is damaged'],
    ['a changed byte at the end', 'plain', flip(-3), 'is damaged'],
    ['a changed first line', 'plain', flip(25), 'is damaged'],
    ['a changed byte of an encrypted one', 'sealed', flip(5000), 'is damaged'],
    ['a missing last byte', 'plain', shorter(1), 'is cut off'],
    ['a missing half of an encrypted one', 'sealed', shorter(9000), 'is cut off'],
    ['nothing behind the first line', 'plain', (file: string) => truncate(file, 60), 'is cut off'],
    ['bytes behind the end', 'plain', (file: string) => writeFile(file, 'x', { flag: 'a' }), 'is damaged'],
    [
      'another file',
      'plain',
      (file: string) => writeFile(file, 'x'.repeat(999)),
      'not a backup of Wijkverbond',
    ],
  ] as const)('%s', async (what, of, change, message) => {
    const file = await damaged(`${what}.backup`, of === 'plain' ? plain : sealed, change);
    const target = await bare();
    await expect(into(target, file, of === 'plain' ? undefined : PASSPHRASE)).rejects.toThrow(message);
    expect(await tableCount(target)).toBe(0);
  });

  it('a wrong passphrase, and none', async () => {
    const target = await bare();
    await expect(into(target, sealed, 'vier andere woorden hier')).rejects.toThrow('not the one with which');
    await expect(into(target, sealed)).rejects.toThrow('is encrypted: set BACKUP_PASSPHRASE_FILE');
    expect(await tableCount(target)).toBe(0);
  });

  it('a database that has a municipality', async () => {
    await expect(into(seeded, plain)).rejects.toThrow(/empty database only|uses this database/);
  });

  it('a database with tables of another program', async () => {
    const target = await bare();
    await sql`create table theirs (id integer)`.execute(target.owner);
    await target.owner.destroy();
    await expect(into(target, plain)).rejects.toThrow(
      'empty database only, and this one has tables of another version',
    );
  });

  it('a database in which a server works', async () => {
    const target = await bare();
    await sql`select 1`.execute(target.owner);
    await expect(into(target, plain)).rejects.toThrow('a server or another command uses this database');
  });
});

describe('an older schema', () => {
  it('is restored as it was and migrated forward', async () => {
    const old = await bare();
    await runMigrations(old.owner, '0003_people');
    const file = join(dir, 'old.backup');
    await backUp({ ownerUrl: old.ownerUrl, file, passphrase: undefined, program: '0.0.9' });
    const target = await bare();
    const { head, migratedForward } = await into(target, file);
    expect(head.migrations.at(-1)).toBe('0003_people');
    expect(migratedForward[0]).toBe('0004_reports');
    expect(await tableCount(target)).toBe(await tableCount(seeded));
  });

  it('fits into a database of that schema in which nothing happened yet', async () => {
    const target = await bare();
    const { ownerUrl, appUrl } = target;
    await migrate({ ownerUrl, appRole: roleOf(appUrl) });
    await into(target, plain);
    expect(await findBreaches(target.app)).toEqual([]);
  });
});

describe('the commands', () => {
  let said = '';
  const configOf = ({ ownerUrl, appUrl, retentionUrl }: TestDatabase, more: Record<string, string> = {}) =>
    readConfig({
      DATABASE_URL: ownerUrl,
      APP_DATABASE_URL: appUrl,
      RETENTION_DATABASE_URL: retentionUrl === ownerUrl ? '' : retentionUrl,
      ...more,
    });
  beforeEach(() => {
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('say how long a backup may be kept and whether it is encrypted, and prove what they restored', async () => {
    const file = join(dir, 'by-command.backup');
    const pass = join(dir, 'passphrase');
    await writeFile(pass, `${PASSPHRASE}\n`);
    const more = { BACKUP_PASSPHRASE_FILE: pass, BACKUP_KEEP_DAYS: '7' };
    expect(await backupCommand(configOf(seeded, more), [file])).toBe(0);
    expect(said).toMatch(/personal data.*destroy this file before \d{4}-\d\d-\d\d \(BACKUP_KEEP_DAYS=7\)/);
    expect(said).toContain('It is encrypted');
    const target = await bare();
    expect(await restoreCommand(configOf(target, more), [file])).toBe(0);
    expect(said).toContain('counts and hashes agree');
    expect(said).toMatch(/\d+ invariants hold\./);
  });

  it('refuse a passphrase that is too short to be one', async () => {
    const pass = join(dir, 'short');
    await writeFile(pass, 'kort\n');
    const config = configOf(seeded, { BACKUP_PASSPHRASE_FILE: pass });
    await expect(backupCommand(config, [join(dir, 'no.backup')])).rejects.toThrow('expected 12 or more');
  });

  it('refuse to restore where a server runs, and a file that is not there', async () => {
    const dataDir = await mkdtemp(join(dir, 'data-'));
    const config = readConfig({ DATA_DIR: dataDir });
    const place = await takePlace(dataDir);
    await place?.announce('http://127.0.0.1:3999');
    await expect(restoreCommand(config, [plain])).rejects.toThrow(
      'a server runs on this data (http://127.0.0.1:3999, process',
    );
    await place?.leave();
    await expect(restoreCommand(config, [join(dir, 'nowhere')])).rejects.toThrow(
      'expected the file of a backup',
    );
  });
});
