import { sleep } from '../kit/clock.ts';
import { errorFields, type Log } from '../kit/log.ts';

export interface Again {
  /** Ends the waiting, and waits for what is under way; that may look at the signal to end sooner. */
  stop(): Promise<void>;
}

/** Does some work over and over until `stop`. What fails is logged as `event`, and done again the next time. */
export function again(
  work: (signal: AbortSignal) => Promise<unknown>,
  {
    everyMs,
    firstAfterMs = 0,
    log,
    event,
  }: { everyMs: number; firstAfterMs?: number; log: Log; event: string },
): Again {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    if (firstAfterMs > 0) await sleep(firstAfterMs, signal);
    while (!signal.aborted) {
      await work(signal).catch((error: unknown) => log('error', event, errorFields(error)));
      await sleep(everyMs, signal);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
