import type { Tx } from '../kit/db.ts';
import type { Breach } from '../kit/proof.ts';
import { looseMoments, standings } from './outbox-store.ts';
import { TRIES_MAX } from './rules.ts';

/** Proves that what waits has a next try, that what is settled has none, and that no follow-up code is kept longer than it is needed. */
export async function verifyMessages(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { id, state, attempts, isDue, hasCode } of await standings(tx)) {
    const row = `message ${id}`;
    if ((state === 'waiting') !== isDue)
      breaches.push({
        invariant: 'message-has-a-next-try',
        row,
        detail: isDue ? `${state}, and still to be tried` : 'waits, and nobody will try it',
      });
    if (attempts >= TRIES_MAX && state === 'waiting')
      breaches.push({
        invariant: 'message-has-a-next-try',
        row,
        detail: `still waits after ${attempts} tries`,
      });
    if (hasCode && state !== 'waiting')
      breaches.push({
        invariant: 'no-code-after-sending',
        row,
        detail: `${state}, and keeps a follow-up code`,
      });
  }
  for (const id of await looseMoments(tx))
    breaches.push({
      invariant: 'message-has-a-next-try',
      row: `message ${id}`,
      detail: 'a try of no message',
    });
  return breaches;
}
