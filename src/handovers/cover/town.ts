import { joined, openStretches, without, type Interval } from '../../kit/calendar.ts';
import type { Tx } from '../../kit/db.ts';
import {
  activeUserIds,
  countMembers,
  coverage,
  openHoursOf,
  parties,
  rosterEnds,
  rosterRows,
  services,
  userNames,
} from '../../people/index.ts';
import type { Service } from '../../people/model.ts';
import { getMunicipality, neighbourhoods } from '../../places/index.ts';
import { possibleAdvices, type DecisionSet } from '../../triage/index.ts';
import { findHoles, type CoverLine, type StaffedService } from './holes.ts';

/** Who can be asked in a municipality and when, as it stands now, with every hole of a period. */
export interface CoverTown {
  readonly period: Interval;
  readonly lines: readonly CoverLine[];
  readonly services: ReadonlyMap<string, Service>;
  readonly staffed: ReadonlyMap<string, StaffedService>;
  readonly rosterEnds: ReadonlyMap<string, Date>;
  readonly areas: readonly { readonly id: string; readonly name: string }[];
  readonly parties: ReadonlyMap<string, { readonly name: string; readonly leadName: string | undefined }>;
  readonly desk: Service;
  /** The coordinator of whom the roster need not say anything. */
  readonly standingName: string;
}

export async function readTown(tx: Tx, house: DecisionSet, period: Interval): Promise<CoverTown> {
  const [town, known, covered, areas, all, names, active, members, ends, rows, advices] = await Promise.all([
    getMunicipality(tx),
    services(tx),
    coverage(tx),
    neighbourhoods(tx),
    parties(tx),
    userNames(tx),
    activeUserIds(tx),
    countMembers(tx),
    rosterEnds(tx),
    rosterRows(tx, new Date(period.fromMs)),
    possibleAdvices(tx, house),
  ]);
  const desk = known.find(({ id }) => id === town.deskServiceId);
  if (!desk) throw new Error(`expected the desk ${town.deskServiceId} to be active`);
  const staffed = known.map((service) => ({
    id: service.id,
    kind: service.kind,
    areaIds: new Set(areas.filter(({ id }) => covered.get(id)?.has(service.id)).map(({ id }) => id)),
    open: openHoursOf(service),
    workers: members.get(service.id) ?? 0,
    roster: ends.has(service.id)
      ? intervalsOf(rows.filter((row) => row.serviceId === service.id))
      : undefined,
  }));
  const areaIds = areas.map(({ id }) => id);
  return {
    period,
    lines: findHoles({ period, areaIds, services: staffed, deskId: desk.id, advices }),
    services: new Map(known.map((service) => [service.id, service])),
    staffed: new Map(staffed.map((service) => [service.id, service])),
    rosterEnds: ends,
    areas,
    parties: new Map(
      all.map(({ id, name, teamLeadId }) => [
        id,
        { name, leadName: active.has(teamLeadId) ? names.get(teamLeadId) : undefined },
      ]),
    ),
    desk,
    standingName: names.get(town.coordinatorId) ?? '',
  };
}

/** Opening hours in which the roster of a service names nobody, as far as it says anything. */
export function rosterGaps({ period, staffed }: CoverTown, serviceId: string, until: Date): Interval[] {
  const service = staffed.get(serviceId);
  const told = { fromMs: period.fromMs, untilMs: Math.min(until.getTime(), period.untilMs) };
  if (!service?.roster || told.untilMs <= told.fromMs) return [];
  return without(openStretches(service.open, told), service.roster);
}

function intervalsOf(rows: readonly { readonly startsAt: Date; readonly endsAt: Date }[]): Interval[] {
  return joined(
    rows.map(({ startsAt, endsAt }) => ({ fromMs: startsAt.getTime(), untilMs: endsAt.getTime() })),
  );
}
