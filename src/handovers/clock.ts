import { deadlineOf } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import type { TimerEffect } from '../kit/timers.ts';
import { getMunicipality } from '../places/index.ts';
import { openHoursOf, teamLeadOf } from '../people/index.ts';
import { clockIn, type Actor } from '../people/model.ts';
import { armTimer, assign, REPORT_TIMER, turnOf, WARNING_TIMER } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { loadHandling, lockToAct } from './load.ts';
import type { Handling } from './model.ts';
import { decideBy, endOffer, offer, passOn, secondServiceFor, toCoordinator } from './offers.ts';
import { fallSilent, outsideEffect } from './outside/clock.ts';
import { OUTSIDE_TIMER } from './outside/state.ts';
import { bringBack, tellLate } from './parts.ts';
import { decideLapse, type Lapse } from './rules.ts';
import { giveNotice } from './standing-in.ts';
import { warningEffect } from './warning.ts';
import { owningService, resume } from './work.ts';

/** What the clock does at a report's deadline. It runs on whichever process lives, once. */
const deadlineEffect: TimerEffect<Report | undefined> = {
  lock: lockToAct,
  fire: async (tx, _reportId, report) => {
    if (!report) return;
    const handling = await loadHandling(tx, report);
    await applyLapse(tx, handling, decideLapse(handling, tx.now));
  },
};

/** What the clock does for reports: warns, and at the deadline acts. */
export const DEADLINES: Readonly<Record<string, TimerEffect>> = {
  [REPORT_TIMER]: deadlineEffect,
  [WARNING_TIMER]: warningEffect,
  [OUTSIDE_TIMER]: outsideEffect,
};

async function applyLapse(tx: Tx, handling: Handling, lapse: Lapse): Promise<void> {
  const clock = clockIn(tx);
  const { report } = handling;
  switch (lapse.kind) {
    case 'nothing':
      // early: somebody moved the deadline meanwhile, or the clock went back; the timer must not be lost
      return armTimer(tx, report);
    case 'offer-lapsed':
      if (handling.offer) await endOffer(tx, clock, handling.offer.id, { status: 'lapsed' });
      return report.part ? bringBack(tx, clock, handling, 'lapsed') : passOn(tx, clock, handling, 'lapsed');
    case 'try-second-service':
      return trySecondService(tx, clock, handling);
    case 'coordinator-late':
      return coordinatorLate(tx, clock, handling);
    case 'unanswered':
      return goOnWithout(tx, clock, report);
    case 'outside-silent':
      return fallSilent(tx, report);
    case 'owner-late':
      return ownerLate(tx, clock, report);
    case 'back-to-coordinator':
      if (report.part) return bringBack(tx, clock, handling, 'came-back');
      return toCoordinator(tx, clock, handling, 'returned');
  }
}

/** The desk was silent and nobody else was asked yet: the second advice is tried, and the manager knows. */
async function trySecondService(tx: Tx, clock: Actor, handling: Handling): Promise<void> {
  const second = await secondServiceFor(tx, handling);
  if (!second) return coordinatorLate(tx, clock, handling);
  const { managerId } = await getMunicipality(tx);
  await giveNotice(tx, {
    userId: managerId,
    kind: 'coordinator-overdue',
    reportId: handling.report.id,
  });
  await offer(tx, clock, handling, { service: second, step: 'second-service', cause: 'lapsed' });
}

/** A coordinator cannot decline and nothing can be taken away from the last one: the report stays and the manager is told. */
async function coordinatorLate(tx: Tx, clock: Actor, { report, advice }: Handling): Promise<void> {
  const { managerId } = await getMunicipality(tx);
  const turn = turnOf(report);
  const deadline = await decideBy(tx, advice);
  await giveNotice(tx, { userId: managerId, kind: 'coordinator-overdue', reportId: report.id });
  await assign(tx, clock, {
    reportId: report.id,
    turn: { ...turn, deadline, overdueCount: turn.overdueCount + 1 },
    cause: 'overdue',
  });
}

/** The reporter did not answer: the owner goes on with what there is. */
async function goOnWithout(tx: Tx, clock: Actor, report: Report): Promise<void> {
  const turn = { ...turnOf(report), ...(await resume(tx, report)) };
  await assign(tx, clock, { reportId: report.id, turn, cause: 'unanswered' });
}

/** Late for the first time: owner and team lead are told, and there is one more term. */
async function ownerLate(tx: Tx, clock: Actor, report: Report): Promise<void> {
  const turn = turnOf(report);
  const { settings } = await getMunicipality(tx);
  const service = await owningService(tx, report);
  const told = new Set([report.ownerId, await teamLeadOf(tx, service.partyId)]);
  for (const userId of told) {
    if (userId !== undefined) await giveNotice(tx, { userId, kind: 'owner-overdue', reportId: report.id });
  }
  if (report.part) await tellLate(tx, clock, report);
  const deadline = deadlineOf(settings.graceTerm, tx.now, openHoursOf(service));
  await assign(tx, clock, {
    reportId: report.id,
    turn: { ...turn, deadline, overdueCount: turn.overdueCount + 1 },
    cause: 'overdue',
  });
}
