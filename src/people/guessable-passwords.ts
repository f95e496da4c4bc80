import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Fewer than a hundred million guesses (score 3 of 4) is too few. */
const SCORE_MIN = 3;

let estimator: ZxcvbnFactory | undefined;

/**
 * Whether somebody who guesses finds this password soon: among the fifty thousand that people chose most often, or made by a
 * rule such as rows of keys, repeats, dates and these words. Takes some milliseconds.
 */
export function isGuessable(password: string, words: readonly string[]): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return estimator.check(password, [...words]).score < SCORE_MIN;
}
