import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { removeEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { reaches } from './postgres-home.ts';
import type { Urls } from './postgres-access.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shelf = join(root, 'data');
const module_ = new URL('./embedded-postgres.ts', import.meta.url).href;
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };

let template: string;
let folder: string;
let dataDir: string;
let running: EmbeddedPostgres[];
let launchers: ChildProcess[];

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'wijkverbond-start-'));
  await chmod(template, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: join(template, 'postgres'), shelf, log: () => {} });
  await query(postgres.ownerUrl, 'create table kept (n integer)');
  await postgres.stop();
});

afterAll(async () => {
  await removeEmbeddedPostgres(join(template, 'postgres'));
  await rm(template, { recursive: true, force: true });
});

/** Each test begins with nothing, or with a copy of a database that was stopped (quicker than making one). */
function copyOfStopped(): void {
  expect(spawnSync('cp', ['-a', join(template, 'postgres'), dataDir]).status).toBe(0);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wijkverbond-start-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'postgres');
  running = [];
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) await kill(launcher);
  for (const postgres of running) await postgres.stop();
  if (!(await removeEmbeddedPostgres(dataDir))) throw new Error(`something still holds ${dataDir}`);
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, shelf, log: () => {} });
  running.push(postgres);
  return postgres;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function writeRow({ ownerUrl }: Urls): Promise<void> {
  await query(ownerUrl, 'create table if not exists kept (n integer)');
  await query(ownerUrl, 'insert into kept values (42)');
}

const readRows = ({ ownerUrl }: Urls) => query<{ n: number }>(ownerUrl, 'select n from kept');

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8'), 10);
}

async function kill(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
}

/** A dead process whose parent has not asked after it yet (state Z) is dead. */
async function isAlive(pid: number): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) Z/.test(line);
}

