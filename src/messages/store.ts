import { sql } from 'kysely';
import { on, type Database, type Tx } from '../kit/db.ts';
import type { Cause, Item, Message, MessageKind, MessageState, StaffKind } from './model.ts';

export interface MessageTables {
  message: {
    municipality_id: string;
    id: string;
    key: string;
    kind: string;
    user_id: string | null;
    device_id: string | null;
    report_id: string | null;
    offer_id: string | null;
    outside_id: string | null;
    needed_by: Date | null;
    language: string;
    at: Date;
    state: string;
    cause: string | null;
    reply: string | null;
    attempts: number;
    round: number;
    sealed_code: Buffer | null;
    settled_at: Date | null;
  };
  message_item: {
    municipality_id: string;
    message_id: string;
    key: string;
    kind: string;
    report_id: string | null;
    offer_id: string | null;
    needed_by: Date | null;
    at: Date;
  };
  message_due: { municipality_id: string; message_id: string; due_at: Date; claim: string | null };
}

export interface NewMessage {
  readonly id: string;
  readonly key: string;
  readonly kind: MessageKind;
  readonly userId: string | null;
  readonly deviceId?: string;
  readonly reportId: string | null;
  readonly offerId?: string | null;
  readonly outsideId?: string;
  readonly neededBy?: Date | null;
  readonly language: 'nl' | 'en';
  readonly sealedCode?: Buffer | undefined;
  readonly dueAt: Date;
}

/** Puts a message in, to be tried at its moment; false when the same was told before. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const inserted = await on<MessageTables>(tx)
    .insertInto('message')
    .values({
      municipality_id: tx.municipalityId,
      id: message.id,
      key: message.key,
      kind: message.kind,
      user_id: message.userId,
      device_id: message.deviceId ?? null,
      report_id: message.reportId,
      offer_id: message.offerId ?? null,
      outside_id: message.outsideId ?? null,
      needed_by: message.neededBy ?? null,
      language: message.language,
      at: tx.now,
      state: 'waiting',
      attempts: 0,
      round: 1,
      sealed_code: message.sealedCode ?? null,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'key']).doNothing())
    .returning('id')
    .execute();
  if (inserted.length === 0) return false;
  await setDue(tx, message.id, message.dueAt);
  return true;
}

/** When it is tried next; whoever had it in hand has it no more. */
export async function setDue(tx: Tx, messageId: string, dueAt: Date): Promise<void> {
  await on<MessageTables>(tx)
    .insertInto('message_due')
    .values({ municipality_id: tx.municipalityId, message_id: messageId, due_at: dueAt, claim: null })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'message_id']).doUpdateSet({ due_at: dueAt, claim: null }),
    )
    .execute();
}

export async function lockMessage(tx: Tx, id: string): Promise<Message | undefined> {
  return firstOf(messageQuery(tx).where('id', '=', id).forUpdate());
}

export async function lockMessageByKey(tx: Tx, key: string): Promise<Message | undefined> {
  return firstOf(messageQuery(tx).where('key', '=', key).forUpdate());
}

async function firstOf(query: ReturnType<typeof messageQuery>): Promise<Message | undefined> {
  const row = await query.executeTakeFirst();
  return row && messageFromRow(row);
}

