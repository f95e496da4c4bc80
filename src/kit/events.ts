import { sql, type Generated, type RawBuilder } from 'kysely';
import { newId } from './ids.ts';
import { on, type Tx } from './db.ts';
import { tell, type News } from './news.ts';

/** What happened, in ids, codes and times; never words, names or photos. Appended, never edited. */
export interface StoredEvent<Kind extends string = string, Data = unknown> {
  readonly id: string;
  readonly stream: string;
  readonly seq: number;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actorKind: string;
  readonly kind: Kind;
  readonly data: Data;
}

export interface EventTables {
  event: {
    municipality_id: string;
    stream: string;
    seq: number;
    id: string;
    at: Date;
    actor_kind: string;
    actor_id: string | null;
    kind: string;
    data: unknown;
    recorded_at: Generated<Date>;
  };
}

export type NewEvent = Omit<News, 'id'>;

/** Appends behind what the stream holds. The caller holds the lock of the row the stream tells of. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  const next = on<EventTables>(tx)
    .selectFrom('event')
    .select(({ fn }) => sql<number>`coalesce(${fn.max('seq')}, 0) + 1`.as('seq'))
    .where('municipality_id', '=', tx.municipalityId)
    .where('stream', '=', event.stream);
  await insertEvent(tx, event, sql<number>`(${next})`);
}

/** For the first event of a stream that this transaction begins itself. */
export function beginStream(tx: Tx, event: NewEvent): Promise<void> {
  return insertEvent(tx, event, 1);
}

async function insertEvent(tx: Tx, event: NewEvent, seq: number | RawBuilder<number>): Promise<void> {
  const id = newId();
  await on<EventTables>(tx)
    .insertInto('event')
    .values({
      municipality_id: tx.municipalityId,
      stream: event.stream,
      seq,
      id,
      at: tx.now,
      actor_kind: event.actor.kind,
      actor_id: event.actor.id,
      kind: event.kind,
      data: JSON.stringify(event.data),
    })
    .execute();
  await tell(tx, { id, ...event });
}

export async function readEvents(tx: Tx, stream: string): Promise<StoredEvent[]> {
  const rows = await on<EventTables>(tx)
    .selectFrom('event')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('stream', '=', stream)
    .orderBy('event.seq')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    stream: row.stream,
    seq: row.seq,
    at: row.at,
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    kind: row.kind,
    data: row.data,
  }));
}

/** All streams whose name begins with `prefix`, each in order. */
export async function readStreams(
  tx: Tx,
  prefix: string,
): Promise<Map<string, { kind: string; data: unknown }[]>> {
  const rows = await on<EventTables>(tx)
    .selectFrom('event')
    .select(['stream', 'kind', 'data'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('stream', '>=', prefix)
    .where('stream', '<', `${prefix}~`)
    .orderBy('event.stream')
    .orderBy('event.seq')
    .execute();
  const streams = new Map<string, { kind: string; data: unknown }[]>();
  for (const row of rows) {
    const events = streams.get(row.stream) ?? [];
    events.push({ kind: row.kind, data: row.data });
    streams.set(row.stream, events);
  }
  return streams;
}

/** When something of these kinds happened last in each of these streams; streams without it are left out. */
export async function lastOf(
  tx: Tx,
  { streams, kinds }: { streams: readonly string[]; kinds: readonly string[] },
): Promise<Map<string, Date>> {
  if (streams.length === 0) return new Map();
  const { rows } = await sql<{ stream: string; at: Date }>`
    select stream, max(at) as at from event
    where municipality_id = ${tx.municipalityId} and stream = any(${[...streams]}) and kind = any(${[...kinds]})
    group by stream`.execute(tx.kysely);
  return new Map(rows.map(({ stream, at }) => [stream, at]));
}
