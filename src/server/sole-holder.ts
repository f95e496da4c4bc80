import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { codeOf } from './postgres-home.ts';

/** Lets go of what {@link holdAlone} took. */
export type Release = () => Promise<void>;

/**
 * Takes `thing` (a real path) for this process alone; undefined while a process, also this one, holds it.
 * The lock is a name in the kernel (an abstract Unix socket, on Windows a pipe): it goes with the process, also
 * after kill -9 or a power cut, so that there is no stale lock file to judge. Elsewhere there is no such name,
 * and PostgreSQL's own postmaster.pid is the only guard.
 */
export async function holdAlone(thing: string): Promise<Release | undefined> {
  const name = kernelName(thing);
  if (!name) return async () => {};
  const server = createServer((socket) => socket.destroy());
  server.listen(name);
  server.unref();
  try {
    await once(server, 'listening');
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

function kernelName(thing: string): string | undefined {
  const digest = createHash('sha256').update(thing).digest('hex').slice(0, 32);
  if (process.platform === 'linux') return `\0wijkverbond-${digest}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\wijkverbond-${digest}` : undefined;
}
