import { sql } from 'kysely';
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

/** What the tables took a report for, without who is to do what and why. */
export type Weighing = Pick<TriageAdvice, 'nature' | 'danger' | 'urgency' | 'show112' | 'askGp'>;

/** That of each of these reports, for lists: it is read at a fraction of the cost of the whole advice. */
export async function weighingsOf(tx: Tx, reportIds: readonly string[]): Promise<Map<string, Weighing>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<TriageTables>(tx)
    .selectFrom('assessment')
    .select([
      'report_id',
      'nature',
      'danger',
      'urgency',
      sql<boolean>`(advice ->> 'show112')::boolean`.as('show112'),
      sql<boolean>`(advice ->> 'askGp')::boolean`.as('askGp'),
    ])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', anyOf(reportIds))
    .execute();
  return new Map(rows.map(({ report_id: id, ...row }) => [id, row as Weighing]));
}

export async function assessmentOf(tx: Tx, reportId: string): Promise<TriageAdvice> {
  const advice = (await assessmentsOf(tx, [reportId])).get(reportId);
  if (!advice) throw new Error(`expected report ${reportId} to have been weighed`);
  return advice;
}
