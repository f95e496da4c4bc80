import type { PlaceFound } from './wire.ts';

/**
 * So many suggestions go along with every form: more cost a phone its seconds and the server its milliseconds. A larger town
 * gets the names of its streets only.
 */
const SUGGESTIONS_MAX = 400;

interface Written {
  readonly id: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
}

/** What the list under the address field suggests: 'Molenstraat 12', with its postcode where two have that name. */
export function addressSuggestions(addresses: readonly Written[]): string[] {
  const [first] = addresses;
  if (first && addresses.length > SUGGESTIONS_MAX) {
    const streets = new Set(addresses.map(({ street }) => street));
    // the first is the example under the field, and an example has a number
    return [short(first), ...streets].slice(0, SUGGESTIONS_MAX);
  }
  const counts = new Map<string, number>();
  for (const address of addresses) counts.set(short(address), (counts.get(short(address)) ?? 0) + 1);
  const labels = addresses.map((address) =>
    (counts.get(short(address)) ?? 0) > 1 ? long(address) : short(address),
  );
  return [...new Set(labels)].toSorted((a, b) =>
    a.localeCompare(b, 'nl', { numeric: true, ignorePunctuation: true }),
  );
}

/** The address that somebody typed: capitals, spaces, commas and accents do not matter, the postcode may be there or not. */
export function matchAddress(typed: string, addresses: readonly Written[]): PlaceFound {
  const wanted = bare(typed);
  if (wanted === '') return { kind: 'nowhere' };
  return spellingsOf(addresses).get(wanted) ?? { kind: 'nowhere' };
}

interface OnRound {
  readonly address: string;
  readonly addressChoice: string;
  /** What stood in the field from the note before. */
  readonly keptAddress: string;
  readonly complexId: string;
}

/** Where somebody is who chose a complex: an address, and the complex unless that address lies elsewhere. */
export interface InComplex {
  readonly place: PlaceFound;
  readonly complexId?: string | undefined;
  readonly inside?: string | undefined;
}

/**
 * What was written beside a complex: an address in it, or else words that say where in it. An address elsewhere that was
 * written for this note stands above the complex; one that only stood there from the note before gives way to it.
 */
export function placeInComplex(
  { address, addressChoice, keptAddress, complexId }: OnRound,
  book: readonly (Written & { readonly complexId?: string | undefined })[],
): InComplex {
  const typed = addressChoice || address;
  const within = matchAddress(
    typed,
    book.filter((one) => one.complexId === complexId),
  );
  if (within.kind !== 'nowhere') return { place: within, complexId };
  const elsewhere = matchAddress(typed, book);
  if (elsewhere.kind === 'nowhere') return { place: elsewhere, complexId, inside: typed || undefined };
  return isSameText(typed, keptAddress) ? { place: { kind: 'nowhere' }, complexId } : { place: elsewhere };
}

const known = new WeakMap<readonly Written[], ReadonlyMap<string, PlaceFound>>();

/** Every way of writing an address of this list; made once for a list. */
function spellingsOf(addresses: readonly Written[]): ReadonlyMap<string, PlaceFound> {
  const made = known.get(addresses) ?? makeSpellings(addresses);
  known.set(addresses, made);
  return made;
}

function makeSpellings(addresses: readonly Written[]): ReadonlyMap<string, PlaceFound> {
  const meant = new Map<string, Written[]>();
  for (const address of addresses) {
    for (const spelling of new Set(spellings(address)))
      meant.set(spelling, [...(meant.get(spelling) ?? []), address]);
  }
  return new Map([...meant].map(([spelling, all]) => [spelling, placeOf(all)]));
}

function placeOf(meant: readonly Written[]): PlaceFound {
  const [only] = meant;
  return only && meant.length === 1
    ? { kind: 'found', addressId: only.id }
    : { kind: 'several', options: meant.map(long) };
}

function spellings(address: Written): string[] {
  const { street, houseNumber, postcode } = address;
  return [
    short(address),
    long(address),
    `${postcode} ${houseNumber}`,
    `${street} ${postcode} ${houseNumber}`,
  ].map(bare);
}

function short({ street, houseNumber }: Written): string {
  return `${street} ${houseNumber}`;
}

function long(address: Written): string {
  return `${short(address)}, ${address.postcode}`;
}

/** Whether two ways of writing mean the same address. */
export function isSameText(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

/** Letters and digits only, in lower case, without accents. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
