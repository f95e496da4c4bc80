import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './index.ts';

describe('the interval of a share', () => {
  it('is what one works out by hand: 8 of 10', () => {
    // z² = 3.8415; middle 0.8 + 0.19207 = 0.99207; reach 1.95996 · √(0.016 + 0.0096036) = 0.31361; scale 1.38415
    const { low, high } = wilsonInterval({ part: 8, whole: 10 });
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it('holds the share, stays within nought and one, and mirrors', () => {
    for (let whole = 1; whole <= 60; whole += 1)
      for (let part = 0; part <= whole; part += 1) {
        const { low, high } = wilsonInterval({ part, whole });
        const other = wilsonInterval({ part: whole - part, whole });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(part / whole);
        expect(high).toBeGreaterThanOrEqual(part / whole);
        expect(high).toBeLessThanOrEqual(1);
        expect(1 - other.high).toBeCloseTo(low, 12);
      }
  });

  it('is narrower of more cases', () => {
    const widths = [10, 40, 160, 640].map((whole) => {
      const { low, high } = wilsonInterval({ part: whole / 2, whole });
      return high - low;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(new Set(widths).size).toBe(4);
  });

  it('refuses what are no counts', () => {
    for (const wrong of [
      { part: 0, whole: 0 },
      { part: 3, whole: 2 },
      { part: -1, whole: 2 },
      { part: 0.5, whole: 2 },
    ])
      expect(() => wilsonInterval(wrong)).toThrow(RangeError);
  });
});
