import { on, type Tx } from '../kit/db.ts';
import type { AnyOutcome, Report, Turn } from './model.ts';
import { reportQuery, reportsFromRows, turnColumns, type ReportTables } from './store.ts';

export async function writeJoined(
  tx: Tx,
  { reportId, leadingId, turn }: { reportId: string; leadingId: string; turn: Turn },
): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report')
    .set({ ...turnColumns(turn), leading_id: leadingId, changed_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', reportId)
    .execute();
}

/** Gives what goes along its next turn; answers the ids of what got it. */
export async function writeFollowing(tx: Tx, leadingId: string, turn: Turn): Promise<string[]> {
  const rows = await on<ReportTables>(tx)
    .updateTable('report')
    .set({ ...turnColumns(turn), changed_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('leading_id', '=', leadingId)
    .where('status', '=', 'joined')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function writeFollowersClosed(
  tx: Tx,
  leadingId: string,
  outcome: AnyOutcome,
): Promise<string[]> {
  const rows = await on<ReportTables>(tx)
    .updateTable('report')
    .set({
      status: 'closed',
      next_step: null,
      deadline: null,
      outcome,
      closed_at: tx.now,
      changed_at: tx.now,
    })
    .where('municipality_id', '=', tx.municipalityId)
    .where('leading_id', '=', leadingId)
    .where('status', '=', 'joined')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What goes along with this report now, locked until the transaction ends. The caller holds the lock of the leading one. */
export async function lockFollowers(tx: Tx, leadingId: string): Promise<Report[]> {
  const rows = await reportQuery(tx)
    .where('leading_id', '=', leadingId)
    .where('status', '=', 'joined')
    .orderBy('report.id')
    .forUpdate()
    .execute();
  return reportsFromRows(rows);
}

/** What goes along with this report, or ended together with it; the first that came in first. */
export async function followersOf(tx: Tx, leadingId: string): Promise<Report[]> {
  const rows = await reportQuery(tx).where('leading_id', '=', leadingId).orderBy('report.number').execute();
  return reportsFromRows(rows);
}
