import { anyOf, on, type Tx } from '../kit/db.ts';

interface Open311Tables {
  open311_request: {
    municipality_id: string;
    report_id: string;
    service_code: string;
    cell_x_m: number | null;
    cell_y_m: number | null;
  };
}

export interface Choice {
  readonly code: string;
  readonly cell: { readonly xM: number; readonly yM: number } | undefined;
}

export async function insertChoice(tx: Tx, reportId: string, { code, cell }: Choice): Promise<void> {
  await on<Open311Tables>(tx)
    .insertInto('open311_request')
    .values({
      municipality_id: tx.municipalityId,
      report_id: reportId,
      service_code: code,
      cell_x_m: cell?.xM ?? null,
      cell_y_m: cell?.yM ?? null,
    })
    .execute();
}

/** What was chosen for each of these reports, when they came in here. */
export async function choicesOf(tx: Tx, reportIds: readonly string[]): Promise<Map<string, Choice>> {
  if (reportIds.length === 0) return new Map();
  const rows = await on<Open311Tables>(tx)
    .selectFrom('open311_request')
    .select(['report_id', 'service_code', 'cell_x_m', 'cell_y_m'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', anyOf(reportIds))
    .execute();
  return new Map(
    rows.map(({ report_id, service_code, cell_x_m, cell_y_m }) => [
      report_id,
      {
        code: service_code,
        cell: cell_x_m === null || cell_y_m === null ? undefined : { xM: cell_x_m, yM: cell_y_m },
      },
    ]),
  );
}
