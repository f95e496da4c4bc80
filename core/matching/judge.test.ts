import { describe, expect, it } from 'vitest';
import { calibration, precisionRecall } from './judge.ts';

const judged = [
  { score: 0.9, isRepeat: true },
  { score: 0.8, isRepeat: false },
  { score: 0.3, isRepeat: true },
  { score: 0.1, isRepeat: false },
];

describe('precisionRecall', () => {
  it('counts what is found among what is suggested, and among what was noted', () => {
    expect(precisionRecall(judged, 0.5)).toEqual({ precision: 0.5, recall: 0.5, suggested: 2 });
    expect(precisionRecall(judged, 0.3)).toEqual({ precision: 2 / 3, recall: 1, suggested: 3 });
  });

  it('says nothing where there is nothing to divide by', () => {
    expect(precisionRecall(judged, 1)).toEqual({ precision: undefined, recall: 0, suggested: 0 });
    expect(precisionRecall([], 0)).toEqual({ precision: undefined, recall: undefined, suggested: 0 });
  });
});

describe('calibration', () => {
  it('lays what was said beside what was noted, band by band', () => {
    const bands = calibration([...judged, { score: 1, isRepeat: true }], 2);
    expect(bands.map(({ from, count }) => [from, count])).toEqual([
      [0, 2],
      [0.5, 3],
    ]);
    expect(bands[1]?.meanScore).toBeCloseTo(0.9);
    expect(bands[1]?.noted).toBeCloseTo(2 / 3);
  });
});
