import type { Tx } from '../kit/db.ts';
import { setReminder, timersOf, type TimerEffect } from '../kit/timers.ts';
import { giveNotice } from '../handovers/index.ts';
import { activeUserIds, rightsOfficerOnDuty } from '../people/index.ts';
import { clockIn } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import { recordOf } from './record.ts';
import { nextReminder, remindersBy } from './rules.ts';
import * as store from './store.ts';

export const REQUEST_TIMER = 'request-deadline';
export const BLOCK_TIMER = 'block-review';

/** A request that is late: its owner and the manager hear of it, now and every week until it is answered. */
const requestEffect: TimerEffect = {
  lock: store.lockRequest,
  fire: async (tx, requestId) => {
    const request = await store.findRequest(tx, requestId);
    if (!request || request.status === 'closed') return;
    const lateCount = remindersBy(request.deadline, tx.now);
    if (lateCount > request.lateCount) {
      const ownerId = await ownerOrNext(tx, request.ownerId);
      await store.changeRequest(tx, requestId, { late_count: lateCount, owner_id: ownerId });
      await recordOf(
        tx,
        clockIn(tx),
        { kind: 'request', id: requestId },
        { kind: 'late', data: { ownerId } },
      );
      const { managerId } = await getMunicipality(tx);
      for (const userId of new Set([ownerId, managerId]))
        await giveNotice(tx, { userId, kind: 'request-late', reportId: request.reportId });
    }
    const dueAt = nextReminder(request.deadline, Math.max(lateCount, request.lateCount));
    await setReminder(tx, { kind: REQUEST_TIMER, subjectId: requestId, dueAt });
  },
};

/** A block asks to be looked at again; the second time the manager hears of it too. */
const blockEffect: TimerEffect = {
  lock: store.lockBlock,
  fire: async (tx, blockId) => {
    const block = await store.findBlock(tx, blockId);
    if (!block || block.liftedAt !== null) return;
    const lateCount = remindersBy(block.reviewAt, tx.now);
    if (lateCount > block.lateCount) {
      const ownerId = await ownerOrNext(tx, block.ownerId);
      await store.changeBlock(tx, blockId, { late_count: lateCount, owner_id: ownerId });
      const { managerId } = await getMunicipality(tx);
      const told = new Set(lateCount > 1 ? [ownerId, managerId] : [ownerId]);
      for (const userId of told)
        await giveNotice(tx, { userId, kind: 'block-review', reportId: block.reportId });
    }
    const dueAt = nextReminder(block.reviewAt, Math.max(lateCount, block.lateCount));
    await setReminder(tx, { kind: BLOCK_TIMER, subjectId: blockId, dueAt });
  },
};

export const RIGHTS_TIMER_EFFECTS: Readonly<Record<string, TimerEffect>> = {
  [REQUEST_TIMER]: requestEffect,
  [BLOCK_TIMER]: blockEffect,
};

/** Who left owns nothing any more. */
async function ownerOrNext(tx: Tx, ownerId: string): Promise<string> {
  return (await activeUserIds(tx)).has(ownerId) ? ownerId : rightsOfficerOnDuty(tx);
}

/** A timer that should be there, and when. */
export interface Expected {
  readonly kind: string;
  readonly subjectId: string;
  readonly dueAt: Date;
}

/** What the rows say that the timers should be. */
export async function expectedTimers(tx: Tx): Promise<Expected[]> {
  const open = (await store.requests(tx, { status: 'open' })).map(({ id, deadline, lateCount }) => ({
    kind: REQUEST_TIMER,
    subjectId: id,
    dueAt: nextReminder(deadline, lateCount),
  }));
  const standing = (await store.standingBlocks(tx)).map(({ id, reviewAt, lateCount }) => ({
    kind: BLOCK_TIMER,
    subjectId: id,
    dueAt: nextReminder(reviewAt, lateCount),
  }));
  return [...open, ...standing];
}

/** Timers can be lost; the rows cannot. Sets every timer that is missing or wrong and returns how many. */
export async function rebuildRightsTimers(tx: Tx): Promise<number> {
  const found = new Map([
    [REQUEST_TIMER, await timersOf(tx, REQUEST_TIMER)],
    [BLOCK_TIMER, await timersOf(tx, BLOCK_TIMER)],
  ]);
  const wrong = (await expectedTimers(tx)).filter(
    ({ kind, subjectId, dueAt }) => found.get(kind)?.get(subjectId)?.getTime() !== dueAt.getTime(),
  );
  for (const timer of wrong) await setReminder(tx, timer);
  return wrong.length;
}
