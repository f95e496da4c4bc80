import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, type PlanarPoint, type Position, locatePoint, makeAreaIndex } from './index.ts';

/** The worked example of docs/methods/point-in-polygon.md. */
const harbour: Area = {
  id: 'harbour',
  rings: [
    [
      [0, 0],
      [8, 0],
      [12, 10],
      [0, 10],
      [0, 0],
    ],
    [
      [4, 4],
      [6, 4],
      [6, 6],
      [4, 6],
      [4, 4],
    ],
  ],
};
const court: Area = {
  id: 'court',
  rings: [
    [
      [4, 4],
      [6, 4],
      [6, 6],
      [4, 6],
      [4, 4],
    ],
  ],
};
const meadow: Area = {
  id: 'meadow',
  rings: [
    [
      [8, 0],
      [20, 0],
      [20, 10],
      [12, 10],
      [8, 0],
    ],
  ],
};

function inside(areas: readonly Area[], xM: number, yM: number): string | undefined {
  const location = locatePoint({ xM, yM }, makeAreaIndex(areas), { nearestWithinM: 0 });
  return location.kind === 'inside' ? location.id : undefined;
}

/** How many of the areas hold the point when each is asked alone. */
function claims(areas: readonly Area[], xM: number, yM: number): number {
  return areas.filter((area) => inside([area], xM, yM) !== undefined).length;
}

describe('the worked example', () => {
  const index = makeAreaIndex([harbour, court, meadow]);
  it.each([
    ['in the court inside the hole of the harbour', 5, 5, { kind: 'inside', id: 'court' }],
    ['on the slanting edge between harbour and meadow', 10, 5, { kind: 'inside', id: 'meadow' }],
    ['on the corner where that edge begins', 8, 0, { kind: 'inside', id: 'meadow' }],
    ['on the western edge of the hole', 4, 5, { kind: 'inside', id: 'court' }],
    ['on the eastern edge of the hole', 6, 5, { kind: 'inside', id: 'harbour' }],
    ['on the outermost edge in the east', 20, 5, { kind: 'nearest', id: 'meadow', distanceM: 0 }],
    ['three metres north of the harbour', 6, 13, { kind: 'nearest', id: 'harbour', distanceM: 3 }],
    ['five metres from a corner', 23, 14, { kind: 'nearest', id: 'meadow', distanceM: 5 }],
    ['more than five metres away', 23, 15, { kind: 'unknown' }],
  ])('locates a point %s', (_, xM, yM, expected) => {
    expect(locatePoint({ xM, yM }, index, { nearestWithinM: 5 })).toEqual(expected);
  });

  it('counts a limit of exactly the distance as within it, and one just below as too far', () => {
    expect(locatePoint({ xM: 23, yM: 14 }, index, { nearestWithinM: 5 }).kind).toBe('nearest');
    expect(locatePoint({ xM: 23, yM: 14 }, index, { nearestWithinM: 4.999 }).kind).toBe('unknown');
  });
});

