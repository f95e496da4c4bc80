import type { Tx } from '../kit/db.ts';
import { rightsOfficerOnDuty } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { recordOf } from './record.ts';
import * as store from './store.ts';

/** Requests and blocks of who leaves go to the next officer, in the transaction in which that person leaves. */
export async function goOnWithoutOfficer(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const ofThis = (row: { ownerId: string }) => row.ownerId === userId;
  const requests = (await store.requests(tx, { status: 'open' })).filter(ofThis).map(({ id }) => id);
  const blocks = (await store.standingBlocks(tx)).filter(ofThis).map(({ id }) => id);
  if (requests.length + blocks.length === 0) return;
  const ownerId = await rightsOfficerOnDuty(tx, { besides: userId });
  const data = { ownerId };
  // always in the same order, so that two people who leave at once do not wait for each other
  for (const id of requests.toSorted()) {
    await store.lockRequest(tx, id);
    await store.changeRequest(tx, id, { owner_id: ownerId });
    await recordOf(tx, actor, { kind: 'request', id }, { kind: 'taken-over', data });
  }
  for (const id of blocks.toSorted()) {
    await store.lockBlock(tx, id);
    await store.changeBlock(tx, id, { owner_id: ownerId });
    await recordOf(tx, actor, { kind: 'block', id }, { kind: 'taken-over', data });
  }
}
