import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import type { Address, Municipality, Neighbourhood } from './model.ts';
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

export { verifyPlaces } from './verify.ts';
