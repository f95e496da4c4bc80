import { on, type Tx } from '../kit/db.ts';
import type { Sheet } from '../kit/sheet.ts';
import { SheetField, type SheetFields } from './model.ts';

interface SheetTables {
  sheet_draft: {
    municipality_id: string;
    id: string;
    user_id: string;
    made_at: Date;
    has_heading: boolean;
    fields: string[];
    kind: string | null;
    service_id: string | null;
    destroy_after: Date;
  };
  sheet_row: {
    municipality_id: string;
    draft_id: string;
    number: number;
    cells: string[] | null;
    report_number: number | null;
    refusal: string | null;
  };
}

/** How the columns of a list are taken, and what holds for all of its rows. */
export interface SheetChoices {
  readonly hasHeading: boolean;
  readonly fields: SheetFields;
  readonly kind: string | undefined;
  /** In whose name references are noted. */
  readonly serviceId: string | undefined;
}

export interface SheetDraft extends SheetChoices {
  readonly id: string;
  readonly madeAt: Date;
  readonly destroyAfter: Date;
}

export interface StoredRow {
  readonly number: number;
  /** Gone when a report was made of it. */
  readonly cells: readonly string[] | undefined;
  readonly report: number | undefined;
  readonly refusal: string | undefined;
}

/** False when a list of this id is there: the same form came twice. */
export async function insertDraft(
  tx: Tx,
  userId: string,
  draft: SheetChoices & { readonly id: string; readonly destroyAfter: Date; readonly sheet: Sheet },
): Promise<boolean> {
  const made = await on<SheetTables>(tx)
    .insertInto('sheet_draft')
    .values({
      municipality_id: tx.municipalityId,
      id: draft.id,
      user_id: userId,
      made_at: tx.now,
      ...columnsOf(draft),
      destroy_after: draft.destroyAfter,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return false;
  const rows = draft.sheet.map((cells, at) => ({
    municipality_id: tx.municipalityId,
    draft_id: draft.id,
    number: at + 1,
    cells: [...cells],
    report_number: null,
    refusal: null,
  }));
  await on<SheetTables>(tx).insertInto('sheet_row').values(rows).execute();
  return true;
}

function columnsOf({ hasHeading, fields, kind, serviceId }: SheetChoices) {
  return {
    has_heading: hasHeading,
    fields: fields.map((field) => field ?? ''),
    kind: kind ?? null,
    service_id: serviceId ?? null,
  };
}

/** The lists of this person that time did not end, the newest first. */
export async function draftsOf(tx: Tx, userId: string): Promise<SheetDraft[]> {
  const rows = await draftQuery(tx, userId).orderBy('made_at', 'desc').limit(20).execute();
  return rows.map(fromRow);
}

/** A list of this person; of somebody else’s nothing is said. */
export async function findDraft(tx: Tx, userId: string, id: string): Promise<SheetDraft | undefined> {
  const row = await draftQuery(tx, userId).where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

function draftQuery(tx: Tx, userId: string) {
  return on<SheetTables>(tx)
    .selectFrom('sheet_draft')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('destroy_after', '>', tx.now);
}

function fromRow(row: Omit<SheetTables['sheet_draft'], 'municipality_id'>): SheetDraft {
  return {
    id: row.id,
    madeAt: row.made_at,
    destroyAfter: row.destroy_after,
    hasHeading: row.has_heading,
    fields: row.fields.map((field) => SheetField.safeParse(field).data),
    kind: row.kind ?? undefined,
    serviceId: row.service_id ?? undefined,
  };
}

export async function writeChoices(tx: Tx, id: string, choices: SheetChoices): Promise<void> {
  await on<SheetTables>(tx)
    .updateTable('sheet_draft')
    .set(columnsOf(choices))
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
  // what was wrong with a row was said of other columns
  await on<SheetTables>(tx)
    .updateTable('sheet_row')
    .set({ refusal: null })
    .where('municipality_id', '=', tx.municipalityId)
    .where('draft_id', '=', id)
    .where('refusal', 'is not', null)
    .execute();
}

export async function deleteDraft(tx: Tx, userId: string, id: string): Promise<void> {
  await on<SheetTables>(tx)
    .deleteFrom('sheet_draft')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .execute();
}

/** The rows in their order, the heading among them. */
export async function rowsOf(tx: Tx, draftId: string): Promise<StoredRow[]> {
  const rows = await rowQuery(tx, draftId).orderBy('number').execute();
  return rows.map(fromStored);
}

/** One row, held until the transaction ends: the same form at the same moment waits here. */
export async function lockRow(tx: Tx, draftId: string, number: number): Promise<StoredRow | undefined> {
  const row = await rowQuery(tx, draftId).where('number', '=', number).forUpdate().executeTakeFirst();
  return row && fromStored(row);
}

function rowQuery(tx: Tx, draftId: string) {
  return on<SheetTables>(tx)
    .selectFrom('sheet_row')
    .select(['number', 'cells', 'report_number', 'refusal'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('draft_id', '=', draftId);
}

function fromStored(row: Omit<SheetTables['sheet_row'], 'municipality_id' | 'draft_id'>): StoredRow {
  return {
    number: row.number,
    cells: row.cells ?? undefined,
    report: row.report_number === null ? undefined : Number(row.report_number),
    refusal: row.refusal ?? undefined,
  };
}

/** A report was made of it: its number takes the place of its cells. */
export async function settleRow(tx: Tx, draftId: string, number: number, report: number): Promise<void> {
  await on<SheetTables>(tx)
    .updateTable('sheet_row')
    .set({ cells: null, report_number: report, refusal: null })
    .where('municipality_id', '=', tx.municipalityId)
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
    .execute();
}

export async function refuseRow(tx: Tx, draftId: string, number: number, refusal: string): Promise<void> {
  await on<SheetTables>(tx)
    .updateTable('sheet_row')
    .set({ refusal })
    .where('municipality_id', '=', tx.municipalityId)
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
    .where('report_number', 'is', null)
    .execute();
}