/** Who has it in hand; undefined when nobody has, or when it waits no more. */
export async function claimOf(tx: Tx, messageId: string): Promise<string | undefined> {
  const row = await on<MessageTables>(tx)
    .selectFrom('message_due')
    .select('claim')
    .where('municipality_id', '=', tx.municipalityId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row?.claim ?? undefined;
}

export async function cancelDue(tx: Tx, messageId: string): Promise<void> {
  await on<MessageTables>(tx)
    .deleteFrom('message_due')
    .where('municipality_id', '=', tx.municipalityId)
    .where('message_id', '=', messageId)
    .execute();
}

export interface Change {
  readonly state: MessageState;
  readonly cause?: Cause | null;
  readonly reply?: string | null;
  readonly attempts?: number;
  readonly round?: number;
}

/** Writes how a message stands. What is settled keeps no code. */
export async function writeState(tx: Tx, id: string, change: Change): Promise<void> {
  const isSettled = change.state !== 'waiting';
  await on<MessageTables>(tx)
    .updateTable('message')
    .set({
      ...change,
      settled_at: isSettled ? tx.now : null,
      ...(isSettled ? { sealed_code: null } : {}),
    })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

export async function sealedCodeOf(tx: Tx, id: string): Promise<Buffer | undefined> {
  const row = await on<MessageTables>(tx)
    .selectFrom('message')
    .select('sealed_code')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.sealed_code ?? undefined;
}

export async function insertItem(tx: Tx, messageId: string, item: Item): Promise<void> {
  await on<MessageTables>(tx)
    .insertInto('message_item')
    .values({
      municipality_id: tx.municipalityId,
      message_id: messageId,
      key: item.key,
      kind: item.kind,
      report_id: item.reportId,
      offer_id: item.offerId,
      needed_by: item.neededBy,
      at: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function itemsOf(tx: Tx, messageId: string): Promise<Item[]> {
  const rows = await on<MessageTables>(tx)
    .selectFrom('message_item')
    .select(['key', 'kind', 'report_id', 'offer_id', 'needed_by'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('message_id', '=', messageId)
    .orderBy('message_item.at')
    .orderBy('message_item.key')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind as StaffKind,
    reportId: row.report_id,
    offerId: row.offer_id,
    neededBy: row.needed_by,
  }));
}

function messageQuery(tx: Tx) {
  return on<MessageTables>(tx)
    .selectFrom('message')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

export function messageFromRow(row: MessageTables['message']): Message {
  return {
    id: row.id,
    kind: row.kind as MessageKind,
    userId: row.user_id,
    deviceId: row.device_id,
    reportId: row.report_id,
    offerId: row.offer_id,
    outsideId: row.outside_id,
    neededBy: row.needed_by,
    language: row.language as Message['language'],
    at: row.at,
    state: row.state as MessageState,
    cause: row.cause as Cause | null,
    attempts: row.attempts,
    round: row.round,
    settledAt: row.settled_at,
  };
}

/** A message in the hands of one worker, until its lease ends. */
export interface Claimed {
  readonly municipalityId: string;
  readonly messageId: string;
  readonly claim: string;
}

/**
 * Takes the message that is due longest, for so long: in one statement, so that two workers never have the same one, and
 * one that is killed leaves it to another when the lease ends.
 */
export async function claimNext(
  db: Database,
  { claim, leaseMs }: { claim: string; leaseMs: number },
): Promise<Claimed | undefined> {
  const { rows } = await sql<{ municipality_id: string; message_id: string }>`
    update message_due set claim = ${claim}, due_at = wijk_now() + ${leaseMs} * interval '1 millisecond'
    where (municipality_id, message_id) = (
      select municipality_id, message_id from message_due where due_at <= wijk_now()
      order by due_at limit 1 for update skip locked)
    returning municipality_id, message_id`.execute(db);
  const [row] = rows;
  return row && { municipalityId: row.municipality_id, messageId: row.message_id, claim };
}

/** How many milliseconds until something is due; undefined when nothing waits. */
export async function untilDueMs(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(due_at) - wijk_now())::float8 * 1000 as ms from message_due`.execute(db);
  return rows[0]?.ms ?? undefined;
}

/** Rows cannot be lost, moments can: gives every waiting message without a moment one, and returns how many. */
export async function rebuildDue(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into message_due (municipality_id, message_id, due_at)
    select municipality_id, id, ${tx.now} from message m
    where municipality_id = ${tx.municipalityId} and state = 'waiting' and not exists (
      select from message_due d where d.municipality_id = m.municipality_id and d.message_id = m.id)
    on conflict do nothing`.execute(tx.kysely);
  return Number(numAffectedRows ?? 0n);
}
