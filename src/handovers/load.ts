import type { Tx } from '../kit/db.ts';
import { parties, services, stoodInForNow } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { findReport, lockReport, lockWhole } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { assessmentOf } from '../triage/index.ts';
import type { Handling } from './model.ts';
import type { Person } from './rules.ts';
import { decisionsOf } from './otherwise-store.ts';
import * as store from './store.ts';

/** A part is weighed and decided on with its whole: it is about the same, and no law is evaded by asking a piece of it. */
export function weighedAs({ id, part }: Pick<Report, 'id' | 'part'>): string {
  return part?.wholeId ?? id;
}

/** Locks a report for who acts on it; of a part the whole first, always in this order. */
export async function lockToAct(tx: Tx, reportId: string): Promise<Report | undefined> {
  const whole = await lockWhole(tx, reportId);
  if (whole) return whole;
  const part = (await findReport(tx, reportId))?.part;
  if (!part) return undefined;
  await lockReport(tx, part.wholeId);
  return lockReport(tx, reportId);
}

/** Everything a decision about this report rests on. */
export async function loadHandling(tx: Tx, report: Report): Promise<Handling> {
  const weighed = weighedAs(report);
  const [handovers, advice, decisions] = await Promise.all([
    store.handoversOf(tx, report.id),
    assessmentOf(tx, weighed),
    decisionsOf(tx, [weighed]),
  ]);
  const offer = handovers.find((handover) => handover.status === 'offered');
  return { report, offer, handovers, advice, otherwise: decisions.get(weighed) };
}

/** Who asks, with what the rules have to know beside the log-in. */
export async function personOf(tx: Tx, actor: UserActor): Promise<Person> {
  const { userId, serviceIds, permissions } = actor;
  const standsInFor = await stoodInForNow(tx, userId);
  const teamServiceIds = await teamServicesOf(tx, actor, standsInFor);
  return { userId, serviceIds, permissions, teamServiceIds, standsInFor };
}

/** The services of the party that this person leads, and of those whose team lead is away and left it to this person. */
async function teamServicesOf(
  tx: Tx,
  { partyId, permissions }: UserActor,
  standsInFor: readonly string[],
): Promise<string[]> {
  const led = standsInFor.length === 0 ? [] : await parties(tx);
  const partyIds = new Set([
    ...(permissions.has('team.read') ? [partyId] : []),
    ...led.filter(({ teamLeadId }) => standsInFor.includes(teamLeadId)).map(({ id }) => id),
  ]);
  if (partyIds.size === 0) return [];
  return (await services(tx)).filter((service) => partyIds.has(service.partyId)).map(({ id }) => id);
}
