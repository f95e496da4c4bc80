import { deadlineOf } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { cancelTimer, setReminder, timersOf } from '../kit/timers.ts';
import { getService, openHoursOf } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import { record } from './history.ts';
import * as store from './informing-store.ts';
import type { InformingResult } from './model.ts';
import { INFORMING_REMINDER_DAYS, INFORMING_TERM } from './rules.ts';

/** The timer of the task to tell the person, by the id of the report. */
export const INFORMING_TIMER = 'informing-deadline';

const DAY_MS = 86_400_000;

/** Sets the task, with the report itself: there is no moment in which it could be forgotten. */
export async function openInforming(tx: Tx, reportId: string): Promise<void> {
  const { deskServiceId } = await getMunicipality(tx);
  const deadline = deadlineOf(INFORMING_TERM, tx.now, openHoursOf(await getService(tx, deskServiceId)));
  await store.insertInforming(tx, { reportId, deadline });
  await setReminder(tx, { kind: INFORMING_TIMER, subjectId: reportId, dueAt: deadline });
}

/** Writes down how the person was told, or why not. The caller holds the report's lock; saying the same again does nothing. */
export async function settleInforming(
  tx: Tx,
  actor: Actor,
  reportId: string,
  result: InformingResult,
): Promise<void> {
  const task = await store.findInforming(tx, reportId);
  if (!task || task.result === result) return;
  await store.writeInformed(tx, { reportId, result, by: actor.kind === 'user' ? actor.userId : null });
  await record(tx, actor, reportId, { kind: 'informed', data: { result } });
  await cancelTimer(tx, { kind: INFORMING_TIMER, subjectId: reportId });
}

/** The task is late: counted, and asked again in a week. False when there is nothing to remind of (any more). */
export async function remindInforming(tx: Tx, reportId: string): Promise<boolean> {
  const task = await store.findInforming(tx, reportId);
  if (!task || task.result !== null) return false;
  const isLate = task.remindAt <= tx.now;
  const remindAt = isLate ? new Date(tx.now.getTime() + INFORMING_REMINDER_DAYS * DAY_MS) : task.remindAt;
  if (isLate) await store.writeLate(tx, { reportId, remindAt });
  await setReminder(tx, { kind: INFORMING_TIMER, subjectId: reportId, dueAt: remindAt });
  return isLate;
}

export async function rebuildInformingTimers(tx: Tx): Promise<number> {
  const timers = await timersOf(tx, INFORMING_TIMER);
  const wrong = (await store.openTasks(tx)).filter(
    ({ reportId, remindAt }) => timers.get(reportId)?.getTime() !== remindAt.getTime(),
  );
  for (const { reportId, remindAt } of wrong)
    await setReminder(tx, { kind: INFORMING_TIMER, subjectId: reportId, dueAt: remindAt });
  return wrong.length;
}
