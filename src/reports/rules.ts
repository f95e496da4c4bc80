import type { Term } from '../kit/calendar.ts';
import type { NextStep, Observations, ReportEvent, ReportOutcome, ReportStatus, Turn } from './model.ts';

/** AVG article 14(3)(a): within a month of the data coming in. */
export const INFORMING_TERM: Term = { amount: 1, unit: 'legal-months' };

/** Once late, the reminder comes back until the task is done. */
export const INFORMING_REMINDER_DAYS = 7;

/** Whether a report is about somebody other than who sent it; when nobody knows, it counts as such. */
export function isAboutPerson(report: { readonly observations: Observations }): boolean {
  return report.observations.about !== 'place' && report.observations.about !== 'myself';
}

/** What the history says of a report; the row must say the same. */
export interface FoldedReport {
  readonly status: ReportStatus;
  readonly ownerId: string;
  readonly ownerServiceId: string | null;
  readonly nextStep: NextStep | null;
  readonly deadline: string | null;
  readonly overdueCount: number;
  readonly outcome: ReportOutcome | null;
}

/** One event further. Undefined stands for 'not received yet'. */
function evolve(state: FoldedReport | undefined, event: ReportEvent): FoldedReport | undefined {
  switch (event.kind) {
    case 'received':
    case 'assigned':
      return turnOf(event.data);
    case 'closed':
      return (
        state && { ...state, status: 'closed', nextStep: null, deadline: null, outcome: event.data.outcome }
      );
    case 'worded':
    case 'called':
    case 'danger-checked':
    case 'photo-added':
    case 'photo-shared':
    case 'photo-removed':
    case 'decided':
    case 'informed':
      return state;
  }
}

export function fold(events: readonly ReportEvent[]): FoldedReport | undefined {
  return events.reduce<FoldedReport | undefined>(evolve, undefined);
}

/** Whether a report left the step in which somebody finds out whether there is danger, and nobody did. */
export function leftDangerUnchecked(events: readonly ReportEvent[]): boolean {
  let isOpen = false;
  for (const event of events) {
    if (event.kind === 'called' || event.kind === 'danger-checked') isOpen = false;
    if (
      isOpen &&
      (event.kind === 'closed' || (event.kind === 'assigned' && event.data.nextStep !== 'check-danger'))
    )
      return true;
    if (event.kind === 'assigned' && event.data.nextStep === 'check-danger') isOpen = true;
  }
  return false;
}

/** A turn in the form in which an event keeps it. */
export function turnData(turn: Turn): Omit<Turn, 'deadline'> & { deadline: string } {
  const { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount } = turn;
  return { status, ownerId, ownerServiceId, nextStep, deadline: deadline.toISOString(), overdueCount };
}

function turnOf(data: Extract<ReportEvent, { kind: 'received' | 'assigned' }>['data']): FoldedReport {
  const { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount } = data;
  return { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount, outcome: null };
}
