import { isCoordinate } from './areas.ts';
import type { PlanarPoint } from './point-in-polygon.ts';

/** A place on the globe in degrees (WGS 84, EPSG:4326). */
export interface GlobePoint {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** One term of the polynomial: its coefficient and the powers of the two offsets. */
type Term = readonly [coefficient: number, first: number, second: number];

/** The tower of Our Lady in Amersfoort, where both polynomials have their origin. */
const AMERSFOORT = { xM: 155_000, yM: 463_000, latDeg: 52.1551744, lonDeg: 5.38720621 } as const;

/** Where RD New is defined (EPSG:28992), and the same box a little wider in degrees. */
const RD_BOX = { xMinM: -7_000, xMaxM: 300_000, yMinM: 289_000, yMaxM: 629_000 } as const;
const GLOBE_BOX = { latMinDeg: 50.5, latMaxDeg: 53.8, lonMinDeg: 2.9, lonMaxDeg: 7.5 } as const;

const LATITUDE: readonly Term[] = [
  [3235.65389, 0, 1],
  [-32.58297, 2, 0],
  [-0.2475, 0, 2],
  [-0.84978, 2, 1],
  [-0.0655, 0, 3],
  [-0.01709, 2, 2],
  [-0.00738, 1, 0],
  [0.0053, 4, 0],
  [-0.00039, 2, 3],
  [0.00033, 4, 1],
  [-0.00012, 1, 1],
];

const LONGITUDE: readonly Term[] = [
  [5260.52916, 1, 0],
  [105.94684, 1, 1],
  [2.45656, 1, 2],
  [-0.81885, 3, 0],
  [0.05594, 1, 3],
  [-0.05607, 3, 1],
  [0.01199, 0, 1],
  [-0.00256, 3, 2],
  [0.00128, 1, 4],
  [0.00022, 0, 2],
  [-0.00022, 2, 0],
  [0.00026, 5, 0],
];

const EAST: readonly Term[] = [
  [190_094.945, 0, 1],
  [-11_832.228, 1, 1],
  [-114.221, 2, 1],
  [-32.391, 0, 3],
  [-0.705, 1, 0],
  [-2.34, 3, 1],
  [-0.608, 1, 3],
  [-0.008, 0, 2],
  [0.148, 2, 3],
];

const NORTH: readonly Term[] = [
  [309_056.544, 1, 0],
  [3_638.893, 0, 2],
  [73.077, 2, 0],
  [-157.984, 1, 2],
  [59.788, 3, 0],
  [0.433, 0, 1],
  [-6.439, 2, 2],
  [-0.032, 1, 1],
  [0.092, 0, 4],
  [-0.054, 1, 4],
];

/**
 * Meaning: the latitude and longitude of a place given in RD New.
 * Formula: with dx = (x − 155,000)·10⁻⁵ and dy = (y − 463,000)·10⁻⁵ both are Amersfoort's plus Σ K·dxᵖ·dyᑫ seconds of arc.
 * Shape and unit: metres in RD New (EPSG:28992) to degrees in WGS 84.
 * Range: the Netherlands; within one metre of the official transformation there.
 * Undefined: outside the box of RD New (x −7 to 300 km, y 289 to 629 km) and for what is no number: `undefined`.
 * Cost: 23 terms.
 * Source: F. H. Schreutelkamp and G. L. Strang van Hees (2001), Benaderingsformules voor de transformatie tussen RD- en
 * WGS84-kaartcoördinaten, Geodesia 43, 64–69. Worked by hand in docs/methods/rd-and-wgs84.md.
 */
export function globePoint({ xM, yM }: PlanarPoint): GlobePoint | undefined {
  const isInside =
    isCoordinate(xM) &&
    isCoordinate(yM) &&
    xM >= RD_BOX.xMinM &&
    xM <= RD_BOX.xMaxM &&
    yM >= RD_BOX.yMinM &&
    yM <= RD_BOX.yMaxM;
  if (!isInside) return undefined;
  const dx = (xM - AMERSFOORT.xM) * 1e-5;
  const dy = (yM - AMERSFOORT.yM) * 1e-5;
  return {
    latDeg: AMERSFOORT.latDeg + sum(LATITUDE, dx, dy) / 3600,
    lonDeg: AMERSFOORT.lonDeg + sum(LONGITUDE, dx, dy) / 3600,
  };
}

/**
 * Meaning: the place in RD New of a latitude and longitude.
 * Formula: with dφ = 0.36·(φ − 52.15517440) and dλ = 0.36·(λ − 5.38720621) both are Amersfoort's plus Σ R·dφᵖ·dλᑫ metres.
 * Shape and unit: degrees in WGS 84 to metres in RD New (EPSG:28992).
 * Range: the Netherlands; within one metre of the official transformation there.
 * Undefined: outside 50.5–53.8° N, 2.9–7.5° E and for what is no number: `undefined`.
 * Cost: 19 terms.
 * Source: as {@link globePoint}.
 */
export function rdPoint({ latDeg, lonDeg }: GlobePoint): PlanarPoint | undefined {
  const isInside =
    isCoordinate(latDeg) &&
    isCoordinate(lonDeg) &&
    latDeg >= GLOBE_BOX.latMinDeg &&
    latDeg <= GLOBE_BOX.latMaxDeg &&
    lonDeg >= GLOBE_BOX.lonMinDeg &&
    lonDeg <= GLOBE_BOX.lonMaxDeg;
  if (!isInside) return undefined;
  const dLat = 0.36 * (latDeg - AMERSFOORT.latDeg);
  const dLon = 0.36 * (lonDeg - AMERSFOORT.lonDeg);
  return { xM: AMERSFOORT.xM + sum(EAST, dLat, dLon), yM: AMERSFOORT.yM + sum(NORTH, dLat, dLon) };
}

function sum(terms: readonly Term[], first: number, second: number): number {
  return terms.reduce((total, [coefficient, p, q]) => total + coefficient * first ** p * second ** q, 0);
}
