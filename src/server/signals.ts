import { errorFields, type Log } from '../kit/log.ts';

const DOUBLE_MS = 2_000;
const LOOK_MS = 250;

/**
 * Ctrl-C and SIGTERM run `stop` and end the process with 0; an error that nobody caught ends it with 1.
 * One Ctrl-C comes twice (from the terminal and from npm); a later one means that it takes too long.
 */
export function endOnSignal(stop: () => Promise<void>, log: Log): void {
  let askedAt: number | undefined;
  const onSignal = () => {
    if (askedAt !== undefined && performance.now() - askedAt > DOUBLE_MS) process.exit(1);
    if (askedAt !== undefined) return;
    askedAt = performance.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error, log),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  whenShellEnds(onSignal);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => fail(error, log));
  }
}

/** npm starts us through a shell and sends SIGTERM to that shell, which does not pass it on: it only ends. */
function whenShellEnds(stop: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    stop();
  }, LOOK_MS);
  looking.unref();
}

/** State may be half changed: a new process with what the database holds is safer than going on. */
function fail(error: unknown, log: Log): never {
  log('error', 'process.failed', errorFields(error));
  process.exit(1);
}
