import { describe, expect, it } from 'vitest';
import { fitMatchWeights, type MatchCase } from './fit.ts';
import { matchProbability, type MatchWeights, type Pair } from './match.ts';

const planted: MatchWeights = { base: 1, distance: -2, gap: -4, around: -0.5 };

/** Cases drawn with the planted weights, from a fixed row of numbers. */
function drawn(count: number): MatchCase[] {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, () => {
    const pairs = Array.from({ length: Math.floor(next() * 4) }, (): Pair => ({
      distanceM: Math.floor(next() * 60),
      gapDays: Math.floor(next() * 14),
      around: Math.floor(next() * 10),
    }));
    const isRepeat = pairs.filter((pair) => next() < matchProbability(pair, planted)).length > 0;
    return { pairs, isRepeat };
  });
}

describe('fitMatchWeights', () => {
  it('finds the weights again, though no note says which of several it repeats', () => {
    const found = fitMatchWeights(drawn(40_000), { rounds: 100 });
    expect(found.base).toBeCloseTo(planted.base, 0);
    expect(found.distance).toBeCloseTo(planted.distance, 0);
    expect(found.gap).toBeCloseTo(planted.gap, 0);
    expect(Math.abs(found.around - planted.around)).toBeLessThan(0.2);
  });

  it('leaves a sign at 0 that never varies', () => {
    const cases = drawn(4000).map(({ pairs, isRepeat }) => ({
      isRepeat,
      pairs: pairs.map((pair) => ({ ...pair, around: 0 })),
    }));
    expect(fitMatchWeights(cases).around).toBe(0);
  });

  it.each([
    ['none', []],
    ['none with an earlier one', [{ pairs: [], isRepeat: true }]],
    ['repeats alone', drawn(500).filter(({ isRepeat }) => isRepeat)],
  ])('refuses to learn from %s', (_what, cases) => {
    expect(() => fitMatchWeights(cases)).toThrow(/expected repeats and others/);
  });
});
