import type { Tx } from '../kit/db.ts';
import type { Breach } from '../kit/proof.ts';
import { classified, findReportByNumber, historyOf, openReports } from '../reports/index.ts';
import { assessmentsOf } from '../triage/index.ts';
import { HandoverEvent, TextEvent, type Handover } from './model.ts';
import { handoverStream } from './offers.ts';
import { allDecisions, decisionsOf } from './otherwise-store.ts';
import { allReferences } from './reference-store.ts';
import { verifyOutside } from './outside/proof.ts';
import { evolve, proposalLine, talkLine, type FoldedHandover } from './rules.ts';
import { foldText } from './standard-text-rules.ts';
import { allTextHistories, ownTexts } from './standard-text-store.ts';
import { textStream } from './standard-texts.ts';
import { allShiftLines } from './shift-store.ts';
import * as store from './store.ts';

/** Proves that each offer's history folds to its row, and that reports and offers agree on who is asked. */
export async function verifyHandovers(tx: Tx): Promise<Breach[]> {
  const handovers = await store.allHandovers(tx);
  const histories = await store.allHandoverHistories(tx);
  const folded = handovers.flatMap((handover) =>
    compare(handover, fold(histories.get(handoverStream(handover.id)) ?? [])),
  );
  return [
    ...folded,
    ...(await verifyOffered(tx, handovers)),
    ...(await verifyTalks(tx, handovers)),
    ...(await verifyDecisions(tx)),
    ...(await verifyTexts(tx)),
    ...(await verifyKinds(tx)),
    ...(await verifyReferences(tx)),
    ...(await verifyShiftLines(tx)),
    ...(await verifyOutside(tx)),
  ];
}

function fold(events: readonly { kind: string; data: unknown }[]): FoldedHandover | undefined {
  return events
    .map((event) => HandoverEvent.parse(event))
    .reduce<FoldedHandover | undefined>(evolve, undefined);
}

function compare(handover: Handover, folded: FoldedHandover | undefined): Breach[] {
  const row = `handover ${handover.id} of report ${handover.reportId}`;
  if (!folded) return [{ invariant: 'history-folds-to-row', row, detail: 'no history' }];
  const actual: FoldedHandover = {
    status: handover.status,
    serviceId: handover.serviceId,
    teamLeadId: handover.teamLeadId,
    deadline: handover.deadline.toISOString(),
    answeredBy: handover.answeredBy,
    reason: handover.reason,
    warmth: handover.warmth,
    talk: handover.talk && talkLine({ ...handover.talk, at: handover.talk.at.toISOString() }),
    proposal: handover.proposal && proposalLine(handover.proposal),
  };
  return (Object.keys(actual) as (keyof FoldedHandover)[])
    .filter((field) => actual[field] !== folded[field])
    .map((field) => ({
      invariant: 'history-folds-to-row',
      row,
      detail: `${field}: row ${actual[field]}, history ${folded[field]}`,
    }));
}

/** Every decision that differs from the advice stands in the history of its report, as it stands in its row. */
async function verifyDecisions(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { id, reportId, ...decided } of await allDecisions(tx)) {
    const told = (await historyOf(tx, reportId)).flatMap(({ event }) =>
      event.kind === 'decided' && event.data.decisionId === id ? [event.data] : [],
    );
    const isTold = told.length === 1 && isSameDecision({ decisionId: id, ...decided }, told[0]);
    if (isTold) continue;
    const detail = told.length === 0 ? 'no history' : 'row and history differ';
    breaches.push({ invariant: 'history-folds-to-row', row: `decision ${id} of report ${reportId}`, detail });
  }
  return breaches;
}

function isSameDecision(
  row: Readonly<Record<string, string | null>>,
  told: Readonly<Record<string, string | null>> | undefined,
): boolean {
  return told !== undefined && Object.keys(row).every((field) => row[field] === told[field]);
}

