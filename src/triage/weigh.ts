import type { Tx } from '../kit/db.ts';
import type { Observations, Report } from '../reports/model.ts';
import type { TriageAdvice } from './model.ts';
import { setInForce } from './in-force.ts';
import { advise } from './rules.ts';
import { insertAssessment } from './store.ts';
import type { DecisionSet } from './table.ts';

/**
 * Weighs a report by what was seen and keeps the advice; the free words play no part. By the tables that the municipality
 * has in force at this moment; without tables of its own by `house`.
 */
export async function weigh(tx: Tx, house: DecisionSet, report: Report): Promise<TriageAdvice> {
  const advice = advise(await setInForce(tx, house), report.observations);
  await insertAssessment(tx, report.id, advice);
  return advice;
}

/** What the tables in force would advise on these answers; nothing of it is kept. */
export async function foresee(tx: Tx, house: DecisionSet, observations: Observations): Promise<TriageAdvice> {
  return advise(await setInForce(tx, house), observations);
}
