import { on, type Tx } from '../kit/db.ts';

interface SecondFactorTables {
  second_factor: {
    municipality_id: string;
    user_id: string;
    sealed_secret: Buffer;
    made_at: Date;
    confirmed_at: Date | null;
    last_step: number;
  };
  recovery_code: { municipality_id: string; user_id: string; code_hash: Buffer };
}

export interface SecondFactor {
  readonly sealedSecret: Buffer;
  readonly isConfirmed: boolean;
}

export async function findFactor(tx: Tx, userId: string): Promise<SecondFactor | undefined> {
  const row = await on<SecondFactorTables>(tx)
    .selectFrom('second_factor')
    .select(['sealed_secret', 'confirmed_at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && { sealedSecret: row.sealed_secret, isConfirmed: row.confirmed_at !== null };
}

/** Keeps a new secret until it is confirmed; of two pages at once the first one's secret stays. */
export async function insertFactor(tx: Tx, userId: string, sealedSecret: Buffer): Promise<void> {
  await on<SecondFactorTables>(tx)
    .insertInto('second_factor')
    .values({
      municipality_id: tx.municipalityId,
      user_id: userId,
      sealed_secret: sealedSecret,
      made_at: tx.now,
      last_step: 0,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'user_id']).doNothing())
    .execute();
}

/** Notes that the code of this time step was used; false when that one, or a later one, was used before. */
export async function useStep(
  tx: Tx,
  { userId, step, confirms }: { userId: string; step: number; confirms: boolean },
): Promise<boolean> {
  let query = on<SecondFactorTables>(tx)
    .updateTable('second_factor')
    .set({ last_step: step, ...(confirms ? { confirmed_at: tx.now } : {}) })
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('last_step', '<', step);
  query = query.where('confirmed_at', confirms ? 'is' : 'is not', null);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows) > 0;
}

export async function writeRecoveryCodes(tx: Tx, userId: string, hashes: readonly Buffer[]): Promise<void> {
  await deleteRecoveryCodes(tx, userId);
  const rows = hashes.map((code_hash) => ({
    municipality_id: tx.municipalityId,
    user_id: userId,
    code_hash,
  }));
  await on<SecondFactorTables>(tx).insertInto('recovery_code').values(rows).execute();
}

/** Takes the code away; of two who use it at once one gets in. */
export async function useRecoveryCode(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await on<SecondFactorTables>(tx)
    .deleteFrom('recovery_code')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) > 0;
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const { count } = await on<SecondFactorTables>(tx)
    .selectFrom('recovery_code')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return count;
}

/** The second factor is set up anew at the next log-in. */
export async function deleteFactor(tx: Tx, userId: string): Promise<void> {
  await deleteRecoveryCodes(tx, userId);
  await on<SecondFactorTables>(tx)
    .deleteFrom('second_factor')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
}

async function deleteRecoveryCodes(tx: Tx, userId: string): Promise<void> {
  await on<SecondFactorTables>(tx)
    .deleteFrom('recovery_code')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
}
