import { locatePoint, makeAreaIndex } from '@wijkverbond/core/spatial';
import { once, type Tx } from '../kit/db.ts';
import type { Area, MunicipalitySettings, PointRd } from './model.ts';
import * as store from './store.ts';

/** Every neighbourhood with its boundary; a map and the place on it read them once. */
export function areasOf(tx: Tx): Promise<(Area & { readonly id: string })[]> {
  return once(tx, 'areas', () => store.neighbourhoodsWithRings(tx));
}

/** Tells the id of the neighbourhood in which a point lies, or of the nearest one within the municipality's own reach. */
export async function makeLocator(
  tx: Tx,
  { nearestWithinM }: Pick<MunicipalitySettings, 'nearestWithinM'>,
): Promise<(point: PointRd) => string | undefined> {
  const index = makeAreaIndex(await areasOf(tx));
  return (point) => {
    const found = locatePoint(point, index, { nearestWithinM });
    return found.kind === 'unknown' ? undefined : found.id;
  };
}
