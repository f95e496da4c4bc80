import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { sleep } from '../kit/clock.ts';

interface Care {
  /** Starts PostgreSQL and resolves when it is ready; hands over the process as soon as there is one. */
  start(onSpawn: (child: ChildProcess) => void): Promise<ChildProcess>;
  /** Waits until nothing of a dead PostgreSQL is left. */
  settle(): Promise<void>;
  log(line: string): void;
}

const STOP_LIMIT_MS = 30_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts PostgreSQL and starts it again whenever it dies, until the returned function is called.
 * Throws only when the first start fails.
 */
export async function keepRunning(care: Care): Promise<() => Promise<void>> {
  let current: ChildProcess | undefined;
  const stopping = new AbortController();
  const start = () => care.start((child) => (current = child));
  // Also after an uncaught error nothing stays behind; only kill -9 skips this.
  const endWithUs = () => void current?.kill('SIGINT');
  process.on('exit', endWithUs);
  const first = await start().catch((error: unknown) => {
    process.off('exit', endWithUs);
    throw error;
  });
  const watching = watch(first, { ...care, start }, stopping.signal);
  return async () => {
    stopping.abort();
    if (current) await end(current);
    await watching;
    process.off('exit', endWithUs);
  };
}

/** Fast shutdown: sessions are cut, what was committed is written. If even that hangs, recovery does the rest. */
async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGINT');
  const tooLong = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await ended(child);
  clearTimeout(tooLong);
}

async function watch(
  first: ChildProcess,
  care: Omit<Care, 'start'> & { start(): Promise<ChildProcess> },
  stopping: AbortSignal,
): Promise<void> {
  let child = first;
  for (;;) {
    await ended(child);
    if (stopping.aborted) return;
    care.log(
      `PostgreSQL ended by itself (${child.signalCode ?? `exit code ${child.exitCode}`}); it is started again`,
    );
    const next = await insist(care, stopping);
    if (!next) return;
    child = next;
  }
}

/** Tries until it works or is no longer wanted: without its database this process is of no use to anyone. */
async function insist(
  care: Omit<Care, 'start'> & { start(): Promise<ChildProcess> },
  stopping: AbortSignal,
): Promise<ChildProcess | undefined> {
  for (let pauseMs = 100; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      await care.settle();
      return await care.start();
    } catch (error) {
      if (stopping.aborted) return undefined;
      care.log(String(error instanceof Error ? error.message : error));
      await sleep(pauseMs, stopping);
    }
  }
  return undefined;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function ended(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await once(child, 'exit');
}
