import type { Order } from '../../src/handovers/index.ts';

/**
 * The closed loop as a pure model, written beside the house and not out of it: what must be refused, what must be done, and what
 * each step may change. It says less than the house (which service is next, the exact deadline) and never more.
 */
export interface Seen {
  readonly id: string;
  readonly number: number;
  readonly isPlace: boolean;
  readonly status: 'with-coordinator' | 'offered' | 'accepted' | 'joined' | 'closed';
  readonly ownerId: string;
  readonly ownerActive: boolean;
  readonly serviceId: string | null;
  readonly nextStep: string | null;
  readonly deadline: Date | null;
  readonly overdue: number;
  readonly outcome: string | null;
  readonly leadingId: string | null;
  readonly wholeId: string | null;
  readonly asked: { readonly serviceId: string; readonly leadId: string | null } | null;
  /** How many timers stand at its deadline. */
  readonly timers: number;
}

export interface Person {
  readonly id: string;
  readonly serviceIds: readonly string[];
  /** For whom this person stands in now, who are away: also along somebody who is away too. */
  readonly standsInFor: readonly string[];
  /** The services of the party that this person leads, or leads in somebody's place. */
  readonly ledServiceIds: readonly string[];
  readonly handles: boolean;
  readonly coordinates: boolean;
}

export type Town = ReadonlyMap<number, Seen>;

/** What must come of an order: done, refused, or what this model does not say. */
export type Verdict = 'done' | 'refused' | 'either';

const isOpen = ({ status }: Seen) => status !== 'closed';
export const isInHand = ({ status }: Seen) => status === 'with-coordinator' || status === 'accepted';

/** Who the open offer is for: one team lead, or all who work in the service. */
export function isAsked({ id, serviceIds, standsInFor }: Person, { asked }: Seen): boolean {
  if (!asked) return false;
  if (asked.leadId === null) return serviceIds.includes(asked.serviceId);
  return asked.leadId === id || standsInFor.includes(asked.leadId);
}

function isColleague({ serviceIds, ledServiceIds }: Person, { serviceId }: Seen): boolean {
  return serviceId !== null && [...serviceIds, ...ledServiceIds].includes(serviceId);
}

/** Who may decide on a report: its owner, and who coordinates. */
export function mayDecide(by: Person, { ownerId }: Seen): boolean {
  return by.coordinates || ownerId === by.id;
}

export function verdictOn(order: Order, by: Person, report: Seen, town: Town): Verdict {
  if (!by.handles) return 'refused';
  const isOwner = report.ownerId === by.id;
  const isWhole = report.wholeId === null;
  const work = isOwner && isInHand(report) && report.nextStep !== 'check-danger';
  switch (order.command) {
    case 'accept': {
      // whom it is accepted for, and with whom was spoken, is judged by who works where
      const isPlain = order.colleagueId === undefined && order.talk === undefined;
      if (report.status === 'offered' && isAsked(by, report)) return isPlain ? 'done' : 'either';
      return report.status === 'accepted' && (isOwner || !isPlain)
        ? isPlain
          ? 'done'
          : 'either'
        : 'refused';
    }
    case 'decline':
      if (report.status === 'offered' && isAsked(by, report))
        return order.proposal && 'serviceId' in order.proposal ? 'either' : 'done';
      // who declined it before clicks twice
      return report.status === 'with-coordinator' && isOwner
        ? 'either'
        : isOpen(report)
          ? 'either'
          : 'refused';
    case 'spoken':
      return isOwner && report.status === 'accepted' ? 'either' : 'refused';
    case 'contacted':
      if (!isWhole) return 'refused';
      return work || (isOwner && report.nextStep === 'resolve') ? 'done' : 'refused';
    case 'ask':
      return isWhole && work ? 'done' : 'refused';
    case 'close': {
      if (!isWhole) return report.status === 'closed' && isOwner ? 'done' : 'refused';
      if (report.status === 'closed') return isOwner ? 'done' : 'refused';
      return work && !hasOpenParts(report, town) ? 'done' : 'refused';
    }
    case 'take-over':
      if (!isInHand(report) && report.status !== 'offered') return 'refused';
      if (by.coordinates) return 'done';
      if (report.status === 'with-coordinator' && isOwner) return 'done';
      return report.status === 'accepted' && !isOwner && isColleague(by, report) ? 'done' : 'refused';
    case 'reopen':
      if (!isWhole) return isOpen(report) && isOwner ? 'done' : 'refused';
      if (isOpen(report)) return isOwner ? 'done' : 'refused';
      return mayDecide(by, report) ? 'done' : 'refused';
    case 'join':
      return mayJoin(report, town.get(order.leading), town) && mayDecide(by, report) ? 'either' : 'refused';
    case 'finish-part':
      return isWhole && isOpen(report) ? 'refused' : 'either';
    default:
      return 'either';
  }
}

