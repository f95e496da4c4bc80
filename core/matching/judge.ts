/** What a method said of one case, and what was noted of it. */
export interface Judged {
  readonly score: number;
  readonly isRepeat: boolean;
}

export interface PrecisionRecall {
  /** Of what is suggested, the share that was noted as a repeat; undefined where nothing is suggested. */
  readonly precision: number | undefined;
  /** Of what was noted as a repeat, the share that is suggested; undefined where nothing was noted. */
  readonly recall: number | undefined;
  readonly suggested: number;
}

/**
 * Meaning: how good suggestions are that are made from a threshold on.
 * Formula: precision = found / suggested, recall = found / noted. Range: fractions. Undefined: where the divisor is 0.
 * Cost: linear.
 */
export function precisionRecall(judged: readonly Judged[], threshold: number): PrecisionRecall {
  const suggested = judged.filter(({ score }) => score >= threshold);
  const found = suggested.filter(({ isRepeat }) => isRepeat).length;
  const noted = judged.filter(({ isRepeat }) => isRepeat).length;
  return {
    precision: suggested.length === 0 ? undefined : found / suggested.length,
    recall: noted === 0 ? undefined : found / noted,
    suggested: suggested.length,
  };
}

export interface CalibrationBand {
  readonly from: number;
  readonly count: number;
  readonly meanScore: number;
  readonly noted: number;
}

/**
 * Meaning: whether what is called 30 % is noted in 30 of 100 cases.
 * Formula: cases by score in bands of equal width; of each the mean score and the share that was noted.
 * Shape: bands with a case in them, the lowest first; scores from 0 to 1. Cost: linear.
 */
export function calibration(judged: readonly Judged[], bands: number): CalibrationBand[] {
  const groups = Map.groupBy(judged, ({ score }) => Math.min(bands - 1, Math.floor(score * bands)));
  return [...groups]
    .toSorted(([one], [other]) => one - other)
    .map(([band, cases]) => ({
      from: band / bands,
      count: cases.length,
      meanScore: cases.reduce((sum, { score }) => sum + score, 0) / cases.length,
      noted: cases.filter(({ isRepeat }) => isRepeat).length / cases.length,
    }));
}
