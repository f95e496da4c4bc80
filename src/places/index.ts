import { inTenant, once, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { areasOf, makeLocator } from './areas.ts';
import { nearestOf } from './find.ts';
import { boundsOf, drawMap, innerPoint, lookAround, showsHomes, wholeTown, type MapFrame } from './map.ts';
import type {
  Address,
  Complex,
  LookAt,
  MapLook,
  MapView,
  Municipality,
  Neighbourhood,
  PlaceNames,
  PointRd,
  Rings,
  Spot,
} from './model.ts';
import * as complexStore from './complex-store.ts';
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
  return once(tx, 'neighbourhoods', () => store.neighbourhoods(tx));
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

/** All complexes by name, as they were at most a minute ago; whoever keeps one looks it up first. */
export function complexBook(db: Database, municipalityId: string): Promise<readonly Complex[]> {
  const read = () => inTenant(db, municipalityId, complexStore.complexes);
  return remembered(db, { name: `complexes of ${municipalityId}`, seconds: BOOK_S }, read);
}

export function complexes(tx: Tx): Promise<Complex[]> {
  return complexStore.complexes(tx);
}

export function findComplex(tx: Tx, complexId: string): Promise<Complex | undefined> {
  return complexStore.findComplex(tx, complexId);
}

/** The addresses that lie in a complex. */
export function addressesIn(tx: Tx, complexId: string): Promise<string[]> {
  return complexStore.addressesIn(tx, complexId);
}

/** A place of our own: an address, or a complex without one. */
interface OwnPlace {
  readonly addressId?: string | undefined;
  readonly complexId?: string | undefined;
}

/** What a place of our own is called: its address, and the complex in which that lies or that was told without one. */
export async function namesOfPlace(
  tx: Tx,
  { addressId, complexId, inside }: OwnPlace & Pick<PlaceNames, 'inside'>,
): Promise<PlaceNames> {
  const address = addressId === undefined ? undefined : await findAddress(tx, addressId);
  const lies = address?.complexId ?? complexId;
  const complex = lies === undefined ? undefined : await findComplex(tx, lies);
  return { address: address && addressText(address), complex: complex?.name, inside };
}

function addressText({ street, houseNumber, postcode }: Address): string {
  return `${street} ${houseNumber}, ${postcode}`;
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
  return (await neighbourhoodFinder(tx))(point);
}

/** The same for many points. */
export async function neighbourhoodFinder(tx: Tx): Promise<(point: PointRd) => string | undefined> {
  const { settings } = await getMunicipality(tx);
  return makeLocator(tx, settings);
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

/** Where something lies: by its point, else its address, else the middle of its complex; undefined when nobody knows. */
export async function pointOfPlace(
  tx: Tx,
  { spot, addressId, complexId }: OwnPlace & { readonly spot?: Pick<Spot, 'point'> | undefined },
): Promise<PointRd | undefined> {
  if (spot) return spot.point;
  if (addressId !== undefined) return pointOf(tx, addressId);
  return complexId === undefined ? undefined : complexStore.middleOf(tx, complexId);
}

/** Where these addresses of our own lie, by their ids. */
export function pointsOf(tx: Tx, addressIds: readonly string[]): Promise<Map<string, PointRd>> {
  return store.pointsOf(tx, addressIds);
}

interface MapWish {
  readonly centre?: PointRd | undefined;
  readonly widthM?: number | undefined;
  /** Height to width. */
  readonly ratio: number;
}

/** What a map shows that looks here: never more than the town, and all of it when nothing is asked. */
export async function mapFrame(tx: Tx, { centre, widthM, ratio }: MapWish): Promise<MapFrame> {
  const whole = wholeTown(await areasOf(tx), ratio);
  const width = Math.min(widthM ?? whole.widthM, whole.widthM);
  return { centre: centre ?? whole.centre, widthM: width, heightM: width * ratio };
}

/** Nearer than this a map shows nothing that it did not show before. */
const NEAREST_M = 300;

/** The look that was asked for, kept within the town; all of it when none was. */
export async function lookWithin(tx: Tx, asked: MapLook | undefined, ratio: number): Promise<MapLook> {
  const { centre, widthM, heightM } = wholeTown(await areasOf(tx), ratio);
  if (!asked) return { centre, widthM };
  const within = (value: number, middle: number, lengthM: number) =>
    Math.min(middle + lengthM / 2, Math.max(middle - lengthM / 2, value));
  return {
    centre: {
      xM: within(asked.centre.xM, centre.xM, widthM),
      yM: within(asked.centre.yM, centre.yM, heightM),
    },
    widthM: Math.min(widthM, Math.max(NEAREST_M, asked.widthM)),
  };
}

/** Every neighbourhood as somewhere to look at, by name. */
export async function looksOf(tx: Tx, ratio: number): Promise<LookAt[]> {
  return (await areasOf(tx))
    .map((area) => ({
      id: area.id,
      name: area.name,
      middle: innerPoint(area),
      look: lookAround(area, { ratio, leastM: NEAREST_M }),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'nl'));
}

/** A map of the town, or of the part of it around a point. */
export async function townMap(tx: Tx, look: MapWish): Promise<MapView> {
  const frame = await mapFrame(tx, look);
  const homes = showsHomes(frame) ? await store.homesWithin(tx, boundsOf(frame)) : [];
  return drawMap({ areas: await areasOf(tx), homes }, frame);
}

export { COLUMNS as COMPLEX_COLUMNS } from './complex-rules.ts';
export { importComplexes } from './complex-import.ts';
export { complexChoices } from './complex-choices.ts';
export { addressesNamed, complexesNamed, findAddresses } from './find.ts';
export { boundsAround } from './map.ts';
export { askRegister } from './register.ts';
export { verifyPlaces } from './verify.ts';
