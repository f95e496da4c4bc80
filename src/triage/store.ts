import { anyOf, on, type Tx } from '../kit/db.ts';
import { TriageAdvice } from './model.ts';

interface TriageTables {
  assessment: {
    municipality_id: string;
    report_id: string;
    at: Date;
    nature: string;
    danger: string;
    urgency: string;
    advice: unknown;
  };
}

/** Keeps what the tables advised, as it was: a later table does not change it. */
export async function insertAssessment(tx: Tx, reportId: string, advice: TriageAdvice): Promise<void> {
  await on<TriageTables>(tx)
    .insertInto('assessment')
    .values({
      municipality_id: tx.municipalityId,
      report_id: reportId,
      at: tx.now,
      nature: advice.nature,
      danger: advice.danger,
      urgency: advice.urgency,
      advice: JSON.stringify(advice),
    })
    .execute();
}

/** The advice of each of these reports, by report. */
export async function assessmentsOf(
  tx: Tx,
  reportIds: readonly string[],
): Promise<Map<string, TriageAdvice>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<TriageTables>(tx)
    .selectFrom('assessment')
    .select(['report_id', 'advice'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', anyOf(reportIds))
    .execute();
  return new Map(rows.map((row) => [row.report_id, TriageAdvice.parse(row.advice)]));
}

/** What the tables took each of these reports for, without what follows from that and why: for lists. */
export async function weighingsOf(
  tx: Tx,
  reportIds: readonly string[],
): Promise<Map<string, Pick<TriageAdvice, 'nature' | 'danger' | 'urgency'>>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<TriageTables>(tx)
    .selectFrom('assessment')
    .select(['report_id', 'nature', 'danger', 'urgency'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', anyOf(reportIds))
    .execute();
  return new Map(
    rows.map(({ report_id, ...row }) => [report_id, row as Pick<TriageAdvice, keyof typeof row>]),
  );
}

export async function assessmentOf(tx: Tx, reportId: string): Promise<TriageAdvice> {
  const advice = (await assessmentsOf(tx, [reportId])).get(reportId);
  if (!advice) throw new Error(`expected report ${reportId} to have been weighed`);
  return advice;
}
