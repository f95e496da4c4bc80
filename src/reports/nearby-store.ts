import type { ExpressionBuilder } from 'kysely';
import { anyOf, on, type Tx } from '../kit/db.ts';
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

/** Where is looked: in squares, or in a complex and at the addresses in it. */
type Where =
  | { readonly squares: readonly number[] }
  | { readonly complexId: string; readonly addressIds: readonly string[] };

interface Around {
  readonly where: Where;
  readonly from: Date;
  readonly until: Date;
  readonly limit: number;
}

/** Reports about places there, the newest first; never one about a person. */
export async function placesAround(
  tx: Tx,
  grant: Grant,
  { where: there, from, until, limit }: Around,
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
      'squares' in there
        ? where('report_place.square', 'in', [...there.squares])
        : where.or([
            where('report_place.complex_id', '=', there.complexId),
            where('report_place.address_id', '=', anyOf(there.addressIds)),
          ]),
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
  const rows = await placedQuery(tx, nature)
    .where('report_place.square', 'in', [...squares])
    .where('report.status', 'not in', ['closed', 'joined'])
    .orderBy('report.received_at', 'desc')
    .orderBy('report.id')
    .limit(limit)
    .execute();
  return inSquares(rows);
}

/** Reports about places, each with its square, that are taken for this nature and that nobody shut off. */
function placedQuery(tx: Tx, nature: string) {
  return reportQuery(tx)
    .innerJoin('report_place', (join) =>
      join
        .onRef('report_place.municipality_id', '=', 'report.municipality_id')
        .onRef('report_place.report_id', '=', 'report.id'),
    )
    .select('report_place.square')
    .where('report.about', '=', 'place')
    .where('report.nature', '=', nature)
    .where('report.searchable', '=', true);
}

function inSquares(
  rows: readonly (Parameters<typeof reportsFromRows>[0][number] & { readonly square: number | null })[],
): InSquare[] {
  const reports = reportsFromRows(rows);
  return rows.flatMap(({ square }, at): InSquare[] => {
    const report = reports[at];
    return report && square !== null ? [{ report, square }] : [];
  });
}

/** The squares of these reports, of those about a place; without a grant, because a square is all that comes out. */
export async function squaresOf(tx: Tx, reportIds: readonly string[]): Promise<Map<string, number>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<ReportTables>(tx)
    .selectFrom('report_place')
    .select(['report_id', 'square'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', 'in', [...reportIds])
    .where('square', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ report_id: id, square }) => (square === null ? [] : [[id, square]])));
}

/**
 * Reports about places that are taken for this nature, came in since a moment, lead themselves, are no part and that
 * nobody shut off, open or done, the newest first. Without a grant, as with {@link openInSquares}.
 */
export async function takenFor(
  tx: Tx,
  { nature, since, limit }: { nature: string; since: Date; limit: number },
): Promise<InSquare[]> {
  const rows = await placedQuery(tx, nature)
    .where('report_place.square', 'is not', null)
    .where('report.status', '<>', 'joined')
    .where('report.whole_id', 'is', null)
    .where('report.received_at', '>=', since)
    .orderBy('report.received_at', 'desc')
    .orderBy('report.id', 'desc')
    .limit(limit)
    .execute();
  return inSquares(rows);
}

/** The reports that name a complex, for a proof. */
export async function complexesOfReports(
  tx: Tx,
): Promise<{ reportId: string; addressId: string | null; complexId: string }[]> {
  const rows = await on<ReportTables>(tx)
    .selectFrom('report_place')
    .select(['report_id', 'address_id', 'complex_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('complex_id', 'is not', null)
    .execute();
  return rows.flatMap(({ report_id: reportId, address_id: addressId, complex_id: complexId }) =>
    complexId === null ? [] : [{ reportId, addressId, complexId }],
  );
}
