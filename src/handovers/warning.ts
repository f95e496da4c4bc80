import type { Tx } from '../kit/db.ts';
import { tell } from '../kit/news.ts';
import type { TimerEffect } from '../kit/timers.ts';
import { membersOf, standInNow, whoIsOnDuty } from '../people/index.ts';
import type { Report } from '../reports/model.ts';
import type { Handover } from './model.ts';
import { lockToAct } from './load.ts';
import { openOfferOf } from './store.ts';

/**
 * What the clock does some time before a deadline: tells who has to act, once, as ids and a moment; whoever sends
 * mail hears it. What was handled meanwhile has another timer by now, and what is past its deadline has the deadline itself.
 */
export const warningEffect: TimerEffect<Report | undefined> = {
  lock: lockToAct,
  fire: async (tx, reportId, report) => {
    if (!report || report.deadline === null || report.status === 'closed' || report.status === 'joined')
      return;
    if (report.nextStep === 'await-answer' || report.deadline <= tx.now) return;
    const offer = report.status === 'offered' ? await openOfferOf(tx, reportId) : undefined;
    const asked = offer ? await askedNow(tx, offer) : [report.ownerId];
    const userIds = await withStandIns(tx, asked);
    const deadline = report.deadline.toISOString();
    await tell(tx, {
      // a deadline that moved is another one; the same one is told once, also when the clock was set back
      id: `soon ${reportId} ${deadline}`,
      stream: `report:${reportId}`,
      kind: 'soon-late',
      data: { reportId, userIds, deadline, offerId: offer?.id ?? null },
      actor: { kind: 'clock', id: null },
    });
  },
};

/** Who is away hears it as well, and finds it in the mail; who stands in is told. */
async function withStandIns(tx: Tx, userIds: readonly string[]): Promise<string[]> {
  const told = new Set(userIds);
  for (const userId of userIds) {
    const standIn = await standInNow(tx, userId);
    if (standIn !== undefined) told.add(standIn);
  }
  return [...told];
}

/** The team lead by name; else who is on duty for the service, and where no roster says so everybody who works in it. */
async function askedNow(tx: Tx, { serviceId, teamLeadId }: Handover): Promise<readonly string[]> {
  if (teamLeadId !== null) return [teamLeadId];
  const onDuty = await whoIsOnDuty(tx, serviceId);
  return onDuty.length > 0 ? onDuty : membersOf(tx, [serviceId]);
}
