import { databaseOf, type Database, type Tx } from './db.ts';

/** What a room tells of what just happened, in ids, codes and times: an event of a stream, or something like it. */
export interface News {
  /** Of this piece of news, so that what follows on it is done once. */
  readonly id: string;
  /** The kind of thing and its id: `report:<id>`. */
  readonly stream: string;
  readonly kind: string;
  readonly data: object;
  readonly actor: { readonly kind: string; readonly id: string | null };
}

/** What follows on it, in the same transaction: when it fails, what it follows on is not there either. */
export type Listener = (tx: Tx, news: News) => Promise<void>;

const listeners = new WeakMap<Database, readonly Listener[]>();

/**
 * From now on the listener hears what is told in transactions of this database. Rooms down the road cannot be called from
 * the rooms before them; `server/wiring.ts` ties them on here.
 */
export function listen(db: Database, listener: Listener): void {
  listeners.set(db, [...(listeners.get(db) ?? []), listener]);
}

/** Tells everybody who listens; one after the other, in the order in which they were tied on. */
export async function tell(tx: Tx, news: News): Promise<void> {
  const db = databaseOf(tx);
  for (const listener of (db && listeners.get(db)) ?? []) await listener(tx, news);
}
