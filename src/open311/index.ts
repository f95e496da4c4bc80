import { rdPoint } from '@wijkverbond/core/spatial';
import { inTenant, type Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { addressBook, addressNear, boundsAround, findAddresses, neighbourhoodBook } from '../places/index.ts';
import type { PointRd, Rings } from '../places/model.ts';
import type { Actor } from '../people/model.ts';
import { reportsOfPlaces, submitByClient, type IntakeSubscriber, type Receipt } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import type { Categories, NewRequest, PublicRequest } from './model.ts';
import { listedOf } from './listed.ts';
import { categoryOf, cellOf, periodOf } from './rules.ts';
import * as store from './store.ts';

export { publicNearby } from './nearby.ts';
export { publicMap } from './map.ts';

const REQUESTS_MAX = 1000;
const LOOKED_THROUGH_MAX = 5000;
/** Of these so many are read at once, until there are enough: a few more than that, for nearly all are listed. */
const AT_ONCE = 1100;
/** A place farther from every address is not in this municipality, as far as we know. */
const ADDRESS_WITHIN_M = 250;
const LONG_AGO = new Date('2000-01-01T00:00:00Z');

export { loadCategories } from './categories.ts';
export { categoriesOf, categoryWords, saveCategoryWords } from './category-words.ts';

export interface RequestsQuery {
  readonly numbers?: readonly number[] | undefined;
  readonly serviceCode?: string | undefined;
  readonly status?: 'open' | 'closed' | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

/**
 * What everybody may see: reports of things in public space, without words, contact details or a house. No actor is
 * needed, because nothing else can come out.
 */
export async function publicRequests(
  db: Database,
  municipalityId: string,
  categories: Categories,
  query: RequestsQuery,
): Promise<PublicRequest[]> {
  const book = await neighbourhoodBook(db, municipalityId);
  return inTenant(db, municipalityId, async (tx) => {
    const asked = periodOf({ from: query.from, until: query.until }, tx.now);
    // who names a number wants that one, however long ago it was
    const period = query.numbers ? { from: LONG_AGO, until: new Date(tx.now.getTime() + 1) } : asked;
    const { numbers, status } = query;
    const near = nearOf(book);
    const found: PublicRequest[] = [];
    let last: Report | undefined;
    for (let seen = 0; seen < LOOKED_THROUGH_MAX && found.length < REQUESTS_MAX; seen += AT_ONCE) {
      const wanted = { ...period, numbers, status, nature: 'public-space', before: last, limit: AT_ONCE };
      const reports = await reportsOfPlaces(tx, wanted);
      const listed = await listedOf(tx, reports, categories);
      const ids = listed.map(({ id }) => id);
      const choices = await store.choicesOf(tx, ids);
      const requests = listed
        .map((report) => publicRequest(report, { choice: choices.get(report.id), near, categories }))
        .filter(({ category: { code, shown } }) => shown && (query.serviceCode ?? code) === code);
      found.push(...requests);
      last = reports.at(-1);
      if (reports.length < AT_ONCE) break;
    }
    return found.slice(0, REQUESTS_MAX);
  });
}

interface Neighbourhood {
  readonly name: string;
  readonly middle: PointRd;
}

/** The name and the middle of each neighbourhood, reckoned once. */
function nearOf(
  book: readonly { readonly id: string; readonly name: string; readonly rings: Rings }[],
): ReadonlyMap<string, Neighbourhood> {
  return new Map(book.map(({ id, name, rings }) => [id, { name, middle: middleOf(rings) }]));
}

interface Known {
  readonly choice: store.Choice | undefined;
  readonly near: ReadonlyMap<string, Neighbourhood>;
  readonly categories: Categories;
}

function publicRequest(report: Report, { choice, near, categories }: Known): PublicRequest {
  const neighbourhood = near.get(report.neighbourhoodId ?? '');
  return {
    number: report.number,
    isOpen: report.status !== 'closed',
    category: categoryOf(choice?.code, categories),
    requestedAt: report.receivedAt,
    updatedAt: report.changedAt,
    neighbourhood: neighbourhood?.name,
    near: choice?.cell ?? neighbourhood?.middle,
  };
}

/** The middle of the box around a neighbourhood, rounded to its square. */
function middleOf(rings: Rings): PointRd {
  const { leftM, rightM, bottomM, topM } = boundsAround(rings);
  return cellOf({ xM: (leftM + rightM) / 2, yM: (bottomM + topM) / 2 });
}

export interface RequestPost {
  readonly request: NewRequest;
  readonly language: 'nl' | 'en';
  readonly idempotencyKey: string;
}

/** Takes a request in as a report about a place: weighed, owned and offered as every other. */
export async function makeRequest(
  db: Database,
  actor: Actor,
  { request, language, idempotencyKey }: RequestPost,
  onReceived: IntakeSubscriber,
): Promise<Outcome<Receipt>> {
  const place = await placeOf(db, actor.municipalityId, request);
  if (!place.ok) return place;
  const { category, contact, description } = request;
  const submission = {
    language,
    observations: { danger: { kind: 'none' as const }, sights: category.sights, about: 'place' as const },
    story:
      description === undefined ? category.name[language] : `${category.name[language]}\n\n${description}`,
    addressId: place.value.addressId,
    contact,
  };
  return submitByClient(
    db,
    actor,
    { scope: 'open311', submission, idempotencyKey },
    async (tx, report, just) => {
      await onReceived(tx, report, just);
      await store.insertChoice(tx, report.id, { code: category.code, cell: place.value.cell });
    },
  );
}

async function placeOf(
  db: Database,
  municipalityId: string,
  { latDeg, lonDeg, addressId, addressText }: NewRequest,
): Promise<Outcome<{ addressId: string; cell: PointRd | undefined }>> {
  if (addressId !== undefined) return ok({ addressId, cell: undefined });
  if (latDeg !== undefined && lonDeg !== undefined) {
    const point = rdPoint({ latDeg, lonDeg });
    const near = point && (await addressNear(db, municipalityId, { point, withinM: ADDRESS_WITHIN_M }));
    return point && near
      ? ok({ addressId: near, cell: cellOf(point) })
      : refuse('place-unknown', { pointer: 'lat' });
  }
  if (addressText === undefined) return refuse('field-missing', { pointer: 'lat' });
  const found = findAddresses(await addressBook(db, municipalityId), addressText, 2);
  const [only] = found;
  if (only && found.length === 1) return ok({ addressId: only.id, cell: undefined });
  return refuse(only ? 'place-ambiguous' : 'place-unknown', { pointer: 'address_string' });
}
