import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { ok, type Outcome } from '../../kit/outcome.ts';
import type { T } from '../../kit/translate.ts';
import { grant, logSearch, primarySystems, requirePermission } from '../../people/index.ts';
import type { Actor, UserActor } from '../../people/model.ts';
import { addressBook } from '../../places/index.ts';
import type { Address } from '../../places/model.ts';
import { findByKey, searchReports } from '../../reports/index.ts';
import type { RoundKind } from '../../reports/model.ts';
import { foresee, type DecisionSet } from '../../triage/index.ts';
import type { Nature } from '../../triage/model.ts';
import { personOf } from '../load.ts';
import { reportsUnderIn } from '../references.ts';
import type { RowSame, SheetRow, SheetView } from '../sheet-wire.ts';
import { lookAt, ownDraft, ownServices } from './draft.ts';
import { prepare, rowKey, type Prepared, type Surroundings } from './prepare.ts';
import { observationsOf } from './rules.ts';
import * as store from '../sheet-store.ts';
import { sheetWords } from './words.ts';

export interface SheetHouse {
  readonly decisions: DecisionSet;
  /** The kinds of the round, which lists are told by as well. */
  readonly kinds: readonly RoundKind[];
  readonly t: T;
}

/** A list as it would come in, row by row: for who brought it and nobody else. It opens what stands there, so it leaves its line. */
export async function sheetPage(
  db: Database,
  actor: Actor,
  id: string,
  house: SheetHouse,
): Promise<Outcome<SheetView>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const book = await addressBook(db, actor.municipalityId);
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await ownDraft(tx, user.value, id);
    if (!found.ok) return found;
    await grant(tx, user.value, { ...lookAt(id), action: 'read' });
    const draft = found.value;
    const all = await store.rowsOf(tx, id);
    const rows = draft.hasHeading ? all.slice(1) : all;
    const around = await surroundings(tx, user.value, { book, house });
    const same = await makeComparer(tx, user.value);
    const views: SheetRow[] = [];
    for (const row of rows) views.push(await viewOf(tx, row, { draft, around, same, house }));
    return ok({
      id,
      madeAt: draft.madeAt,
      destroyAfter: draft.destroyAfter,
      hasHeading: draft.hasHeading,
      columns: columnsOf(draft, all),
      kind: draft.kind,
      serviceId: draft.serviceId,
      services: await ownServices(tx, user.value),
      rows: views,
      made: views.filter(({ report }) => report !== undefined).length,
      now: tx.now,
    });
  });
}

export async function surroundings(
  tx: Tx,
  { partyId }: UserActor,
  {
    book,
    house: { kinds, t },
  }: { readonly book: readonly Address[]; readonly house: Omit<SheetHouse, 'decisions'> },
): Promise<Surroundings> {
  const systemName = (await primarySystems(tx)).get(partyId)?.name;
  return { words: sheetWords(), kinds, book, systemName, t };
}

function columnsOf({ fields, hasHeading }: store.SheetDraft, rows: readonly store.StoredRow[]) {
  const names = hasHeading ? (rows[0]?.cells ?? []) : [];
  const kept = (hasHeading ? rows.slice(1) : rows).flatMap(({ cells }) => (cells ? [cells] : []));
  return fields.map((field, at) => ({
    name: names[at] ?? '',
    field,
    sample: (kept.find((cells) => cells[at])?.[at] ?? '').slice(0, SAMPLE_LETTERS),
  }));
}

const SAMPLE_LETTERS = 60;

interface Viewing {
  readonly draft: store.SheetDraft;
  readonly around: Surroundings;
  readonly same: Comparer;
  readonly house: SheetHouse;
}

async function viewOf(
  tx: Tx,
  { number, cells, report, refusal }: store.StoredRow,
  viewing: Viewing,
): Promise<SheetRow> {
  if (!cells) return { number, report, words: '', doubts: [], danger: [], same: [] };
  const { draft, around, same, house } = viewing;
  const prepared = prepare(cells, draft, around);
  const { row, reference, danger, block, doubts } = prepared;
  const place = around.book.find(({ id }) => id === prepared.addressId);
  return {
    number,
    refusal,
    words: row.words,
    place:
      row.address === ''
        ? undefined
        : place
          ? { text: `${place.street} ${place.houseNumber}, ${place.postcode}`, isFound: true }
          : { text: row.address, isFound: false },
    nature: await natureOf(tx, prepared, house.decisions),
    date: row.date || undefined,
    contact: row.contact || undefined,
    reference: reference ?? (row.reference || undefined),
    block,
    doubts: [...doubts],
    danger: [...danger],
    same: await same(number, prepared),
  };
}

/** What the tables would advise; nothing for a row that tells nothing that they weigh. */
async function natureOf(
  tx: Tx,
  { kind, danger }: Prepared,
  decisions: DecisionSet,
): Promise<Nature | undefined> {
  if (!kind || kind.sights.length === 0) return undefined;
  const seen = observationsOf(kind, { danger: 'none', hasDangerWords: danger.length > 0 });
  return (await foresee(tx, decisions, seen)).nature;
}

type Comparer = (number: number, prepared: Prepared) => Promise<RowSame[]>;

/** Compares rows among each other, with what was taken in before, and with what the own services have in hand. */
async function makeComparer(tx: Tx, user: UserActor): Promise<Comparer> {
  const person = await personOf(tx, user);
  const earlier = new Map<string, number>();
  const atAddress = new Map<string, Promise<number[]>>();
  if (user.permissions.has('words.search') && user.serviceIds.length > 0) await logSearch(tx, user, 'place');
  return async (number, prepared) => {
    const key = await rowKey(tx, user, prepared);
    const before = earlier.get(key);
    if (before === undefined) earlier.set(key, number);
    const made = await findByKey(tx, key);
    const under =
      prepared.reference === undefined ? [] : await reportsUnderIn(tx, user, person, prepared.reference);
    const { addressId } = prepared;
    if (addressId !== undefined && !atAddress.has(addressId))
      atAddress.set(addressId, openAt(tx, user, addressId));
    const near = (addressId === undefined ? undefined : await atAddress.get(addressId)) ?? [];
    return distinct([
      ...(before === undefined ? [] : [{ by: 'row' as const, number: before }]),
      ...(made ? [{ by: 'list' as const, number: made.number }] : []),
      ...under.map((one) => ({ by: 'reference' as const, number: one })),
      ...near.map((one) => ({ by: 'address' as const, number: one })),
    ]);
  };
}

/** One report is told once, by what says most. */
function distinct(same: readonly RowSame[]): RowSame[] {
  return same.filter(
    ({ by, number }, at) =>
      by === 'row' || same.findIndex((other) => other.by !== 'row' && other.number === number) === at,
  );
}

const SHOWN_AT_ADDRESS = 3;

/** Open reports of the own services at an address: each service by itself, for who may search on addresses. */
async function openAt(tx: Tx, user: UserActor, addressId: string): Promise<number[]> {
  if (!user.permissions.has('words.search')) return [];
  const numbers: number[] = [];
  for (const serviceId of user.serviceIds) {
    const { reports } = await searchReports(
      tx,
      [{ kind: 'services', serviceIds: [serviceId] }],
      { state: 'open', addressIds: [addressId] },
      { order: 'newest', after: undefined, limit: SHOWN_AT_ADDRESS, countUpTo: 0 },
    );
    numbers.push(...reports.map(({ number }) => number));
  }
  return numbers;
}
