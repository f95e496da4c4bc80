import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { TimerEffect } from '../kit/timers.ts';
import { coordinatorOnDuty } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import {
  findInforming,
  findReportByNumber,
  lockReport,
  openInformingTasks,
  refuseUnseen,
  remindInforming,
  reportsByIds,
  settleInforming,
  type Informing,
} from '../reports/index.ts';
import type { InformingResult, Report } from '../reports/model.ts';
import { loadHandling, personOf } from './load.ts';
import { maySee } from './rules.ts';
import { giveNotice } from './standing-in.ts';
import type { InformingTask, ReportView } from './wire.ts';

/** Writes down how the person was told, or why not. The task lies with the owner; the coordinator may do it too. */
export async function recordInformed(
  db: Database,
  actor: Actor,
  reportNumber: number,
  result: InformingResult,
): Promise<Outcome<true>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, reportNumber);
    const report = found && (await lockReport(tx, found.id));
    if (!report) return refuse('report-unknown');
    if (!maySee(await personOf(tx, actor), await loadHandling(tx, report))) {
      await refuseUnseen(tx, actor, report.id);
      return refuse('report-unknown');
    }
    if (!mayRecord(actor, report)) return refuse('not-your-turn');
    if (!(await findInforming(tx, report.id))) return refuse('nobody-to-inform');
    await settleInforming(tx, actor, report.id, result);
    return ok(true);
  });
}

function mayRecord(actor: UserActor, report: Report): boolean {
  if (actor.permissions.has('coordination.act')) return true;
  return actor.permissions.has('report.handle') && report.ownerId === actor.userId;
}

/** How the task stands, for the page of its report. */
export async function informingOf(
  tx: Tx,
  actor: UserActor,
  report: Report,
): Promise<ReportView['informing']> {
  const task = await findInforming(tx, report.id);
  if (!task) return undefined;
  const { deadline, result, doneAt } = task;
  return { deadline, result, doneAt, isLate: isLate(task, tx.now), mayRecord: mayRecord(actor, report) };
}

/** Tasks of this owner, or all that are late; by the number of their report. */
export async function informingTasks(
  tx: Tx,
  which: { ownerId: string } | { late: true },
): Promise<InformingTask[]> {
  const tasks = await openInformingTasks(tx, {
    ...('ownerId' in which ? { ownerId: which.ownerId } : { lateBy: tx.now }),
    limit: LIST_LIMIT,
  });
  const reports = new Map(
    (
      await reportsByIds(
        tx,
        tasks.map(({ reportId }) => reportId),
      )
    ).map((report) => [report.id, report]),
  );
  return tasks.flatMap((task) => {
    const report = reports.get(task.reportId);
    return report ? [{ number: report.number, deadline: task.deadline, isLate: isLate(task, tx.now) }] : [];
  });
}

const LIST_LIMIT = 200;

function isLate({ deadline, result }: Informing, now: Date): boolean {
  return result === null && deadline <= now;
}

/** Not told within a month: owner and coordinator hear of it, now and every week until it is done. */
export const informingEffect: TimerEffect<Report | undefined> = {
  lock: lockReport,
  fire: async (tx, reportId, report) => {
    if (!report || !(await remindInforming(tx, reportId))) return;
    for (const userId of new Set([report.ownerId, await coordinatorOnDuty(tx)]))
      await giveNotice(tx, { userId, kind: 'informing-late', reportId });
  },
};
