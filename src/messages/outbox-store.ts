import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { TroubleState, type Cause, type Message } from './model.ts';
import { messageFromRow, type MessageTables } from './store.ts';

/** A message with the moment of its next try; none when it is settled. */
export interface Standing extends Message {
  readonly dueAt: Date | null;
}

/** Each message with its next try, where it has one. */
function standingQuery(tx: Tx) {
  return on<MessageTables>(tx)
    .selectFrom('message')
    .leftJoin('message_due', (join) =>
      join
        .onRef('message_due.municipality_id', '=', 'message.municipality_id')
        .onRef('message_due.message_id', '=', 'message.id'),
    )
    .select('message_due.due_at')
    .where('message.municipality_id', '=', tx.municipalityId);
}

/** Everything but what waits for its first try. */
const metTrouble = sql<boolean>`(message.state <> 'waiting' or message.attempts > 0)`;

/** How many messages met trouble, by state and cause. */
export async function countMessages(
  tx: Tx,
): Promise<{ state: TroubleState; cause: Cause | null; count: number }[]> {
  const rows = await on<MessageTables>(tx)
    .selectFrom('message')
    .select(({ fn }) => ['state', 'cause', fn.countAll<number>().as('count')])
    .where('municipality_id', '=', tx.municipalityId)
    .where('state', 'in', TroubleState.options)
    .where(metTrouble)
    .groupBy(['state', 'cause'])
    .execute();
  return rows.map((row) => ({
    state: row.state as TroubleState,
    cause: row.cause as Cause | null,
    count: row.count,
  }));
}

/** The latest messages in this state that met trouble. */
export async function messagesIn(
  tx: Tx,
  { state, limit }: { state: TroubleState; limit: number },
): Promise<Standing[]> {
  const rows = await standingQuery(tx)
    .selectAll('message')
    .where('message.state', '=', state)
    .where(metTrouble)
    .orderBy('message.at', 'desc')
    .orderBy('message.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...messageFromRow(row), dueAt: row.due_at }));
}

/** Failed messages of one cause, the oldest first. */
export async function failedOf(tx: Tx, cause: Cause, limit: number): Promise<string[]> {
  const rows = await on<MessageTables>(tx)
    .selectFrom('message')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('state', '=', 'failed')
    .where('cause', '=', cause)
    .orderBy('message.at')
    .orderBy('message.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** What a proof looks at: every message with what must follow from its state. */
export async function standings(
  tx: Tx,
): Promise<{ id: string; state: string; attempts: number; isDue: boolean; hasCode: boolean }[]> {
  const rows = await standingQuery(tx)
    .select((from) => [
      'message.id',
      'message.state',
      'message.attempts',
      from('message.sealed_code', 'is not', null).as('has_code'),
    ])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    attempts: row.attempts,
    isDue: row.due_at !== null,
    hasCode: Boolean(row.has_code),
  }));
}

/** Moments of tries without a message that waits for them. */
export async function looseMoments(tx: Tx): Promise<string[]> {
  const rows = await on<MessageTables>(tx)
    .selectFrom('message_due')
    .leftJoin('message', (join) =>
      join
        .onRef('message.municipality_id', '=', 'message_due.municipality_id')
        .onRef('message.id', '=', 'message_due.message_id'),
    )
    .select('message_due.message_id')
    .where('message_due.municipality_id', '=', tx.municipalityId)
    .where('message.id', 'is', null)
    .execute();
  return rows.map((row) => row.message_id);
}
