import { joined, partsOfDay, weekPattern, without, type Interval } from '../../kit/calendar.ts';
import { inTenant, type Database } from '../../kit/db.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { dateAt, TIME_ZONE } from '../../kit/wall-clock.ts';
import type { Actor } from '../../people/model.ts';
import type { DecisionSet } from '../../triage/index.ts';
import { Nature } from '../../triage/model.ts';
import {
  Caught,
  type CoverGroupView,
  type CoverLineView,
  type CoverView,
  type CoverWeekView,
  type RosterView,
} from '../cover-wire.ts';
import type { CoverLine } from './holes.ts';
import { readTown, rosterGaps, type CoverTown } from './town.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const GAPS_SHOWN = 8;
const WEEKS_AHEAD = 52;

/** Whose holes somebody sees: those of the whole municipality, or of the own organisation alone. */
function scopeOf(actor: Actor): Outcome<{ readonly partyId: string | undefined }> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  if (actor.permissions.has('cover.read')) return ok({ partyId: undefined });
  return actor.permissions.has('team.read') ? ok({ partyId: actor.partyId }) : refuse('not-allowed');
}

/** The holes of the coming year by who has to fill them, the worst first; and how far each roster goes. */
export async function coverPage(
  db: Database,
  actor: Actor,
  { decisions }: { decisions: DecisionSet },
): Promise<Outcome<CoverView>> {
  const scope = scopeOf(actor);
  if (!scope.ok) return scope;
  const { partyId } = scope.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const today = dateAt(tx.now);
    const town = await readTown(tx, decisions, between(today, today.add({ years: 1 })));
    const shown = town.lines.filter((line) => partyId === undefined || partyOf(town, line) === partyId);
    const lines = shown.filter(({ holes }) => holes.length > 0);
    const { fromMs, untilMs } = town.period;
    return ok({
      from: new Date(fromMs),
      until: new Date(untilMs),
      areaCount: town.areas.length,
      natureCount: new Set(town.lines.flatMap(({ natures }) => natures)).size,
      minuteCount: (untilMs - fromMs) / MINUTE_MS,
      isWhole: partyId === undefined,
      canFill: actor.kind === 'user' && actor.permissions.has('roster.edit'),
      deskName: town.desk.name,
      standingName: town.standingName,
      breaches: lines.filter((line) => worstOf(line) === 'nobody').map((line) => lineView(town, line)),
      groups: groupsOf(town, lines),
      rosters: [...town.services.values()]
        .filter((service) => partyId === undefined || service.partyId === partyId)
        .map(({ id }) => rosterView(town, id)),
    });
  });
}

/** Who has to see to it that somebody is there: who the service belongs to; where there is none, the municipality. */
function partyOf({ services, desk }: CoverTown, { serviceIds }: CoverLine): string {
  return services.get(serviceIds[0] ?? '')?.partyId ?? desk.partyId;
}

function groupsOf(town: CoverTown, lines: readonly CoverLine[]): CoverGroupView[] {
  const byParty = Map.groupBy(lines, (line) => partyOf(town, line));
  const groups = [...byParty].map(([partyId, own]) => {
    const sorted = own.toSorted((a, b) => pressureOf(a) - pressureOf(b));
    const party = town.parties.get(partyId);
    return {
      pressure: Math.min(...own.map(pressureOf)),
      view: {
        partyId,
        partyName: party?.name ?? '',
        leadName: party?.leadName,
        lines: sorted.map((line) => lineView(town, line)),
      },
    };
  });
  return groups.toSorted((a, b) => a.pressure - b.pressure).map(({ view }) => view);
}

/** The smaller the worse: by who catches the worst of it, then where nobody ever is, then by how much nobody looks at. */
function pressureOf(line: CoverLine): number {
  const rank = Caught.options.indexOf(worstOf(line));
  const isEmpty = line.serviceIds.length === 0;
  const worst = line.holes.filter(({ caught }) => caught === worstOf(line));
  const hours = worst.reduce((sum, each) => sum + hoursOf(each), 0);
  return rank * 4 + (isEmpty ? 0 : 2) - hours / (366 * 24);
}

function worstOf({ holes }: CoverLine): Caught {
  return Caught.options.find((caught) => holes.some((hole) => hole.caught === caught)) ?? 'instead';
}

function hoursOf({ fromMs, untilMs }: Interval): number {
  return (untilMs - fromMs) / HOUR_MS;
}

function lineView(town: CoverTown, line: CoverLine): CoverLineView {
  const { kind, natures, urgency, cannotWait, unsure, phones, holes } = line;
  const caught = Caught.options.flatMap((by) => {
    const own = joined(holes.filter((hole) => hole.caught === by));
    const [longest] = own.toSorted((a, b) => hoursOf(b) - hoursOf(a));
    if (!longest) return [];
    const { fromMs, untilMs } = longest;
    const hours = own.reduce((sum, each) => sum + hoursOf(each), 0);
    return [{ by, hours, longest: { from: new Date(fromMs), until: new Date(untilMs) } }];
  });
  return {
    key: line.key,
    kind,
    services: servicesOf(town, line),
    instead: line.insteadIds.map((id) => town.services.get(id)?.name ?? ''),
    natures: Nature.options.filter((nature) => natures.includes(nature)),
    areas: areasOf(town, line),
    urgency,
    cannotWait,
    unsure,
    phones: [...phones],
    pattern: weekPattern(joined(holes), town.period, TIME_ZONE),
    awayHours: caught.reduce((sum, { hours }) => sum + hours, 0),
    caught,
  };
}

