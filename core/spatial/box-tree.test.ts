import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBoxTree, visitNear } from './box-tree.ts';

const whole = fc.integer({ min: -30, max: 30 });
const box = fc
  .tuple(whole, whole, fc.nat(9), fc.nat(9))
  .map(([x, y, width, height]) => [x, y, x + width, y + height] as const);

type Box = readonly [number, number, number, number];

function distance([minX, minY, maxX, maxY]: Box, x: number, y: number): number {
  return Math.hypot(Math.max(minX - x, x - maxX, 0), Math.max(minY - y, y - maxY, 0));
}

function found(boxes: readonly Box[], query: { x: number; y: number; reachM: () => number }): number[] {
  const hits: number[] = [];
  visitNear(makeBoxTree(Float64Array.from(boxes.flat())), query, (hit) => hits.push(hit));
  return hits.toSorted((a, b) => a - b);
}

describe('the box tree', () => {
  it('finds exactly the boxes within reach, each once, for any number of boxes', () => {
    fc.assert(
      fc.property(
        fc.array(box, { maxLength: 600, size: 'max' }),
        whole,
        whole,
        fc.nat(6),
        (boxes, x, y, reach) => {
          const expected = [...boxes.keys()].filter((i) => distance(boxes[i] as Box, x, y) <= reach);
          expect(found(boxes, { x, y, reachM: () => reach })).toEqual(expected);
        },
      ),
    );
  });

  it.each([0, 1, 2, 15, 16, 17, 256, 257, 4096, 4097])('holds all of %i boxes', (count) => {
    const boxes = Array.from({ length: count }, (_, i): Box => [i, -i, i + 1, -i + 1]);
    expect(found(boxes, { x: 0, y: 0, reachM: () => Infinity })).toEqual([...boxes.keys()]);
  });

  it('asks the reach again while it searches', () => {
    const boxes = Array.from({ length: 1000 }, (_, i): Box => [i, 0, i + 1, 1]);
    let reach = Infinity;
    const tree = makeBoxTree(Float64Array.from(boxes.flat()));
    let visits = 0;
    visitNear(tree, { x: 0, y: 0, reachM: () => reach }, () => {
      visits++;
      reach = 2;
    });
    expect(visits).toBeLessThan(20);
  });
});
