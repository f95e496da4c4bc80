import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { countWorkers, parties, services } from '../people/index.ts';
import { getMunicipality } from '../places/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import {
  acceptTimes,
  countAnswers,
  countContacts,
  countReasons,
  type AcceptTime,
  type AnswerCount,
  type Period,
  type ReasonCount,
} from './counts.ts';
import { COUNT_MIN, withhold } from './figure-rules.ts';
import { commentsView } from './figures-comments.ts';
import { DeclineReason } from './model.ts';
import type { FigureRow, FiguresView, QuarterPeriod } from './overview-wire.ts';
import { keepBack, opensAt } from './own-first.ts';
import { quarterPeriod } from './quarters.ts';

const HOUR_S = 3600;

/**
 * How offers were answered in one quarter, by organisation and by nature. Quarters do not overlap, so that no difference of
 * two periods tells what one of them hides; and nothing is counted by person. An organisation sees its own before others do.
 */
export async function figures(
  db: Database,
  actor: Actor,
  wished: string | undefined,
): Promise<Outcome<FiguresView>> {
  const user = maySeeFigures(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const period = quarterPeriod(tx.now, wished);
    const tally = await tallyOf(db, tx, period);
    const tables = tablesOf(await whoWorks(tx), user.value, tally);
    const { settings } = await getMunicipality(tx);
    const opening = opensAt(period.until, settings.figuresFirstDays);
    const ownFirstUntil = opening && tx.now < opening ? opening : undefined;
    const { quarter } = period;
    return ok({
      ...period,
      ...(ownFirstUntil ? keepBack(tables, ownFirstUntil) : tables),
      ownFirstUntil,
      ...(await commentsView(tx, { actor: user.value, quarter, isOwnOnly: ownFirstUntil !== undefined })),
      now: tally.at,
    });
  });
}

/** Who coordinates, or leads an organisation. */
export function maySeeFigures(actor: Actor): Outcome<UserActor> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  const { permissions } = actor;
  return permissions.has('coordination.read') || permissions.has('team.read')
    ? ok(actor)
    : refuse('not-allowed');
}

function tablesOf(worked: Worked, actor: UserActor, { cells, times, reasons }: Tally) {
  const tables = [tableOf(partyGroups(worked, actor, cells)), tableOf(natureGroups(worked, cells))] as const;
  // what one table may not add up to, the other would: then neither tells it
  const isTold = (measure: Measure) => tables.every(({ totals }) => totals[measure]);
  const [byParty, byNature] = tables;
  const ofParty = new Map(times.map((time) => [time.partyId, time]));
  const ofNature = new Map(times.map((time) => [time.nature, time]));
  const ofAll = times.find(({ partyId, nature }) => partyId === null && nature === null);
  return {
    total: rowOf({ key: 'total', name: '', isOwn: false }, { counted: sumOf(cells), time: ofAll }, isTold),
    byParty: byParty.rowsOf(isTold, ofParty).toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn)),
    byNature: byNature.rowsOf(isTold, ofNature),
    reasons: reasonsFrom(worked, reasons),
  };
}

/** What is counted of some offers together; sums, so that any two can be added. */
interface Counted extends Omit<AnswerCount, 'serviceId' | 'nature'> {
  readonly contactDue: number;
  readonly contactInTime: number;
}

type Cell = Counted & { readonly serviceId: string; readonly nature: string };

const NOTHING: Counted = {
  answered: 0,
  inTime: 0,
  declined: 0,
  silent: 0,
  accepted: 0,
  promisedS: 0,
  handedOver: 0,
  warm: 0,
  contactDue: 0,
  contactInTime: 0,
};

/** So many offers take longer to count than anybody should wait for each time. */
const MANY = 2000;
const KEPT_S = 300;

interface Tally {
  readonly at: Date;
  readonly cells: readonly Cell[];
  readonly times: readonly AcceptTime[];
  readonly reasons: readonly ReasonCount[];
}

/** Of a large town as it stood at most five minutes ago, with the moment. */
function tallyOf(db: Database, tx: Tx, period: QuarterPeriod): Promise<Tally> {
  const name = `figures of ${tx.municipalityId} ${period.quarter}`;
  const isWorth = ({ cells }: Tally) => cells.reduce((sum, { answered }) => sum + answered, 0) > MANY;
  return remembered(db, { name, seconds: KEPT_S, isWorth }, async () => ({
    at: tx.now,
    cells: await cellsOf(tx, period),
    times: await acceptTimes(tx, period),
    reasons: await countReasons(tx, period),
  }));
}

async function cellsOf(tx: Tx, period: Period): Promise<Cell[]> {
  const answers = await countAnswers(tx, period);
  const contacts = await countContacts(tx, period);
  return [
    ...answers.map((count) => ({ ...NOTHING, ...count })),
    ...contacts.map(({ serviceId, nature, due, inTime }) => ({
      ...NOTHING,
      serviceId,
      nature,
      contactDue: due,
      contactInTime: inTime,
    })),
  ];
}

interface Group {
  readonly key: string;
  readonly name: string;
  readonly isOwn: boolean;
  /** One person works there: its figures would be that person's. */
  readonly blocked: boolean;
  readonly counted: Counted;
}

/** Who works where, as far as figures have to know it. */
interface Worked {
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  readonly partyOf: ReadonlyMap<string, string>;
  /** Of an organisation in which one person works, every figure would be that person's. */
  readonly isOnePerson: (serviceId: string) => boolean;
}

