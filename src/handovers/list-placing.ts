import type { MapLook, PointRd } from '../places/model.ts';
import type { ListMapView, PlacedExtract } from './map-wire.ts';
import type { ExtractView } from './wire.ts';

/** Height to width of the map of a list. */
export const MAP_RATIO = 0.75;

/** What of a list is in view, how many lie beside it, and what has no place at all. */
export function placeOnMap(
  extracts: readonly ExtractView[],
  points: readonly ({ readonly point: PointRd; readonly isArea: boolean } | undefined)[],
  look: MapLook,
): Pick<ListMapView, 'placed' | 'outside' | 'unplaced'> {
  const placed: PlacedExtract[] = [];
  const unplaced: ExtractView[] = [];
  let outside = 0;
  for (const [index, extract] of extracts.entries()) {
    const place = points[index];
    if (!place) unplaced.push(extract);
    else if (isInView(place.point, look)) placed.push({ extract, ...place });
    else outside += 1;
  }
  return { placed, outside, unplaced };
}

function isInView({ xM, yM }: PointRd, { centre, widthM }: MapLook): boolean {
  const heightM = widthM * MAP_RATIO;
  return Math.abs(xM - centre.xM) <= widthM / 2 && Math.abs(yM - centre.yM) <= heightM / 2;
}
