import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { isUuid } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { logLook, ownAccount, requirePermission } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { forgetRefused, writeWish } from './address-store.ts';
import { addressHash } from './keys.ts';
import type { Cause, MailWish } from './model.ts';
import { failedOf } from './outbox-store.ts';
import { canHelp, maySendAgain } from './rules.ts';
import * as store from './store.ts';

const AGAIN_LIMIT = 1000;

/** Sends a message again that failed or was stopped. The same click again finds it waiting, and changes nothing. */
export async function sendAgain(db: Database, actor: Actor, messageId: string): Promise<Outcome<true>> {
  return withMessage(db, actor, messageId, async (tx, message) => {
    if (message.state === 'waiting') return ok(true);
    if (!maySendAgain(message)) return refuse('message-settled');
    await again(tx, message);
    return ok(true);
  });
}

/** Sends everything again that failed for one cause: when the mail server is back. Gives how many. */
export async function sendAllAgain(db: Database, actor: Actor, cause: Cause): Promise<Outcome<number>> {
  const user = requirePermission(actor, 'messages.manage');
  if (!user.ok) return user;
  if (!canHelp(cause)) return refuse('message-settled');
  return inTenant(db, actor.municipalityId, async (tx) => {
    await logLook(tx, user.value, { action: 'change', subjectKind: 'message', subjectId: null });
    let count = 0;
    for (const id of await failedOf(tx, cause, AGAIN_LIMIT)) {
      const message = await store.lockMessage(tx, id);
      if (message?.state !== 'failed') continue;
      await again(tx, message);
      count += 1;
    }
    return ok(count);
  });
}

async function again(tx: Tx, { id, round }: { id: string; round: number }): Promise<void> {
  await store.writeState(tx, id, {
    state: 'waiting',
    cause: null,
    reply: null,
    attempts: 0,
    round: round + 1,
  });
  await store.setDue(tx, id, tx.now);
}

/** Keeps a message from being sent. What the mail server is being given at this moment can still arrive, and then counts as sent. */
export async function stopMessage(db: Database, actor: Actor, messageId: string): Promise<Outcome<true>> {
  return withMessage(db, actor, messageId, async (tx, message) => {
    if (message.state === 'stopped') return ok(true);
    if (message.state !== 'waiting') return refuse('message-settled');
    await store.writeState(tx, message.id, { state: 'stopped' });
    await store.cancelDue(tx, message.id);
    return ok(true);
  });
}

async function withMessage(
  db: Database,
  actor: Actor,
  messageId: string,
  work: (
    tx: Tx,
    message: NonNullable<Awaited<ReturnType<typeof store.lockMessage>>>,
  ) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'messages.manage');
  if (!user.ok) return user;
  if (!isUuid(messageId)) return refuse('message-unknown');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const message = await store.lockMessage(tx, messageId);
    if (!message) return refuse('message-unknown');
    await logLook(tx, user.value, { action: 'change', subjectKind: 'message', subjectId: messageId });
    return work(tx, message);
  });
}

/** Says what somebody wants to be mailed, for themselves alone. An address that is given anew is tried again. */
export async function saveWish(
  db: Database,
  actor: Actor,
  { key, wish }: { key: string | undefined; wish: Omit<MailWish, 'userId'> },
): Promise<Outcome<true>> {
  const user: Outcome<UserActor> = ownAccount(actor);
  if (!user.ok) return user;
  const { userId } = user.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await writeWish(tx, { ...wish, userId });
    if (key) await forgetRefused(tx, addressHash(key, tx.municipalityId, wish.email));
    await logLook(tx, user.value, { action: 'change', subjectKind: 'user', subjectId: userId });
    return ok(true);
  });
}