describe('locatePoint', () => {
  const square = (id: string, x: number, y: number, size: number): Area => ({
    id,
    rings: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  });

  it('finds nothing in an index without areas', () => {
    expect(locatePoint({ xM: 1, yM: 1 }, makeAreaIndex([]), { nearestWithinM: Infinity })).toEqual({
      kind: 'unknown',
    });
  });

  it('sees all parts of an area and the island in its hole', () => {
    const parts: Area = {
      id: 'parts',
      rings: [square('', 0, 0, 10), square('', 2, 2, 6), square('', 4, 4, 2), square('', 20, 0, 5)].flatMap(
        ({ rings }) => rings,
      ),
    };
    expect([1, 3, 5, 7, 9, 15, 21].map((x) => inside([parts], x, x > 12 ? 3 : 5))).toEqual([
      'parts',
      undefined,
      'parts',
      undefined,
      'parts',
      undefined,
      'parts',
    ]);
  });

  it('gives the inside to the first of overlapping areas and a tie in distance to the first of the nearest', () => {
    const [a, b] = [square('a', 0, 0, 10), square('b', 5, 0, 10)];
    expect(inside([a, b], 7, 5)).toBe('a');
    expect(inside([b, a], 7, 5)).toBe('b');
    const corner = { xM: 10, yM: -3 };
    const [left, right] = [square('left', 0, 0, 10), square('right', 10, 0, 10)];
    const nearest = (areas: Area[]) => locatePoint(corner, makeAreaIndex(areas), { nearestWithinM: 5 });
    expect(nearest([left, right])).toEqual({ kind: 'nearest', id: 'left', distanceM: 3 });
    expect(nearest([right, left])).toEqual({ kind: 'nearest', id: 'right', distanceM: 3 });
  });

  it('refuses a point or a limit that is no number instead of answering', () => {
    const index = makeAreaIndex([harbour]);
    expect(() => locatePoint({ xM: Number.NaN, yM: 0 }, index, { nearestWithinM: 1 })).toThrow(
      'got (NaN, 0)',
    );
    expect(() => locatePoint({ xM: 0, yM: Infinity }, index, { nearestWithinM: 1 })).toThrow(RangeError);
    expect(() => locatePoint({ xM: 0, yM: 0 }, index, { nearestWithinM: Number.NaN })).toThrow('got NaN');
    expect(() => locatePoint({ xM: 0, yM: 0 }, index, { nearestWithinM: -1 })).toThrow('got -1');
  });

  it('refuses to index areas with a fault and names the first', () => {
    const areas = [
      harbour,
      {
        id: 'b',
        rings: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ] as Position[][],
      },
    ];
    expect(() => makeAreaIndex(areas)).toThrow('1 faults, the first: ring.unclosed at /1/rings/0');
  });
});

const whole = fc.integer({ min: -20, max: 20 });
const position = fc.tuple(whole, whole);
const ring = fc
  .array(position, { minLength: 3, maxLength: 8 })
  .map((corners) => [...corners, corners[0] as Position]);
const manyAreas = fc
  .array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.map((rings, place): Area => ({ id: `area ${place}`, rings })));

/**
 * The rule in other words: the point moved a thousandth east and a millionth north, in whole millionths, where it
 * meets no corner and no edge; then an even-odd count along a ray to the south.
 */
function holdsMovedPoint(area: Area, { xM, yM }: PlanarPoint): boolean {
  const [x, y] = [xM * 1e6 + 1000, yM * 1e6 + 1];
  let crossings = 0;
  for (const [a, b] of area.rings.flatMap(edgesOf)) {
    const [ax, ay, bx, by] = [a[0] * 1e6, a[1] * 1e6, b[0] * 1e6, b[1] * 1e6];
    if (ax < x === bx < x) continue;
    const above = (ay - y) * (bx - ax) + (by - ay) * (x - ax);
    if (bx > ax ? above < 0 : above > 0) crossings++;
  }
  return crossings % 2 === 1;
}

function edgesOf(corners: readonly Position[]): [Position, Position][] {
  return corners.slice(1).map((corner, before) => [corners[before] as Position, corner]);
}

function distanceToEdges(area: Area, { xM, yM }: PlanarPoint): number {
  const distances = area.rings.flatMap(edgesOf).map(([[ax, ay], [bx, by]]) => {
    const length = Math.hypot(bx - ax, by - ay);
    const along = length === 0 ? 0 : ((xM - ax) * (bx - ax) + (yM - ay) * (by - ay)) / length;
    if (along <= 0) return Math.hypot(xM - ax, yM - ay);
    if (along >= length) return Math.hypot(xM - bx, yM - by);
    return Math.abs((xM - ax) * (by - ay) - (yM - ay) * (bx - ax)) / length;
  });
  return Math.min(...distances);
}

