import { type Lead, warningAt } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { cancelTimers, setTimers, timersOf, type Timer } from '../kit/timers.ts';
import { findService, getService, openHoursOf } from '../people/index.ts';
import { getMunicipality } from '../places/index.ts';
import { lastOf } from '../kit/events.ts';
import { reportStream } from './history.ts';
import type { NextStep, Report, Turn } from './model.ts';

/** The timer of a report: one per open report, at its deadline. */
export const REPORT_TIMER = 'report-deadline';

/** The timer that warns before that; at the deadline itself where nobody is to be warned. Once it fired it is gone. */
export const WARNING_TIMER = 'report-warning';

/** Our own numbers, not verified. */
const LEAD: Lead = { shareFraction: 0.25, minMinutes: 30 };

interface Promised extends Pick<Turn, 'ownerServiceId' | 'nextStep' | 'deadline'> {
  /** Since when this deadline stands. */
  readonly from: Date;
  /** In whose hours it counts, when not the owner's: the service that is asked. */
  readonly askedServiceId?: string | undefined;
}

/** Sets what the clock is to do for this turn, in the place of what it was to do before: warn, and act. */
export async function setDeadlineTimers(tx: Tx, reportId: string, turn: Promised): Promise<void> {
  const warnAt = await warningOf(tx, turn);
  await setTimers(tx, [
    deadlineTimer(reportId, turn),
    { kind: WARNING_TIMER, subjectId: reportId, dueAt: warnAt ?? turn.deadline, rank: 2 },
  ]);
}

/** Where somebody may be in danger it goes before all others. */
export function deadlineTimer(
  reportId: string,
  { deadline, nextStep }: { deadline: Date; nextStep: NextStep | null },
): Timer {
  return {
    kind: REPORT_TIMER,
    subjectId: reportId,
    dueAt: deadline,
    rank: nextStep === 'check-danger' ? 0 : 1,
  };
}

export function cancelDeadlineTimers(tx: Tx, reportId: string): Promise<void> {
  return cancelTimers(tx, [REPORT_TIMER, WARNING_TIMER], reportId);
}

/** While the reporter is to answer, nobody here is to be warned: after it the owner goes on with what there is. */
async function warningOf(
  tx: Tx,
  { from, deadline, nextStep, ownerServiceId, askedServiceId }: Promised,
): Promise<Date | undefined> {
  if (nextStep === 'await-answer') return undefined;
  const { settings, deskServiceId } = await getMunicipality(tx);
  const serviceId = askedServiceId ?? ownerServiceId ?? deskServiceId;
  const service = (await findService(tx, serviceId)) ?? (await getService(tx, deskServiceId));
  return warningAt(settings.warnLead ?? LEAD, { from, until: deadline }, openHoursOf(service));
}

/**
 * Warnings that were lost, or that an earlier version did not know, as far as their moment is still to come; of an offer in
 * the hours of the desk. Answers how many.
 */
export async function rebuildWarnings(tx: Tx, open: readonly Report[]): Promise<number> {
  const timers = await timersOf(tx, WARNING_TIMER);
  const missing = open.filter(({ id, status }) => !timers.has(id) && status !== 'joined');
  const streams = missing.map(({ id }) => reportStream(id));
  const begun = await lastOf(tx, { streams, kinds: TURNS });
  const lost: Timer[] = [];
  for (const { id, deadline, nextStep, ownerServiceId } of missing) {
    const from = begun.get(reportStream(id));
    if (deadline === null || nextStep === null || from === undefined) continue;
    const dueAt = await warningOf(tx, { from, deadline, nextStep, ownerServiceId });
    if (dueAt !== undefined && dueAt > tx.now)
      lost.push({ kind: WARNING_TIMER, subjectId: id, dueAt, rank: 2 });
  }
  for (const timer of lost) await setTimers(tx, [timer]);
  return lost.length;
}

/** What gives a report a deadline. */
const TURNS = ['received', 'assigned'] as const;
