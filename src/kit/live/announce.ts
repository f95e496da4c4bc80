import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** The channel of PostgreSQL over which the server processes of one database hear of each other's changes. */
export const CHANNEL = 'wijk_live';

/** What changed: the kind of thing and its id. */
export type Topic = `${string}:${string}`;

export interface Announcement {
  readonly municipalityId: string;
  readonly kind: string;
  readonly id: string;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PAYLOAD = new RegExp(`^(${UUID}) ([a-z]+):(${UUID})$`);

/**
 * Tells every server process, at the moment this transaction is committed and not before, that something changed. Ids
 * only: who hears it reads the rest under its own rights. The same told twice in one transaction is told once.
 */
export async function announce(tx: Tx, topic: Topic): Promise<void> {
  const payload = `${tx.municipalityId} ${topic}`;
  if (!PAYLOAD.test(payload)) throw new TypeError(`expected a kind and an id to announce, got '${topic}'`);
  await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(tx.kysely);
}

/** Undefined for what is not ours: any role of the database may write on a channel. */
export function readAnnouncement(payload: string): Announcement | undefined {
  const [, municipalityId, kind, id] = PAYLOAD.exec(payload) ?? [];
  if (municipalityId === undefined || kind === undefined || id === undefined) return undefined;
  return { municipalityId, kind, id };
}
