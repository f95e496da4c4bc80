import { deadlineOf } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { setTimer } from '../kit/timers.ts';
import { giveNotice } from '../handovers/index.ts';
import { activeUserIds, coordinatorBeside, getService, openHoursOf, teamLeadOf } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import type { CareStepKind, Incident, Rung } from './model.ts';
import type { Ladder } from './rules.ts';
import * as store from './store.ts';

export const AFTERCARE_TIMER = 'aftercare-deadline';

/** Who may ask an employee how it goes, and who is next after silence, as they are now. */
export async function ladderFor(
  tx: Tx,
  { partyId, employeeId }: Pick<Incident, 'partyId' | 'employeeId'>,
): Promise<Ladder> {
  const lead = await teamLeadOf(tx, partyId);
  const coordinator = await coordinatorBeside(tx, employeeId);
  const { managerId } = await getMunicipality(tx);
  const active = await activeUserIds(tx);
  const ladder: Partial<Record<Rung, string>> = {};
  if (lead !== undefined) ladder.lead = lead;
  if (active.has(coordinator)) ladder.coordinator = coordinator;
  if (active.has(managerId)) ladder.manager = managerId;
  return ladder;
}

/** Until when aftercare is asked, from now on; by the clock on the wall or by the desk's hours, as the municipality says. */
export async function careDeadline(tx: Tx): Promise<Date> {
  const { settings, deskServiceId } = await getMunicipality(tx);
  return deadlineOf(settings.aftercareTerm, tx.now, openHoursOf(await getService(tx, deskServiceId)));
}

export interface Placing {
  readonly ownerId: string;
  readonly rung: Rung;
  readonly kind: CareStepKind;
  readonly lateCount?: number;
}

/** Somebody has it from now on, or still: row, history, timer and the word to that person, in one transaction. */
export async function place(
  tx: Tx,
  actor: Actor,
  incidentId: string,
  { ownerId, rung, kind, lateCount }: Placing,
): Promise<void> {
  const deadline = await careDeadline(tx);
  await store.changeIncident(tx, incidentId, {
    owner_id: ownerId,
    rung,
    deadline,
    ...(lateCount === undefined ? {} : { late_count: lateCount }),
  });
  await recordStep(tx, actor, incidentId, { kind, ownerId, deadline });
  await setTimer(tx, { kind: AFTERCARE_TIMER, subjectId: incidentId, dueAt: deadline });
  const notice = kind === 'went-up' || kind === 'late' ? 'aftercare-late' : 'aftercare-asked';
  await giveNotice(tx, { userId: ownerId, kind: notice, reportId: null });
}

export async function recordStep(
  tx: Tx,
  actor: Actor,
  incidentId: string,
  step: { readonly kind: CareStepKind; readonly ownerId: string; readonly deadline: Date | null },
): Promise<void> {
  await store.insertStep(tx, incidentId, { ...step, byId: actor.kind === 'user' ? actor.userId : null });
}