/** Two about a place, the one not ended and leading nothing, the other open on its own; which is more pressing this model does not say. */
export function mayJoin(report: Seen, leading: Seen | undefined, town: Town): boolean {
  if (!leading || leading.id === report.id) return false;
  if (![report, leading].every((one) => one.isPlace && one.wholeId === null && isOpen(one))) return false;
  // joined to it before: the same click again
  const isOn = report.status !== 'joined' || report.leadingId === leading.id;
  const leads = [...town.values()].some(({ leadingId }) => leadingId === report.id);
  return isOn && leading.status !== 'joined' && !leads;
}

function hasOpenParts({ id }: Seen, town: Town): boolean {
  return [...town.values()].some(({ wholeId, status }) => wholeId === id && status !== 'closed');
}

/** What an order that was done may leave behind; each line that comes back is a fault. */
export function faultsOf(
  order: Order,
  { by, before, after }: { readonly by: Person; readonly before: Seen; readonly after: Seen },
): string[] {
  const is = (wanted: Partial<Seen>) =>
    (Object.keys(wanted) as (keyof Seen)[])
      .filter((name) => wanted[name] !== after[name])
      .map(
        (name) =>
          `${order.command}: expected ${name} ${JSON.stringify(wanted[name])}, found ${JSON.stringify(after[name])}`,
      );
  // the same click again
  if (isSame(before, after)) return [];
  switch (order.command) {
    case 'accept':
      return is({
        status: 'accepted',
        ownerId: order.colleagueId ?? by.id,
        serviceId: before.asked?.serviceId ?? null,
        asked: null,
      });
    case 'decline':
      return after.status === 'offered' || after.status === 'with-coordinator'
        ? []
        : [`decline: expected it to go on, found ${after.status}`];
    case 'hand-on':
      return is({ status: 'offered', ownerId: before.ownerId });
    case 'take-over':
      return is({ ownerId: by.id, asked: null });
    case 'give':
      return is({ ownerId: order.colleagueId, status: before.status });
    case 'spoken':
      return is({ ownerId: by.id, status: 'accepted', serviceId: before.serviceId });
    case 'contacted':
      return is({ ownerId: by.id, nextStep: 'resolve' });
    case 'ask':
      return is({ ownerId: by.id, nextStep: 'await-answer' });
    case 'close':
      return is({ status: 'closed', outcome: order.outcome, asked: null, nextStep: null });
    case 'finish-part':
      return is({ status: 'closed', outcome: order.outcome });
    case 'join':
      return is({ status: 'joined', asked: null });
    case 'reopen':
      return after.status === 'accepted' ? is({ ownerId: by.id }) : is({ status: 'with-coordinator' });
    default:
      return [];
  }
}

/** Nobody falls between: of every open report, at every moment. */
export function faultsOfStanding(town: Town): string[] {
  return [...town.values()].filter(isOpen).flatMap((report) => {
    const faults = [
      report.ownerActive ? [] : ['its owner is not there'],
      report.nextStep === null ? ['nothing is next'] : [],
      report.deadline === null ? ['no deadline'] : [],
      report.status !== 'joined' && report.timers !== 1 ? [`${report.timers} timers at its deadline`] : [],
      (report.status === 'offered') === (report.asked !== null)
        ? []
        : ['offered to nobody, or asked and not offered'],
    ].flat();
    return faults.map((fault) => `report ${report.number}: ${fault}`);
  });
}

/** Everything else stands as it stood: an order touches its report, the parts of it, its whole, and what goes along. */
export function faultsBeside(touched: readonly Seen[], before: Town, after: Town): string[] {
  const family = new Set(touched.flatMap(({ id, wholeId, leadingId }) => [id, wholeId, leadingId]));
  return [...before.values()]
    .filter(({ id, wholeId, leadingId }) => !family.has(id) && !family.has(wholeId) && !family.has(leadingId))
    .filter((report) => {
      const now = after.get(report.number);
      return !now || !isSame(report, now);
    })
    .map(({ number }) => `report ${number} changed, and nobody touched it`);
}

/** What time may do by itself: move what is late, and never end anything, and accept nothing for anybody. */
export function faultsOfTime(before: Town, after: Town, now: Date): string[] {
  return [...before.values()].flatMap((report) => {
    const later = after.get(report.number);
    if (!later) return [`report ${report.number} is gone`];
    const told = (fault: string) => [`report ${report.number}: ${fault}`];
    if (report.status === 'closed' || later.status === 'closed')
      return report.status === later.status ? [] : told(`${report.status} became ${later.status} by itself`);
    if (later.deadline !== null && later.deadline <= now)
      return told('its deadline is past, and nothing happened');
    if (later.status === 'accepted' && (report.status !== 'accepted' || report.ownerId !== later.ownerId))
      return told('accepted by nobody');
    return [];
  });
}

export function isSame(one: Seen, other: Seen): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
