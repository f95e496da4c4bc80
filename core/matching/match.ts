/** How two reports of one nature lie to each other; nothing of what is in them. */
export interface Pair {
  /** Between the two places, in metres, 0 or more. */
  readonly distanceM: number;
  /** Between the two moments at which they came in, in days, 0 or more. */
  readonly gapDays: number;
  /** How many others of this nature came in around there lately, 0 or more: what is common there meets by chance. */
  readonly around: number;
}

/** One weight for each sign, in log odds. Data of a municipality, with where it was learned. */
export interface MatchWeights {
  readonly base: number;
  readonly distance: number;
  readonly gap: number;
  readonly around: number;
}

/** In the order in which {@link signs} has them. */
export const WEIGHT_NAMES = ['base', 'distance', 'gap', 'around'] as const;

/** From so many days on a longer gap says no more than this one: of what is older hardly anything is noted as a repeat. */
const GAP_CAP_DAYS = 14;

/** Places are told to about this many metres; nearer than that is the same place. */
const DISTANCE_SCALE_M = 10;

/**
 * Meaning: the pair as the numbers that the weights are multiplied with.
 * Formula: 1; ln(1 + distance / 10 m); (gap / 14 days)², at most 1; ln(1 + others around).
 * Range: four numbers, 0 or more. Undefined: throws on what is negative or no number.
 * Cost: constant. Source: docs/methods/matching.md.
 */
export function signs({ distanceM, gapDays, around }: Pair): readonly number[] {
  for (const [name, value] of Object.entries({ distanceM, gapDays, around }))
    if (!(Number.isFinite(value) && value >= 0))
      throw new RangeError(`expected ${name} to be a number of 0 or more, got ${value}`);
  const gap = (Math.min(gapDays, GAP_CAP_DAYS) / GAP_CAP_DAYS) ** 2;
  return [1, Math.log1p(distanceM / DISTANCE_SCALE_M), gap, Math.log1p(around)];
}

/**
 * Meaning: how likely it is that two reports tell of the same thing, as the weights learned it.
 * Formula: 1 / (1 + e^−z), z the sum of weight × sign: the log odds of Fellegi and Sunter, with weights that were fitted.
 * Range: between 0 and 1, both exclusive up to rounding. Undefined: throws where {@link signs} does.
 * Cost: constant. Source: Fellegi and Sunter (1969), A Theory for Record Linkage, JASA 64(328).
 */
export function matchProbability(pair: Pair, weights: MatchWeights): number {
  return logistic(logOdds(signs(pair), weightList(weights)));
}

function weightList(weights: MatchWeights): readonly number[] {
  return WEIGHT_NAMES.map((name) => weights[name]);
}

export function logOdds(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}

export function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
