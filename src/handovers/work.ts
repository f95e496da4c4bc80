import { deadlineOf, type OpenCalendar, type Term } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { getMunicipality } from '../places/index.ts';
import { findService, getService, openHoursOf } from '../people/index.ts';
import type { Actor, Service } from '../people/model.ts';
import { assign, historyOf, turnOf } from '../reports/index.ts';
import type { AssignCause, NextStep, Report, ReportEvent } from '../reports/model.ts';

/** The work that waits while the reporter is asked something. */
interface Work {
  readonly nextStep: NextStep;
  readonly deadline: Date;
  /** Questions asked since the report came to this owner. */
  readonly questions: number;
}

/** Causes within the work of one owner; any other begins a new turn. */
const SAME_OWNER: readonly AssignCause[] = [
  'asked',
  'answered',
  'unanswered',
  'spoken',
  'contacted',
  'overdue',
  'asked-outside',
  'outside-promised',
  'outside-back',
  'outside-silent',
];

/** Steps in which somebody who is no owner is to move; the work itself stands still. */
export const WAITS: readonly NextStep[] = ['await-answer', 'await-outside'];

/** Since when the owner who has it now has it, by its history. */
export function heldSince(history: readonly { readonly at: Date; readonly event: ReportEvent }[]): Date {
  const begin = history.findLast(
    ({ event }) =>
      event.kind === 'received' || (event.kind === 'assigned' && !SAME_OWNER.includes(event.data.cause)),
  );
  return begin?.at ?? new Date(0);
}

/** What the owner was to do, and until when, before the reporter was asked. */
async function workOf(tx: Tx, report: Report): Promise<Work> {
  const { nextStep, deadline } = turnOf(report);
  const history = (await historyOf(tx, report.id)).map(({ event }) => event);
  const turns = history.filter((event) => event.kind === 'received' || event.kind === 'assigned');
  const last = turns.findLast(({ data }) => !WAITS.includes(data.nextStep));
  const work = last
    ? { nextStep: afterWaiting(last.data.nextStep), deadline: new Date(last.data.deadline) }
    : { nextStep, deadline };
  return { ...work, questions: countQuestions(history) };
}

/** Who asked somebody something is at work: the talk that was missing is still to be held, and is no step before the first contact. */
function afterWaiting(step: NextStep): NextStep {
  return step === 'speak-sender' ? 'first-contact' : step;
}

function countQuestions(history: readonly ReportEvent[]): number {
  const begin = history.findLastIndex(
    (event) => event.kind === 'assigned' && !SAME_OWNER.includes(event.data.cause),
  );
  return history
    .slice(begin + 1)
    .filter((event) => event.kind === 'worded' && event.data.words === 'question').length;
}

/**
 * Until when the reporter may answer. The first question of an owner gets the reporter's whole term; a later one no more
 * than the work itself has left, so that asking never moves a promise away. `isAsked` is false before it is.
 */
export async function answerBy(
  tx: Tx,
  report: Report,
  { isAsked = true }: { isAsked?: boolean } = {},
): Promise<Date> {
  const { settings } = await getMunicipality(tx);
  const open = openHoursOf(await owningService(tx, report));
  const asked = deadlineOf(settings.answerTerm, tx.now, open);
  const work = await workOf(tx, report);
  const questions = isAsked ? work.questions : work.questions + 1;
  return questions <= 1 ? asked : earlier(asked, await resumeBy(tx, work, open));
}

/** After the answer, or without it: the step and the deadline that stood, or a last term where that has passed. */
export async function resume(tx: Tx, report: Report): Promise<Pick<Work, 'nextStep' | 'deadline'>> {
  const work = await workOf(tx, report);
  const open = openHoursOf(await owningService(tx, report));
  return { nextStep: work.nextStep, deadline: await resumeBy(tx, work, open) };
}

async function resumeBy(tx: Tx, { deadline }: Work, open: OpenCalendar): Promise<Date> {
  const { settings } = await getMunicipality(tx);
  const grace = deadlineOf(settings.graceTerm, tx.now, open);
  return deadline > grace ? deadline : grace;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** The service in whose name the owner works; the desk for a coordinator, or when the service is gone. */
export async function owningService(tx: Tx, report: Pick<Report, 'ownerServiceId'>): Promise<Service> {
  const own = report.ownerServiceId === null ? undefined : await findService(tx, report.ownerServiceId);
  return own ?? getService(tx, (await getMunicipality(tx)).deskServiceId);
}

interface NextTurn {
  readonly ownerId: string;
  readonly serviceId: string | null;
  readonly nextStep: NextStep;
  readonly term: Term;
  readonly cause: AssignCause;
}

/** The deadline runs in the open hours of the service in whose name the owner works; the desk's for a coordinator. */
export async function giveTurn(tx: Tx, actor: Actor, report: Report, next: NextTurn): Promise<void> {
  const service = await owningService(tx, { ownerServiceId: next.serviceId });
  const turn = {
    status: next.serviceId === null ? 'with-coordinator' : 'accepted',
    ownerId: next.ownerId,
    ownerServiceId: next.serviceId,
    nextStep: next.nextStep,
    deadline: deadlineOf(next.term, tx.now, openHoursOf(service)),
    overdueCount: 0,
  } as const;
  await assign(tx, actor, { reportId: report.id, turn, cause: next.cause });
}
