import type { Tx } from '../kit/db.ts';
import { services } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import type { Report } from '../reports/model.ts';
import { assessmentOf } from '../triage/index.ts';
import type { Handling } from './model.ts';
import type { Person } from './rules.ts';
import { decisionsOf } from './otherwise-store.ts';
import * as store from './store.ts';

/** Everything a decision about this report rests on. */
export async function loadHandling(tx: Tx, report: Report): Promise<Handling> {
  const handovers = await store.handoversOf(tx, report.id);
  return {
    report,
    offer: handovers.find((handover) => handover.status === 'offered'),
    handovers,
    advice: await assessmentOf(tx, report.id),
    otherwise: (await decisionsOf(tx, [report.id])).get(report.id),
  };
}

/** Who asks, with what the rules have to know beside the log-in. */
export async function personOf(tx: Tx, actor: UserActor): Promise<Person> {
  const { userId, serviceIds, permissions } = actor;
  return { userId, serviceIds, permissions, teamServiceIds: await teamServicesOf(tx, actor) };
}

/** The services of the party that this person leads. */
async function teamServicesOf(tx: Tx, { partyId, permissions }: UserActor): Promise<string[]> {
  if (!permissions.has('team.read')) return [];
  const all = await services(tx);
  return all.filter((service) => service.partyId === partyId).map(({ id }) => id);
}
