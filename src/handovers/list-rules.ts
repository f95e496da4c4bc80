import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { ListScope } from './model.ts';
import type { Person } from './rules.ts';

/** Which lists this person has: the own work always, others for who works in a service, leads a party or coordinates. */
export function scopesOf(person: Person): ListScope[] {
  return [
    'mine',
    ...((person.standsInFor ?? []).length > 0 ? (['instead'] as const) : []),
    ...(person.serviceIds.length > 0 ? (['service'] as const) : []),
    ...(person.teamServiceIds.length > 0 ? (['organisation'] as const) : []),
    ...(person.permissions.has('coordination.act') ? (['all'] as const) : []),
  ];
}

/** What is asked of a list, as far as it decides whose reports it may show. */
export interface ListWish {
  readonly scope: ListScope;
  /** One service of the list, or `none` for what no service has yet. */
  readonly service?: string | undefined;
  readonly hasWords: boolean;
  /** What is asked at one place: at an address or in a complex. */
  readonly place?: 'adres' | 'complex' | undefined;
}

/** Whose reports a list shows. Parts have no report in common. */
export interface ListReach {
  readonly kind: 'mine' | 'instead' | 'services' | 'without-service' | 'all';
  readonly serviceIds: readonly string[];
  /** Also what is offered to these services, or to the person as team lead; its words are shut. */
  readonly offers: 'to-services' | 'to-team' | undefined;
}

/**
 * Whose reports this person may search so. Words, addresses and complexes are searched only where this person may open the
 * words: never in what is offered, never in what the organisation has through colleagues. A place is searched within one
 * service at a time: what several services do at one front door is laid side by side by nobody.
 */
export function reachOf(person: Person, wish: ListWish): Outcome<ListReach> {
  if (!scopesOf(person).includes(wish.scope)) return refuse('list-not-yours', { pointer: 'bereik' });
  const pointer = wish.hasWords ? 'zoek' : wish.place;
  if (pointer !== undefined) {
    if (!person.permissions.has('words.search')) return refuse('search-not-allowed', { pointer });
    if (wish.scope === 'organisation' || wish.scope === 'instead')
      return refuse('search-not-in-organisation', { pointer });
  }
  const reach = within(person, wish);
  if (!reach) return refuse('service-unknown', { pointer: 'dienst' });
  if (wish.place !== undefined && spansServices(reach))
    return refuse('address-in-one-service', { pointer: 'dienst' });
  return ok(pointer !== undefined ? { ...reach, offers: undefined } : reach);
}

function within(person: Person, { scope, service }: ListWish): ListReach | undefined {
  const nothing = { serviceIds: [], offers: undefined };
  if (scope === 'mine') return { kind: 'mine', ...nothing };
  if (scope === 'instead') return { kind: 'instead', ...nothing };
  if (scope === 'all') {
    if (service === undefined) return { kind: 'all', ...nothing };
    if (service === 'none') return { kind: 'without-service', ...nothing };
    return { kind: 'services', serviceIds: [service], offers: 'to-team' };
  }
  const own = scope === 'service' ? person.serviceIds : person.teamServiceIds;
  if (service !== undefined && !own.includes(service)) return undefined;
  return {
    kind: 'services',
    serviceIds: service === undefined ? own : [service],
    offers: scope === 'service' ? 'to-services' : 'to-team',
  };
}

/** What is mine is of one person, also where that person works in two services. */
function spansServices({ kind, serviceIds }: ListReach): boolean {
  return kind === 'all' || (kind === 'services' && serviceIds.length > 1);
}

/** A count of what one colleague has in hand would be a figure about a person, and one of a complex about who lives there. */
export function mayCount(
  person: Person,
  {
    scope,
    ownerId,
    isOfComplex = false,
  }: { scope?: ListScope; ownerId?: string | undefined; isOfComplex?: boolean },
): boolean {
  return scope !== 'instead' && !isOfComplex && (ownerId === undefined || ownerId === person.userId);
}
