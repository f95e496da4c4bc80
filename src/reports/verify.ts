import type { Tx } from '../kit/db.ts';
import { readStreams } from '../kit/events.ts';
import type { Breach } from '../kit/proof.ts';
import { activeUserIds, whoMay } from '../people/index.ts';
import { timersOf } from '../kit/timers.ts';
import { complexes } from '../places/index.ts';
import { REPORT_TIMER, WARNING_TIMER } from './deadline-timers.ts';
import { reportStream } from './history.ts';
import { INFORMING_TIMER } from './informing.ts';
import { openTasks, reportsWithoutTask } from './informing-store.ts';
import { ReportEvent, type Report } from './model.ts';
import { fold, leftDangerUnchecked, type FoldedReport } from './rules.ts';
import { complexesOfReports } from './nearby-store.ts';
import { samePersons } from './same-store.ts';
import { foundThoughReplaced, foundThoughShut } from './word-store.ts';
import * as store from './store.ts';

/** Proves over the live rows: one owner, deadline and next step for all that is open; history folds to the row; who it is about is told in time. */
export async function verifyReports(tx: Tx): Promise<Breach[]> {
  return [
    ...(await verifyRows(tx)),
    ...(await verifyJoined(tx)),
    ...(await verifyParts(tx)),
    ...(await verifyInforming(tx)),
    ...(await verifyWords(tx)),
    ...(await verifySame(tx)),
    ...(await verifyPlaced(tx)),
  ];
}

async function verifyRows(tx: Tx): Promise<Breach[]> {
  const timers = await timersOf(tx, REPORT_TIMER);
  const warnings = await timersOf(tx, WARNING_TIMER);
  const histories = await readStreams(tx, 'report:');
  const able = new Set(await whoMay(tx, 'report.handle'));
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
    if (report.status !== 'closed' && report.ownerActive && !able.has(report.ownerId))
      breaches.push({
        invariant: 'owner-may-handle',
        row: name,
        detail: `owner ${report.ownerId} may handle no reports`,
      });
    const expected = report.status === 'joined' ? undefined : report.deadline?.getTime();
    const actual = timers.get(report.id)?.getTime();
    if (expected !== actual)
      breaches.push({
        invariant: 'timer-at-deadline',
        row: name,
        detail: `deadline ${expected ?? 'none'}, timer ${actual ?? 'none'}`,
      });
    timers.delete(report.id);
    const warning = warnings.get(report.id)?.getTime();
    if (warning !== undefined && !(expected !== undefined && warning <= expected))
      breaches.push({
        invariant: 'warned-before-deadline',
        row: name,
        detail: `warning ${warning}, deadline ${expected ?? 'none'}`,
      });
    warnings.delete(report.id);
  }
  for (const subject of warnings.keys())
    breaches.push({ invariant: 'warned-before-deadline', row: subject, detail: 'a warning of no report' });
  for (const subject of timers.keys())
    breaches.push({ invariant: 'timer-has-report', row: subject, detail: 'a timer without its report' });
  return breaches;
}

/**
 * What goes along leads in one step to its leading report. While it is open that one is open too, and both are with the same
 * person until the same moment.
 */
async function verifyJoined(tx: Tx): Promise<Breach[]> {
  const reports = new Map((await store.allReports(tx, new Set())).map((report) => [report.id, report]));
  return [...reports.values()].flatMap((report) => {
    if (report.leadingId === null) return [];
    const fault = faultOfJoined(report, reports.get(report.leadingId));
    const row = `report ${report.number} (${report.id})`;
    return fault === undefined ? [] : [{ invariant: 'joined-has-leading', row, detail: fault }];
  });
}

function faultOfJoined(report: Report, leading: Report | undefined): string | undefined {
  if (!leading) return `leading report ${report.leadingId} is not there`;
  if (leading.leadingId !== null) return `leading report ${leading.number} goes along with another itself`;
  if (report.status !== 'joined') return undefined;
  if (leading.status === 'closed') return `open, while leading report ${leading.number} is closed`;
  const [own, other] = [report, leading].map(({ ownerId, ownerServiceId, deadline, overdueCount }) =>
    [ownerId, ownerServiceId, deadline?.toISOString(), overdueCount].join(' '),
  );
  return own === other ? undefined : `turn '${own}', that of leading report ${leading.number} '${other}'`;
}

/**
 * A part belongs in one step to a whole that is open as long as the part is, and goes along with nothing. The history of the whole
 * tells of each part that was asked, and of each that ended.
 */
