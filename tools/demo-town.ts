/** The demo town of a first start, for who looks at it from outside. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeEmbeddedPostgres } from '../src/server/embedded-postgres.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const OTHERS = ['DATABASE_URL', 'APP_DATABASE_URL', 'RETENTION_DATABASE_URL', 'PORT', 'HOST', 'PRODUCTION'];
/** Characters of what the program said. */
const KEPT = 10_000;

interface RunningTown {
  readonly address: string;
  stop(): Promise<void>;
}

/** `npm start` on a data folder of its own, so that nothing of another installation shows. */
export async function startTown(): Promise<RunningTown> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-gallery-'));
  await chmod(dataDir, 0o755);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OTHERS.includes(name)));
  const child = spawn(process.execPath, ['tools/run.js', 'start'], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir, LOGINS_PER_HOUR: '1000' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    await removeEmbeddedPostgres(join(dataDir, 'postgres'));
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { address: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let text = '';
  // also its log: told only when it does not start
  child.stderr?.on('data', (chunk: Buffer) => (text = `${text}${String(chunk)}`.slice(-KEPT)));
  for await (const chunk of child.stdout ?? []) {
    text = `${text}${String(chunk)}`.slice(-KEPT);
    const address = /runs at (http:\/\/\S+)/.exec(text)?.[1];
    if (address) {
      child.stdout?.resume();
      return address;
    }
  }
  throw new Error(`expected the program to start, got:\n${text}`);
}
