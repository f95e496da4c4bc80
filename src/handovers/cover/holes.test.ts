import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chanceOf, pick, type Chance } from '../../../fixtures/chance.ts';
import { isOpenAt, parseCalendar, type DutyHours, type Interval } from '../../kit/calendar.ts';
import { cannotWait, type PossibleAdvice } from '../../triage/model.ts';
import type { Caught } from '../cover-wire.ts';
import { findHoles, type CoverLine, type CoverQuestion, type StaffedService } from './holes.ts';

const timeZone = 'Europe/Amsterdam';
const MINUTE_MS = 60_000;
const calendar = (id: string) =>
  parseCalendar(
    JSON.parse(readFileSync(new URL(`../../../content/calendars/${id}.json`, import.meta.url), 'utf8')),
  );
const CALENDARS = ['always', 'working-nl', 'municipal-nl'].map(calendar);
const [ALWAYS, WORKING] = CALENDARS;

const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;
const span = (from: string, until: string): Interval => ({ fromMs: at(from), untilMs: at(until) });
const hoursOn = (weekdays: readonly number[], from: number, until: number): DutyHours =>
  weekdays.map((weekday) => ({ weekday, fromMinute: from * 60, untilMinute: until * 60 }));
const WORKDAYS = [1, 2, 3, 4, 5];

const service = (
  id: string,
  kind: string,
  more: Partial<StaffedService> & { hours?: DutyHours } = {},
): StaffedService => ({
  id,
  kind,
  areaIds: new Set(['noord', 'zuid']),
  open: {
    calendar: WORKING ?? calendar('working-nl'),
    hours: more.hours ?? hoursOn(WORKDAYS, 9, 17),
    timeZone,
  },
  workers: 2,
  ...more,
});
const advice = (more: Partial<PossibleAdvice> = {}): PossibleAdvice => ({
  nature: 'nuisance',
  danger: 'none',
  show112: false,
  askGp: false,
  firstService: 'mediation',
  secondService: 'tenancy-support',
  urgency: 'normal',
  ...more,
});
const DESK = service('desk', 'meldpunt', { hours: hoursOn(WORKDAYS, 8, 20) });

function ask(more: Partial<CoverQuestion>): CoverLine[] {
  return findHoles({
    // Monday to Monday
    period: span('2026-12-14T00:00', '2026-12-21T00:00'),
    areaIds: ['noord', 'zuid'],
    services: [DESK, service('talk', 'mediation')],
    deskId: 'desk',
    advices: [advice()],
    ...more,
  });
}

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
const told = (line: CoverLine | undefined) =>
  (line?.holes ?? []).map(
    ({ fromMs, untilMs, caught }) => `${wall.format(fromMs)} ${wall.format(untilMs)} ${caught}`,
  );

