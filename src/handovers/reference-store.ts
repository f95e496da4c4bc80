import { on, type Tx } from '../kit/db.ts';

interface ReferenceTables {
  report_reference: {
    municipality_id: string;
    report_id: string;
    service_id: string;
    reference: string;
    reference_key: string;
    noted_at: Date;
  };
}

/** Under what a service keeps a report in a system of its own. */
export interface Reference {
  readonly reportId: string;
  readonly serviceId: string;
  readonly reference: string;
}

/** What these services noted of these reports. */
export async function referencesOf(
  tx: Tx,
  {
    reportIds,
    serviceIds,
  }: { readonly reportIds: readonly string[]; readonly serviceIds: readonly string[] },
): Promise<Reference[]> {
  if (reportIds.length === 0 || serviceIds.length === 0) return [];
  const rows = await referenceQuery(tx)
    .where('report_id', 'in', reportIds)
    .where('service_id', 'in', serviceIds)
    .orderBy('service_id')
    .execute();
  return rows.map(fromRow);
}

/** The reports that these services have under this reference, the newest notes first. */
export async function reportsReferred(
  tx: Tx,
  { serviceIds, key, limit }: { serviceIds: readonly string[]; key: string; limit: number },
): Promise<string[]> {
  if (serviceIds.length === 0) return [];
  const rows = await referenceQuery(tx)
    .where('service_id', 'in', serviceIds)
    .where('reference_key', '=', key)
    .orderBy('noted_at', 'desc')
    .limit(limit)
    .execute();
  return [...new Set(rows.map((row) => row.report_id))];
}

/** All of one report, for who asks what is held of it; all there are, for the proof. */
export async function allReferences(tx: Tx, reportId?: string): Promise<Reference[]> {
  const query = referenceQuery(tx).orderBy('report_id').orderBy('service_id');
  return (await (reportId === undefined ? query : query.where('report_id', '=', reportId)).execute()).map(
    fromRow,
  );
}

export async function writeReference(
  tx: Tx,
  { reportId, serviceId, reference, key }: Reference & { readonly key: string },
): Promise<void> {
  const noted = { reference, reference_key: key, noted_at: tx.now };
  await on<ReferenceTables>(tx)
    .insertInto('report_reference')
    .values({ municipality_id: tx.municipalityId, report_id: reportId, service_id: serviceId, ...noted })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'report_id', 'service_id']).doUpdateSet(noted),
    )
    .execute();
}

export async function deleteReference(tx: Tx, reportId: string, serviceId: string): Promise<void> {
  await on<ReferenceTables>(tx)
    .deleteFrom('report_reference')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('service_id', '=', serviceId)
    .execute();
}

function referenceQuery(tx: Tx) {
  return on<ReferenceTables>(tx)
    .selectFrom('report_reference')
    .select(['report_id', 'service_id', 'reference'])
    .where('municipality_id', '=', tx.municipalityId);
}

function fromRow(row: { report_id: string; service_id: string; reference: string }): Reference {
  return { reportId: row.report_id, serviceId: row.service_id, reference: row.reference };
}
