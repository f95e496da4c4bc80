import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';

export interface FiguresComment {
  readonly partyId: string;
  /** '2026-4'. */
  readonly quarter: string;
  readonly version: number;
  readonly comment: string;
  readonly at: Date;
  readonly byId: string;
}

/** All that organisations said of their figures of this quarter, of each the newest first. */
export async function commentsOf(tx: Tx, quarter: string): Promise<FiguresComment[]> {
  const { rows } = await sql<FiguresComment>`
    select party_id as "partyId", quarter, version, comment, at, by_id as "byId" from figures_comment
    where municipality_id = ${tx.municipalityId} and quarter = ${quarter}
    order by party_id, version desc`.execute(tx.kysely);
  return rows;
}

/** False where a colleague was first. */
export async function insertComment(
  tx: Tx,
  { partyId, quarter, version, comment, byId }: Omit<FiguresComment, 'at'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into figures_comment (municipality_id, party_id, quarter, version, comment, at, by_id)
    values (${tx.municipalityId}, ${partyId}, ${quarter}, ${version}, ${comment}, ${tx.now}, ${byId})
    on conflict do nothing returning version`.execute(tx.kysely);
  return rows.length === 1;
}
