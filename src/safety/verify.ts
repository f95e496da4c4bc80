import type { Tx } from '../kit/db.ts';
import type { Breach } from '../kit/proof.ts';
import { timersOf } from '../kit/timers.ts';
import { activeUserIds } from '../people/index.ts';
import { reportsByIds } from '../reports/index.ts';
import type { CareStep, Incident } from './model.ts';
import { foldSteps } from './rules.ts';
import { AFTERCARE_TIMER } from './standing.ts';
import * as store from './store.ts';
import { standingVisits } from './visit-store.ts';

/**
 * Proves that no aftercare lies with nobody: an owner who is there, a deadline with its timer, and the history that says
 * so; and that no visit outlives what it was planned from.
 */
export async function verifySafety(tx: Tx): Promise<Breach[]> {
  const incidents = await store.allIncidents(tx);
  const steps = await store.stepsOf(tx);
  const active = await activeUserIds(tx);
  const timers = await timersOf(tx, AFTERCARE_TIMER);
  const breaches = incidents.flatMap((incident) => [
    ...withoutOwner(incident, active),
    ...wrongTimer(incident, timers.get(incident.id)),
    ...unlikeItsHistory(incident, steps.get(incident.id) ?? []),
  ]);
  const known = new Set(incidents.map(({ id }) => id));
  const visits = await strayVisits(tx);
  const loose = [...timers.keys()].filter((id) => !known.has(id));
  return [
    ...breaches,
    ...visits,
    ...loose.map((id) => breach('aftercare-has-its-timer', id, 'a timer of nothing')),
  ];
}

function breach(invariant: string, id: string, detail: string): Breach {
  return { invariant, row: `incident ${id}`, detail };
}

function withoutOwner(
  { id, status, ownerId, nextStep, deadline }: Incident,
  active: ReadonlySet<string>,
): Breach[] {
  if (status === 'closed') return [];
  const hasAll = active.has(ownerId) && nextStep !== null && deadline !== null;
  return hasAll
    ? []
    : [breach('aftercare-has-an-owner', id, `owner ${ownerId} is not active, or nothing is next`)];
}

function wrongTimer({ id, deadline }: Incident, timer: Date | undefined): Breach[] {
  if (timer?.getTime() === deadline?.getTime()) return [];
  const [expected, found] = [deadline, timer].map((moment) => moment?.toISOString() ?? 'none');
  return [breach('aftercare-has-its-timer', id, `expected ${expected}, found ${found}`)];
}

function unlikeItsHistory({ id, ...row }: Incident, steps: readonly CareStep[]): Breach[] {
  const folded = foldSteps(steps);
  const isSame =
    folded?.status === row.status &&
    folded.ownerId === row.ownerId &&
    folded.deadline?.getTime() === row.deadline?.getTime();
  return isSame ? [] : [breach('aftercare-folds-to-row', id, 'its history says something else')];
}

/** A visit hangs on a report that lies with who planned it; of any other one it should have gone. */
async function strayVisits(tx: Tx): Promise<Breach[]> {
  const visits = await standingVisits(tx);
  const found = await reportsByIds(
    tx,
    visits.map(({ reportId }) => reportId),
  );
  const reports = new Map(found.map((report) => [report.id, report]));
  return visits.flatMap(({ id, reportId, plannerId }) => {
    const report = reports.get(reportId);
    if (report?.status !== 'closed' && report?.ownerId === plannerId) return [];
    const detail = 'its report is closed, or lies with somebody else';
    return [{ invariant: 'visit-has-its-report', row: `visit ${id}`, detail }];
  });
}
