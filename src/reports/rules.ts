import type { Term } from '../kit/calendar.ts';
import type { AnyOutcome, NextStep, Observations, ReportEvent, ReportStatus, Turn } from './model.ts';

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
  readonly outcome: AnyOutcome | null;
  readonly leadingId: string | null;
}

/** One event further. Undefined stands for 'not received yet'. */
function evolve(state: FoldedReport | undefined, event: ReportEvent): FoldedReport | undefined {
  switch (event.kind) {
    case 'received':
      return turnOf(event.data, null);
    case 'assigned':
      // its leading report moved on, or it has a turn of its own again
      return turnOf(event.data, event.data.status === 'joined' ? (state?.leadingId ?? null) : null);
    case 'joined':
      return turnOf(event.data, event.data.leadingId);
    case 'closed':
      return (
        state && { ...state, status: 'closed', nextStep: null, deadline: null, outcome: event.data.outcome }
      );
    case 'follower-joined':
    case 'follower-parted':
    case 'worded':
    case 'called':
    case 'danger-checked':
    case 'photo-added':
    case 'photo-shared':
    case 'photo-removed':
    case 'document-added':
    case 'document-shared':
    case 'document-removed':
    case 'decided':
    case 'contact-corrected':
    case 'informed':
    case 'reference-noted':
    case 'reference-removed':
    case 'part-changed':
    case 'outside-changed':
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
      (event.kind === 'closed' ||
        event.kind === 'joined' ||
        (event.kind === 'assigned' && event.data.nextStep !== 'check-danger'))
    )
      return true;
    if (event.kind === 'assigned' && event.data.nextStep === 'check-danger') isOpen = true;
  }
  return false;
}

/** The turn of a report that goes along: whose, and until when, its leading report says. */
export function followingTurn({ ownerId, ownerServiceId, deadline, overdueCount }: Turn): Turn {
  return { status: 'joined', ownerId, ownerServiceId, nextStep: 'goes-along', deadline, overdueCount };
}

/** A turn in the form in which an event keeps it. */
export function turnData(turn: Turn): Omit<Turn, 'deadline'> & { deadline: string } {
  const { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount } = turn;
  return { status, ownerId, ownerServiceId, nextStep, deadline: deadline.toISOString(), overdueCount };
}

type JoinedData = Extract<ReportEvent, { kind: 'joined' }>['data'];

function turnOf(
  data: Extract<ReportEvent, { kind: 'received' | 'assigned' }>['data'] | JoinedData,
  leadingId: string | null,
): FoldedReport {
  const { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount } = data;
  return { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount, outcome: null, leadingId };
}

const SQUARE_M = 100;
/** More than the squares from south to north of any grid, so that each square has a number of its own. */
const SQUARES_NORTH = 100_000;

/** The number of the square of 100 metres in which a point lies. */
export function squareOf({ xM, yM }: { readonly xM: number; readonly yM: number }): number {
  return Math.floor(xM / SQUARE_M) * SQUARES_NORTH + Math.floor(yM / SQUARE_M);
}

/** The middle of the square with this number. */
export function middleOf(square: number): { xM: number; yM: number } {
  const middle = (count: number) => count * SQUARE_M + SQUARE_M / 2;
  return { xM: middle(Math.floor(square / SQUARES_NORTH)), yM: middle(square % SQUARES_NORTH) };
}

/** The square of a point and the eight around it: whatever lies within 100 metres lies in one of these. */
export function squaresAround({ xM, yM }: { readonly xM: number; readonly yM: number }): number[] {
  const steps = [-SQUARE_M, 0, SQUARE_M];
  return steps.flatMap((east) => steps.map((north) => squareOf({ xM: xM + east, yM: yM + north })));
}
