import type { Tx } from '../kit/db.ts';
import type { Report } from '../reports/model.ts';
import type { TriageAdvice } from './model.ts';
import { advise } from './rules.ts';
import { insertAssessment } from './store.ts';
import type { DecisionSet } from './table.ts';

/** Weighs a report by what was seen and keeps the advice; the free words play no part. */
export async function weigh(tx: Tx, decisions: DecisionSet, report: Report): Promise<TriageAdvice> {
  const advice = advise(decisions, report.observations);
  await insertAssessment(tx, report.id, advice);
  return advice;
}
