import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Loaded first, it makes this Node say that it is an old one. */
const OLD = `data:text/javascript,${encodeURIComponent(
  "if (!process.env.WIJK_HANDED_OVER) Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });",
)}`;

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'wijkverbond-old-'));
  writeFileSync(join(checkout, 'package.json'), '{"type":"module"}');
  for (const file of ['tools/run.js', 'src/cli/wijk.js', 'src/cli/node-26.js'])
    cpSync(join(root, file), join(checkout, file));
});
afterEach(() => rmSync(checkout, { recursive: true }));

/** What `npm ci` puts there: here a script that stands for Node 26. */
function bringNode(script: string): void {
  const bin = join(checkout, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'node'), 0o755);
}

it.each(['tools/run.js start', 'tools/run.js test', 'src/cli/wijk.js verify'])(
  'says in one sentence that %s needs a newer Node',
  (command) => {
    const args = ['--import', OLD, ...command.split(' ')];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' });
    expect(stderr).toBe(
      'Wijkverbond needs Node 26 or newer, and this is 20.1.0: run npm ci without --omit=optional, or install Node 26 from nodejs.org.\n',
    );
    expect([status, stdout]).toEqual([2, '']);
  },
);

it('hands over to the Node that npm brought, and ends with its exit code', () => {
  bringNode('echo "$WIJK_HANDED_OVER $2"; exit 7');
  const { status, stdout } = spawnSync(process.execPath, ['--import', OLD, 'src/cli/wijk.js', 'verify'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([7, '1 verify\n']);
});

it('gives the limits of memory that npm start sets to the other Node as well', () => {
  bringNode('echo "$@"');
  const limits = ['--max-old-space-size=384', '--max-semi-space-size=4'];
  const { stdout } = spawnSync(process.execPath, [...limits, '--import', OLD, 'tools/run.js', 'start'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  expect(stdout.startsWith(`${limits.join(' ')} `)).toBe(true);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts['start']).toContain(limits.join(' '));
});

it('passes a signal on and waits until the other has ended', async () => {
  bringNode(`trap 'echo told; exit 3' TERM; echo ready; while :; do sleep 0.05; done`);
  const child = spawn(process.execPath, ['--import', OLD, 'tools/run.js', 'start'], { cwd: checkout });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => text, { timeout: 20_000 }).toBe('ready\n');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, text]).toEqual([3, 'ready\ntold\n']);
});

it('refuses what it does not know', () => {
  const { status, stderr } = spawnSync(process.execPath, ['tools/run.js', 'dance'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, "expected 'start', 'test', 'prove' or 'gallery', got 'dance'\n"]);
});
