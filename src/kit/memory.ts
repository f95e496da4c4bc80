import type { Database } from './db.ts';

interface Memory {
  readonly value: Promise<unknown>;
  readonly untilMs: number;
}

interface Remembering<T> {
  readonly name: string;
  readonly seconds: number;
  /** Only what is expensive to load again. */
  readonly isWorth?: (value: T) => boolean;
}

const memories = new WeakMap<Database, Map<string, Memory>>();

/**
 * What `load` gave at most `seconds` ago in this process, else what it gives now. For what changes seldom and may be seen
 * late: lists that are public knowledge, never rules, rosters or anything about people. A failed load is not remembered.
 */
export function remembered<T>(
  db: Database,
  { name, seconds, isWorth = () => true }: Remembering<T>,
  load: () => Promise<T>,
): Promise<T> {
  const memory = memories.get(db) ?? new Map<string, Memory>();
  memories.set(db, memory);
  const nowMs = performance.now();
  const known = memory.get(name);
  if (known && known.untilMs > nowMs) return known.value as Promise<T>;
  const value = load();
  memory.set(name, { value, untilMs: nowMs + seconds * 1000 });
  const forget = () => void memory.delete(name);
  value.then((loaded) => void (isWorth(loaded) || forget()), forget);
  return value;
}
