import type { Tx } from '../kit/db.ts';
import { setTimer, timersOf, type TimerEffect } from '../kit/timers.ts';
import { giveNotice } from '../handovers/index.ts';
import { clockIn } from '../people/model.ts';
import { standingAbove } from './rules.ts';
import { AFTERCARE_TIMER, ladderFor, place } from './standing.ts';
import * as store from './store.ts';

/** Nobody asked in time: who is next has it from now on. At the top it stays, and is told again every term. */
export const aftercareEffect: TimerEffect = {
  lock: store.lockIncident,
  fire: async (tx, incidentId) => {
    const incident = await store.findIncident(tx, incidentId);
    if (!incident?.deadline) return;
    if (incident.deadline > tx.now)
      return setTimer(tx, { kind: AFTERCARE_TIMER, subjectId: incidentId, dueAt: incident.deadline });
    const clock = clockIn(tx);
    const lateCount = incident.lateCount + 1;
    const above = standingAbove(await ladderFor(tx, incident), incident);
    const { ownerId, rung } = above ?? incident;
    await place(tx, clock, incidentId, { ownerId, rung, lateCount, kind: above ? 'went-up' : 'late' });
    // who was silent knows that it is not forgotten
    if (above) await giveNotice(tx, { userId: incident.ownerId, kind: 'aftercare-late', reportId: null });
  },
};

/** Timers can be lost; the rows cannot. Sets every timer that is missing or wrong and returns how many. */
export async function rebuildAftercareTimers(tx: Tx): Promise<number> {
  const found = await timersOf(tx, AFTERCARE_TIMER);
  let rebuilt = 0;
  for (const { id, deadline } of await store.openIncidents(tx)) {
    if (!deadline || found.get(id)?.getTime() === deadline.getTime()) continue;
    await setTimer(tx, { kind: AFTERCARE_TIMER, subjectId: id, dueAt: deadline });
    rebuilt += 1;
  }
  return rebuilt;
}