describe('the holes', () => {
  it('lie where the first service is closed, and are caught by the desk while that is open', () => {
    const [line, ...rest] = ask({ period: span('2026-12-18T00:00', '2026-12-21T10:00') });
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ serviceIds: ['talk'], areaIds: ['noord', 'zuid'], natures: ['nuisance'] });
    expect(told(line)).toEqual([
      '2026-12-18 00:00 2026-12-18 08:00 waits',
      '2026-12-18 08:00 2026-12-18 09:00 desk',
      '2026-12-18 17:00 2026-12-18 20:00 desk',
      '2026-12-18 20:00 2026-12-21 08:00 waits',
      '2026-12-21 08:00 2026-12-21 09:00 desk',
    ]);
  });

  it('take in the holidays of the calendar of the service', () => {
    const [line] = ask({ period: span('2026-12-24T12:00', '2026-12-28T12:00') });
    expect(told(line)).toEqual([
      '2026-12-24 17:00 2026-12-24 20:00 desk',
      '2026-12-24 20:00 2026-12-28 08:00 waits',
      '2026-12-28 08:00 2026-12-28 09:00 desk',
    ]);
  });

  it('lie where a service is open and its roster names nobody', () => {
    const roster = [
      span('2026-12-14T09:00', '2026-12-14T12:00'),
      span('2026-12-14T13:00', '2026-12-14T23:00'),
    ];
    const [line] = ask({
      period: span('2026-12-14T09:00', '2026-12-14T17:00'),
      services: [DESK, service('talk', 'mediation', { roster })],
    });
    expect(told(line)).toEqual(['2026-12-14 12:00 2026-12-14 13:00 desk']);
  });

  it('are the whole time where nobody works, and where no such service is', () => {
    const period = span('2026-12-14T09:00', '2026-12-14T21:00');
    const whole = ['2026-12-14 09:00 2026-12-14 20:00 desk', '2026-12-14 20:00 2026-12-14 21:00 waits'];
    const [empty] = ask({ period, services: [DESK, service('talk', 'mediation', { workers: 0 })] });
    expect(told(empty)).toEqual(whole);
    const [missing] = ask({ period, services: [DESK] });
    expect(missing).toMatchObject({ serviceIds: [], kind: 'mediation' });
    expect(told(missing)).toEqual(whole);
  });

  it('go to the second service where there is no first one, while that is there', () => {
    const rent = service('rent', 'tenancy-support', { areaIds: new Set(['zuid']) });
    const lines = ask({ period: span('2026-12-14T16:00', '2026-12-14T21:00'), services: [DESK, rent] });
    expect(lines.map(({ areaIds }) => areaIds)).toEqual([['noord'], ['zuid']]);
    expect(told(lines[0])).toEqual([
      '2026-12-14 16:00 2026-12-14 20:00 desk',
      '2026-12-14 20:00 2026-12-14 21:00 waits',
    ]);
    expect(told(lines[1])).toEqual([
      '2026-12-14 16:00 2026-12-14 17:00 instead',
      '2026-12-14 17:00 2026-12-14 20:00 desk',
      '2026-12-14 20:00 2026-12-14 21:00 waits',
    ]);
  });

  it('of what cannot wait lie where the desk is closed, and are a breach without anybody to call', () => {
    const period = span('2026-12-14T19:00', '2026-12-14T21:00');
    const nature = 'danger' as const;
    const lines = ask({
      period,
      advices: [
        advice({ nature, danger: 'life', show112: true, urgency: 'now' }),
        advice({ nature, urgency: 'now', askGp: true }),
        advice({ nature, urgency: 'now' }),
      ],
    });
    expect(lines.map(({ phones, holes }) => [phones, holes.map(({ caught }) => caught)])).toEqual([
      [['112'], ['phone']],
      [['gp'], ['phone']],
      [[], ['nobody']],
    ]);
    expect(told(lines[2])).toEqual(['2026-12-14 20:00 2026-12-14 21:00 nobody']);
  });

  it('are none where two services of a kind take turns', () => {
    const hours = { day: hoursOn([1], 0, 12), night: hoursOn([1], 12, 24) };
    const turns = [
      service('a', 'mediation', { hours: hours.day }),
      service('b', 'mediation', { hours: hours.night }),
    ];
    const [line] = ask({
      period: span('2026-12-14T00:00', '2026-12-15T00:00'),
      services: [DESK, ...turns],
    });
    expect(line).toMatchObject({ serviceIds: ['a', 'b'], holes: [] });
  });
});

describe('held against every minute', () => {
  const PERIODS = {
    'the clock goes forward': span('2026-03-26T00:00', '2026-03-31T00:00'),
    'the clock goes back': span('2026-10-22T00:00', '2026-10-27T00:00'),
    Christmas: span('2026-12-23T00:00', '2026-12-29T00:00'),
  };
  const TOWNS = [1, 2, 3, 4, 5, 6];

  it.each(Object.entries(PERIODS))('gives the same while %s', (name, period) => {
    let seen = 0;
    for (const seed of TOWNS) seen += compareMinutes(randomTown(chanceOf(`${name} ${seed}`), period));
    expect(seen).toBeGreaterThan(50_000);
  });

  it('gives the same over a whole year, with every way of catching in it', () => {
    const period = span('2026-11-29T00:00', '2027-11-29T00:00');
    const question: CoverQuestion = {
      period,
      areaIds: ['noord'],
      services: [
        DESK,
        service('talk', 'mediation', { hours: [...hoursOn([1, 3], 9, 17), ...hoursOn([6, 7], 0, 24)] }),
        service('rent', 'tenancy-support', { hours: hoursOn([2, 4], 7, 23) }),
      ],
      deskId: 'desk',
      advices: [
        advice(),
        advice({ nature: 'money', firstService: 'debt-help', secondService: 'tenancy-support' }),
        advice({ nature: 'danger', urgency: 'now', show112: true }),
        advice({ nature: 'offence', urgency: 'now' }),
      ],
    };
    expect(compareMinutes(question)).toBe(4 * 365 * 1440);
    const ways = new Set(findHoles(question).flatMap(({ holes }) => holes.map(({ caught }) => caught)));
    expect([...ways].toSorted()).toEqual(['desk', 'instead', 'nobody', 'phone', 'waits']);
  }, 120_000);
});

const KINDS = ['mediation', 'tenancy-support', 'meldpunt', 'debt-help'] as const;

