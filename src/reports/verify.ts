import type { Tx } from '../kit/db.ts';
import { readStreams } from '../kit/events.ts';
import type { Breach } from '../kit/proof.ts';
import { activeUserIds } from '../people/index.ts';
import { timersOf } from '../kit/timers.ts';
import { REPORT_TIMER, reportStream } from './actions.ts';
import { ReportEvent } from './model.ts';
import { fold, leftDangerUnchecked, type FoldedReport } from './rules.ts';
import { expiredPhotos } from './photo-store.ts';
import * as store from './store.ts';

/** Proves over the live rows: one owner, deadline and next step for all that is open; history folds to the row; nothing outlived its time. */
export async function verifyReports(tx: Tx): Promise<Breach[]> {
  return [...(await verifyRows(tx)), ...(await verifyExpiry(tx))];
}

async function verifyRows(tx: Tx): Promise<Breach[]> {
  const timers = await timersOf(tx, REPORT_TIMER);
  const histories = await readStreams(tx, 'report:');
  const breaches: Breach[] = [];
  for (const report of await store.allReports(tx, await activeUserIds(tx))) {
    const name = `report ${report.number} (${report.id})`;
    const events = (histories.get(reportStream(report.id)) ?? []).map((event) => ReportEvent.parse(event));
    breaches.push(...compare(name, report, fold(events)));
    if (leftDangerUnchecked(events))
      breaches.push({
        invariant: 'danger-was-checked',
        row: name,
        detail: 'went on while nobody had looked',
      });
    if (report.status !== 'closed' && !report.ownerActive)
      breaches.push({
        invariant: 'owner-is-there',
        row: name,
        detail: `owner ${report.ownerId} is not active`,
      });
    const expected = report.deadline?.getTime();
    const actual = timers.get(report.id)?.getTime();
    if (expected !== actual)
      breaches.push({
        invariant: 'timer-at-deadline',
        row: name,
        detail: `deadline ${expected ?? 'none'}, timer ${actual ?? 'none'}`,
      });
    timers.delete(report.id);
  }
  for (const subject of timers.keys())
    breaches.push({ invariant: 'timer-has-report', row: subject, detail: 'a timer without its report' });
  return breaches;
}

function compare(name: string, report: store.ReportForProof, folded: FoldedReport | undefined): Breach[] {
  if (!folded) return [{ invariant: 'history-folds-to-row', row: name, detail: 'no history' }];
  const row: FoldedReport = {
    status: report.status,
    ownerId: report.ownerId,
    ownerServiceId: report.ownerServiceId,
    nextStep: report.nextStep,
    deadline: report.deadline?.toISOString() ?? null,
    overdueCount: report.overdueCount,
    outcome: report.outcome,
  };
  return (Object.keys(row) as (keyof FoldedReport)[])
    .filter((field) => row[field] !== folded[field])
    .map((field) => ({
      invariant: 'history-folds-to-row',
      row: name,
      detail: `${field}: row ${row[field]}, history ${folded[field]}`,
    }));
}

async function verifyExpiry(tx: Tx): Promise<Breach[]> {
  const expired = [...(await store.expiredRows(tx)), ...(await expiredPhotos(tx))];
  return expired.map(({ table, reportId, destroyAfter }) => ({
    invariant: 'nothing-outlives-its-time',
    row: `${table} of report ${reportId ?? '(none yet)'}`,
    detail: `should have been destroyed after ${destroyAfter.toISOString()}`,
  }));
}
