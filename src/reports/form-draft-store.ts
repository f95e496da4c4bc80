import { on, type Tx } from '../kit/db.ts';

interface DraftTables {
  form_draft: { municipality_id: string; code_hash: Buffer; sealed: Buffer; destroy_after: Date };
}

/** Saves a form, in the place of what was saved under the same code. */
export async function writeDraft(
  tx: Tx,
  { codeHash, sealed, destroyAfter }: { codeHash: Buffer; sealed: Buffer; destroyAfter: Date },
): Promise<void> {
  const row = { sealed, destroy_after: destroyAfter };
  await on<DraftTables>(tx)
    .insertInto('form_draft')
    .values({ municipality_id: tx.municipalityId, code_hash: codeHash, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'code_hash']).doUpdateSet(row))
    .execute();
}

/** What was saved under a code, as long as its time lasts. */
export async function findDraft(tx: Tx, codeHash: Buffer): Promise<Buffer | undefined> {
  const row = await on<DraftTables>(tx)
    .selectFrom('form_draft')
    .select('sealed')
    .where('municipality_id', '=', tx.municipalityId)
    .where('code_hash', '=', codeHash)
    .where('destroy_after', '>', tx.now)
    .executeTakeFirst();
  return row?.sealed;
}

export async function deleteDraft(tx: Tx, codeHash: Buffer): Promise<void> {
  await on<DraftTables>(tx)
    .deleteFrom('form_draft')
    .where('municipality_id', '=', tx.municipalityId)
    .where('code_hash', '=', codeHash)
    .execute();
}