export async function whoWorks(tx: Tx): Promise<Worked> {
  const partyOf = new Map((await services(tx)).map((service) => [service.id, service.partyId]));
  const workers = await countWorkers(tx);
  const isOnePerson = (serviceId: string) => (workers.get(partyOf.get(serviceId) ?? '') ?? 0) < 2;
  return { parties: await parties(tx), partyOf, isOnePerson };
}

function partyGroups(worked: Worked, { partyId }: UserActor, cells: readonly Cell[]): Group[] {
  const groups = Map.groupBy(cells, ({ serviceId }) => worked.partyOf.get(serviceId) ?? '');
  return worked.parties.flatMap(({ id, name }) => {
    const own = groups.get(id);
    if (!own) return [];
    const blocked = own.some(({ serviceId }) => worked.isOnePerson(serviceId));
    return [{ key: id, name, isOwn: id === partyId, blocked, counted: sumOf(own) }];
  });
}

function natureGroups(worked: Worked, cells: readonly Cell[]): Group[] {
  const groups = Map.groupBy(cells, ({ nature }) => nature);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => {
      const blocked = isMostlyOnePerson(worked, own, ({ answered }) => answered);
      return { key, name: key, isOwn: false, blocked, counted: sumOf(own) };
    });
}

/** One person answered some of it, and all others together too few to hide that. */
export function isMostlyOnePerson<Counts extends { readonly serviceId: string }>(
  { isOnePerson }: Worked,
  counts: readonly Counts[],
  numberOf: (count: Counts) => number,
): boolean {
  const others = counts.filter(({ serviceId }) => !isOnePerson(serviceId));
  const number = others.reduce((sum, count) => sum + numberOf(count), 0);
  return others.length < counts.length && number < COUNT_MIN;
}

function sumOf(cells: readonly Counted[]): Counted {
  const sum = { ...NOTHING };
  for (const cell of cells) for (const name of Object.keys(sum) as (keyof Counted)[]) sum[name] += cell[name];
  return sum;
}

/** By which number each figure stands or falls. */
const MEASURES = {
  answered: 'answered',
  acceptance: 'accepted',
  contact: 'contactDue',
  warm: 'handedOver',
} as const;
type Measure = keyof typeof MEASURES;

type Told = (measure: Measure) => boolean;

interface Table {
  /** With what may be told here, and in the other table too. */
  readonly rowsOf: (isTold: Told, times: ReadonlyMap<string | null, AcceptTime>) => FigureRow[];
  readonly totals: Readonly<Record<Measure, boolean>>;
}

/** What is withheld of the answers is withheld of everything that follows from them. */
function tableOf(groups: readonly Group[]): Table {
  const answered = withheldOf(groups, 'answered', new Set());
  const acceptance = withheldOf(groups, 'acceptance', answered.hidden);
  const contact = withheldOf(groups, 'contact', acceptance.hidden);
  const warm = withheldOf(groups, 'warm', acceptance.hidden);
  const by = { answered, acceptance, contact, warm };
  return {
    rowsOf: (isTold, times) =>
      groups.map(({ key, name, isOwn, counted }) =>
        rowOf(
          { key, name, isOwn },
          { counted, time: times.get(key) },
          (measure) => isTold(measure) && !by[measure].hidden.has(key),
        ),
      ),
    totals: {
      answered: answered.total,
      acceptance: acceptance.total,
      contact: contact.total,
      warm: warm.total,
    },
  };
}

function withheldOf(groups: readonly Group[], measure: Measure, before: ReadonlySet<string>) {
  return withhold(
    groups.map(({ key, blocked, counted }) => ({
      key,
      n: counted[MEASURES[measure]],
      blocked: blocked || before.has(key),
    })),
  );
}

interface Row {
  readonly counted: Counted;
  /** Absent where nothing was accepted. */
  readonly time: AcceptTime | undefined;
}

function rowOf(
  head: Pick<FigureRow, 'key' | 'name' | 'isOwn'>,
  { counted, time }: Row,
  isTold: Told,
): FigureRow {
  const { answered: n, inTime, declined, silent, accepted, promisedS } = counted;
  return {
    ...head,
    ...(n > 0 && isTold('answered') ? { answered: { n, inTime, declined, silent } } : {}),
    ...(accepted > 0 && time && isTold('acceptance')
      ? { acceptance: timesOf(accepted, promisedS, time) }
      : {}),
    ...(counted.contactDue > 0 && isTold('contact')
      ? { contact: { n: counted.contactDue, inTime: counted.contactInTime } }
      : {}),
    ...(counted.handedOver > 0 && isTold('warm')
      ? { warm: { n: counted.handedOver, spoken: counted.warm } }
      : {}),
  };
}

function timesOf(n: number, promisedS: number, { halfS, mostS }: AcceptTime): FigureRow['acceptance'] {
  return { n, halfHours: halfS / HOUR_S, mostHours: mostS / HOUR_S, promisedHours: promisedS / n / HOUR_S };
}

/** The reasons add up to the declined offers that the tables tell: one that is too rare takes another along. */
function reasonsFrom(worked: Worked, counts: readonly ReasonCount[]): NonNullable<FiguresView['reasons']> {
  const groups = DeclineReason.options.map((key) => {
    const own = counts.filter(({ reason }) => reason === key);
    const blocked = isMostlyOnePerson(worked, own, ({ count }) => count);
    return { key, n: own.reduce((sum, { count }) => sum + count, 0), blocked };
  });
  const { hidden, total } = withhold(groups);
  return groups
    .filter(({ n }) => n > 0)
    .map(({ key, n }) => (hidden.has(key) || !total ? { reason: key } : { reason: key, count: n }));
}
