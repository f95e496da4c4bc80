import type { Area, Position, Ring } from './areas.ts';

/** One polygon as GeoJSON writes it: its outer ring counterclockwise, then its holes clockwise (RFC 7946, section 3.1.6). */
export type Polygon = readonly Ring[];

/**
 * Meaning: an area by its parts, for formats that tell outer rings from holes.
 * Formula: a ring that lies in an even number of the other rings is outer, one in an odd number is a hole of the
 * innermost ring around it (the even-odd rule of {@link Area}); directions are turned as RFC 7946 wants them.
 * Shape and unit: an area in planar metres to a list of polygons in the same unit; positions are not changed.
 * Range: as many polygons as there are outer rings, in their order; each hole in one polygon.
 * Undefined: never, for rings that do not cross each other; with crossing rings the parts follow each ring's first position.
 * Cost: the number of rings times the number of positions.
 * Source: GeoJSON, RFC 7946, section 3.1.6.
 */
export function polygonsOf({ rings }: Area): Polygon[] {
  const around = rings.map((ring) => rings.filter((other) => other !== ring && holds(other, ring)));
  const polygons = new Map<Ring, Ring[]>();
  for (const [at, ring] of rings.entries())
    if (depth(around[at]) % 2 === 0) polygons.set(ring, [turned(ring, true)]);
  for (const [at, ring] of rings.entries()) {
    if (depth(around[at]) % 2 === 0) continue;
    const outer = around[at]?.find((other) => depth(around[rings.indexOf(other)]) === depth(around[at]) - 1);
    if (outer) polygons.get(outer)?.push(turned(ring, false));
  }
  return [...polygons.values()];
}

function depth(around: readonly Ring[] | undefined): number {
  return around?.length ?? 0;
}

/** Whether the first position of `inner` lies in `outer`, by the even-odd rule. */
function holds(outer: Ring, [first]: Ring): boolean {
  if (!first) return false;
  const [x, y] = first;
  let isInside = false;
  for (const [at, [ax, ay]] of outer.slice(0, -1).entries()) {
    const [bx, by] = outer[at + 1] as Position;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

function turned(ring: Ring, counterclockwise: boolean): Ring {
  return doubleArea(ring) > 0 === counterclockwise ? ring : ring.toReversed();
}

/** Twice the area, positive when the ring runs counterclockwise. */
function doubleArea(ring: Ring): number {
  return ring.slice(0, -1).reduce((total, [ax, ay], at) => {
    const [bx, by] = ring[at + 1] as Position;
    return total + ax * by - bx * ay;
  }, 0);
}
