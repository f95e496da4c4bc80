import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../tests/support/reference-data.ts';
import {
  type Area,
  type AreaIndex,
  type PlanarPoint,
  type Position,
  locatePoint,
  makeAreaIndex,
} from './index.ts';

/** Official neighbourhood boundaries of The Hague, 2019 (municipality of The Hague; open data). */
const file = referenceFile('data/denhaag_buurten_2019.geojson.gz');
const skipped = file ? '' : ' (skipped: the reference data does not stand beside the checkout)';

interface Feature {
  readonly properties: { readonly bu_naam: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Position[][] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: Position[][][] };
}

/** Degrees to metres, near enough for one town: a degree of longitude at 52° north and a degree of latitude. */
function toMetres([longitude, latitude]: Position): Position {
  return [(longitude - 4.3) * 68_500, (latitude - 52) * 111_250];
}

function readAreas(path: string): Area[] {
  const collection = JSON.parse(gunzipSync(readFileSync(path)).toString()) as { features: Feature[] };
  return collection.features.map(({ properties, geometry }) => {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    return { id: properties.bu_naam, rings: rings.map((ring) => ring.map(toMetres)) };
  });
}

function placeAt(longitude: number, latitude: number): PlanarPoint {
  const [xM, yM] = toMetres([longitude, latitude]);
  return { xM, yM };
}

function holds(area: AreaIndex, point: PlanarPoint): boolean {
  return locatePoint(point, area, { nearestWithinM: 0 }).kind === 'inside';
}

interface SharedEdge {
  readonly middle: PlanarPoint;
  readonly owners: readonly [AreaIndex, AreaIndex];
}

/**
 * The edges that stand in two neighbourhoods. The file also has positions that are written twice in a row and lines
 * that a ring walks there and back; those bound nothing.
 */
function sharedEdges(areas: readonly Area[]): SharedEdge[] {
  const owners = new Map<string, { middle: PlanarPoint; areas: Set<Area> }>();
  for (const area of areas) {
    for (const [a, b] of area.rings.flatMap(edgesOf)) {
      const key = [a.join(), b.join()].toSorted().join(' ');
      const middle = { xM: (a[0] + b[0]) / 2, yM: (a[1] + b[1]) / 2 };
      const edge = owners.get(key) ?? { middle, areas: new Set() };
      if (a.join() !== b.join()) owners.set(key, { ...edge, areas: edge.areas.add(area) });
    }
  }
  const indexOf = new Map(areas.map((area) => [area, makeAreaIndex([area])]));
  return [...owners.values()].flatMap((edge) => {
    const [one, other] = [...edge.areas].map((area) => indexOf.get(area));
    return one && other ? [{ middle: edge.middle, owners: [one, other] as const }] : [];
  });
}

function edgesOf(ring: readonly Position[]): [Position, Position][] {
  return ring.slice(1).map((end, before) => [ring[before] as Position, end]);
}

describe.skipIf(!file)(`the neighbourhoods of The Hague${skipped}`, () => {
  const areas = file ? readAreas(file) : [];
  const index = makeAreaIndex(areas);
  const alone = areas.map((area) => makeAreaIndex([area]));

  it('finds known places, and none in the sea', () => {
    expect(areas).toHaveLength(114);
    const nearestWithinM = 500;
    expect(locatePoint(placeAt(4.3133, 52.0797), index, { nearestWithinM })).toEqual({
      kind: 'inside',
      id: 'Voorhout',
    });
    expect(locatePoint(placeAt(4.3235, 52.0695), index, { nearestWithinM })).toEqual({
      kind: 'inside',
      id: 'Huygenspark',
    });
    expect(locatePoint(placeAt(4.2795, 52.1178), index, { nearestWithinM })).toMatchObject({
      kind: 'nearest',
      id: 'Belgisch Park',
    });
    expect(locatePoint(placeAt(4.2, 52.12), index, { nearestWithinM })).toEqual({ kind: 'unknown' });
  });

  it('has the middle of every edge that two neighbourhoods share in exactly one of the two', () => {
    const edges = sharedEdges(areas);
    expect(edges.length).toBeGreaterThan(10_000);
    const wrong = edges.filter(
      ({ middle, owners: [one, other] }) => holds(one, middle) === holds(other, middle),
    );
    expect(wrong).toEqual([]);
  });

  it('has no corner of any neighbourhood in two of them', () => {
    const corners = areas.flatMap((area) => area.rings.flat()).filter((_, place) => place % 10 === 0);
    const twice = corners.filter(([xM, yM]) => alone.filter((area) => holds(area, { xM, yM })).length > 1);
    expect(twice).toEqual([]);
  });
});
