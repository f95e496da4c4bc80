import type { Tx } from '../kit/db.ts';
import type { Report } from '../reports/model.ts';
import { assessmentOf } from '../triage/index.ts';
import type { Handling } from './model.ts';
import { decisionsOf } from './otherwise-store.ts';
import * as store from './store.ts';

/** Everything a decision about this report rests on. */
export async function loadHandling(tx: Tx, report: Report): Promise<Handling> {
  const handovers = await store.handoversOf(tx, report.id);
  return {
    report,
    offer: handovers.find((handover) => handover.status === 'offered'),
    handovers,
    advice: await assessmentOf(tx, report.id),
    otherwise: (await decisionsOf(tx, [report.id])).get(report.id),
  };
}
