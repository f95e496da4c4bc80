import { on, type Tx } from '../kit/db.ts';

interface InvitationTables {
  decision_invitation: {
    token_hash: Buffer;
    home_id: string;
    set_id: string;
    guest_id: string;
    guest_user_id: string | null;
    created_at: Date;
    expires_at: Date;
  };
}

/** One proposal of another municipality that somebody of this one may read and judge. */
export interface Invitation {
  readonly homeId: string;
  readonly setId: string;
  readonly expiresAt: Date;
}

const COLUMNS = ['home_id as homeId', 'set_id as setId', 'expires_at as expiresAt'] as const;

/** Written by the municipality that asks. What ran out goes at the same time, and a code that nobody took yet. */
export async function insertInvitation(
  tx: Tx,
  invitation: { tokenHash: Buffer; setId: string; guestId: string; expiresAt: Date },
): Promise<void> {
  const table = on<InvitationTables>(tx);
  await table.deleteFrom('decision_invitation').where('expires_at', '<=', tx.now).execute();
  await table
    .deleteFrom('decision_invitation')
    .where('home_id', '=', tx.municipalityId)
    .where('set_id', '=', invitation.setId)
    .where('guest_id', '=', invitation.guestId)
    .where('guest_user_id', 'is', null)
    .execute();
  await table
    .insertInto('decision_invitation')
    .values({
      token_hash: invitation.tokenHash,
      home_id: tx.municipalityId,
      set_id: invitation.setId,
      guest_id: invitation.guestId,
      guest_user_id: null,
      created_at: tx.now,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

/** Called by the municipality that asked: nobody from elsewhere sees the set any more. */
export async function deleteInvitations(tx: Tx, setId: string): Promise<void> {
  await on<InvitationTables>(tx)
    .deleteFrom('decision_invitation')
    .where('home_id', '=', tx.municipalityId)
    .where('set_id', '=', setId)
    .execute();
}

/** To which municipalities the set is open now. */
export async function guestsOf(tx: Tx, setId: string): Promise<{ guestId: string; expiresAt: Date }[]> {
  return on<InvitationTables>(tx)
    .selectFrom('decision_invitation')
    .select(['guest_id as guestId', 'expires_at as expiresAt'])
    .where('home_id', '=', tx.municipalityId)
    .where('set_id', '=', setId)
    .where('expires_at', '>', tx.now)
    .orderBy('decision_invitation.expires_at')
    .execute();
}

/** Takes an invitation for this user of the invited municipality: the first who has the code, and nobody after. */
export async function takeInvitation(
  tx: Tx,
  tokenHash: Buffer,
  userId: string,
): Promise<Invitation | undefined> {
  return on<InvitationTables>(tx)
    .updateTable('decision_invitation')
    .set({ guest_user_id: userId })
    .where('token_hash', '=', tokenHash)
    .where('guest_id', '=', tx.municipalityId)
    .where('expires_at', '>', tx.now)
    .where((where) => where.or([where('guest_user_id', 'is', null), where('guest_user_id', '=', userId)]))
    .returning(COLUMNS)
    .executeTakeFirst();
}

/** What this user of the invited municipality may read elsewhere now. */
export async function invitationsOf(tx: Tx, userId: string): Promise<Invitation[]> {
  return on<InvitationTables>(tx)
    .selectFrom('decision_invitation')
    .select(COLUMNS)
    .where('guest_id', '=', tx.municipalityId)
    .where('guest_user_id', '=', userId)
    .where('expires_at', '>', tx.now)
    .orderBy('decision_invitation.created_at')
    .execute();
}
