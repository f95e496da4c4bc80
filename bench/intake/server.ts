import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
  /** kill -9, as a machine that fails. */
  readonly kill: () => Promise<void>;
}

/** Starts the server as `npm start` does, in a process of its own; its log goes nowhere. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<RunningServer> {
  const child = spawn(process.execPath, [...limits(), 'tools/start.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_OPTIONS: process.env['SERVER_NODE_OPTIONS'], ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await addressOf(child);
  const mourn = (code: number | null, signal: string | null) => {
    console.error(
      `a server process ended by itself (${signal ?? `exit code ${code}`}): what follows means nothing`,
    );
  };
  child.on('exit', mourn);
  return {
    url,
    pid: child.pid ?? 0,
    stop: () => stop(child.off('exit', mourn)),
    kill: () => stop(child.off('exit', mourn), 'SIGKILL'),
  };
}

/** How much memory `npm start` gives the server. */
function limits(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.match(/--max-\S+/g) ?? [];
}

async function addressOf(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const address = /^Wijkverbond runs at (\S+)/.exec(line)?.[1];
    if (address) {
      child.stdout.resume();
      return address;
    }
    said.push(line);
  }
  throw new Error(`the server did not start: ${said.join('\n')}`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
