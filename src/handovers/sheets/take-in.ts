import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { SHEET_LIMITS } from '../../kit/sheet.ts';
import { requirePermission } from '../../people/index.ts';
import type { Actor, UserActor } from '../../people/model.ts';
import { addressBook } from '../../places/index.ts';
import type { Address } from '../../places/model.ts';
import { findByKey, submitByStaff, type IntakeSubscriber } from '../../reports/index.ts';
import { writeOwnReference } from '../references.ts';
import { BLOCK_REFUSALS, type SheetDanger } from '../sheet-wire.ts';
import { ownDraft } from './draft.ts';
import { prepare, rowKey, submissionOf, type Prepared } from './prepare.ts';
import { surroundings, type SheetHouse } from './preview.ts';
import * as store from '../sheet-store.ts';

interface TakeIn {
  readonly id: string;
  /** The rows that were chosen. */
  readonly numbers: readonly number[];
  readonly danger: SheetDanger;
  readonly house: Omit<SheetHouse, 'decisions'>;
  readonly onReceived: IntakeSubscriber;
}

/**
 * Makes a report of each chosen row, by the intake of the desk. Each row has a transaction of its own in which report and row are
 * written together, so a form that comes again, also after its server was killed, makes only what was not made.
 */
export async function takeSheetIn(db: Database, actor: Actor, wish: TakeIn): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const numbers = [...new Set(wish.numbers)].toSorted((a, b) => a - b);
  if (numbers.length === 0) return refuse('sheet-none', { pointer: 'rij' });
  if (numbers.length > SHEET_LIMITS.rows) return refuse('sheet-unknown');
  const draft = await inTenant(db, actor.municipalityId, (tx) => ownDraft(tx, user.value, wish.id));
  if (!draft.ok) return draft;
  const book = await addressBook(db, actor.municipalityId);
  for (const number of numbers.filter((one) => one > 1 || !draft.value.hasHeading))
    await takeRow(db, user.value, number, { ...wish, draft: draft.value, book });
  return ok(true);
}

interface Taking extends TakeIn {
  readonly draft: store.SheetDraft;
  readonly book: readonly Address[];
}

async function takeRow(db: Database, user: UserActor, number: number, taking: Taking): Promise<void> {
  const { draft, onReceived } = taking;
  const ready = await inTenant(db, user.municipalityId, (tx) => readyRow(tx, user, number, taking));
  if (!ready) return;
  const { prepared, submission } = ready;
  const done = await submitByStaff(db, user, submission, async (tx, report, just) => {
    await onReceived(tx, report, just);
    await noteReference(tx, user, { draft, prepared, reportId: report.id });
    await store.settleRow(tx, draft.id, number, report.number);
  });
  await inTenant(db, user.municipalityId, async (tx) => {
    if (!done.ok) return store.refuseRow(tx, draft.id, number, done.refusals[0]?.code ?? 'sheet-unknown');
    // it was there already, from this list or another: then nothing above was called
    await store.settleRow(tx, draft.id, number, done.value.number);
  });
}

/** What is still to be made of a row; a row that cannot become a report says so once. */
async function readyRow(tx: Tx, user: UserActor, number: number, { draft, book, house, danger }: Taking) {
  const row = await store.lockRow(tx, draft.id, number);
  if (!row?.cells) return undefined;
  const prepared = prepare(row.cells, draft, await surroundings(tx, user, { book, house }));
  if (prepared.block !== undefined) {
    await store.refuseRow(tx, draft.id, number, BLOCK_REFUSALS[prepared.block].code);
    return undefined;
  }
  const key = await rowKey(tx, user, prepared);
  const made = await findByKey(tx, key);
  if (made) {
    await store.settleRow(tx, draft.id, number, made.number);
    return undefined;
  }
  return { prepared, submission: submissionOf(prepared, { key, danger }) };
}

/** The other system's reference goes along, in the name of the service that the list is of. */
async function noteReference(
  tx: Tx,
  user: UserActor,
  { draft, prepared, reportId }: { draft: store.SheetDraft; prepared: Prepared; reportId: string },
): Promise<void> {
  const { serviceId } = draft;
  if (serviceId === undefined || prepared.reference === undefined) return;
  if (!user.serviceIds.includes(serviceId)) return;
  await writeOwnReference(tx, user, { reportId, serviceId, reference: prepared.reference });
}
