/**
 * When nobody is there at the service that is first in line, and who catches a report that comes in then. Pure: services,
 * tables and rosters are data, the period is an argument. docs/methods/cover.md has the rules with an example.
 */
import {
  joined,
  openStretches,
  overlap,
  without,
  type Interval,
  type OpenCalendar,
} from '../../kit/calendar.ts';
import { Urgency } from '../../people/model.ts';
import { cannotWait, type Nature, type PossibleAdvice } from '../../triage/model.ts';
import type { Caught, Phone } from '../cover-wire.ts';

/** A service as it is. In the order in which one of a kind is chosen. */
export interface StaffedService {
  readonly id: string;
  readonly kind: string;
  readonly areaIds: ReadonlySet<string>;
  readonly open: OpenCalendar;
  /** How many people can accept something there. */
  readonly workers: number;
  /** When somebody is on duty; undefined for a service that keeps no roster, of which the hours alone are known. */
  readonly roster?: readonly Interval[] | undefined;
}

export interface CoverQuestion {
  readonly period: Interval;
  readonly areaIds: readonly string[];
  readonly services: readonly StaffedService[];
  /** The service of whoever is coordinator: somebody has that task at every moment, roster or not. */
  readonly deskId: string;
  readonly advices: readonly PossibleAdvice[];
}

export interface Hole extends Interval {
  readonly caught: Caught;
}

/** What has the same services first in line: each of these natures in each of these areas. */
export interface CoverLine {
  /** The same for what has all of this the same. */
  readonly key: string;
  /** What kind of service the tables put first. */
  readonly kind: string;
  /** The services of that kind that work there; without any there is one long hole. */
  readonly serviceIds: readonly string[];
  /** Whom the report goes to instead where there are none. */
  readonly insteadIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly natures: readonly Nature[];
  /** The most pressing that comes in on this line. */
  readonly urgency: Urgency;
  /** Danger, or what cannot wait: that goes to the coordinator, who calls first. */
  readonly cannotWait: boolean;
  /** Whether it comes in on this line also when nobody knows if there is danger. */
  readonly unsure: boolean;
  /** Whom the reporter is told to call meanwhile. */
  readonly phones: readonly Phone[];
  /** In order, never overlapping. */
  readonly holes: readonly Hole[];
}

/** When a service is open, and when somebody is there. */
interface Presence {
  readonly open: readonly Interval[];
  readonly there: readonly Interval[];
}

/**
 * Every hole of a period, by line. Exact: a hole begins and ends where a service opens or closes, or where a duty does.
 * Cost: a day of a service about a microsecond, a line about as many steps as there are openings in the period.
 */
export function findHoles(question: CoverQuestion): CoverLine[] {
  const presences = new Map(question.services.map((service) => [service.id, presenceOf(service, question)]));
  return linesOf(question).map((line) => ({ ...line, holes: holesOf(line, question, presences) }));
}

function presenceOf(service: StaffedService, { period, deskId }: CoverQuestion): Presence {
  const open = openStretches(service.open, period);
  if (service.id === deskId) return { open, there: open };
  if (service.workers === 0) return { open, there: [] };
  return { open, there: service.roster ? overlap(open, joined(service.roster)) : open };
}

type Line = Omit<CoverLine, 'holes'>;

/** Lines by what is the same, with all natures and areas that share it. */
function linesOf(question: CoverQuestion): Line[] {
  const lines = new Map<string, Line>();
  for (const areaId of question.areaIds) {
    for (const advice of question.advices) {
      const line = keyed(lineOf(question, areaId, advice));
      const known = lines.get(line.key);
      lines.set(line.key, known ? together(known, line) : line);
    }
  }
  return [...lines.values()];
}

function keyed(line: Omit<Line, 'key'>): Line {
  const { kind, serviceIds, insteadIds, phones, cannotWait: isUrgent } = line;
  return { ...line, key: [kind, ...serviceIds, ...insteadIds, ...phones, String(isUrgent)].join(' ') };
}

function together(one: Line, other: Line): Line {
  return {
    ...one,
    areaIds: [...new Set([...one.areaIds, ...other.areaIds])],
    natures: [...new Set([...one.natures, ...other.natures])],
    unsure: one.unsure || other.unsure,
    urgency:
      Urgency.options.find((urgency) => urgency === one.urgency || urgency === other.urgency) ?? 'normal',
  };
}

function lineOf(
  { services, deskId }: CoverQuestion,
  areaId: string,
  advice: PossibleAdvice,
): Omit<Line, 'key'> {
  const { nature, danger, urgency, firstService, secondService, show112, askGp } = advice;
  const phones: Phone[] = [...(show112 ? ['112' as const] : []), ...(askGp ? ['gp' as const] : [])];
  const shared = { areaIds: [areaId], natures: [nature], urgency, unsure: danger === 'unknown' };
  if (cannotWait(advice))
    return { ...shared, kind: 'meldpunt', serviceIds: [deskId], insteadIds: [], cannotWait: true, phones };
  const idsOf = (kind: string) =>
    services.filter((each) => each.kind === kind && each.areaIds.has(areaId)).map(({ id }) => id);
  const serviceIds = idsOf(firstService);
  const insteadIds = serviceIds.length > 0 ? [] : idsOf(secondService).filter((id) => id !== deskId);
  return { ...shared, kind: firstService, serviceIds, insteadIds, cannotWait: false, phones: [] };
}

/** The time in which nobody is there, divided by who catches it: the first of these that is there. */
function holesOf(line: Line, { period, deskId }: CoverQuestion, presences: Presences): Hole[] {
  const closed = without([period], thereAmong(line.serviceIds, presences));
  if (line.cannotWait) return marked(closed, line.phones.length > 0 ? 'phone' : 'nobody');
  const instead = overlap(closed, thereAmong(line.insteadIds, presences));
  const rest = without(closed, instead);
  const desk = overlap(rest, presences.get(deskId)?.there ?? []);
  const holes = [
    ...marked(instead, 'instead'),
    ...marked(desk, 'desk'),
    ...marked(without(rest, desk), 'waits'),
  ];
  return holes.toSorted((a, b) => a.fromMs - b.fromMs);
}

type Presences = ReadonlyMap<string, Presence>;

/** Of several of one kind the first that is open is asked, whether somebody is on duty there or not. */
function thereAmong(serviceIds: readonly string[], presences: Presences): Interval[] {
  let asked: Interval[] = [];
  let there: Interval[] = [];
  for (const id of serviceIds) {
    const presence = presences.get(id);
    if (!presence) continue;
    there = joined([...there, ...without(presence.there, asked)]);
    asked = joined([...asked, ...presence.open]);
  }
  return there;
}

function marked(intervals: readonly Interval[], caught: Caught): Hole[] {
  return intervals.map((interval) => ({ ...interval, caught }));
}
