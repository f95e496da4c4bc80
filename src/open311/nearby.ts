import { inTenant } from '../kit/db.ts';
import { pointOfPlace, streetNear } from '../places/index.ts';
import type { PointRd } from '../places/model.ts';
import { openAround, type PublicNearby } from '../reports/index.ts';
import type { PublicReport, Report } from '../reports/model.ts';
import { listedOf } from './listed.ts';
import type { Categories, Category } from './model.ts';
import { categoryOf, isOfPublicSpace, kindOf } from './rules.ts';
import { categoriesIn } from './category-words.ts';
import * as store from './store.ts';

const SHOWN_MAX = 5;
const LOOKED_THROUGH_MAX = 100;
/** A square without an address within this distance of its middle lies in no street. */
const STREET_WITHIN_M = 150;

/**
 * What is open in public space in the square of a hundred metres of a place and the eight around it, for who is about to
 * report it again. Distances are those of squares, so that who tries many points finds no house.
 */
export function publicNearby(house: Categories): PublicNearby {
  return async (db, { municipalityId, language, observations, place }) => {
    if (!isOfPublicSpace(observations, house)) return [];
    const found = await inTenant(db, municipalityId, async (tx) => {
      const at = await pointOfPlace(tx, place);
      if (!at) return [];
      const categories = await categoriesIn(tx, house);
      const around = await openAround(tx, at, { nature: 'public-space', limit: LOOKED_THROUGH_MAX });
      const listed = await listedOf(
        tx,
        around.map(({ report }) => report),
        categories,
      );
      const choices = await store.choicesOf(
        tx,
        listed.map(({ id }) => id),
      );
      return around
        .filter(({ report }) => listed.includes(report))
        .map(({ report, middle }) => {
          const choice = choices.get(report.id);
          return { report, near: choice?.cell ?? middle, category: categoryOf(choice?.code, categories) };
        })
        .filter(({ category }) => category.shown)
        .toSorted((one, other) => distanceM(at, one.near) - distanceM(at, other.near))
        .slice(0, SHOWN_MAX);
    });
    return Promise.all(
      found.map(async ({ report, near, category }) => ({
        ...told(report, category, language),
        street: await streetNear(db, municipalityId, { point: near, withinM: STREET_WITHIN_M }),
      })),
    );
  };
}

function told(report: Report, category: Category, language: 'nl' | 'en'): Omit<PublicReport, 'street'> {
  const { id, number, receivedAt, status } = report;
  return { id, number, kind: kindOf(category, language), receivedAt, isInHand: status === 'accepted' };
}

function distanceM(one: PointRd, other: PointRd): number {
  return Math.hypot(one.xM - other.xM, one.yM - other.yM);
}
