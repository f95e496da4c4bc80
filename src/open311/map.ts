import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { remembered } from '../kit/memory.ts';
import { looksOf, lookWithin, neighbourhoodFinder, streetNear, townMap } from '../places/index.ts';
import type { MapLook, PointRd } from '../places/model.ts';
import { placedSince } from '../reports/index.ts';
import { categoriesIn } from './category-words.ts';
import { listedOf } from './listed.ts';
import { inFrame, isWanted, MAP_RATIO, stillShown } from './map-rules.ts';
import { MAP_DAYS, type PublicMapView, type PublicShown } from './map-wire.ts';
import type { Categories, PublicMapQuestion, PublicPlace } from './model.ts';
import { categoryOf, kindOf } from './rules.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** So long one reading of the map serves everybody who asks. */
const FRESH_S = 20;
const LOOKED_THROUGH_MAX = 3000;
const ON_MAP_MOST = 600;
/** More than this would be most of the page. */
const HOMES_MOST = 250;
const STREET_WITHIN_M = 150;
/** From here on the middle of the map is a place that somebody can point out. */
const POINTED_WITHIN_M = 600;

/** What stands on the public map, for everybody the same: the rule of Open311, each by its square of a hundred metres. */
export async function publicPlaces(tx: Tx, categories: Categories): Promise<PublicPlace[]> {
  const since = new Date(tx.now.getTime() - Math.max(...MAP_DAYS) * DAY_MS);
  const found = await placedSince(tx, { nature: 'public-space', since, limit: LOOKED_THROUGH_MAX });
  const listed = new Set(
    await listedOf(
      tx,
      found.map(({ report }) => report),
      categories,
    ),
  );
  const shown = found.filter(({ report }) => listed.has(report));
  const choices = await store.choicesOf(
    tx,
    shown.map(({ report }) => report.id),
  );
  const neighbourhoodOf = await neighbourhoodFinder(tx);
  return shown
    .map(({ report, middle }): PublicPlace => {
      const choice = choices.get(report.id);
      const near = choice?.cell ?? middle;
      return {
        category: categoryOf(choice?.code, categories),
        isOpen: report.status !== 'closed',
        isInHand: report.status === 'accepted',
        receivedAt: report.receivedAt,
        closedAt: report.closedAt ?? undefined,
        near,
        // by the square, and not by the report: at a boundary both together would tell more
        neighbourhoodId: neighbourhoodOf(near),
      };
    })
    .filter((place) => place.category.shown && stillShown(place, tx.now));
}

export interface PublicMapWish extends PublicMapQuestion {
  readonly language: 'nl' | 'en';
  readonly look: MapLook | undefined;
}

/** The public map as somebody wants to see it. No actor is needed, because nothing else can come out. */
export async function publicMap(
  db: Database,
  municipalityId: string,
  wish: PublicMapWish,
): Promise<PublicMapView> {
  const { all, categories } = await remembered(
    db,
    { name: `public map of ${municipalityId}`, seconds: FRESH_S },
    () =>
      inTenant(db, municipalityId, async (tx) => {
        const own = await categoriesIn(tx);
        return { categories: own, all: await publicPlaces(tx, own) };
      }),
  );
  return inTenant(db, municipalityId, async (tx) => {
    const areas = await looksOf(tx, MAP_RATIO);
    const chosen = areas.find(({ id }) => id === wish.neighbourhoodId)?.look;
    const look = await lookWithin(tx, wish.look ?? chosen, MAP_RATIO);
    const whole = await lookWithin(tx, undefined, MAP_RATIO);
    const wanted = all.filter((place) => isWanted(place, wish, tx.now));
    const inView = wanted.filter(({ near }) => inFrame(near, look));
    const map = await townMap(tx, { ...look, ratio: MAP_RATIO });
    return {
      // far off they are many, and say nothing of what is broken
      map: map.homes.length > HOMES_MOST ? { ...map, homes: [] } : map,
      look,
      isWhole: look.widthM >= whole.widthM,
      shown: await told(db, municipalityId, { places: inView.slice(0, ON_MAP_MOST), wish }),
      outside: wanted.length - inView.length,
      isCut: inView.length > ON_MAP_MOST,
      kinds: categories
        .filter(({ shown }) => shown)
        .map(({ code, name }) => ({ code, name: name[wish.language] })),
      areas,
      ...(look.widthM <= POINTED_WITHIN_M ? { place: placeText(look.centre) } : {}),
    };
  });
}

function placeText({ xM, yM }: PointRd): string {
  return `${Math.round(xM)},${Math.round(yM)}`;
}

/** Each by its kind, its street and its days. A street is asked once for each square. */
async function told(
  db: Database,
  municipalityId: string,
  { places, wish: { language } }: { places: readonly PublicPlace[]; wish: PublicMapWish },
): Promise<PublicShown[]> {
  const streets = new Map<string, Promise<string | undefined>>();
  const streetOf = (point: PointRd) => {
    const key = placeText(point);
    const known = streets.get(key) ?? streetNear(db, municipalityId, { point, withinM: STREET_WITHIN_M });
    streets.set(key, known);
    return known;
  };
  return Promise.all(
    places.map(async ({ category, near, receivedAt, closedAt, isInHand }) => ({
      kind: kindOf(category, language),
      icon: category.icon,
      street: await streetOf(near),
      receivedAt,
      closedAt,
      isInHand,
      point: near,
    })),
  );
}
