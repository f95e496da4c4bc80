import type { Tx } from '../../kit/db.ts';
import type { TimerEffect } from '../../kit/timers.ts';
import { clockIn } from '../../people/model.ts';
import { findReport } from '../../reports/index.ts';
import type { Report } from '../../reports/model.ts';
import { lockToAct } from '../load.ts';
import { isAwaited, nextMoment } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import { giveNotice } from '../standing-in.ts';
import { armOutside, endOutside, goOnAfter, tellOutside } from './state.ts';

/** What the clock does for a question to an organisation without an account: reminds once halfway, and at the deadline ends the waiting. */
export const outsideEffect: TimerEffect = {
  lock: async (tx, requestId) => {
    const request = await store.findRequest(tx, requestId);
    return request && lockToAct(tx, request.reportId);
  },
  fire: async (tx, requestId) => {
    const request = await store.findRequest(tx, requestId);
    const due = request && nextMoment(request);
    const report = request && (await findReport(tx, request.reportId));
    if (!request || !report || due === undefined) return;
    // early: the deadline moved meanwhile, or the clock went back; the timer must not be lost
    if (due > tx.now) return armOutside(tx, request);
    if (request.deadline <= tx.now) return fallSilent(tx, report);
    await store.writeRequest(tx, requestId, { remindedAt: tx.now });
    await tellOutside(tx, clockIn(tx), request, { what: 'reminded' });
    await armOutside(tx, { ...request, remindedAt: tx.now });
  },
};

/**
 * No answer in time: the owner is told and decides. What the timer of the report does when that comes first is the same. The caller
 * holds the lock of the report.
 */
export async function fallSilent(tx: Tx, report: Report): Promise<void> {
  const request = await store.awaitedOf(tx, report.id);
  if (request && isAwaited(request) && request.deadline <= tx.now) {
    await endOutside(tx, clockIn(tx), request, { status: 'silent' });
    await giveNotice(tx, { userId: report.ownerId, kind: 'outside-silent', reportId: report.id });
  }
  await goOnAfter(tx, clockIn(tx), report, 'outside-silent');
}
