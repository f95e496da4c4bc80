import { sleep } from './clock.ts';

/** Lets heavy work through, so many at a time; undefined for who waited too long. */
export type Gate = <T>(work: () => Promise<T>) => Promise<{ readonly value: T } | undefined>;

/** The order is that of arrival. Work that fails makes room as well. */
export function createGate({ places, waitMs }: { places: number; waitMs: number }): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<boolean> => {
    if (free > 0) {
      free -= 1;
      return true;
    }
    const entered = new AbortController();
    const turn = () => entered.abort();
    waiting.push(turn);
    await sleep(waitMs, entered.signal);
    if (!entered.signal.aborted) waiting.splice(waiting.indexOf(turn), 1);
    return entered.signal.aborted;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    if (!(await enter())) return undefined;
    try {
      return { value: await work() };
    } finally {
      leave();
    }
  };
}
