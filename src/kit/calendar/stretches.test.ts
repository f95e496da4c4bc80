import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../fixtures/chance.ts';
import { joined, overlap, without, type Interval } from '../calendar.ts';

const of = (...pairs: readonly (readonly [number, number])[]): Interval[] =>
  pairs.map(([fromMs, untilMs]) => ({ fromMs, untilMs }));

describe('stretches of time', () => {
  it('are one where they overlap or touch, and none where they are empty', () => {
    expect(joined(of([5, 9], [0, 2], [2, 3], [8, 12], [4, 4]))).toEqual(of([0, 3], [5, 12]));
  });

  it('overlap where both are', () => {
    expect(overlap(of([0, 5], [8, 20]), of([3, 9], [10, 11], [19, 30]))).toEqual(
      of([3, 5], [8, 9], [10, 11], [19, 20]),
    );
  });

  it('lose what is taken away', () => {
    expect(without(of([0, 10], [20, 30]), of([-5, 1], [4, 6], [9, 25]))).toEqual(
      of([1, 4], [6, 9], [25, 30]),
    );
    expect(without(of([0, 10]), [])).toEqual(of([0, 10]));
    expect(without(of([0, 10]), of([0, 10]))).toEqual([]);
  });

  it('say the same as looking at every moment', () => {
    const chance = chanceOf('stretches');
    const random = () =>
      joined(
        Array.from({ length: Math.floor(chance() * 8) }, () => {
          const fromMs = Math.floor(chance() * 60);
          return { fromMs, untilMs: fromMs + Math.floor(chance() * 12) };
        }),
      );
    const isIn = (intervals: readonly Interval[], ms: number) =>
      intervals.some(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs);
    for (let round = 0; round < 500; round += 1) {
      const [one, other] = [random(), random()];
      const [both, rest] = [overlap(one, other), without(one, other)];
      for (let ms = 0; ms < 75; ms += 1) {
        expect(isIn(both, ms)).toBe(isIn(one, ms) && isIn(other, ms));
        expect(isIn(rest, ms)).toBe(isIn(one, ms) && !isIn(other, ms));
      }
    }
  });
});
