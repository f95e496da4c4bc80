import { anyOf, on, type Tx } from '../kit/db.ts';
import type { Complex, PointRd } from './model.ts';
import type { PlacesTables } from './store.ts';

const COMPLEX = ['id', 'name', 'code', 'party_id', 'neighbourhood_id'] as const;

export async function complexes(tx: Tx): Promise<Complex[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('complex')
    .select(COMPLEX)
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('complex.name')
    .orderBy('complex.id')
    .execute();
  return rows.map(complexFromRow);
}

export async function findComplex(tx: Tx, complexId: string): Promise<Complex | undefined> {
  const row = await on<PlacesTables>(tx)
    .selectFrom('complex')
    .select(COMPLEX)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', complexId)
    .executeTakeFirst();
  return row && complexFromRow(row);
}

function complexFromRow(row: Pick<PlacesTables['complex'], (typeof COMPLEX)[number]>): Complex {
  return {
    id: row.id,
    name: row.name,
    code: row.code ?? undefined,
    partyId: row.party_id,
    neighbourhoodId: row.neighbourhood_id,
  };
}

export async function addressesIn(tx: Tx, complexId: string): Promise<string[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select('id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('complex_id', '=', complexId)
    .execute();
  return rows.map(({ id }) => id);
}

/** The middle of its front doors, in metres RD; undefined when it has none. */
export async function middleOf(tx: Tx, complexId: string): Promise<PointRd | undefined> {
  const row = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(({ fn }) => [fn.avg<number | null>('x_m').as('xM'), fn.avg<number | null>('y_m').as('yM')])
    .where('municipality_id', '=', tx.municipalityId)
    .where('complex_id', '=', complexId)
    .executeTakeFirst();
  const { xM = null, yM = null } = row ?? {};
  return xM === null || yM === null ? undefined : { xM, yM };
}

/** Addresses that say to lie in a complex that this municipality does not have. */
export async function strayAddresses(tx: Tx): Promise<{ id: string; complexId: string | null }[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .leftJoin('complex', (join) =>
      join
        .onRef('complex.municipality_id', '=', 'address.municipality_id')
        .onRef('complex.id', '=', 'address.complex_id'),
    )
    .select(['address.id', 'address.complex_id'])
    .where('address.municipality_id', '=', tx.municipalityId)
    .where('address.complex_id', 'is not', null)
    .where('complex.id', 'is', null)
    .execute();
  return rows.map((row) => ({ id: row.id, complexId: row.complex_id }));
}

export async function insertComplex(tx: Tx, complex: Complex): Promise<void> {
  await on<PlacesTables>(tx)
    .insertInto('complex')
    .values({
      municipality_id: tx.municipalityId,
      id: complex.id,
      party_id: complex.partyId,
      ...told(complex),
    })
    .execute();
}

/** Who manages it stays: with another organisation it is another complex. */
export async function updateComplex(tx: Tx, complex: Complex): Promise<void> {
  await on<PlacesTables>(tx)
    .updateTable('complex')
    .set(told(complex))
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', complex.id)
    .execute();
}

function told({ name, code, neighbourhoodId }: Complex) {
  return { name, code: code ?? null, neighbourhood_id: neighbourhoodId };
}

/** Puts addresses in a complex, out of any other; with null in none. */
export async function moveAddresses(
  tx: Tx,
  addressIds: readonly string[],
  complexId: string | null,
): Promise<void> {
  if (addressIds.length === 0) return;
  await on<PlacesTables>(tx)
    .updateTable('address')
    .set({ complex_id: complexId })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', anyOf(addressIds))
    .execute();
}
