import { on, type Tx } from '../kit/db.ts';
import type { BulkCommand } from './model.ts';

interface BulkTables {
  bulk_act: {
    municipality_id: string;
    id: string;
    user_id: string;
    command: string;
    target_id: string | null;
    at: Date;
    undone_at: Date | null;
    destroy_after: Date;
  };
  bulk_act_report: {
    municipality_id: string;
    act_id: string;
    number: number;
    refusal: string | null;
    seq: number | null;
    undone: string | null;
  };
}

export interface BulkAct {
  readonly id: string;
  readonly userId: string;
  readonly command: BulkCommand;
  /** The service or the colleague it goes to. */
  readonly targetId: string | null;
  readonly at: Date;
  readonly undoneAt: Date | null;
}

/** What came of one report of an act. */
export interface BulkResult {
  readonly number: number;
  /** Why nothing was done with it. */
  readonly refusal: string | null;
  /** How far its history went right after. */
  readonly seq: number | null;
  /** What came of putting it back: `done`, or why not. */
  readonly undone: string | null;
}

/** False when an act of this id is there: the same form came twice. */
export async function insertAct(
  tx: Tx,
  { id, userId, command, targetId }: Pick<BulkAct, 'id' | 'userId' | 'command' | 'targetId'>,
  destroyAfter: Date,
): Promise<boolean> {
  const row = await on<BulkTables>(tx)
    .insertInto('bulk_act')
    .values({
      municipality_id: tx.municipalityId,
      id,
      user_id: userId,
      command,
      target_id: targetId,
      at: tx.now,
      destroy_after: destroyAfter,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** An act of this person; of somebody else's nothing is said. */
export async function findAct(tx: Tx, userId: string, id: string): Promise<BulkAct | undefined> {
  const row = await on<BulkTables>(tx)
    .selectFrom('bulk_act')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      userId: row.user_id,
      command: row.command as BulkCommand,
      targetId: row.target_id,
      at: row.at,
      undoneAt: row.undone_at,
    }
  );
}

export async function markUndone(tx: Tx, id: string): Promise<void> {
  await on<BulkTables>(tx)
    .updateTable('bulk_act')
    .set({ undone_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .execute();
}

/** What came of each report, in the order of their numbers. */
export async function resultsOf(tx: Tx, actId: string): Promise<BulkResult[]> {
  return on<BulkTables>(tx)
    .selectFrom('bulk_act_report')
    .select(['number', 'refusal', 'seq', 'undone'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('act_id', '=', actId)
    .orderBy('number')
    .execute();
}

export async function findResult(tx: Tx, actId: string, number: number): Promise<BulkResult | undefined> {
  return on<BulkTables>(tx)
    .selectFrom('bulk_act_report')
    .select(['number', 'refusal', 'seq', 'undone'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('act_id', '=', actId)
    .where('number', '=', number)
    .executeTakeFirst();
}

export async function insertResult(
  tx: Tx,
  actId: string,
  { number, refusal, seq }: Pick<BulkResult, 'number' | 'refusal' | 'seq'>,
): Promise<void> {
  await on<BulkTables>(tx)
    .insertInto('bulk_act_report')
    .values({ municipality_id: tx.municipalityId, act_id: actId, number, refusal, seq })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function writeUndone(tx: Tx, actId: string, number: number, undone: string): Promise<void> {
  await on<BulkTables>(tx)
    .updateTable('bulk_act_report')
    .set({ undone })
    .where('municipality_id', '=', tx.municipalityId)
    .where('act_id', '=', actId)
    .where('number', '=', number)
    .execute();
}
