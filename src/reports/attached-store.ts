import { on, type Tx } from '../kit/db.ts';
import type { Grant } from '../people/index.ts';

const DAY_MS = 86_400_000;

/** What photos and documents of a report have alike. */
export interface Attached {
  municipality_id: string;
  report_id: string;
  id: string;
  author_kind: string;
  author_id: string | null;
  at: Date;
  shared_at: Date | null;
  content_hash: Buffer;
  destroy_after: Date;
}

type Table = 'report_photo' | 'report_document';
type AttachedTables = Record<Table, Attached>;

/** What of these this report has or had until it is destroyed, by the hash of its content in hexadecimal. */
export async function hashesIn(
  tx: Tx,
  table: Table,
  reportId: string,
): Promise<Map<string, 'shown' | 'removed'>> {
  const rows = await on<AttachedTables>(tx)
    .selectFrom(table)
    .select(['content_hash', 'destroy_after'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .execute();
  return new Map(
    rows.map((row) => [row.content_hash.toString('hex'), row.destroy_after > tx.now ? 'shown' : 'removed']),
  );
}

/** Shows it to the reporter. */
export function markSharedIn(tx: Tx, table: Table, which: Which): Promise<void> {
  return change(tx, table, which, { shared_at: tx.now });
}

/** The application may not destroy; the retention role does at its next round, and until then nobody is shown it. */
export function markRemovedIn(tx: Tx, table: Table, which: Which): Promise<void> {
  return change(tx, table, which, { destroy_after: tx.now });
}

interface Which {
  readonly reportId: string;
  readonly id: string;
}

async function change(
  tx: Tx,
  table: Table,
  { reportId, id }: Which,
  columns: { shared_at: Date } | { destroy_after: Date },
): Promise<void> {
  await on<AttachedTables>(tx)
    .updateTable(table)
    .set(columns)
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .where('id', '=', id)
    .execute();
}

/** The moment after which what is written now is destroyed; what is taken away goes sooner. */
export function destroyAfter(tx: Tx, grant: Grant, dataClass: 'photo' | 'document'): Date {
  const days = grant.retentionDays[dataClass];
  if (days === undefined)
    throw new Error(`expected data class '${dataClass}' to have a retention period, found none`);
  return new Date(tx.now.getTime() + days * DAY_MS);
}
