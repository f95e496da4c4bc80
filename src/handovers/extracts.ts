import type { Tx } from '../kit/db.ts';
import { neighbourhoods } from '../places/index.ts';
import { services, userNames } from '../people/index.ts';
import type { Service } from '../people/model.ts';
import type { Report } from '../reports/model.ts';
import { weighingsOf, type Weighing } from '../triage/index.ts';
import type { Handover, Otherwise } from './model.ts';
import { decisionsOf } from './otherwise-store.ts';
import { weighedAs } from './load.ts';
import * as store from './store.ts';
import type { ExtractView } from './wire.ts';

export interface Names {
  readonly users: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, Service>;
  readonly neighbourhoods: ReadonlyMap<string, string>;
}

/** These people as a list to choose from, by name. */
export function peopleByName(
  userIds: readonly string[],
  users: Names['users'],
): { readonly id: string; readonly name: string }[] {
  return userIds
    .map((id) => ({ id, name: users.get(id) ?? '' }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'nl'));
}

export async function loadNames(tx: Tx): Promise<Names> {
  const [users, all, places] = await Promise.all([userNames(tx), services(tx), neighbourhoods(tx)]);
  return {
    users,
    services: new Map(all.map((service) => [service.id, service])),
    neighbourhoods: new Map(places.map(({ id, name }) => [id, name])),
  };
}

/** Reports as codes and names of services and places: what may be seen before anybody accepted. */
export async function extractsOf(tx: Tx, reports: readonly Report[]): Promise<ExtractView[]> {
  if (reports.length === 0) return [];
  const ids = reports.map((report) => report.id);
  const weighed = reports.map(weighedAs);
  const [names, advice, otherwise, open] = await Promise.all([
    loadNames(tx),
    weighingsOf(tx, weighed),
    decisionsOf(tx, weighed),
    store.openOffers(tx, ids),
  ]);
  const offers = new Map(open.map((offer) => [offer.reportId, offer]));
  return reports.map((report) =>
    extractFrom(report, {
      advice: advice.get(weighedAs(report)),
      otherwise: otherwise.get(weighedAs(report)),
      offer: offers.get(report.id),
      names,
      now: tx.now,
    }),
  );
}

function extractFrom(
  report: Report,
  {
    advice,
    otherwise,
    offer,
    names,
    now,
  }: {
    advice: Weighing | undefined;
    otherwise: Otherwise | undefined;
    offer: Handover | undefined;
    names: Names;
    now: Date;
  },
): ExtractView {
  if (!advice) throw new Error(`expected report ${report.id} to have been weighed`);
  return {
    number: report.number,
    isPart: report.part !== null,
    receivedAt: report.receivedAt,
    // what a person decided stands before what was advised
    nature: (otherwise ?? advice).nature,
    urgency: (otherwise ?? advice).urgency,
    danger: advice.danger,
    neighbourhood:
      report.neighbourhoodId === null ? undefined : names.neighbourhoods.get(report.neighbourhoodId),
    about: report.observations.about,
    status: report.status,
    nextStep: report.nextStep,
    deadline: report.deadline,
    // a missed deadline is followed by a new one at once: who missed one stays late until the work is done
    isLate: report.deadline !== null && (report.overdueCount > 0 || report.deadline <= now),
    ownerName: names.users.get(report.ownerId) ?? '',
    serviceName: report.ownerServiceId === null ? undefined : names.services.get(report.ownerServiceId)?.name,
    offeredTo: offer && names.services.get(offer.serviceId)?.name,
    offeredAs: offer?.step,
    outcome: report.outcome,
    closedAt: report.closedAt,
    changedAt: report.changedAt,
  };
}
