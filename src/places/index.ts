import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { areasOf, makeLocator } from './areas.ts';
import { nearestOf } from './find.ts';
import { boundsOf, drawMap, showsHomes, wholeTown, type MapFrame } from './map.ts';
import type { Address, MapView, Municipality, Neighbourhood, PointRd, Rings } from './model.ts';
import * as store from './store.ts';

/** Everything below is public knowledge: names, boundaries and addresses of a municipality. No actor is needed. */
export function allMunicipalities(db: Database): Promise<Municipality[]> {
  return store.allMunicipalities(db);
}

export { setMailAddresses } from './store.ts';

export function getMunicipality(tx: Tx): Promise<Municipality> {
  return once(tx, 'municipality', () => store.getMunicipality(tx));
}

/** The code of the CBS, as at most a minute ago. */
export async function municipalityCode(db: Database, municipalityId: string): Promise<string> {
  const read = async () => (await inTenant(db, municipalityId, store.getMunicipality)).code;
  return remembered(db, { name: `code of ${municipalityId}`, seconds: BOOK_S }, read);
}

export function neighbourhoods(tx: Tx): Promise<Neighbourhood[]> {
  return store.neighbourhoods(tx);
}

const BOOK_S = 60;

/**
 * All addresses, for the form that suggests and recognises them, as they were at most a minute ago. The same list until
 * it is read again; whoever keeps an address looks up its id first.
 */
export function addressBook(db: Database, municipalityId: string): Promise<readonly Address[]> {
  const read = () => inTenant(db, municipalityId, store.addresses);
  return remembered(db, { name: `addresses of ${municipalityId}`, seconds: BOOK_S }, read);
}

export function findAddress(tx: Tx, addressId: string): Promise<Address | undefined> {
  return store.findAddress(tx, addressId);
}

/** Names and boundaries of all neighbourhoods, as they were at most a minute ago. */
export function neighbourhoodBook(
  db: Database,
  municipalityId: string,
): Promise<readonly { id: string; code: string; name: string; rings: Rings }[]> {
  const read = () => inTenant(db, municipalityId, store.neighbourhoodsWithRings);
  return remembered(db, { name: `neighbourhoods of ${municipalityId}`, seconds: BOOK_S }, read);
}

/** The neighbourhood in which a point lies, or the nearest one within the municipality's own reach. */
export async function neighbourhoodAt(tx: Tx, point: PointRd): Promise<string | undefined> {
  const { settings } = await getMunicipality(tx);
  return (await makeLocator(tx, settings))(point);
}

export async function neighbourhoodNameAt(tx: Tx, point: PointRd): Promise<string | undefined> {
  const id = await neighbourhoodAt(tx, point);
  return (await areasOf(tx)).find((one) => one.id === id)?.name;
}

/** The address nearest to a point, when there is one within the distance. */
export async function addressNear(
  db: Database,
  municipalityId: string,
  { point, withinM }: { point: PointRd; withinM: number },
): Promise<string | undefined> {
  return nearestOf(await pointBook(db, municipalityId), point, withinM)?.id;
}

/** The street of the address nearest to a point: where that is, for who knows the town. */
export async function streetNear(
  db: Database,
  municipalityId: string,
  { point, withinM }: { point: PointRd; withinM: number },
): Promise<string | undefined> {
  return nearestOf(await pointBook(db, municipalityId), point, withinM)?.street;
}

/** All addresses with where they lie, as they were at most a minute ago. */
function pointBook(db: Database, municipalityId: string) {
  const read = () => inTenant(db, municipalityId, store.addressPoints);
  return remembered(db, { name: `points of ${municipalityId}`, seconds: BOOK_S }, read);
}

/** Where an address of our own lies. */
export function pointOf(tx: Tx, addressId: string): Promise<PointRd | undefined> {
  return store.pointOf(tx, addressId);
}

/** Where these addresses of our own lie, by their ids. */
export function pointsOf(tx: Tx, addressIds: readonly string[]): Promise<Map<string, PointRd>> {
  return store.pointsOf(tx, addressIds);
}

interface MapLook {
  readonly centre?: PointRd | undefined;
  readonly widthM?: number | undefined;
  /** Height to width. */
  readonly ratio: number;
}

/** What a map shows that looks here: never more than the town, and all of it when nothing is asked. */
export async function mapFrame(tx: Tx, { centre, widthM, ratio }: MapLook): Promise<MapFrame> {
  const whole = wholeTown(await areasOf(tx), ratio);
  const width = Math.min(widthM ?? whole.widthM, whole.widthM);
  return { centre: centre ?? whole.centre, widthM: width, heightM: width * ratio };
}

/** A map of the town, or of the part of it around a point. */
export async function townMap(tx: Tx, look: MapLook): Promise<MapView> {
  const frame = await mapFrame(tx, look);
  const homes = showsHomes(frame) ? await store.homesWithin(tx, boundsOf(frame)) : [];
  return drawMap({ areas: await areasOf(tx), homes }, frame);
}

export { addressesNamed, findAddresses } from './find.ts';
export { boundsAround } from './map.ts';
export { askRegister } from './register.ts';
export { verifyPlaces } from './verify.ts';
