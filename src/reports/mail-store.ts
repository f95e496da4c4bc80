import { createHmac, randomBytes } from 'node:crypto';
import { on, once, type Tx } from '../kit/db.ts';

interface MailTables {
  mail_key: { municipality_id: string; secret: Buffer };
}

/**
 * The key under which a mail, or a row of a list, comes in: the same mail gives the same key, also when it is sent again after its answer got
 * lost. Who else has the mail cannot make it, nor the follow-up code that follows from it: that takes the secret.
 */
export async function mailKey(tx: Tx, identity: string): Promise<string> {
  return createHmac('sha256', await once(tx, 'mail-key', () => secretOf(tx)))
    .update(identity)
    .digest('hex');
}

async function secretOf(tx: Tx): Promise<Buffer> {
  await on<MailTables>(tx)
    .insertInto('mail_key')
    .values({ municipality_id: tx.municipalityId, secret: randomBytes(32) })
    .onConflict((conflict) => conflict.column('municipality_id').doNothing())
    .execute();
  const row = await on<MailTables>(tx)
    .selectFrom('mail_key')
    .select('secret')
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirstOrThrow();
  return row.secret;
}