/** A process of its own that starts the database, says where it is, and then does what `next` says. */
async function launchElsewhere(
  next = 'setInterval(() => {}, 1e6)',
  account = {},
): Promise<{ urls: Urls; launcher: ChildProcess }> {
  const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module_)});
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, shelf: ${JSON.stringify(shelf)}, log() {} });
    console.log(JSON.stringify(postgres)); ${next}`;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...account,
  });
  launchers.push(launcher);
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  return { urls: JSON.parse(line.toString()) as Urls, launcher };
}

it('makes an owner of the database and two roles that are nothing but log-ins', async () => {
  const { adminUrl, appUrl, retentionUrl } = await start();
  const roles = await query(
    adminUrl,
    `select rolname, rolcanlogin, rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication as mighty,
       rolname = pg_get_userbyid(datdba) as owns from pg_roles, pg_database where rolname like 'wijk%' and datname = 'wijkverbond' order by 1`,
  );
  expect(roles).toEqual([
    { rolname: 'wijk_app', rolcanlogin: true, mighty: false, owns: false },
    { rolname: 'wijk_owner', rolcanlogin: true, mighty: false, owns: true },
    { rolname: 'wijk_retention', rolcanlogin: true, mighty: false, owns: false },
  ]);
  expect(await query(appUrl, 'select current_user')).toEqual([{ current_user: 'wijk_app' }]);
  expect(await query(retentionUrl, 'select current_user')).toEqual([{ current_user: 'wijk_retention' }]);
});

it('keeps what it acknowledges, listens on this machine only and asks everyone for a password', async () => {
  copyOfStopped();
  const { adminUrl } = await start();
  const names = `'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses', 'server_encoding', 'unix_socket_directories'`;
  const settings = await query<{ name: string; setting: string }>(
    adminUrl,
    `select name, setting from pg_settings where name in (${names})`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
    unix_socket_directories: '',
  });
  expect(await query(adminUrl, `select distinct auth_method from pg_hba_file_rules`)).toEqual([
    { auth_method: 'scram-sha-256' },
  ]);
});

it('keeps rows, passwords and port through a stop and a new start', async () => {
  copyOfStopped();
  const first = await start();
  await writeRow(first);
  await first.stop();
  const second = await start();
  expect(second).toMatchObject({ ownerUrl: first.ownerUrl, appUrl: first.appUrl });
  expect(await readRows(second)).toEqual([{ n: 42 }]);
});

it('starts PostgreSQL again on the same port when it is killed, with all that was committed', async () => {
  copyOfStopped();
  const postgres = await start();
  await writeRow(postgres);
  const killed = await postmaster();
  process.kill(killed, 'SIGKILL');
  await expect
    .poll(() => readRows(postgres).catch(() => 'no answer'), { timeout: 20_000 })
    .toEqual([{ n: 42 }]);
  expect(await postmaster()).not.toBe(killed);
});

it('ends what a killed launcher left behind, and starts with all that was committed', async () => {
  copyOfStopped();
  const { urls, launcher } = await launchElsewhere();
  await writeRow(urls);
  const orphan = await postmaster();
  await kill(launcher);
  expect(await isAlive(orphan)).toBe(true);
  const postgres = await start();
  expect(await isAlive(orphan)).toBe(false);
  expect(await readRows(postgres)).toEqual([{ n: 42 }]);
});

it('starts with all that was committed when launcher and PostgreSQL were killed together', async () => {
  copyOfStopped();
  const { urls, launcher } = await launchElsewhere();
  await writeRow(urls);
  await kill(launcher);
  process.kill(await postmaster(), 'SIGKILL');
  expect(await readRows(await start())).toEqual([{ n: 42 }]);
});

it('starts when after a reboot another program bears the number in postmaster.pid', async () => {
  copyOfStopped();
  await writeRow(await start());
  const pidFile = join(dataDir, 'cluster/postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await running[0]?.stop();
  const bystander = spawn('sleep', ['600'], { cwd: '/', ...(isRoot ? nobody : {}) });
  launchers.push(bystander);
  await once(bystander, 'spawn');
  await writeFile(pidFile, [bystander.pid, ...lines.slice(1)].join('\n'), { mode: 0o644 });
  expect(await readRows(await start())).toEqual([{ n: 42 }]);
  expect(bystander.exitCode ?? bystander.signalCode).toBe(null);
});

it('starts when an earlier first start was cut short', async () => {
  await mkdir(join(dataDir, 'cluster.new/base'), { recursive: true });
  const postgres = await start();
  expect(await query(postgres.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('joins the database that another living process launched, and leaves it running', async () => {
  copyOfStopped();
  const { urls } = await launchElsewhere();
  const postgres = await start();
  expect(postgres.ownerUrl).toBe(urls.ownerUrl);
  await postgres.stop();
  expect(await query(urls.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('starts one database when two processes start at the same moment', async () => {
  const [one, other] = await Promise.all([launchElsewhere(), launchElsewhere()]);
  expect(one.urls).toEqual(other.urls);
  expect(await query(one.urls.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('ends with the process that launched it', async () => {
  copyOfStopped();
  const { launcher } = await launchElsewhere(
    `process.once('SIGUSR2', () => process.exit(3)); setInterval(() => {}, 1e6)`,
  );
  const pid = await postmaster();
  launcher.kill('SIGUSR2');
  await once(launcher, 'exit');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

it('leaves no password where others can read it', async () => {
  copyOfStopped();
  await start();
  const { mode } = await stat(join(dataDir, 'access.json'));
  expect(mode & 0o777).toBe(0o600);
});

it('refuses to begin anew when the passwords of a database are missing', async () => {
  copyOfStopped();
  await (await start()).stop();
  await rm(join(dataDir, 'access.json'));
  await expect(start()).rejects.toThrow(/access\.json is missing in .*: put it back/);
});

it('refuses a database of another version of PostgreSQL', async () => {
  copyOfStopped();
  await (await start()).stop();
  await writeFile(join(dataDir, 'cluster/PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17 and this is PostgreSQL 18/);
});

it('says what to do when its folder cannot be made', async () => {
  await writeFile(join(folder, 'file'), '');
  dataDir = join(folder, 'file/postgres');
  await expect(start()).rejects.toThrow(/cannot make the folder .*DATABASE_URL/);
  dataDir = join(folder, 'postgres');
});

it.runIf(isRoot)(
  'works for root in a folder that only root may enter, also after that folder moved',
  async () => {
    await chmod(folder, 0o700);
    const first = await start();
    await writeRow(first);
    await first.stop();
    await rename(dataDir, join(folder, 'moved'));
    dataDir = join(folder, 'moved');
    expect(await readRows(await start())).toEqual([{ n: 42 }]);
  },
);

it.runIf(isRoot)('refuses to share the database of the original with a copied folder', async () => {
  await chmod(folder, 0o700);
  const original = dataDir;
  await (await start()).stop();
  dataDir = join(folder, 'copy');
  await cp(original, dataDir, { recursive: true });
  await expect(start()).rejects.toThrow(/is a copy of .* and names the same database/);
  await rm(dataDir, { recursive: true });
  dataDir = original;
});

it.runIf(isRoot && reaches(nobody, root))(
  'works for an ordinary user, and for root after that user',
  async () => {
    await chmod(folder, 0o777);
    const { urls, launcher } = await launchElsewhere(undefined, nobody);
    await writeRow(urls);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    const asRoot = await start();
    expect(await readRows(asRoot)).toEqual([{ n: 42 }]);
    await asRoot.stop();
    expect(await readRows((await launchElsewhere(undefined, nobody)).urls)).toEqual([{ n: 42 }]);
  },
);
