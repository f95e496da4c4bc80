export { type MatchWeights, type Pair, matchProbability } from './match.ts';
export { type MatchCase, fitMatchWeights } from './fit.ts';
export {
  type CalibrationBand,
  type Judged,
  type PrecisionRecall,
  calibration,
  precisionRecall,
} from './judge.ts';
