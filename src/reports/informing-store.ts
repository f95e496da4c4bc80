import type { Generated } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { InformingResult } from './model.ts';

/** The task to tell the person that there is a report about them. It lies with the owner of the report. */
export interface Informing {
  readonly reportId: string;
  readonly deadline: Date;
  readonly remindAt: Date;
  readonly lateCount: number;
  readonly result: InformingResult | null;
  readonly doneAt: Date | null;
}

interface InformingTables {
  report_informing: {
    municipality_id: string;
    report_id: string;
    deadline: Date;
    remind_at: Date;
    late_count: Generated<number>;
    result: string | null;
    done_at: Date | null;
    done_by: string | null;
  };
  report: { municipality_id: string; id: string; owner_id: string; about: string; whole_id: string | null };
}

export async function insertInforming(
  tx: Tx,
  { reportId, deadline }: { reportId: string; deadline: Date },
): Promise<void> {
  await on<InformingTables>(tx)
    .insertInto('report_informing')
    .values({
      municipality_id: tx.municipalityId,
      report_id: reportId,
      deadline,
      remind_at: deadline,
    })
    .execute();
}

export async function findInforming(tx: Tx, reportId: string): Promise<Informing | undefined> {
  const row = await informingQuery(tx).where('report_informing.report_id', '=', reportId).executeTakeFirst();
  return row && informingFromRow(row);
}

export async function writeInformed(
  tx: Tx,
  done: { reportId: string; result: InformingResult; by: string | null },
): Promise<void> {
  await on<InformingTables>(tx)
    .updateTable('report_informing')
    .set({ result: done.result, done_at: tx.now, done_by: done.by })
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', done.reportId)
    .execute();
}

export async function writeLate(
  tx: Tx,
  { reportId, remindAt }: { reportId: string; remindAt: Date },
): Promise<void> {
  await on<InformingTables>(tx)
    .updateTable('report_informing')
    .set(({ eb }) => ({ remind_at: remindAt, late_count: eb('late_count', '+', 1) }))
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .execute();
}

/** Tasks that are not done, the most urgent first: of one owner, or those past their deadline. */
export async function openTasks(
  tx: Tx,
  { ownerId, lateBy, limit }: { ownerId?: string; lateBy?: Date; limit?: number } = {},
): Promise<Informing[]> {
  let query = informingQuery(tx).where('report_informing.result', 'is', null);
  if (ownerId) {
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('report')
          .select('report.id')
          .whereRef('report.municipality_id', '=', 'report_informing.municipality_id')
          .whereRef('report.id', '=', 'report_informing.report_id')
          .where('report.owner_id', '=', ownerId),
      ),
    );
  }
  if (lateBy) query = query.where('report_informing.deadline', '<', lateBy);
  if (limit) query = query.limit(limit);
  const rows = await query
    .orderBy('report_informing.deadline')
    .orderBy('report_informing.report_id')
    .execute();
  return rows.map(informingFromRow);
}

/** Reports about a person of which nobody has to tell that person: there are none. For a part its whole does. */
export async function reportsWithoutTask(tx: Tx): Promise<string[]> {
  const rows = await on<InformingTables>(tx)
    .selectFrom('report')
    .leftJoin('report_informing', (join) =>
      join
        .onRef('report_informing.municipality_id', '=', 'report.municipality_id')
        .onRef('report_informing.report_id', '=', 'report.id'),
    )
    .select('report.id')
    .where('report.municipality_id', '=', tx.municipalityId)
    .where('report.about', 'not in', ['place', 'myself'])
    .where('report.whole_id', 'is', null)
    .where('report_informing.report_id', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

function informingQuery(tx: Tx) {
  return on<InformingTables>(tx)
    .selectFrom('report_informing')
    .select([
      'report_informing.report_id',
      'report_informing.deadline',
      'report_informing.remind_at',
      'report_informing.late_count',
      'report_informing.result',
      'report_informing.done_at',
    ])
    .where('report_informing.municipality_id', '=', tx.municipalityId);
}

interface InformingRow {
  report_id: string;
  deadline: Date;
  remind_at: Date;
  late_count: number;
  result: string | null;
  done_at: Date | null;
}

function informingFromRow(row: InformingRow): Informing {
  return {
    reportId: row.report_id,
    deadline: row.deadline,
    remindAt: row.remind_at,
    lateCount: row.late_count,
    result: InformingResult.nullable().parse(row.result),
    doneAt: row.done_at,
  };
}
