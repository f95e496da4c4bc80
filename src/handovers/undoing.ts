import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { activeUserIds, findService, membersOf, teamLeadOf } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { assign, historyOf } from '../reports/index.ts';
import type { Report, ReportEvent, Turn } from '../reports/model.ts';
import { loadHandling } from './load.ts';
import type { Handling } from './model.ts';
import { endOffer, offer } from './offers.ts';
import * as store from './store.ts';

/**
 * Gives a report back the turn it had before the event `seq`, with the deadline it had: the clock never stood still. Refused when
 * something else happened since, or when who had it is not there any more. The caller holds the report's lock.
 */
export async function putBack(tx: Tx, actor: UserActor, report: Report, seq: number): Promise<Outcome<true>> {
  const history = await historyOf(tx, report.id);
  if (history.at(-1)?.seq !== seq) return refuse('changed-since');
  const before = turnIn(history.filter((stored) => stored.seq < seq).map(({ event }) => event));
  if (!before || !(await isStillThere(tx, before))) return refuse('owner-gone');
  const handling = await loadHandling(tx, report);
  if (handling.offer) await endOffer(tx, actor, handling.offer.id, { status: 'withdrawn' });
  if (before.status !== 'offered')
    await assign(tx, actor, { reportId: report.id, turn: before, cause: 'undone' });
  else if (!(await offerAgain(tx, actor, handling, before))) return refuse('owner-gone');
  // what was told of it is true no more
  for (const userId of [before.ownerId, report.ownerId])
    await store.withdrawNotices(tx, { userId, kinds: ['taken-over', 'given'], reportId: report.id });
  return ok(true);
}

function turnIn(events: readonly ReportEvent[]): Turn | undefined {
  const last = events.findLast((event) => event.kind === 'received' || event.kind === 'assigned');
  return last && { ...last.data, deadline: new Date(last.data.deadline) };
}

async function isStillThere(tx: Tx, { ownerId, ownerServiceId }: Turn): Promise<boolean> {
  if (!(await activeUserIds(tx)).has(ownerId)) return false;
  if (ownerServiceId === null) return true;
  const service = await findService(tx, ownerServiceId);
  if (!service) return false;
  // a team lead who took work over is no member of the service
  return (
    (await membersOf(tx, [ownerServiceId])).includes(ownerId) ||
    (await teamLeadOf(tx, service.partyId)) === ownerId
  );
}

/** The offer that was withdrawn is made again, to who was asked and until the same moment. */
async function offerAgain(tx: Tx, actor: UserActor, handling: Handling, before: Turn): Promise<boolean> {
  const last = handling.handovers.findLast(({ status }) => status === 'withdrawn');
  const service = last && (await findService(tx, last.serviceId));
  if (!last || !service) return false;
  const lead = last.teamLeadId === null ? {} : { teamLeadId: last.teamLeadId };
  const { ownerId, deadline } = before;
  await offer(tx, actor, handling, { service, step: last.step, ...lead, ownerId, deadline, cause: 'undone' });
  return true;
}
