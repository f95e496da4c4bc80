import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orientation } from './predicates.ts';

function pair(x: bigint, y: bigint): [number, number] {
  return [Number(x), Number(y)];
}

describe('orientation', () => {
  it('tells left, right and straight on apart', () => {
    expect(orientation(0, 0, 10, 0, 5, 1)).toBe(1);
    expect(orientation(0, 0, 10, 0, 5, -1)).toBe(-1);
    expect(orientation(0, 0, 10, 0, 25, 0)).toBe(0);
  });

  it('is right on the grid of neighbouring doubles around a point of the diagonal, where plain doubles are not', () => {
    // L. Kettner et al. (2008), Classroom examples of robustness problems in geometric computations: the point
    // (0.5 + i·u, 0.5 + j·u) lies above the line through (12, 12) and (24, 24) exactly when j > i.
    const u = 2 ** -53;
    let wrong = 0;
    let plainWrong = 0;
    for (let i = 0; i < 256; i++) {
      for (let j = 0; j < 256; j++) {
        const [x, y] = [0.5 + i * u, 0.5 + j * u];
        if (orientation(12, 12, 24, 24, x, y) !== Math.sign(y - x)) wrong++;
        if (Math.sign((12 - x) * (24 - y) - (12 - y) * (24 - x)) !== Math.sign(y - x)) plainWrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(plainWrong).toBeGreaterThan(1000);
  });

  it('agrees with whole-number arithmetic on points beside a corner, in coordinates of 52 bits', () => {
    const whole = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n });
    const step = fc.bigInt({ min: -3n, max: 3n });
    fc.assert(
      fc.property(whole, whole, whole, whole, step, step, (ax, ay, bx, by, stepX, stepY) => {
        const [cx, cy] = [bx + stepX, by + stepY];
        const determinant = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
        const sign = determinant === 0n ? 0 : determinant > 0n ? 1 : -1;
        expect(orientation(...pair(ax, ay), ...pair(bx, by), ...pair(cx, cy))).toBe(sign);
      }),
    );
  });

  it('changes sign when two corners change places and keeps it when all three rotate', () => {
    const coordinate = fc.double({ noNaN: true, min: -1e8, max: 1e8 });
    fc.assert(
      fc.property(
        fc.tuple(coordinate, coordinate),
        fc.tuple(coordinate, coordinate),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, share) => {
          const c = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])] as const;
          const sign = orientation(...a, ...b, ...c);
          expect(orientation(...b, ...c, ...a)).toBe(sign);
          expect(orientation(...b, ...a, ...c)).toBe(sign === 0 ? 0 : -sign);
        },
      ),
    );
  });

  it('holds for the smallest and the greatest doubles, where the products underflow and overflow', () => {
    const tiny = Number.MIN_VALUE;
    expect(orientation(0, 0, tiny, 0, 0, tiny)).toBe(1);
    expect(orientation(0, 0, 0, tiny, tiny, 0)).toBe(-1);
    expect(orientation(-1e300, -1e300, 1e300, 1e300, 0, 1)).toBe(1);
    expect(orientation(-1e300, -1e300, 1e300, 1e300, 1, 1)).toBe(0);
  });
});
