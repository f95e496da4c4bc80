import { on, type Tx } from '../kit/db.ts';
import { MailMode, readKinds, type MailWish } from './model.ts';

interface AddressTables {
  mail_wish: {
    municipality_id: string;
    user_id: string;
    email: string;
    language: string;
    mode: string;
    kinds: string;
    changed_at: Date;
  };
  mail_refused: { municipality_id: string; address_hash: Buffer; reply: string | null; at: Date };
}

/** What these people want to be mailed; who said nothing is not among them. */
export async function wishesOf(tx: Tx, userIds: readonly string[]): Promise<MailWish[]> {
  if (userIds.length === 0) return [];
  const rows = await on<AddressTables>(tx)
    .selectFrom('mail_wish')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', 'in', [...userIds])
    .orderBy('mail_wish.user_id')
    .execute();
  return rows.map((row) => ({
    userId: row.user_id,
    email: row.email,
    language: row.language === 'en' ? 'en' : 'nl',
    mode: MailMode.parse(row.mode),
    kinds: readKinds(row.kinds),
  }));
}

export async function writeWish(tx: Tx, wish: MailWish): Promise<void> {
  const row = {
    email: wish.email,
    language: wish.language,
    mode: wish.mode,
    kinds: wish.kinds.join(' '),
    changed_at: tx.now,
  };
  await on<AddressTables>(tx)
    .insertInto('mail_wish')
    .values({ municipality_id: tx.municipalityId, user_id: wish.userId, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'user_id']).doUpdateSet(row))
    .execute();
}

/** Whether a mail server refused this address as no mailbox. */
export async function isRefused(tx: Tx, addressHash: Buffer): Promise<boolean> {
  const row = await on<AddressTables>(tx)
    .selectFrom('mail_refused')
    .select('at')
    .where('municipality_id', '=', tx.municipalityId)
    .where('address_hash', '=', addressHash)
    .executeTakeFirst();
  return row !== undefined;
}

export async function markRefused(
  tx: Tx,
  { addressHash, reply }: { addressHash: Buffer; reply: string | null },
): Promise<void> {
  await on<AddressTables>(tx)
    .insertInto('mail_refused')
    .values({ municipality_id: tx.municipalityId, address_hash: addressHash, reply, at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'address_hash']).doUpdateSet({ reply, at: tx.now }),
    )
    .execute();
}

/** Somebody says that the address is right: it is tried again. */
export async function forgetRefused(tx: Tx, addressHash: Buffer): Promise<void> {
  await on<AddressTables>(tx)
    .deleteFrom('mail_refused')
    .where('municipality_id', '=', tx.municipalityId)
    .where('address_hash', '=', addressHash)
    .execute();
}
