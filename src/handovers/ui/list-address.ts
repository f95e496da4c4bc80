import type { ListOrder, ListScope, ListState } from '../model.ts';

/** The words of a list in its address. */
export const SCOPES = {
  mij: 'mine',
  vervanging: 'instead',
  dienst: 'service',
  organisatie: 'organisation',
  alles: 'all',
} as const satisfies Record<string, ListScope>;

export const STATES = {
  open: 'open',
  'bij-coordinator': 'with-coordinator',
  aangeboden: 'offered',
  aangenomen: 'accepted',
  afgerond: 'closed',
  alle: 'all',
} as const satisfies Record<string, ListState>;

export const ORDERS = {
  uiterlijk: 'deadline',
  nieuw: 'newest',
  oud: 'oldest',
} as const satisfies Record<string, ListOrder>;

/** What stands in the address of a list, by its word. */
export type Asked = Readonly<Record<string, string>>;

/** Words and addresses that were searched for are about people: they are kept by nobody. Nor is the place in a list. */
const NOT_KEPT = ['zoek', 'adres', 'na', 'gedaan', 'kijk'];

/** What of an address can be kept. */
export function keepable(asked: Asked): Asked {
  return Object.fromEntries(
    Object.entries(asked).filter(([name, value]) => value !== '' && !NOT_KEPT.includes(name)),
  );
}

/** The same list from its begin, with something of its address changed; `undefined` takes a word out. */
export function addressWith(asked: Asked, changes: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, na: undefined, gedaan: undefined, ...changes }))
    if (value !== undefined && value !== '') query.set(name, value);
  return query.size === 0 ? '/werk/lijst' : `/werk/lijst?${query.toString()}`;
}
