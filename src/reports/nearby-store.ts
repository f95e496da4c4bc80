import type { ExpressionBuilder } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { Grant } from '../people/index.ts';
import type { PointRd } from '../places/model.ts';
import type { Report } from './model.ts';
import { reportQuery, reportsFromRows, type ReportTables } from './store.ts';

/** A place of a report about a place, as it was told. */
export interface ToldPlace {
  readonly reportId: string;
  readonly addressId: string | null;
  readonly point: PointRd | undefined;
  readonly source: string | null;
  readonly accuracyM: number | null;
  readonly receivedAt: Date;
}

interface Around {
  readonly squares: readonly number[];
  readonly from: Date;
  readonly until: Date;
  readonly limit: number;
}

/** Reports about places in these squares, the newest first; never one about a person. */
export async function placesAround(
  tx: Tx,
  grant: Grant,
  { squares, from, until, limit }: Around,
): Promise<ToldPlace[]> {
  const rows = await on<ReportTables>(tx)
    .selectFrom('report_place')
    .innerJoin('report', (join) =>
      join
        .onRef('report.municipality_id', '=', 'report_place.municipality_id')
        .onRef('report.id', '=', 'report_place.report_id'),
    )
    .select(['report_id', 'address_id', 'x_m', 'y_m', 'source', 'accuracy_m', 'received_at'])
    .where('report_place.municipality_id', '=', tx.municipalityId)
    .where((where: ExpressionBuilder<ReportTables, 'report_place'>) =>
      where('report_place.square', 'in', [...squares]),
    )
    .where('report_id', '<>', grant.subjectId)
    .where('report.about', '=', 'place')
    .where('received_at', '>=', from)
    .where('received_at', '<=', until)
    .orderBy('report.received_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    reportId: row.report_id,
    addressId: row.address_id,
    point: row.x_m === null || row.y_m === null ? undefined : { xM: row.x_m, yM: row.y_m },
    source: row.source,
    accuracyM: row.accuracy_m,
    receivedAt: row.received_at,
  }));
}

export interface InSquare {
  readonly report: Report;
  readonly square: number;
}

/**
 * Open reports about places in these squares that are taken for this nature, the newest first, that lead themselves and
 * that nobody shut off. Without a grant, because nothing comes out that says more of a place than its square does.
 */
export async function openInSquares(
  tx: Tx,
  { squares, nature, limit }: { squares: readonly number[]; nature: string; limit: number },
): Promise<InSquare[]> {
  const rows = await reportQuery(tx)
    .innerJoin('report_place', (join) =>
      join
        .onRef('report_place.municipality_id', '=', 'report.municipality_id')
        .onRef('report_place.report_id', '=', 'report.id'),
    )
    .select('report_place.square')
    .where('report_place.square', 'in', [...squares])
    .where('report.about', '=', 'place')
    .where('report.nature', '=', nature)
    .where('report.status', 'not in', ['closed', 'joined'])
    .where('report.searchable', '=', true)
    .orderBy('report.received_at', 'desc')
    .orderBy('report.id')
    .limit(limit)
    .execute();
  const reports = reportsFromRows(rows);
  return rows.flatMap(({ square }, at): InSquare[] => {
    const report = reports[at];
    return report && square !== null ? [{ report, square }] : [];
  });
}
