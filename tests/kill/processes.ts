import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openHome } from '../../src/server/postgres-home.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningProcess {
  /** What it said of where it runs. */
  readonly place: string;
  /** kill -9: it gets no chance to finish anything. */
  readonly kill: () => Promise<void>;
  /** It stands still, with all that it holds, until it goes on. */
  readonly pause: () => void;
  readonly goOn: () => void;
}

/** Starts a script of this folder with nothing but `env` around it; throws when it ends before it runs. */
export async function startProcess(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [join('tests/kill', script)], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface(child.stdout)) {
    const place = /^Wijkverbond runs (?:at )?(\S+)/.exec(line)?.[1];
    if (!place) continue;
    child.stdout.resume();
    return {
      place,
      kill: () => kill(child),
      pause: () => void child.kill('SIGSTOP'),
      goOn: () => void child.kill('SIGCONT'),
    };
  }
  throw new Error(`expected ${script} to run, but it ended`);
}

/**
 * A port of one's own, from the range that the system gives out. The crowd goes on asking for a while at the address of
 * a server that was killed; on the usual ports another test's server could answer there.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error('expected a process to kill, but it had ended by itself');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** kill -9 of PostgreSQL on `dataDir`, each of its processes; the one that keeps it running will start it again. */
export async function killPostgres(dataDir: string): Promise<void> {
  const { cluster } = await openHome(dataDir);
  const postmaster = Number.parseInt(await readFile(join(cluster, 'postmaster.pid'), 'utf8'), 10);
  const children = await childrenOf(postmaster);
  for (const pid of [postmaster, ...children]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between looking and killing.
    }
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, index) => parents[index] === parent).map(Number);
}

/** The fourth field of /proc/…/stat; the second is a name in brackets, which may hold anything. */
async function parentOf(pid: string): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined
    ? undefined
    : Number(
        stat
          .slice(stat.lastIndexOf(')') + 1)
          .trim()
          .split(' ')[1],
      );
}
