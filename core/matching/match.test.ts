import { describe, expect, it } from 'vitest';
import { matchProbability, signs } from './match.ts';

const weights = { base: 0.5, distance: -7, gap: -16, around: -0.1 };
const here = { distanceM: 0, gapDays: 0, around: 0 };

describe('matchProbability', () => {
  it('is the example that docs/methods/matching.md works by hand', () => {
    // 0.5 − 7 × ln 1.5 − 16 × (7 / 14)² − 0.1 × ln 3 = 0.5 − 2.8383 − 4 − 0.1099 = −6.4481
    const pair = { distanceM: 5, gapDays: 7, around: 2 };
    expect(matchProbability(pair, weights)).toBeCloseTo(1 / (1 + Math.exp(6.4481)), 6);
    // 1 / (1 + e^−0.5)
    expect(matchProbability(here, weights)).toBeCloseTo(0.6225, 4);
  });

  it('falls with the way, the days and what is common there', () => {
    const chances = [here, { ...here, distanceM: 3 }, { ...here, distanceM: 30 }].map((pair) =>
      matchProbability(pair, weights),
    );
    expect(chances).toEqual(chances.toSorted((one, other) => other - one));
    expect(matchProbability({ ...here, gapDays: 2 }, weights)).toBeLessThan(matchProbability(here, weights));
    expect(matchProbability({ ...here, around: 9 }, weights)).toBeLessThan(matchProbability(here, weights));
  });

  it('makes no difference between gaps longer than it learned from', () => {
    expect(signs({ ...here, gapDays: 14 })).toEqual(signs({ ...here, gapDays: 400 }));
  });

  it.each([{ distanceM: -1 }, { gapDays: Number.NaN }, { around: Number.POSITIVE_INFINITY }])(
    'refuses what is no number of 0 or more: %o',
    (wrong) => {
      expect(() => matchProbability({ ...here, ...wrong }, weights)).toThrow(/0 or more/);
    },
  );
});
