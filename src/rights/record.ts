import type { Tx } from '../kit/db.ts';
import { appendEvent } from '../kit/events.ts';
import type { Actor } from '../people/model.ts';
import type { RightsEvent } from './model.ts';

/** The history of one request or block; the caller holds the lock of its row. */
export async function recordOf(
  tx: Tx,
  actor: Actor,
  subject: { readonly kind: 'request' | 'block'; readonly id: string },
  event: RightsEvent,
): Promise<void> {
  const by = { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : null };
  await appendEvent(tx, { stream: `${subject.kind}:${subject.id}`, ...event, actor: by });
}