function servicesOf({ services, staffed, desk, rosterEnds }: CoverTown, { serviceIds }: CoverLine) {
  return serviceIds.map((id) => ({
    id,
    name: services.get(id)?.name ?? '',
    isEmpty: id !== desk.id && staffed.get(id)?.workers === 0,
    rosterUntil: id === desk.id ? undefined : rosterEnds.get(id),
  }));
}

/** By name; undefined where it is so everywhere. */
function areasOf({ areas }: CoverTown, { areaIds }: CoverLine): string[] | undefined {
  if (areaIds.length === areas.length) return undefined;
  return areas.filter(({ id }) => areaIds.includes(id)).map(({ name }) => name);
}

function rosterView(town: CoverTown, serviceId: string): RosterView {
  const serviceName = town.services.get(serviceId)?.name ?? '';
  const until = town.rosterEnds.get(serviceId);
  if (!until) return { serviceId, serviceName };
  const gaps = rosterGaps(town, serviceId, until);
  const shown = gaps.slice(0, GAPS_SHOWN);
  const told = shown.map(({ fromMs, untilMs }) => ({ from: new Date(fromMs), until: new Date(untilMs) }));
  return { serviceId, serviceName, filled: { until, gaps: told, gapCount: gaps.length } };
}

/** What was chosen to look at; what is not there counts as not chosen. */
export interface WeekWish {
  readonly monday?: string | undefined;
  readonly area?: string | undefined;
  readonly nature?: string | undefined;
  readonly service?: string | undefined;
}

/** One week, day by day: who is there, and who catches it where nobody is. */
export async function coverWeek(
  db: Database,
  actor: Actor,
  { decisions, wish }: { decisions: DecisionSet; wish: WeekWish },
): Promise<Outcome<CoverWeekView>> {
  const scope = scopeOf(actor);
  if (!scope.ok) return scope;
  const { partyId } = scope.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const weeks = weeksFrom(dateAt(tx.now));
    const at = Math.max(0, weeks.indexOf(wish.monday ?? ''));
    const monday = Temporal.PlainDate.from(weeks[at] ?? '');
    const town = await readTown(tx, decisions, between(monday, monday.add({ weeks: 1 })));
    const own = town.lines.filter((line) => partyId === undefined || partyOf(town, line) === partyId);
    const natures = Nature.options.filter((nature) => own.some((line) => line.natures.includes(nature)));
    const services = [...town.services.values()].filter(({ id }) =>
      own.some(({ serviceIds }) => serviceIds.includes(id)),
    );
    const service = services.find(({ id }) => id === wish.service)?.id;
    const nature = natures.find((each) => each === wish.nature);
    const area = town.areas.find(({ id }) => id === wish.area)?.id;
    // without any choice one service; of a nature alone one neighbourhood, for each may have services of its own
    const chosen = {
      service: service ?? (nature || area ? undefined : services[0]?.id),
      nature,
      area: area ?? (nature && !service ? town.areas[0]?.id : undefined),
    };
    const lines = own.filter(
      (line) =>
        (chosen.area === undefined || line.areaIds.includes(chosen.area)) &&
        (chosen.nature === undefined || line.natures.includes(chosen.nature)) &&
        (chosen.service === undefined || line.serviceIds.includes(chosen.service)),
    );
    return ok({
      monday: monday.toString(),
      before: weeks[at - 1],
      after: weeks[at + 1],
      areas: [...town.areas],
      natures,
      services: services.map(({ id, name }) => ({ id, name })),
      chosen,
      lines: lines.map((line) => ({
        key: line.key,
        kind: line.kind,
        services: servicesOf(town, line),
        natures: Nature.options.filter((nature) => line.natures.includes(nature)),
        areas: areasOf(town, line),
        cannotWait: line.cannotWait,
        days: daysFrom(monday).map((date) => ({ date, parts: partsOn(town, line, date) })),
      })),
    });
  });
}

/** Whole days, so that every weekday comes back as often. */
function between(from: Temporal.PlainDate, until: Temporal.PlainDate): Interval {
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(TIME_ZONE).epochMilliseconds;
  return { fromMs: startOf(from), untilMs: startOf(until) };
}

/** The Mondays of this week and those to come. */
function weeksFrom(today: Temporal.PlainDate): string[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return Array.from({ length: WEEKS_AHEAD + 1 }, (_, weeks) => monday.add({ weeks }).toString());
}

function daysFrom(monday: Temporal.PlainDate): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => monday.add({ days }).toString());
}

/** A day from midnight to midnight. */
function partsOn({ period }: CoverTown, { holes }: CoverLine, date: string) {
  const there = partsOfDay(without([period], joined(holes)), date, TIME_ZONE);
  const caught = Caught.options.flatMap((by) => {
    const own = holes.filter((hole) => hole.caught === by);
    return partsOfDay(own, date, TIME_ZONE).map((part) => ({ ...part, by }));
  });
  return [...there.map((part) => ({ ...part, by: 'there' as const })), ...caught].toSorted(
    (a, b) => a.fromMinute - b.fromMinute,
  );
}
