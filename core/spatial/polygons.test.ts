import { expect, it } from 'vitest';
import type { Ring } from './areas.ts';
import { polygonsOf } from './polygons.ts';

/** A square from (from, from) to (to, to), counterclockwise. */
const square = (from: number, to: number): Ring => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
];
const clockwise = (ring: Ring): Ring => ring.toReversed();

it('gives one polygon for one ring, and turns it counterclockwise', () => {
  expect(polygonsOf({ id: 'a', rings: [clockwise(square(0, 10))] })).toEqual([[square(0, 10)]]);
});

it('puts a hole in the ring around it, clockwise, whatever their order', () => {
  const wanted = [[square(0, 10), clockwise(square(4, 6))]];
  expect(polygonsOf({ id: 'a', rings: [square(4, 6), square(0, 10)] })).toEqual(wanted);
  expect(polygonsOf({ id: 'a', rings: [square(0, 10), clockwise(square(4, 6))] })).toEqual(wanted);
});

it('makes an island in a hole, and a second part, polygons of their own', () => {
  const rings = [square(0, 10), square(2, 8), square(4, 6), square(20, 30)];
  expect(polygonsOf({ id: 'a', rings })).toEqual([
    [square(0, 10), clockwise(square(2, 8))],
    [square(4, 6)],
    [square(20, 30)],
  ]);
});

it('gives each of two holes its own ring', () => {
  const rings = [square(0, 10), square(20, 30), square(4, 6), square(24, 26)];
  expect(polygonsOf({ id: 'a', rings })).toEqual([
    [square(0, 10), clockwise(square(4, 6))],
    [square(20, 30), clockwise(square(24, 26))],
  ]);
});
