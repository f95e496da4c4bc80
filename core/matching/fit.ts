import { WEIGHT_NAMES, logOdds, logistic, signs, type MatchWeights, type Pair } from './match.ts';

/** A report with the earlier ones that it may repeat, and whether somebody noted that it repeats one: not which. */
export interface MatchCase {
  readonly pairs: readonly Pair[];
  readonly isRepeat: boolean;
}

interface Row {
  readonly values: readonly number[];
  /** How sure it is that this pair is one thing; null while it is to be shared out. */
  target: number;
}

const SIZE = WEIGHT_NAMES.length;

/**
 * Meaning: the weights under which the notes are most likely, where a note says that a report repeats one of the earlier
 * ones and not which.
 * Formula: P(repeat) = 1 − ∏ (1 − p), p of each pair by {@link matchProbability}; by expectation and maximisation: each
 * note is shared out over its pairs by p / P(repeat), and a logistic regression (one Newton step, with a ridge that keeps
 * a sign that never varies at 0) is fitted to the shares.
 * Shape: a case without pairs says nothing and is passed over.
 * Range: finite weights. Undefined: throws when no case has a pair, or all or none is a repeat.
 * Cost: rounds × pairs × 16. Source: Dempster, Laird and Rubin (1977), JRSS B 39(1).
 */
export function fitMatchWeights(
  cases: readonly MatchCase[],
  { rounds = 60, ridge = 1e-3 } = {},
): MatchWeights {
  const told = cases.filter(({ pairs }) => pairs.length > 0);
  const repeats = told.filter(({ isRepeat }) => isRepeat).length;
  if (repeats === 0 || repeats === told.length)
    throw new RangeError(
      `expected repeats and others with earlier reports near, got ${repeats} of ${told.length}`,
    );
  const groups = told.map(({ pairs, isRepeat }) => ({
    isRepeat,
    rows: pairs.map((pair): Row => ({ values: signs(pair), target: 0 })),
  }));
  const rows = groups.flatMap((group) => group.rows);
  let weights: readonly number[] = [Math.log(repeats / rows.length), 0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    for (const group of groups) if (group.isRepeat) shareOut(group.rows, weights);
    weights = newtonStep(rows, weights, ridge);
  }
  const [base = 0, distance = 0, gap = 0, around = 0] = weights;
  return { base, distance, gap, around };
}

function shareOut(rows: readonly Row[], weights: readonly number[]): void {
  const chances = rows.map(({ values }) => logistic(logOdds(values, weights)));
  const any = 1 - chances.reduce((none, chance) => none * (1 - chance), 1);
  for (const [at, row] of rows.entries()) row.target = Math.min(1, (chances[at] ?? 0) / any);
}

function newtonStep(rows: readonly Row[], weights: readonly number[], ridge: number): readonly number[] {
  const slope = weights.map((weight) => -ridge * weight);
  const curve = weights.map((_, at) => weights.map((__, other) => (at === other ? ridge : 0)));
  for (const { values, target } of rows) {
    const chance = logistic(logOdds(values, weights));
    const spread = chance * (1 - chance);
    for (let at = 0; at < SIZE; at += 1) {
      const value = values[at] ?? 0;
      slope[at] = (slope[at] ?? 0) + (target - chance) * value;
      const line = curve[at];
      for (let other = 0; line && other < SIZE; other += 1)
        line[other] = (line[other] ?? 0) + spread * value * (values[other] ?? 0);
    }
  }
  const step = solve(curve, slope);
  return weights.map((weight, at) => weight + (step[at] ?? 0));
}

/** Gauss and Jordan, with the largest element first; the ridge keeps the matrix from being singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, at) => [...line, right[at] ?? 0]);
  for (let at = 0; at < lines.length; at += 1) {
    const rest = lines.slice(at).map((line) => Math.abs(line[at] ?? 0));
    const largest = at + rest.indexOf(Math.max(...rest));
    const [one, other] = [lines[at] ?? [], lines[largest] ?? []];
    [lines[at], lines[largest]] = [other, one];
    const pivot = other[at] ?? 1;
    lines[at] = other.map((value) => value / pivot);
    for (const [index, line] of lines.entries())
      if (index !== at)
        lines[index] = line.map((value, column) => value - (line[at] ?? 0) * (lines[at]?.[column] ?? 0));
  }
  return lines.map((line) => line.at(-1) ?? 0);
}