describe('locatePoint on any areas', () => {
  it('says the same as trying every area on a point moved a hair off every edge', () => {
    fc.assert(
      fc.property(manyAreas, position, (areas, [xM, yM]) => {
        expect(inside(areas, xM, yM)).toBe(areas.find((area) => holdsMovedPoint(area, { xM, yM }))?.id);
      }),
      { numRuns: 500 },
    );
  });

  it('finds the least distance there is, or nothing beyond the limit', () => {
    fc.assert(
      fc.property(manyAreas, position, fc.nat(15), (areas, [xM, yM], metres) => {
        // Never a distance between whole corners, so that rounding cannot decide what lies within the limit.
        const nearestWithinM = metres + 0.123456;
        const location = locatePoint({ xM, yM }, makeAreaIndex(areas), { nearestWithinM });
        fc.pre(location.kind !== 'inside');
        const distances = new Map(areas.map((area) => [area.id, distanceToEdges(area, { xM, yM })]));
        const least = Math.min(...distances.values());
        const expected = least <= nearestWithinM ? least : Infinity;
        expect(location.kind === 'nearest' ? location.distanceM : Infinity).toBeCloseTo(expected, 9);
        expect(location.kind === 'nearest' ? distances.get(location.id) : Infinity).toBeCloseTo(expected, 9);
      }),
      { numRuns: 500 },
    );
  });

  it('answers the same wherever the whole map is moved', () => {
    const far = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(manyAreas, position, far, far, (areas, [xM, yM], eastM, northM) => {
        const moved = areas.map(({ id, rings }) => ({
          id,
          rings: rings.map((corners) => corners.map(([x, y]): Position => [x + eastM, y + northM])),
        }));
        const here = locatePoint({ xM, yM }, makeAreaIndex(areas), { nearestWithinM: 8 });
        const there = locatePoint({ xM: xM + eastM, yM: yM + northM }, makeAreaIndex(moved), {
          nearestWithinM: 8,
        });
        expect(there).toEqual(here);
      }),
    );
  });

  it('does not care in which direction or order the rings are written', () => {
    fc.assert(
      fc.property(manyAreas, position, (areas, [xM, yM]) => {
        const turned = areas.map(({ id, rings }) => ({
          id,
          rings: rings.map((corners) => corners.toReversed()).toReversed(),
        }));
        const options = { nearestWithinM: 8 };
        expect(locatePoint({ xM, yM }, makeAreaIndex(turned), options)).toEqual(
          locatePoint({ xM, yM }, makeAreaIndex(areas), options),
        );
      }),
    );
  });
});

const SIDE = 6;
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A square town of 6 × 6 areas whose inner corners were pushed about; neighbours share their edges. */
function pushedGrid(pushes: readonly Position[]): {
  areas: Area[];
  corner: (column: number, row: number) => Position;
} {
  const isInner = (place: number) => place > 0 && place < SIDE;
  const corner = (column: number, row: number): Position => {
    const [pushX, pushY] = pushes[row * (SIDE + 1) + column] as Position;
    const free = isInner(column) && isInner(row);
    return [column * 100 + (free ? pushX * 40 : 0), row * 100 + (free ? pushY * 40 : 0)];
  };
  const areas = Array.from({ length: SIDE * SIDE }, (_, place): Area => {
    const [column, row] = [place % SIDE, Math.floor(place / SIDE)];
    const corners = [
      corner(column, row),
      corner(column + 1, row),
      corner(column + 1, row + 1),
      corner(column, row + 1),
    ];
    return { id: `${column},${row}`, rings: [[...corners, corners[0] as Position]] };
  });
  return { areas, corner };
}

describe('a partition', () => {
  const grid = fc
    .array(fc.tuple(share, share), { minLength: (SIDE + 1) ** 2, maxLength: (SIDE + 1) ** 2 })
    .map(pushedGrid);
  const innerColumn = fc.integer({ min: 1, max: SIDE - 1 });

  it('has every point in exactly one area', () => {
    fc.assert(
      fc.property(grid, share, share, ({ areas }, shareX, shareY) => {
        const [x, y] = [shareX * 599, shareY * 599];
        expect(claims(areas, x, y)).toBe(1);
        expect(inside(areas, x, y)).toBeDefined();
      }),
    );
  });

  it('has every corner that four areas share in exactly one of them', () => {
    fc.assert(
      fc.property(grid, innerColumn, innerColumn, ({ areas, corner }, column, row) => {
        expect(claims(areas, ...corner(column, row))).toBe(1);
      }),
    );
  });

  it('has every point on, and one rounding beside, a shared edge in exactly one area', () => {
    const rounding = fc.integer({ min: -2, max: 2 }).map((units) => 1 + units * Number.EPSILON);
    fc.assert(
      fc.property(
        grid,
        innerColumn,
        innerColumn,
        share,
        rounding,
        rounding,
        (town, column, row, along, offX, offY) => {
          const [a, b] = [town.corner(column, row), town.corner(column, row - 1)];
          const x = (a[0] + along * (b[0] - a[0])) * offX;
          const y = (a[1] + along * (b[1] - a[1])) * offY;
          fc.pre(y >= 0);
          expect(claims(town.areas, x, y)).toBe(1);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
