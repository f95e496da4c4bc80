import type { Tx } from '../kit/db.ts';
import type { Breach } from '../kit/proof.ts';
import { makeLocator } from './areas.ts';
import { strayAddresses } from './complex-store.ts';
import * as store from './store.ts';

/**
 * Proves that every address belongs to the neighbourhood in which its point lies, or to the nearest one within reach; and
 * that its complex, when it has one, is of the same municipality.
 */
export async function verifyPlaces(tx: Tx): Promise<Breach[]> {
  return [...(await verifyNeighbourhoods(tx)), ...(await verifyComplexes(tx))];
}

async function verifyComplexes(tx: Tx): Promise<Breach[]> {
  return (await strayAddresses(tx)).map(({ id, complexId }) => ({
    invariant: 'address-in-a-complex-here',
    row: `address ${id}`,
    detail: `complex ${complexId} is not there`,
  }));
}

async function verifyNeighbourhoods(tx: Tx): Promise<Breach[]> {
  const { settings } = await store.getMunicipality(tx);
  const locate = await makeLocator(tx, settings);
  const breaches: Breach[] = [];
  for (const { id, neighbourhoodId, point } of await store.addressPoints(tx)) {
    const lies = locate(point) ?? 'nowhere';
    if (lies === neighbourhoodId) continue;
    breaches.push({
      invariant: 'address-in-its-neighbourhood',
      row: `address ${id}`,
      detail: `stored ${neighbourhoodId}, lies in ${lies}`,
    });
  }
  return breaches;
}