async function verifyParts(tx: Tx): Promise<Breach[]> {
  const reports = new Map((await store.allReports(tx, new Set())).map((report) => [report.id, report]));
  const parts = [...reports.values()].filter(({ part }) => part !== null);
  if (parts.length === 0) return [];
  const histories = await readStreams(tx, 'report:');
  return parts.flatMap((report) => {
    const row = `part ${report.number} (${report.id})`;
    const whole = reports.get(report.part?.wholeId ?? '');
    const fault = faultOfPart(report, whole);
    if (fault !== undefined) return [{ invariant: 'part-has-open-whole', row, detail: fault }];
    const events = histories.get(reportStream(whole?.id ?? '')) ?? [];
    const told = toldOfPart(events, report.id);
    const expected = report.status === 'closed' ? 'asked, ended' : 'asked';
    if (told === expected) return [];
    const detail = `${report.status}, and its whole tells '${told}'`;
    return [{ invariant: 'whole-tells-of-part', row, detail }];
  });
}

function faultOfPart(report: Report, whole: Report | undefined): string | undefined {
  if (!whole) return `its whole ${report.part?.wholeId} is not there`;
  if (whole.part !== null) return `its whole ${whole.number} is a part itself`;
  if (report.status === 'closed') return undefined;
  if (whole.status === 'closed') return `open, while its whole ${whole.number} is closed`;
  return whole.status === 'joined'
    ? `open, while its whole ${whole.number} goes along with another`
    : undefined;
}

/** The begin and the end of a part, as the history of its whole tells them. */
function toldOfPart(events: readonly { kind: string; data: unknown }[], partId: string): string {
  return events
    .map((event) => ReportEvent.parse(event))
    .flatMap((event) =>
      event.kind === 'part-changed' && event.data.partId === partId ? [event.data.what] : [],
    )
    .filter((what) => what === 'asked' || what === 'ended')
    .join(', ');
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
    leadingId: report.leadingId,
  };
  return (Object.keys(row) as (keyof FoldedReport)[])
    .filter((field) => row[field] !== folded[field])
    .map((field) => ({
      invariant: 'history-folds-to-row',
      row: name,
      detail: `${field}: row ${row[field]}, history ${folded[field]}`,
    }));
}

/** The person a report is about is told, or the task to do so stands with its timer. */
async function verifyInforming(tx: Tx): Promise<Breach[]> {
  const tasks = new Map((await openTasks(tx)).map((task) => [task.reportId, task]));
  const timers = await timersOf(tx, INFORMING_TIMER);
  const missing = (await reportsWithoutTask(tx)).map((reportId) => ({
    invariant: 'person-is-informed',
    row: `report ${reportId}`,
    detail: 'about a person, without the task to tell that person',
  }));
  const untimed = [...tasks.values()].filter(
    ({ reportId, remindAt }) => timers.get(reportId)?.getTime() !== remindAt.getTime(),
  );
  const idle = [...timers.keys()].filter((reportId) => !tasks.has(reportId));
  return [
    ...missing,
    ...untimed.map(({ reportId, remindAt }) => ({
      invariant: 'timer-at-informing',
      row: `report ${reportId}`,
      detail: `reminder ${remindAt.toISOString()}, timer ${timers.get(reportId)?.toISOString() ?? 'none'}`,
    })),
    ...idle.map((reportId) => ({
      invariant: 'timer-at-informing',
      row: `report ${reportId}`,
      detail: 'a timer without its task',
    })),
  ];
}

/** Words are found by nobody while their report is blocked, is to be erased, or once they were put right. */
async function verifyWords(tx: Tx): Promise<Breach[]> {
  const shut = (await foundThoughShut(tx)).map((id) => ({
    invariant: 'shut-words-are-not-found',
    row: `report ${id}`,
    detail: 'shut off from searching, and found by its words',
  }));
  const replaced = (await foundThoughReplaced(tx)).map((id) => ({
    invariant: 'shut-words-are-not-found',
    row: `words ${id}`,
    detail: 'put right, and found by what they said before',
  }));
  return [...shut, ...replaced];
}

/** What reporters take for the same are places: about a person nothing is put beside anything. */
async function verifySame(tx: Tx): Promise<Breach[]> {
  return (await samePersons(tx)).map((id) => ({
    invariant: 'same-is-of-places',
    row: `report ${id}`,
    detail: 'said to be the same as another, and one of both is about a person',
  }));
}

/** The complex of a report is that of its address, or one of this municipality that was told without an address. */
async function verifyPlaced(tx: Tx): Promise<Breach[]> {
  const known = new Set((await complexes(tx)).map(({ id }) => id));
  return (await complexesOfReports(tx)).flatMap(({ reportId, addressId, complexId }) => {
    const isOne = addressId === null && known.has(complexId);
    const detail = addressId === null ? `complex ${complexId} is not there` : 'a complex beside an address';
    return isOne ? [] : [{ invariant: 'place-in-one-complex', row: `report ${reportId}`, detail }];
  });
}
