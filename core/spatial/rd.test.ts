import { describe, expect, it } from 'vitest';
import { globePoint, rdPoint } from './rd.ts';

/** A ten-thousandth of a second of arc is three millimetres. */
const DIGITS = 7;

describe('worked by hand (docs/methods/rd-and-wgs84.md)', () => {
  it('finds the place ten kilometres north and east of Amersfoort', () => {
    const found = globePoint({ xM: 165_000, yM: 473_000 });
    expect(found?.latDeg).toBeCloseTo(52.244962, 6);
    expect(found?.lonDeg).toBeCloseTo(5.533627, 6);
  });

  it('gives the tower of Our Lady in Amersfoort, where the grid has its middle', () => {
    expect(globePoint({ xM: 155_000, yM: 463_000 })).toEqual({ latDeg: 52.1551744, lonDeg: 5.38720621 });
    expect(rdPoint({ latDeg: 52.1551744, lonDeg: 5.38720621 })).toEqual({ xM: 155_000, yM: 463_000 });
  });

  it('agrees with others who wrote the same formula down: the Martini tower in Groningen', () => {
    const found = globePoint({ xM: 233_883.131, yM: 582_065.167 });
    expect(found?.latDeg).toBeCloseTo(53.219383166978588, DIGITS);
    expect(found?.lonDeg).toBeCloseTo(6.568200529078, DIGITS);
  });
});

it('comes back within a centimetre, all over the country', () => {
  let farthestM = 0;
  for (let xM = 14_000; xM <= 277_000; xM += 4000) {
    for (let yM = 307_000; yM <= 619_000; yM += 4000) {
      const globe = globePoint({ xM, yM });
      const back = globe && rdPoint(globe);
      if (!back) continue;
      farthestM = Math.max(farthestM, Math.hypot(back.xM - xM, back.yM - yM));
    }
  }
  expect(farthestM).toBeGreaterThan(0);
  expect(farthestM).toBeLessThan(0.01);
});

it.each([
  [{ xM: -7001, yM: 463_000 }],
  [{ xM: 300_001, yM: 463_000 }],
  [{ xM: 155_000, yM: 288_999 }],
  [{ xM: 155_000, yM: 629_001 }],
  [{ xM: Number.NaN, yM: 463_000 }],
  [{ xM: 155_000, yM: Number.POSITIVE_INFINITY }],
])('knows no place for %o', (point) => {
  expect(globePoint(point)).toBeUndefined();
});

it.each([
  [{ latDeg: 50.4, lonDeg: 5 }],
  [{ latDeg: 53.9, lonDeg: 5 }],
  [{ latDeg: 52, lonDeg: 2.8 }],
  [{ latDeg: 52, lonDeg: 7.6 }],
  [{ latDeg: Number.NaN, lonDeg: 5 }],
])('knows no point of the grid for %o', (point) => {
  expect(rdPoint(point)).toBeUndefined();
});
