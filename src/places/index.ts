import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { nearestOf } from './find.ts';
import type { Address, Municipality, Neighbourhood, PointRd, Rings } from './model.ts';
import * as store from './store.ts';

/** Everything below is public knowledge: names, boundaries and addresses of a municipality. No actor is needed. */
export function allMunicipalities(db: Database): Promise<Municipality[]> {
  return store.allMunicipalities(db);
}

export function getMunicipality(tx: Tx): Promise<Municipality> {
  return once(tx, 'municipality', () => store.getMunicipality(tx));
}

export function neighbourhoods(tx: Tx): Promise<Neighbourhood[]> {
  return store.neighbourhoods(tx);
}

const BOOK_S = 60;

/**
 * All addresses, for the form that suggests and recognises them, as they were at most a minute ago. The same list until
 * it is read again; whoever keeps an address looks up its id first.
 */
export function addressBook(db: Database, municipalityId: string): Promise<readonly Address[]> {
  const read = () => inTenant(db, municipalityId, store.addresses);
  return remembered(db, { name: `addresses of ${municipalityId}`, seconds: BOOK_S }, read);
}

export function findAddress(tx: Tx, addressId: string): Promise<Address | undefined> {
  return store.findAddress(tx, addressId);
}

/** Names and boundaries of all neighbourhoods, as they were at most a minute ago. */
export function neighbourhoodBook(
  db: Database,
  municipalityId: string,
): Promise<readonly { id: string; code: string; name: string; rings: Rings }[]> {
  const read = () => inTenant(db, municipalityId, store.neighbourhoodsWithRings);
  return remembered(db, { name: `neighbourhoods of ${municipalityId}`, seconds: BOOK_S }, read);
}

/** The address nearest to a point, when there is one within the distance. */
export async function addressNear(
  db: Database,
  municipalityId: string,
  { point, withinM }: { point: PointRd; withinM: number },
): Promise<string | undefined> {
  const read = () => inTenant(db, municipalityId, store.addressPoints);
  const points = await remembered(db, { name: `points of ${municipalityId}`, seconds: BOOK_S }, read);
  return nearestOf(points, point, withinM)?.id;
}

export { findAddresses } from './find.ts';
export { verifyPlaces } from './verify.ts';
