import type { AreaIndex } from './area-index.ts';
import { isCoordinate } from './areas.ts';
import { visitNear } from './box-tree.ts';
import { orientation } from './predicates.ts';

/** A place in planar metres; for the Netherlands RD New (EPSG:28992). */
export interface PlanarPoint {
  readonly xM: number;
  readonly yM: number;
}

export type Location =
  | { readonly kind: 'inside'; readonly id: string }
  | { readonly kind: 'nearest'; readonly id: string; readonly distanceM: number }
  | { readonly kind: 'unknown' };

/** Keeps the rounding of a box's distance from hiding an edge that lies just as near. */
const PRUNING_MARGIN_M = 1e-6;

/**
 * Meaning: in which area a place lies; failing that, which area is nearest within a limit; failing that, unknown.
 * Formula: inside = the ray to the east crosses the area's edges an odd number of times. The ray starts a hair east
 * and, by a far smaller hair, north of the point, so it never meets a corner: of the areas that share an edge or a
 * corner, exactly the one just east of the point has it (just north along an edge that runs due east). Overlapping
 * areas: the first in the index. Nearest = the least distance to any edge; between equals the first in the index.
 * Shape and unit: a point and an index in the same planar metres; `nearestWithinM` in metres, 0 or more.
 * Range: `inside`; or `nearest` with 0 ≤ distanceM ≤ nearestWithinM (0: on the outermost edge, north-east side); or
 * `unknown`. In a partition whose neighbours share their edges corner for corner, every point is in at most one area
 * and none falls between two.
 * Undefined: throws a RangeError for a point that is not finite or beyond 100,000 km, and for a limit below 0 or NaN.
 * Cost: about log n boxes, plus the edges of the areas whose box holds the point; linear in those.
 * Source: M. Shimrat (1962), Algorithm 112, CACM 5, 434, and E. Haines (1994), Point in Polygon Strategies, Graphics
 * Gems IV, for the crossings; H. Edelsbrunner, E. P. Mücke (1990), Simulation of Simplicity, ACM TOG 9, 66-104, for
 * the hair's breadth; `orientation` for the exact side.
 */
export function locatePoint(
  point: PlanarPoint,
  index: AreaIndex,
  options: { readonly nearestWithinM: number },
): Location {
  assertLocatable(point, options.nearestWithinM);
  const inside = firstAround(point, index);
  if (inside !== undefined) return { kind: 'inside', id: idOf(index, inside) };
  const nearest = nearestTo(point, index, options.nearestWithinM);
  if (!nearest) return { kind: 'unknown' };
  return { kind: 'nearest', id: idOf(index, nearest.area), distanceM: nearest.distanceM };
}

function assertLocatable({ xM, yM }: PlanarPoint, nearestWithinM: number): void {
  if (!isCoordinate(xM) || !isCoordinate(yM)) {
    throw new RangeError(`expected a point in planar metres, got (${xM}, ${yM})`);
  }
  if (!(nearestWithinM >= 0))
    throw new RangeError(`expected nearestWithinM of 0 or more, got ${nearestWithinM}`);
}

function idOf(index: AreaIndex, area: number): string {
  return index.ids[area] as string;
}

/** The first area in the index's order that holds the point. */
function firstAround({ xM, yM }: PlanarPoint, index: AreaIndex): number | undefined {
  let first = Infinity;
  visitNear(index.tree, { x: xM, y: yM, reachM: () => 0 }, (area) => {
    if (area < first && holds(index, area, xM, yM)) first = area;
  });
  return first === Infinity ? undefined : first;
}

function holds(index: AreaIndex, area: number, x: number, y: number): boolean {
  let odd = false;
  const end = index.ringsFrom[area + 1] as number;
  for (let ring = index.ringsFrom[area] as number; ring < end; ring++) {
    if (crossesOddly(index, ring, x, y)) odd = !odd;
  }
  return odd;
}

function crossesOddly({ xsM, ysM, positionsFrom }: AreaIndex, ring: number, x: number, y: number): boolean {
  let odd = false;
  const last = (positionsFrom[ring + 1] as number) - 1;
  for (let i = positionsFrom[ring] as number; i < last; i++) {
    const ay = ysM[i] as number;
    const by = ysM[i + 1] as number;
    // Half open: an end at the ray's own height counts as below it, so a corner belongs to one of its two edges.
    if (ay > y === by > y) continue;
    if (liesEast(xsM[i] as number, ay, xsM[i + 1] as number, by, x, y)) odd = !odd;
  }
  return odd;
}

/** Whether an edge that passes the height y does so strictly east of x; on the edge is not east of it. */
function liesEast(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  if (ax > x && bx > x) return true;
  if (ax <= x && bx <= x) return false;
  // Always walked upward, so that two neighbours ask the very same question about the edge between them.
  return ay < by ? orientation(ax, ay, bx, by, x, y) > 0 : orientation(bx, by, ax, ay, x, y) > 0;
}

interface Nearest {
  readonly area: number;
  readonly distanceM: number;
}

function nearestTo({ xM, yM }: PlanarPoint, index: AreaIndex, withinM: number): Nearest | undefined {
  let best: Nearest | undefined;
  const reachM = () => (best?.distanceM ?? withinM) + PRUNING_MARGIN_M;
  visitNear(index.tree, { x: xM, y: yM, reachM }, (area) => {
    const distanceM = distanceToArea(index, area, xM, yM);
    if (distanceM > withinM) return;
    if (!best || distanceM < best.distanceM || (distanceM === best.distanceM && area < best.area)) {
      best = { area, distanceM };
    }
  });
  return best;
}

function distanceToArea(index: AreaIndex, area: number, x: number, y: number): number {
  const { xsM, ysM, ringsFrom, positionsFrom } = index;
  let least = Infinity;
  for (let ring = ringsFrom[area] as number; ring < (ringsFrom[area + 1] as number); ring++) {
    const last = (positionsFrom[ring + 1] as number) - 1;
    for (let i = positionsFrom[ring] as number; i < last; i++) {
      const [ax, ay] = [(xsM[i] as number) - x, (ysM[i] as number) - y];
      const [bx, by] = [(xsM[i + 1] as number) - x, (ysM[i + 1] as number) - y];
      // One direction for both neighbours of an edge: the same rounding, so a tie is a tie.
      const forward = ax < bx || (ax === bx && ay <= by);
      const distance = forward ? distanceFromOrigin(ax, ay, bx, by) : distanceFromOrigin(bx, by, ax, ay);
      least = Math.min(least, distance);
    }
  }
  return least;
}

/** From the origin to the segment a–b: the foot of the perpendicular, kept between the ends. */
function distanceFromOrigin(ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / lengthSquared)) : 0;
  const footX = ax + along * dx;
  const footY = ay + along * dy;
  return Math.sqrt(footX * footX + footY * footY);
}
