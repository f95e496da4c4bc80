import type { Address, Complex, PointRd } from './model.ts';

/**
 * The addresses that begin as was typed, or else hold it: a street with or without a number, or a postcode. Capitals,
 * spaces and accents do not matter.
 */
export function findAddresses(book: readonly Address[], typed: string, limit: number): Address[] {
  const wanted = bare(typed);
  if (wanted === '') return [];
  const spelled = book.map((address) => ({ address, spellings: spellings(address) }));
  const begins = spelled.filter(({ spellings: all }) => all.some((one) => one.startsWith(wanted)));
  const found =
    begins.length > 0
      ? begins
      : spelled.filter(({ spellings: all }) => all.some((one) => one.includes(wanted)));
  return found.map(({ address }) => address).slice(0, limit);
}

/** The addresses that are exactly what was typed: a street with a number, a postcode with one, or a whole postcode. */
export function addressesNamed(book: readonly Address[], typed: string): Address[] {
  const wanted = bare(typed);
  if (wanted === '') return [];
  return book.filter((address) => {
    const { street, houseNumber, postcode } = address;
    return [...spellings(address), bare(`${street}${houseNumber}`), bare(postcode)].includes(wanted);
  });
}

/** The complexes that are called so, or have this number. */
export function complexesNamed(complexes: readonly Complex[], typed: string): Complex[] {
  const wanted = bare(typed);
  return complexes.filter(({ name, code = '' }) => wanted !== '' && [name, code].map(bare).includes(wanted));
}

function spellings({ street, houseNumber, postcode }: Address): string[] {
  return [`${street}${houseNumber}${postcode}`, `${postcode}${houseNumber}`].map(bare);
}

/** Letters and digits only, in lower case, without accents. */
export function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** The nearest of these within a distance; of two that are equally near the first. */
export function nearestOf<Place extends { readonly point: PointRd }>(
  places: readonly Place[],
  { xM, yM }: PointRd,
  withinM: number,
): Place | undefined {
  let [nearest, nearestM] = [undefined as Place | undefined, withinM];
  for (const place of places) {
    const distanceM = Math.hypot(place.point.xM - xM, place.point.yM - yM);
    if (distanceM < nearestM || (nearest === undefined && distanceM === nearestM))
      [nearest, nearestM] = [place, distanceM];
  }
  return nearest;
}
