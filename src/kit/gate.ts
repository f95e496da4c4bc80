import { sleep } from './clock.ts';

/** Lets heavy work through, so many at a time; undefined for who would have to wait longer than that. */
export type Gate = <T>(work: () => Promise<T>, waitMs: number) => Promise<{ readonly value: T } | undefined>;

/** The order is that of arrival. Work that fails makes room as well. */
export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const enter = async (waitMs: number): Promise<boolean> => {
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
  return async (work, waitMs) => {
    if (!(await enter(waitMs))) return undefined;
    try {
      return { value: await work() };
    } finally {
      leave();
    }
  };
}
