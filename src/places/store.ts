import { sql, type Kysely } from 'kysely';
import { on, type Database, type Tx } from '../kit/db.ts';
import {
  MunicipalitySettings,
  Rings,
  type Address,
  type Bounds,
  type MailAddress,
  type Municipality,
  type Neighbourhood,
  type PointRd,
} from './model.ts';

const HOMES_MOST = 4000;

export interface PlacesTables {
  municipality: {
    municipality_id: string;
    slug: string;
    name: string;
    code: string;
    coordinator_id: string;
    manager_id: string;
    desk_service_id: string;
    settings: unknown;
  };
  district: { municipality_id: string; id: string; code: string; name: string };
  neighbourhood: {
    municipality_id: string;
    id: string;
    district_id: string;
    code: string;
    name: string;
    rings: unknown;
  };
  address: {
    municipality_id: string;
    id: string;
    neighbourhood_id: string;
    street: string;
    house_number: string;
    postcode: string;
    x_m: number;
    y_m: number;
    complex_id: string | null;
  };
  complex: {
    municipality_id: string;
    id: string;
    name: string;
    code: string | null;
    party_id: string;
    neighbourhood_id: string;
  };
}

export async function allMunicipalities(db: Database): Promise<Municipality[]> {
  const kysely = db as Kysely<PlacesTables>;
  const rows = await kysely.selectFrom('municipality').selectAll().orderBy('municipality.name').execute();
  return rows.map(municipalityFromRow);
}

/** Needs the owner's connection: the application may read the rules of a municipality and nothing more. */
export async function setMailAddresses(
  db: Database,
  municipalityId: string,
  addresses: readonly MailAddress[],
): Promise<void> {
  const settings = JSON.stringify({ mailAddresses: addresses });
  await sql`update municipality set settings = settings || ${settings}::jsonb where municipality_id = ${municipalityId}`.execute(
    db,
  );
}

export async function getMunicipality(tx: Tx): Promise<Municipality> {
  const row = await on<PlacesTables>(tx)
    .selectFrom('municipality')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .executeTakeFirstOrThrow();
  return municipalityFromRow(row);
}

function municipalityFromRow(row: PlacesTables['municipality']): Municipality {
  return {
    id: row.municipality_id,
    slug: row.slug,
    name: row.name,
    code: row.code,
    coordinatorId: row.coordinator_id,
    managerId: row.manager_id,
    deskServiceId: row.desk_service_id,
    settings: MunicipalitySettings.parse(row.settings),
  };
}

export async function neighbourhoods(tx: Tx): Promise<Neighbourhood[]> {
  return on<PlacesTables>(tx)
    .selectFrom('neighbourhood')
    .select(['id', 'code', 'name'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('neighbourhood.name')
    .execute();
}

const ADDRESS = ['id', 'neighbourhood_id', 'street', 'house_number', 'postcode', 'complex_id'] as const;

export async function addresses(tx: Tx): Promise<Address[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(ADDRESS)
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('address.street')
    .orderBy('address.id')
    .execute();
  return rows.map(addressFromRow);
}

export async function findAddress(tx: Tx, addressId: string): Promise<Address | undefined> {
  const row = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(ADDRESS)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', addressId)
    .executeTakeFirst();
  return row && addressFromRow(row);
}

export async function addressPoints(
  tx: Tx,
): Promise<{ id: string; neighbourhoodId: string; street: string; point: PointRd }[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(['id', 'neighbourhood_id', 'street', 'x_m', 'y_m'])
    .where('municipality_id', '=', tx.municipalityId)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    neighbourhoodId: row.neighbourhood_id,
    street: row.street,
    point: { xM: row.x_m, yM: row.y_m },
  }));
}

export async function pointOf(tx: Tx, addressId: string): Promise<PointRd | undefined> {
  const row = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(['x_m', 'y_m'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', addressId)
    .executeTakeFirst();
  return row && { xM: row.x_m, yM: row.y_m };
}

/** Where these addresses of our own lie. */
export async function pointsOf(tx: Tx, addressIds: readonly string[]): Promise<Map<string, PointRd>> {
  if (addressIds.length === 0) return new Map();
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(['id', 'x_m', 'y_m'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', 'in', [...addressIds])
    .execute();
  return new Map(rows.map((row) => [row.id, { xM: row.x_m, yM: row.y_m }]));
}

/** The homes in a piece of the town, no more than a map can show. */
export async function homesWithin(
  tx: Tx,
  { leftM, rightM, bottomM, topM }: Bounds,
): Promise<{ street: string; point: PointRd }[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('address')
    .select(['street', 'x_m', 'y_m'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('x_m', '>=', leftM)
    .where('x_m', '<=', rightM)
    .where('y_m', '>=', bottomM)
    .where('y_m', '<=', topM)
    .orderBy('address.id')
    .limit(HOMES_MOST)
    .execute();
  return rows.map((row) => ({ street: row.street, point: { xM: row.x_m, yM: row.y_m } }));
}

function addressFromRow(row: Pick<PlacesTables['address'], (typeof ADDRESS)[number]>): Address {
  return {
    id: row.id,
    neighbourhoodId: row.neighbourhood_id,
    street: row.street,
    houseNumber: row.house_number,
    postcode: row.postcode,
    complexId: row.complex_id ?? undefined,
  };
}

/** Every neighbourhood with its name and polygon in metres RD, in the order of their codes. */
export async function neighbourhoodsWithRings(
  tx: Tx,
): Promise<{ id: string; code: string; name: string; rings: Rings }[]> {
  const rows = await on<PlacesTables>(tx)
    .selectFrom('neighbourhood')
    .select(['id', 'code', 'name', 'rings'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('neighbourhood.code')
    .execute();
  return rows.map(({ rings, ...names }) => ({ ...names, rings: Rings.parse(rings) }));
}
