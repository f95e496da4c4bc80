import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { silent } from '../kit/log.ts';
import { removeEmbeddedPostgres } from './embedded-postgres.ts';
import { run, type House } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('with a server of its own', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  let taken: ReturnType<typeof createServer>;
  let port: number;

  beforeAll(async () => {
    database = await testDatabase();
    env = { DATABASE_URL: database.ownerUrl, APP_DATABASE_URL: database.appUrl };
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    port = (taken.address() as AddressInfo).port;
  });
  afterAll(async () => {
    taken.close();
    await database.close();
  });

  const furnish = async () => {};
  const open = async (): Promise<House> => ({
    fetch: () => new Response('here'),
    welcome: ['hello'],
    stop: async () => {},
  });

  it('serves on the next port when nobody chose one and the usual one is taken', async () => {
    const first = await run({ env, log: silent, furnish, open });
    const second = await run({ env, log: silent, furnish, open });
    expect(second.address).not.toBe(first.address);
    for (const { address } of [first, second]) expect(await (await fetch(address)).text()).toBe('here');
    await Promise.all([first.stop(), second.stop()]);
    await expect(fetch(first.address)).rejects.toThrow('fetch failed');
  });

  it('says so when the chosen port is taken, and closes what it had opened', async () => {
    let isOpen = false;
    const opening = async () => {
      isOpen = true;
      return { ...(await open()), stop: async () => void (isOpen = false) };
    };
    const failing = run({ env: { ...env, PORT: String(port) }, log: silent, furnish, open: opening });
    await expect(failing).rejects.toThrow(
      `port ${port} on 127.0.0.1 is taken: stop the program that has it, or set another PORT`,
    );
    expect(isOpen).toBe(false);
  });

  it('furnishes before it opens', async () => {
    const order: string[] = [];
    const { stop } = await run({
      env,
      log: silent,
      furnish: async () => void order.push('furnish'),
      open: async () => {
        order.push('open');
        return open();
      },
    });
    await stop();
    expect(order).toEqual(['furnish', 'open']);
  });
});

describe('with the embedded database, in a process of its own', () => {
  let dataDir: string;
  let processes: ChildProcess[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-start-'));
    await chmod(dataDir, 0o755);
    processes = [];
  });
  afterEach(async () => {
    for (const child of processes) await kill(child);
    await removeEmbeddedPostgres(join(dataDir, 'postgres'));
    await rm(dataDir, { recursive: true, force: true });
  });

  const server = `
    import { sql } from 'kysely';
    import { log } from './src/kit/log.ts';
    import { run } from './src/server/run.ts';
    import { endOnSignal } from './src/server/signals.ts';
    const write = (db, at) => sql\`insert into timer (kind, subject_id, municipality_id, due_at)
      values ('test', \${crypto.randomUUID()}, \${crypto.randomUUID()}, \${at})\`.execute(db);
    const slowly = async (db) => { await new Promise((go) => setTimeout(go, 700)); await write(db, '2026-01-01'); return new Response('written'); };
    const count = async (db) => Response.json((await sql\`select from timer\`.execute(db)).rows.length);
    const routes = { '/slow': slowly, '/count': count, '/write': (db) => write(db, '2026-01-01').then(() => new Response()),
      '/fail': () => { setTimeout(() => { throw new Error('uncaught'); }); return new Response(); } };
    const open = async (db) => ({ fetch: (request) => routes[new URL(request.url).pathname](db), welcome: [], stop: async () => {} });
    const running = await run({ env: process.env, log, furnish: async () => {}, open });
    endOnSignal(running.stop, log);
    console.log(running.address);`;

  async function serve(through: readonly string[] = []): Promise<{ address: string; child: ChildProcess }> {
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, npm_lifecycle_event: 'start' };
    const [command, ...args] = [...through, process.execPath, '--input-type=module', '-e', server];
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
    processes.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { address: line.toString().trim(), child };
  }

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const count = async (address: string) => (await fetch(`${address}/count`)).json();
  const hasPostmaster = () =>
    readFile(join(dataDir, 'postgres/cluster/postmaster.pid')).then(
      () => true,
      () => false,
    );

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'answers the running request on %s, then ends PostgreSQL and itself with 0',
    async (signal) => {
      const { address, child } = await serve();
      const answer = fetch(`${address}/slow`);
      await fetch(`${address}/count`);
      child.kill(signal);
      child.kill(signal);
      expect(await (await answer).text()).toBe('written');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(0);
      expect(await hasPostmaster()).toBe(false);
    },
  );

  it('ends when npm tells only the shell between them to stop', async () => {
    const { address, child } = await serve(['/bin/sh', '-c', '"$@"; exit', 'sh']);
    child.kill('SIGTERM');
    await expect.poll(hasPostmaster, { timeout: 20_000 }).toBe(false);
    // the database goes first, the process a moment later
    const answer = () =>
      fetch(address).then(
        () => 'an answer',
        () => 'nobody there',
      );
    await expect.poll(answer, { timeout: 20_000 }).toBe('nobody there');
  });

  it('has everything that it answered when it was killed at once', async () => {
    const { address, child } = await serve();
    for (let n = 0; n < 20; n++) await fetch(`${address}/write`);
    await kill(child);
    expect(await count((await serve()).address)).toBe(20);
  });

  it('goes on when PostgreSQL is killed under it', async () => {
    const { address } = await serve();
    await fetch(`${address}/write`);
    process.kill(
      Number.parseInt(await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10),
      'SIGKILL',
    );
    await expect.poll(() => count(address).catch(() => 'no answer'), { timeout: 20_000 }).toBe(1);
  });

  it('ends with 1 on an error that nobody caught, and takes PostgreSQL with it', async () => {
    const { address, child } = await serve();
    await fetch(`${address}/fail`);
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
    await expect.poll(hasPostmaster, { timeout: 20_000 }).toBe(false);
  });
});