function randomTown(chance: Chance, period: Interval): CoverQuestion {
  const areaIds = ['noord', 'zuid'];
  const minute = (most: number) => Math.floor(chance() * most);
  const rows = (): DutyHours =>
    Array.from({ length: 1 + minute(9) }, () => {
      const fromMinute = minute(1380);
      return { weekday: 1 + minute(7), fromMinute, untilMinute: fromMinute + 1 + minute(1440 - fromMinute) };
    });
  const roster = () =>
    Array.from({ length: minute(6) }, () => {
      const fromMs = period.fromMs + minute(6 * 1440) * MINUTE_MS;
      return { fromMs, untilMs: fromMs + (1 + minute(2880)) * MINUTE_MS };
    });
  const services = Array.from({ length: 4 }, (_, place) => ({
    id: `s${place}`,
    kind: pick(chance, KINDS),
    areaIds: new Set(areaIds.filter(() => chance() < 0.7)),
    open: { calendar: pick(chance, CALENDARS), hours: rows(), timeZone },
    workers: chance() < 0.15 ? 0 : 2,
    roster: chance() < 0.4 ? roster() : undefined,
  }));
  const advices = Array.from({ length: 3 }, () =>
    advice({
      nature: pick(chance, ['nuisance', 'money', 'danger', 'distress'] as const),
      firstService: pick(chance, KINDS),
      secondService: pick(chance, KINDS),
      urgency: pick(chance, ['now', 'today', 'normal'] as const),
      show112: chance() < 0.2,
      askGp: chance() < 0.3,
    }),
  );
  const desk = { ...DESK, open: { calendar: ALWAYS ?? DESK.open.calendar, hours: rows(), timeZone } };
  return { period, areaIds, services: [desk, ...services], deskId: 'desk', advices };
}

/** Asks of every minute, neighbourhood and advice what the program would do then; gives how many it asked. */
function compareMinutes(question: CoverQuestion): number {
  const { period, areaIds, advices, services } = question;
  const lines = findHoles(question);
  const asked = areaIds.flatMap((areaId) =>
    advices.map((each) => ({ areaId, each, line: lineFor(lines, question, areaId, each), next: 0 })),
  );
  let count = 0;
  for (let ms = period.fromMs; ms < period.untilMs; ms += MINUTE_MS) {
    const open = new Set(services.filter((one) => isOpenAt(one.open, new Date(ms))));
    for (const one of asked) {
      while ((one.line.holes[one.next]?.untilMs ?? Infinity) <= ms) one.next += 1;
      const hole = one.line.holes[one.next];
      const found = hole && hole.fromMs <= ms ? hole.caught : undefined;
      const expected = atMinute(question, { ...one, ms, open });
      count += 1;
      if (found !== expected)
        throw new Error(
          `${wall.format(ms)} ${one.areaId} ${JSON.stringify(one.each)}: expected ${expected}, found ${found}; ${JSON.stringify(services)}`,
        );
    }
  }
  return count;
}

function lineFor(
  lines: readonly CoverLine[],
  { services, deskId }: CoverQuestion,
  areaId: string,
  { nature, firstService, secondService, ...rest }: PossibleAdvice,
): CoverLine {
  const urgent = cannotWait(rest);
  const idsOf = (kind: string) =>
    services.filter((one) => one.kind === kind && one.areaIds.has(areaId)).map(({ id }) => id);
  const serviceIds = urgent ? [deskId] : idsOf(firstService);
  const insteadIds = serviceIds.length > 0 ? [] : idsOf(secondService).filter((id) => id !== deskId);
  const phones = urgent ? [...(rest.show112 ? ['112'] : []), ...(rest.askGp ? ['gp'] : [])] : [];
  const found = lines.filter(
    (line) =>
      line.cannotWait === urgent &&
      (urgent || line.kind === firstService) &&
      line.areaIds.includes(areaId) &&
      line.natures.includes(nature) &&
      String([line.serviceIds, line.insteadIds, line.phones]) === String([serviceIds, insteadIds, phones]),
  );
  expect(found).toHaveLength(1);
  return found[0] as CoverLine;
}

interface Minute {
  readonly areaId: string;
  readonly each: PossibleAdvice;
  readonly ms: number;
  /** What is open then. */
  readonly open: ReadonlySet<StaffedService>;
}

/** One minute by itself, from the words of the rules: no interval is added, taken away or joined here. */
function atMinute(
  { services, deskId }: CoverQuestion,
  { areaId, each, ms, open }: Minute,
): Caught | undefined {
  const isThere = (one: StaffedService) =>
    open.has(one) &&
    (one.id === deskId ||
      (one.workers > 0 &&
        (one.roster === undefined ||
          one.roster.some(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs))));
  const desk = services.find(({ id }) => id === deskId);
  const isDeskThere = desk !== undefined && isThere(desk);
  if (cannotWait(each)) {
    if (isDeskThere) return undefined;
    return each.show112 || each.askGp ? 'phone' : 'nobody';
  }
  const ofKind = (kind: string) => services.filter((one) => one.kind === kind && one.areaIds.has(areaId));
  const chosen = (among: readonly StaffedService[]) => among.find((one) => open.has(one));
  const first = ofKind(each.firstService);
  const asked = chosen(first);
  if (asked && isThere(asked)) return undefined;
  const instead =
    first.length > 0 ? undefined : chosen(ofKind(each.secondService).filter(({ id }) => id !== deskId));
  if (instead && isThere(instead)) return 'instead';
  return isDeskThere ? 'desk' : 'waits';
}
