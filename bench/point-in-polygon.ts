/**
 * How fast a place finds its neighbourhood: 14,000 made-up areas, about as many as the country has, 100,000 places.
 * Run: node bench/point-in-polygon.ts [seed]. The same seed gives the same areas and places.
 */
import {
  type Area,
  type PlanarPoint,
  type Position,
  locatePoint,
  makeAreaIndex,
} from '../core/spatial/index.ts';

const COLUMNS = 140;
const ROWS = 100;
const CELL_M = 1000;
const POINTS_A_SIDE = 12;
const PLACES = 100_000;

const seed = Number(process.argv[2] ?? 1);
const random = randomFrom(seed);
const areas = makeAreas();
const places = Array.from({ length: PLACES }, (): PlanarPoint => {
  // A twentieth of the width hangs over each edge, so that some places fall outside and ask for the nearest.
  return { xM: (random() * 1.1 - 0.05) * COLUMNS * CELL_M, yM: (random() * 1.1 - 0.05) * ROWS * CELL_M };
});

const corners = areas.reduce((sum, area) => sum + area.rings.flat().length, 0);
console.log(`seed ${seed}: ${areas.length} areas, ${corners} positions, ${PLACES} places`);
const index = measure('makeAreaIndex', 1, () => makeAreaIndex(areas));
for (const round of [1, 2, 3]) {
  const kinds = measure(`locatePoint, round ${round}`, PLACES, () => countKinds(1000));
  if (round === 3) console.log(kinds);
}

function countKinds(nearestWithinM: number): Record<string, number> {
  const kinds: Record<string, number> = { inside: 0, nearest: 0, unknown: 0 };
  for (const place of places) {
    const { kind } = locatePoint(place, index, { nearestWithinM });
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

function measure<T>(name: string, times: number, work: () => T): T {
  const begin = performance.now();
  const result = work();
  const took = performance.now() - begin;
  const each = times > 1 ? `, ${((took / times) * 1000).toFixed(2)} µs each` : '';
  console.log(`${name}: ${took.toFixed(0)} ms${each}`);
  return result;
}

/** A grid whose corners are pushed about and whose sides wave; neighbours share their edges corner for corner. */
function makeAreas(): Area[] {
  const width = COLUMNS + 1;
  const grid = Array.from({ length: width * (ROWS + 1) }, (_, place): Position => {
    return [
      ((place % width) + random() * 0.3) * CELL_M,
      (Math.floor(place / width) + random() * 0.3) * CELL_M,
    ];
  });
  const side = (from: number, to: number): Position[] => {
    const [low, high] = [grid[Math.min(from, to)] as Position, grid[Math.max(from, to)] as Position];
    const line = wave(low, high);
    return (from < to ? line : line.toReversed()).slice(0, -1);
  };
  return Array.from({ length: COLUMNS * ROWS }, (_, place) => {
    const southWest = Math.floor(place / COLUMNS) * width + (place % COLUMNS);
    const round = [southWest, southWest + 1, southWest + width + 1, southWest + width, southWest];
    const corners = round.slice(1).flatMap((to, before) => side(round[before] as number, to));
    return { id: `area ${place}`, rings: [[...corners, corners[0] as Position]] };
  });
}

function wave(from: Position, to: Position): Position[] {
  return Array.from({ length: POINTS_A_SIDE + 1 }, (_, step): Position => {
    const along = step / POINTS_A_SIDE;
    const aside = 0.05 * Math.sin(2 * Math.PI * along);
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    return [from[0] + along * dx - aside * dy, from[1] + along * dy + aside * dx];
  });
}

/** Mulberry32: a small generator that a seed repeats exactly. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
