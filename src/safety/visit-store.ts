import { on, type Tx } from '../kit/db.ts';
import { Company, VisitAnswer, type Visit } from './model.ts';

interface VisitTables {
  visit: {
    municipality_id: string;
    id: string;
    report_id: string;
    planner_id: string;
    at: Date;
    company: string;
    colleague_id: string | null;
    other: string | null;
    answer: string | null;
    destroy_after: Date;
  };
}

export async function insertVisit(tx: Tx, visit: Visit): Promise<void> {
  await on<VisitTables>(tx)
    .insertInto('visit')
    .values({
      municipality_id: tx.municipalityId,
      id: visit.id,
      report_id: visit.reportId,
      planner_id: visit.plannerId,
      at: visit.at,
      company: visit.company,
      colleague_id: visit.colleagueId,
      other: visit.other,
      answer: visit.answer,
      destroy_after: visit.destroyAfter,
    })
    .execute();
}

export async function lockVisit(tx: Tx, visitId: string): Promise<Visit | undefined> {
  const row = await visitQuery(tx).where('id', '=', visitId).forUpdate().executeTakeFirst();
  return row && visitFromRow(row);
}

/** The visit that is planned from this report, also one that is over and not destroyed yet. */
export async function visitOfReport(tx: Tx, reportId: string): Promise<Visit | undefined> {
  const row = await visitQuery(tx).where('report_id', '=', reportId).executeTakeFirst();
  return row && visitFromRow(row);
}

/** What is not over and concerns this person: planned, or asked to go along. The first to come first. */
export async function visitsFor(tx: Tx, userId: string): Promise<Visit[]> {
  const rows = await visitQuery(tx)
    .where((where) => where.or([where('planner_id', '=', userId), where('colleague_id', '=', userId)]))
    .where('destroy_after', '>', tx.now)
    .orderBy('visit.at')
    .orderBy('visit.id')
    .execute();
  return rows.map(visitFromRow);
}

/** Everything that is not over, for a proof. */
export async function standingVisits(tx: Tx): Promise<Visit[]> {
  const rows = await visitQuery(tx).where('destroy_after', '>', tx.now).execute();
  return rows.map(visitFromRow);
}

export async function answerVisit(tx: Tx, visitId: string, answer: VisitAnswer): Promise<void> {
  await on<VisitTables>(tx)
    .updateTable('visit')
    .set({ answer })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', visitId)
    .execute();
}

export async function deleteVisit(tx: Tx, visitId: string): Promise<void> {
  await on<VisitTables>(tx)
    .deleteFrom('visit')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', visitId)
    .execute();
}

function visitQuery(tx: Tx) {
  return on<VisitTables>(tx).selectFrom('visit').selectAll().where('municipality_id', '=', tx.municipalityId);
}

function visitFromRow(row: VisitTables['visit']): Visit {
  return {
    id: row.id,
    reportId: row.report_id,
    plannerId: row.planner_id,
    at: row.at,
    company: Company.parse(row.company),
    colleagueId: row.colleague_id,
    other: row.other,
    answer: VisitAnswer.nullable().parse(row.answer),
    destroyAfter: row.destroy_after,
  };
}
