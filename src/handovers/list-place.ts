import type { Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { addressBook, addressesNamed, complexBook, complexesNamed } from '../places/index.ts';
import type { Address, Complex } from '../places/model.ts';
import type { ReportFilter } from '../reports/index.ts';
import type { ListQuestion } from './model.ts';

/** A postcode has a few dozen addresses; what is wider than that is no address. */
const ADDRESSES_MOST = 100;

/** What there is to search on, for who asks for a place. */
export interface PlaceBooks {
  readonly addresses: readonly Address[];
  readonly complexes: readonly Complex[];
}

type AskedPlace = Pick<ListQuestion, 'address' | 'complexId'>;

/** At which kind of place is looked; undefined when the question names none. */
export function placeAsked({ address, complexId }: AskedPlace): 'adres' | 'complex' | undefined {
  if (address !== undefined) return 'adres';
  return complexId === undefined ? undefined : 'complex';
}

/** Before a transaction: each is read over a connection of its own when it is a minute old. */
export async function placeBooks(
  db: Database,
  municipalityId: string,
  question: AskedPlace,
): Promise<PlaceBooks> {
  if (placeAsked(question) === undefined) return { addresses: [], complexes: [] };
  return {
    addresses: await addressBook(db, municipalityId),
    complexes: await complexBook(db, municipalityId),
  };
}

/** The addresses and the complexes that a question means; what is typed as an address may also be the name of a complex. */
export function placesMeant(
  { address, complexId }: AskedPlace,
  { addresses, complexes }: PlaceBooks,
): Outcome<Pick<ReportFilter, 'addressIds' | 'complexIds'>> {
  if (address === undefined && complexId === undefined) return ok({});
  if (complexId !== undefined && !complexes.some(({ id }) => id === complexId))
    return refuse('complex-unknown', { pointer: 'complex' });
  const named = address === undefined ? [] : addressesNamed(addresses, address);
  const called = address === undefined ? [] : complexesNamed(complexes, address);
  if (address !== undefined && named.length + called.length === 0)
    return refuse('search-address-unknown', { pointer: 'adres' });
  if (named.length > ADDRESSES_MOST) return refuse('search-address-wide', { pointer: 'adres' });
  const asked = [...called.map(({ id }) => id), ...(address === undefined && complexId ? [complexId] : [])];
  const at = new Set(named.map(({ id }) => id));
  const isMeant = (one: Address) => at.has(one.id) || asked.includes(one.complexId ?? '');
  const isThere = (one: Address) => complexId === undefined || one.complexId === complexId;
  return ok({
    addressIds: addresses.filter((one) => isMeant(one) && isThere(one)).map(({ id }) => id),
    complexIds: asked.filter((id) => complexId === undefined || id === complexId),
  });
}