/** Of each own text the history says what the row says. */
async function verifyTexts(tx: Tx): Promise<Breach[]> {
  const histories = await allTextHistories(tx);
  return (await ownTexts(tx)).flatMap(({ id, version, active }) => {
    const folded = foldText((histories.get(textStream(id)) ?? []).map((event) => TextEvent.parse(event)));
    if (folded?.version === version && folded.active === active) return [];
    const detail = `row ${version} ${String(active)}, history ${JSON.stringify(folded ?? null)}`;
    return [{ invariant: 'history-folds-to-row', row: `standard_text ${id}`, detail }];
  });
}

/** A report waits for an answer exactly when one offer of it is open, with the same deadline. */
async function verifyOffered(tx: Tx, handovers: readonly Handover[]): Promise<Breach[]> {
  const open = new Map(
    handovers.filter(({ status }) => status === 'offered').map((handover) => [handover.reportId, handover]),
  );
  const breaches: Breach[] = [];
  for (const report of await openReports(tx, { limit: Number.MAX_SAFE_INTEGER })) {
    const offer = open.get(report.id);
    open.delete(report.id);
    const agrees =
      report.status === 'offered'
        ? offer?.deadline.getTime() === report.deadline?.getTime()
        : offer === undefined;
    if (!agrees)
      breaches.push({
        invariant: 'offer-matches-report',
        row: `report ${report.number} (${report.id})`,
        detail: `status ${report.status}, offer ${offer?.id ?? 'none'}`,
      });
  }
  for (const handover of open.values())
    breaches.push({
      invariant: 'offer-matches-report',
      row: `handover ${handover.id}`,
      detail: 'offered, but its report is closed',
    });
  return breaches;
}

/** Who accepted care without a talk with who handed it over had that talk to hold next. */
async function verifyTalks(tx: Tx, handovers: readonly Handover[]): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { id, reportId, answeredAt, warmth } of handovers) {
    if (warmth !== 'not-reached') continue;
    const isNext = (await historyOf(tx, reportId)).some(
      ({ at, event }) =>
        event.kind === 'assigned' &&
        event.data.nextStep === 'speak-sender' &&
        at.getTime() === answeredAt?.getTime(),
    );
    const row = `handover ${id} of report ${reportId}`;
    if (!isNext)
      breaches.push({ invariant: 'missing-talk-is-next', row, detail: 'nobody was reached, and it goes on' });
  }
  return breaches;
}

/** A reference that stands was noted, and not taken away since. One that is gone may have been destroyed in its time. */
async function verifyReferences(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { reportId, serviceId } of await allReferences(tx)) {
    const last = (await historyOf(tx, reportId)).findLast(
      ({ event }) =>
        (event.kind === 'reference-noted' || event.kind === 'reference-removed') &&
        event.data.serviceId === serviceId,
    );
    if (last?.event.kind === 'reference-noted') continue;
    const row = `reference of service ${serviceId} to report ${reportId}`;
    breaches.push({ invariant: 'history-folds-to-row', row, detail: last?.event.kind ?? 'no history' });
  }
  return breaches;
}

/** Every line that was told when a shift was handed over stands as a note in the history of its report. */
async function verifyShiftLines(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { number, wordsId } of await allShiftLines(tx)) {
    const report = await findReportByNumber(tx, number);
    const history = report ? await historyOf(tx, report.id) : [];
    const isTold = history.some(({ event }) => event.kind === 'worded' && event.data.wordsId === wordsId);
    if (!isTold)
      breaches.push({ invariant: 'told-in-history', row: `report ${number}`, detail: `no note ${wordsId}` });
  }
  return breaches;
}

/** Filters take a report for what was decided last, or else advised. */
async function verifyKinds(tx: Tx): Promise<Breach[]> {
  const reports = await classified(tx);
  const ids = reports.map(({ id, whole_id }) => whole_id ?? id);
  const [advice, decided] = [await assessmentsOf(tx, ids), await decisionsOf(tx, ids)];
  return reports.flatMap(({ id, number, whole_id, nature, urgency }) => {
    const now = decided.get(whole_id ?? id) ?? advice.get(whole_id ?? id);
    if ((now?.nature ?? null) === nature && (now?.urgency ?? null) === urgency) return [];
    const row = `report ${number} (${id})`;
    return [{ invariant: 'filtered-as-decided', row, detail: `filtered as ${nature}, ${urgency}` }];
  });
}
