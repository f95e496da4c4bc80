import type { Tx } from '../../kit/db.ts';
import type { Breach } from '../../kit/proof.ts';
import { timersOf } from '../../kit/timers.ts';
import { historyOf, openReports, reportsByIds } from '../../reports/index.ts';
import type { OutsideRequest } from '../model.ts';
import { foldOutside, isAwaited, nextMoment } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import { OUTSIDE_TIMER } from './state.ts';

/**
 * Proves of questions to organisations without an account: the history folds to the row; who is waited for has a timer and a report
 * that somebody has; and a report that waits for them has such a question, until the same moment.
 */
export async function verifyOutside(tx: Tx): Promise<Breach[]> {
  const requests = await store.allRequests(tx);
  return [
    ...(await verifyHistory(tx, requests)),
    ...(await verifyTimers(tx, requests)),
    ...(await verifyReports(tx, requests)),
  ];
}

function nameOf({ id, reportId }: OutsideRequest): string {
  return `outside request ${id} of report ${reportId}`;
}

async function verifyHistory(tx: Tx, requests: readonly OutsideRequest[]): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const request of requests) {
    const events = (await historyOf(tx, request.reportId)).map(({ event }) => event);
    const folded = foldOutside(events, request.id);
    const { status, reason, deadline } = request;
    const actual = { status, reason, deadline: deadline.toISOString() };
    if (JSON.stringify(folded) === JSON.stringify(actual)) continue;
    const detail = `row ${JSON.stringify(actual)}, history ${JSON.stringify(folded ?? null)}`;
    breaches.push({ invariant: 'history-folds-to-row', row: nameOf(request), detail });
  }
  return breaches;
}

async function verifyTimers(tx: Tx, requests: readonly OutsideRequest[]): Promise<Breach[]> {
  const timers = await timersOf(tx, OUTSIDE_TIMER);
  const breaches = requests.flatMap((request) => {
    const [expected, actual] = [nextMoment(request)?.getTime(), timers.get(request.id)?.getTime()];
    timers.delete(request.id);
    if (expected === actual) return [];
    const detail = `moment ${expected ?? 'none'}, timer ${actual ?? 'none'}`;
    return [{ invariant: 'outside-has-its-timer', row: nameOf(request), detail }];
  });
  const loose = [...timers.keys()].map((row) => ({
    invariant: 'outside-has-its-timer',
    row,
    detail: 'a timer of no question',
  }));
  return [...breaches, ...loose];
}

async function verifyReports(tx: Tx, requests: readonly OutsideRequest[]): Promise<Breach[]> {
  const awaited = requests.filter(isAwaited);
  const owned = await reportsByIds(
    tx,
    awaited.map(({ reportId }) => reportId),
  );
  const statuses = new Map(owned.map(({ id, status }) => [id, status]));
  const left = awaited.flatMap((request) => {
    const status = statuses.get(request.reportId);
    if (status !== undefined && status !== 'closed' && status !== 'joined') return [];
    return [
      { invariant: 'outside-has-open-report', row: nameOf(request), detail: `report ${status ?? 'gone'}` },
    ];
  });
  const untilOf = new Map(awaited.map(({ reportId, deadline }) => [reportId, deadline.getTime()]));
  const waiting = await openReports(tx, { limit: Number.MAX_SAFE_INTEGER });
  const alone = waiting
    .filter(({ nextStep }) => nextStep === 'await-outside')
    .filter(({ id, deadline }) => untilOf.get(id) !== deadline?.getTime())
    .map(({ id, number }) => ({
      invariant: 'outside-has-open-report',
      row: `report ${number} (${id})`,
      detail: `waits for who was asked outside, who was asked until ${untilOf.get(id) ?? 'never'}`,
    }));
  return [...left, ...alone];
}
