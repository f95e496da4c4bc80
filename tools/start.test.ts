import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '../src/server/embedded-postgres.ts';
import { buildPages } from './build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = ['DATABASE_URL', 'APP_DATABASE_URL', 'RETENTION_DATABASE_URL', 'PORT', 'HOST', 'NODE_ENV'];

let dataDir: string;
let children: ChildProcess[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-start-'));
  await chmod(dataDir, 0o755);
  children = [];
});

afterAll(async () => {
  for (const child of children) await kill(child);
  await removeEmbeddedPostgres(join(dataDir, 'postgres'));
  await rm(dataDir, { recursive: true, force: true });
});

/** `npm start` without npm, on a data folder of its own; nothing of the machine's settings. */
function start(): { child: ChildProcess; output: () => string } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_OURS.includes(name)));
  const child = spawn(process.execPath, ['tools/run.js', 'start'], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  children.push(child);
  return { child, output: () => text };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function started(): Promise<ReturnType<typeof start> & { address: string }> {
  const starting = start();
  return { ...starting, address: await listening(starting) };
}

/** Its address, when it has told it. */
async function listening({ child, output }: ReturnType<typeof start>): Promise<string> {
  const isDecided = () => child.exitCode !== null || output().includes('Stop it with Ctrl-C');
  await expect.poll(isDecided, { timeout: 240_000, interval: 100 }).toBe(true);
  expect(output()).toMatch(/runs at http/);
  return /http:\S+/.exec(output())?.[0] ?? '';
}

async function ended({
  child,
  output,
}: ReturnType<typeof start>): Promise<{ code: number | null; text: string }> {
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: output() };
}

it('starts from nothing with a town and its log-ins, and a second start only says what runs where', async () => {
  const first = start();
  await expect.poll(() => existsSync(join(dataDir, 'server.json')), { timeout: 30_000 }).toBe(true);
  const early = await ended(start());
  expect(early.text).toContain(`is being started in this folder by process ${first.child.pid}, since `);
  expect(early.code).toBe(0);
  const address = await listening(first);
  expect(first.output()).toMatch(/\/voorbeeldstad .*\n +coordinator +\S+ /);
  expect((await fetch(address)).status).toBe(200);
  const second = await ended(start());
  expect(second.text).toContain(
    `already runs in this folder: ${address} (process ${first.child.pid}, since `,
  );
  expect(second.code).toBe(0);
  expect((await fetch(`${address}/health`)).status).toBe(200);
  await kill(first.child);
}, 300_000);

it('starts again after it was killed, without filling the town a second time', async () => {
  const again = await started();
  expect(again.output()).not.toContain('Filling the demo town');
  expect((await fetch(`${again.address}/voorbeeldstad`)).status).toBe(200);
  again.child.kill('SIGTERM');
  expect((await ended(again)).code).toBe(0);
}, 300_000);

it('does not build the pages again when nothing has changed', async () => {
  await buildPages();
  expect(await buildPages()).toBe(false);
}, 300_000);
