import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { ownAccount, requirePermission, userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { isRefused, wishesOf } from './address-store.ts';
import { addressHash } from './keys.ts';
import { Cause, TroubleState, StaffKind } from './model.ts';
import { countMessages, messagesIn } from './outbox-store.ts';
import { canHelp, maySendAgain } from './rules.ts';
import type { OutboxView, WishView } from './wire.ts';

const LIST_LIMIT = 200;

/** What met trouble: what failed and why, what waits for another try, what somebody stopped. What goes well is not shown. */
export async function outbox(
  db: Database,
  actor: Actor,
  wanted: { readonly state: TroubleState | undefined },
): Promise<Outcome<OutboxView>> {
  const user = requirePermission(actor, 'messages.manage');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const counted = await countMessages(tx);
    const of = (state: TroubleState) =>
      counted.filter((each) => each.state === state).reduce((sum, { count }) => sum + count, 0);
    const state = wanted.state ?? (of('failed') > 0 ? 'failed' : 'waiting');
    return ok({
      now: tx.now,
      state,
      counts: Object.fromEntries(
        TroubleState.options.map((each) => [each, of(each)]),
      ) as OutboxView['counts'],
      causes: Cause.options.flatMap((cause) => {
        const count = counted.find((each) => each.state === 'failed' && each.cause === cause)?.count ?? 0;
        return count === 0 ? [] : [{ cause, count, maySendAgain: canHelp(cause) }];
      }),
      messages: await messageViews(tx, state),
    });
  });
}

async function messageViews(tx: Tx, state: TroubleState): Promise<OutboxView['messages']> {
  const found = await messagesIn(tx, { state, limit: LIST_LIMIT });
  const names = await userNames(tx);
  return found.map((message) => {
    const { id, kind, userId, deviceId, outsideId, at, cause, attempts, settledAt, dueAt } = message;
    const to =
      userId === null
        ? ({ kind: outsideId === null ? 'reporter' : 'outside' } as const)
        : ({ kind: 'user', name: names.get(userId) ?? '–', onDevice: deviceId !== null } as const);
    const again = maySendAgain(message);
    return { id, kind, to, at, state, cause, attempts, settledAt, nextTryAt: dueAt, maySendAgain: again };
  });
}

/** What somebody wants to be mailed, as it stands; who never said so is mailed nothing. */
export async function ownWish(
  db: Database,
  actor: Actor,
  { key, language }: { key: string | undefined; language: 'nl' | 'en' },
): Promise<Outcome<WishView>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const [wish] = await wishesOf(tx, [user.value.userId]);
    const { settings } = await getMunicipality(tx);
    const isBad = wish && key ? await isRefused(tx, addressHash(key, tx.municipalityId, wish.email)) : false;
    return ok({
      email: wish?.email ?? '',
      language: wish?.language ?? language,
      mode: wish?.mode ?? 'at-once',
      kinds: [...(wish?.kinds ?? StaffKind.options)],
      isRefused: isBad,
      digestAtMinute: settings.digestAtMinute,
    });
  });
}
