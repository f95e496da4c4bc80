/** A corner in planar metres, x (east) first; for the Netherlands RD New (EPSG:28992). */
export type Position = readonly [xM: number, yM: number];

/** A closed line: the first position stands again as the last; at least four positions. */
export type Ring = readonly Position[];

/**
 * One area by its boundary: every ring of every part, outer rings and holes alike, in any order and direction.
 * The inside is where a ray crosses the rings an odd number of times (even-odd rule), so that a hole, an island in
 * a hole and a second part need no marking. A GeoJSON MultiPolygon becomes this by `coordinates.flat()`.
 */
export interface Area {
  readonly id: string;
  readonly rings: readonly Ring[];
}

/** What is wrong with an area; `pointer` is a JSON Pointer (RFC 6901) into the list that was checked. */
export interface AreaFault {
  readonly code: AreaFaultCode;
  readonly pointer: string;
}

export type AreaFaultCode =
  | 'area.without_id'
  | 'area.id_twice'
  | 'area.without_rings'
  | 'ring.too_short'
  | 'ring.unclosed'
  | 'ring.position_invalid';

/** A ring of three corners repeats its first: four positions. */
const MIN_POSITIONS = 4;

/** Far outside any planar grid on earth, and near enough that a distance is rounded by less than a micrometre. */
const MAX_COORDINATE_M = 1e8;

/**
 * Meaning: everything that keeps these areas from being indexed, as data for whoever imports boundaries.
 * Formula: ids are present and unique; an area has a ring; a ring has at least four positions, ends where it
 * begins, and holds finite numbers of at most 100,000 km.
 * Shape and unit: areas in planar metres.
 * Range: the empty list when all is well; at most one fault a ring (the first) and two more an area.
 * Undefined: never. Not checked: crossing rings and overlapping areas; the even-odd rule and the order of the areas
 * still give each point one answer there.
 * Cost: linear in the number of positions.
 * Source: the ring rules are those of OGC Simple Features (ISO 19125-1) and GeoJSON (RFC 7946, section 3.1.6).
 */
export function checkAreas(areas: readonly Area[]): AreaFault[] {
  const seen = new Set<string>();
  return areas.flatMap((area, position) => {
    const faults = faultsOfArea(area, `/${position}`, seen.has(area.id));
    seen.add(area.id);
    return faults;
  });
}

function faultsOfArea(area: Area, pointer: string, idSeen: boolean): AreaFault[] {
  const faults: AreaFault[] = [];
  if (area.id === '') faults.push({ code: 'area.without_id', pointer: `${pointer}/id` });
  else if (idSeen) faults.push({ code: 'area.id_twice', pointer: `${pointer}/id` });
  if (area.rings.length === 0) faults.push({ code: 'area.without_rings', pointer: `${pointer}/rings` });
  for (const [position, ring] of area.rings.entries()) {
    const fault = faultOfRing(ring, `${pointer}/rings/${position}`);
    if (fault) faults.push(fault);
  }
  return faults;
}

function faultOfRing(ring: Ring, pointer: string): AreaFault | undefined {
  if (ring.length < MIN_POSITIONS) return { code: 'ring.too_short', pointer };
  const wrong = ring.findIndex(([xM, yM]) => !isCoordinate(xM) || !isCoordinate(yM));
  if (wrong >= 0) return { code: 'ring.position_invalid', pointer: `${pointer}/${wrong}` };
  const [first, last] = [ring.at(0) as Position, ring.at(-1) as Position];
  if (first[0] !== last[0] || first[1] !== last[1]) return { code: 'ring.unclosed', pointer };
  return undefined;
}

/** Number.isFinite refuses what only looks like a number too, as in JSON that nobody parsed. */
export function isCoordinate(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= MAX_COORDINATE_M;
}
