/** Builds the pages when there are none, or when what they are made of has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sleep } from '../src/kit/clock.ts';
import { holdAlone } from '../src/server/sole-holder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const buildDir = join(root, 'build');
const stampFile = join(buildDir, '.stamp');

const FOLDERS = ['src', 'core', 'content'];
const FILES = ['package-lock.json', 'react-router.config.ts', 'vite.config.ts'];

/** Resolves to whether it had to build. One process builds at a time; the next finds it done. */
export async function buildPages(log: (line: string) => void = () => {}): Promise<boolean> {
  const release = await waitForTurn();
  try {
    const stamp = await fingerprint();
    if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false;
    log('Building the pages …');
    await rm(stampFile, { force: true });
    await reactRouterBuild();
    await mkdir(buildDir, { recursive: true });
    await writeFile(stampFile, stamp);
    return true;
  } finally {
    await release();
  }
}

async function waitForTurn(): Promise<() => Promise<void>> {
  for (;;) {
    const release = await holdAlone(buildDir);
    if (release) return release;
    await sleep(100);
  }
}

/** Of all that goes into the pages, by content: a checkout changes times without changing files. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await sources()) {
    const text = await readFile(file).catch(() => '');
    hash.update(`${relative(root, file)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

async function sources(): Promise<string[]> {
  const found = FILES.map((file) => join(root, file));
  for (const folder of FOLDERS) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) found.push(join(entry.parentPath, entry.name));
    }
  }
  return found.toSorted();
}

/** Its many lines are shown only when it fails. */
async function reactRouterBuild(): Promise<void> {
  const command = join(root, 'node_modules/@react-router/dev/bin.cjs');
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, [command, 'build'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => lines.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the pages could not be built:\n${Buffer.concat(lines).toString()}`);
}
