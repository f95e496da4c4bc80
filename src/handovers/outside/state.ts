import type { Tx } from '../../kit/db.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { cancelTimer, setTimer, timersOf } from '../../kit/timers.ts';
import { grant, type Grant } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { assign, record, turnOf } from '../../reports/index.ts';
import type { AssignCause, Report } from '../../reports/model.ts';
import type { OutsideChange, OutsideReason, OutsideRequest, OutsideStatus } from '../model.ts';
import { judgeAwaited, nextMoment } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import { resume } from '../work.ts';

/** The key to whom a question went and who answered, which stand with how the reporter is reached; it leaves a line. */
export function contactKey(
  tx: Tx,
  actor: Actor,
  reportId: string,
  action: 'read' | 'create' | 'change',
): Promise<Grant> {
  return grant(tx, actor, { action, subjectKind: 'report', subjectId: reportId, dataClass: 'contact' });
}

/** The timer of a question to an organisation without an account, by its id: to remind, and at its deadline. */
export const OUTSIDE_TIMER = 'outside-moment';

/** Sets what the clock is to do next for a question, or nothing any more. */
export async function armOutside(tx: Tx, request: OutsideRequest): Promise<void> {
  const dueAt = nextMoment(request);
  const timer = { kind: OUTSIDE_TIMER, subjectId: request.id };
  await (dueAt === undefined ? cancelTimer(tx, timer) : setTimer(tx, { ...timer, dueAt }));
}

/** Sets every timer of a question that is missing or wrong, and answers how many. */
export async function rebuildOutsideTimers(tx: Tx): Promise<number> {
  const timers = await timersOf(tx, OUTSIDE_TIMER);
  const wrong = (await store.allRequests(tx, { awaited: true })).filter(
    (request) => timers.get(request.id)?.getTime() !== nextMoment(request)?.getTime(),
  );
  for (const request of wrong) await armOutside(tx, request);
  return wrong.length;
}

/** What happened with a question stands in the history of its report, in codes and times. */
export function tellOutside(
  tx: Tx,
  actor: Actor,
  { id, reportId }: Pick<OutsideRequest, 'id' | 'reportId'>,
  { what, reason = null, deadline }: { what: OutsideChange; reason?: OutsideReason | null; deadline?: Date },
): Promise<void> {
  return record(tx, actor, reportId, {
    kind: 'outside-changed',
    data: { requestId: id, what, reason, deadline: deadline?.toISOString() ?? null },
  });
}

type Ended = Exclude<OutsideStatus, 'asked' | 'accepted'>;

/** Nobody outside is waited for any more. The caller holds the lock of the report. */
export async function endOutside(
  tx: Tx,
  actor: Actor,
  request: OutsideRequest,
  { status, reason = null }: { status: Ended; reason?: OutsideReason | null },
): Promise<void> {
  await store.writeRequest(tx, request.id, { status, reason, endedAt: tx.now });
  await armOutside(tx, { ...request, status });
  await tellOutside(tx, actor, request, { what: status, reason });
}

/**
 * The owner goes on: decides, with the deadline that stood before the question, or a last term where that has passed. What moved on
 * to another step meanwhile stays there. A part is worked on as before.
 */
export async function goOnAfter(tx: Tx, actor: Actor, report: Report, cause: AssignCause): Promise<void> {
  if (report.nextStep !== 'await-outside') return;
  const { deadline } = await resume(tx, report);
  const nextStep = report.part ? ('resolve' as const) : ('decide' as const);
  await assign(tx, actor, { reportId: report.id, turn: { ...turnOf(report), nextStep, deadline }, cause });
}

/** What ends or goes along with another leaves nobody waiting outside. */
export async function judgeNobodyAwaited(tx: Tx, reportId: string): Promise<Outcome<true>> {
  return judgeAwaited((await store.awaitedOf(tx, reportId)) !== undefined);
}
