import { sql } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { BlockLevel } from './model.ts';

export interface Said {
  readonly checkId: string;
  readonly level: BlockLevel;
  readonly since: string | undefined;
  readonly partyId: string | undefined;
  readonly explanation: string | undefined;
}

export interface Statement extends Said {
  readonly version: number;
  readonly at: Date;
  readonly byId: string;
}

interface Row {
  readonly checkId: string;
  readonly version: number;
  readonly level: BlockLevel;
  readonly since: string | null;
  readonly partyId: string | null;
  readonly explanation: string | null;
  readonly at: Date;
  readonly byId: string;
}

/** All that was said of these checks, the newest first. */
export async function statementsOf(tx: Tx, checkIds: readonly string[]): Promise<Statement[]> {
  const { rows } = await sql<Row>`
    select check_id as "checkId", version, level, since, party_id as "partyId", explanation, at, by_id as "byId"
    from block_statement
    where municipality_id = ${tx.municipalityId} and check_id = any(${checkIds}::text[])
    order by check_id, version desc`.execute(tx.kysely);
  return rows.map(({ since, partyId, explanation, ...row }) => ({
    ...row,
    since: since ?? undefined,
    partyId: partyId ?? undefined,
    explanation: explanation ?? undefined,
  }));
}

/** False where a colleague was first. */
export async function insertStatement(
  tx: Tx,
  { checkId, version, level, since, partyId, explanation, byId }: Omit<Statement, 'at'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into block_statement
      (municipality_id, check_id, version, level, since, party_id, explanation, at, by_id)
    values (${tx.municipalityId}, ${checkId}, ${version}, ${level}, ${since ?? null}, ${partyId ?? null},
      ${explanation ?? null}, ${tx.now}, ${byId})
    on conflict do nothing returning version`.execute(tx.kysely);
  return rows.length === 1;
}
