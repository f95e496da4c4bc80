import { on, type Tx } from '../kit/db.ts';
import { announce } from '../kit/live/announce.ts';

interface PresenceTables {
  presence: {
    municipality_id: string;
    report_id: string;
    user_id: string;
    seen_at: Date;
    doing: string | null;
  };
  user_account: { municipality_id: string; id: string; name: string };
}

/** One person on the page of one report. */
export interface Place {
  readonly reportId: string;
  readonly userId: string;
}

export interface Present {
  readonly userId: string;
  readonly name: string;
  readonly isWriting: boolean;
}

/** So long after its last sign a page counts as open: two beats may be missed. */
const GONE_MS = 75_000;

/** Comes, or is still there. Who was there before and gave no sign comes anew. */
export async function beThere(tx: Tx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const gone = new Date(tx.now.getTime() - GONE_MS);
  await on<PresenceTables>(tx)
    .deleteFrom('presence')
    .where('municipality_id', '=', tx.municipalityId)
    .where('seen_at', '<=', gone)
    .execute();
  const rows = places.map(({ reportId, userId }) => ({
    municipality_id: tx.municipalityId,
    report_id: reportId,
    user_id: userId,
    seen_at: tx.now,
    doing: null,
  }));
  await on<PresenceTables>(tx)
    .insertInto('presence')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'report_id', 'user_id']).doUpdateSet({ seen_at: tx.now }),
    )
    .execute();
}

export async function beGone(tx: Tx, { reportId, userId }: Place): Promise<void> {
  await on<PresenceTables>(tx)
    .deleteFrom('presence')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('user_id', '=', userId)
    .execute();
  await announcePresence(tx, reportId);
}

/** False for who is not there: nothing is told then. */
export async function writeDoing(tx: Tx, { reportId, userId }: Place, isWriting: boolean): Promise<boolean> {
  const row = await on<PresenceTables>(tx)
    .updateTable('presence')
    .set({ doing: isWriting ? 'writing' : null, seen_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst();
  if (row) await announcePresence(tx, reportId);
  return row !== undefined;
}

export function announcePresence(tx: Tx, reportId: string): Promise<void> {
  return announce(tx, `presence:${reportId}`);
}

/** Who has the report open. */
export async function presentAt(tx: Tx, reportId: string): Promise<Present[]> {
  const rows = await on<PresenceTables>(tx)
    .selectFrom('presence')
    .innerJoin('user_account', (join) =>
      join
        .onRef('user_account.municipality_id', '=', 'presence.municipality_id')
        .onRef('user_account.id', '=', 'presence.user_id'),
    )
    .select(['presence.user_id', 'user_account.name', 'presence.doing'])
    .where('presence.municipality_id', '=', tx.municipalityId)
    .where('presence.report_id', '=', reportId)
    .where('presence.seen_at', '>', new Date(tx.now.getTime() - GONE_MS))
    .orderBy('user_account.name')
    .orderBy('presence.user_id')
    .execute();
  return rows.map(({ user_id, name, doing }) => ({
    userId: user_id,
    name,
    isWriting: doing === 'writing',
  }));
}
