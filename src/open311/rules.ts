import type { Refusal } from '../kit/outcome.ts';
import type { Observations } from '../reports/model.ts';
import type { TriageAdvice } from '../triage/model.ts';
import type { Categories, Category, CategoryWords } from './model.ts';

const DAY_MS = 86_400_000;
const SPAN_DAYS = 90;
const CELL_M = 100;

/**
 * Whether everybody may see that this report exists. All of it has to hold: it is about a place, no danger was seen or
 * feared, the tables call it public space, and nothing was seen but what a category names. A worry about a person can
 * not pass, whatever a municipality's tables make of it.
 */
export function isListed(
  observations: Observations,
  advice: Pick<TriageAdvice, 'nature' | 'danger' | 'show112' | 'askGp'>,
  categories: Categories,
): boolean {
  return (
    isOfPublicSpace(observations, categories) &&
    advice.danger === 'none' &&
    advice.nature === 'public-space' &&
    !advice.show112 &&
    !advice.askGp
  );
}

/** As far as the answers go: about a place, no danger, and nothing seen but what a category names. */
export function isOfPublicSpace(observations: Observations, categories: Categories): boolean {
  return (
    observations.about === 'place' &&
    observations.danger.kind === 'none' &&
    categories.some((category) => saysTheSame(category, observations))
  );
}

function saysTheSame({ sights }: Category, seen: Observations): boolean {
  return seen.sights.length > 0 && seen.sights.every((sight) => sights.includes(sight));
}

/** The category that was chosen; for what came in by our own form, or was chosen from an older list, the general one. */
export function categoryOf(code: string | undefined, categories: Categories): Category {
  const found =
    categories.find((category) => category.code === code) ?? categories.find(({ general }) => general);
  if (!found) throw new Error('expected a general category, found none');
  return found;
}

/** What everybody reads of a kind. Undefined for what came in without one and has no name of the municipality's own. */
export function kindOf({ general, named, name }: Category, language: 'nl' | 'en'): string | undefined {
  return general && !named ? undefined : name[language];
}

/** The categories as a municipality has them; one that is no longer in the file is left out. */
export function withWords(house: Categories, words: CategoryWords | undefined): Categories {
  return house.map((category) => {
    const { name, shown = category.shown } = words?.[category.code] ?? {};
    return name ? { ...category, shown, name, named: true } : { ...category, shown };
  });
}

/** How a municipality fills the form in: each category has a name in both languages, and is shown or not. */
export type CategoriesTyped = ReadonlyMap<string, Pick<Category, 'name' | 'shown'>>;

/** What is other than the house has it; undefined when nothing is, so that a later house text reaches here too. */
export function changedWords(house: Categories, typed: CategoriesTyped): CategoryWords | undefined {
  const changed = house.flatMap(({ code, name, shown }): [string, CategoryWords[string]][] => {
    const now = typed.get(code) ?? { name, shown };
    const isOther = now.name.nl !== name.nl || now.name.en !== name.en;
    if (!isOther && now.shown === shown) return [];
    return [[code, { ...(isOther && { name: now.name }), ...(now.shown !== shown && { shown: now.shown }) }]];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** Two kinds with one name cannot be told apart in a list. */
export function nameFaults(typed: CategoriesTyped): Refusal[] {
  return (['nl', 'en'] as const).flatMap((language) => {
    const seen = new Set<string>();
    return [...typed].flatMap(([code, { name }]) => {
      const said = name[language].toLowerCase();
      if (!seen.has(said)) {
        seen.add(said);
        return [];
      }
      return [{ code: 'category-name-same', pointer: `${language}-${code}` }];
    });
  });
}

/** The period to look in: as asked, and at most 90 days; without a question the last 90. */
export function periodOf(
  { from, until }: { from: Date | undefined; until: Date | undefined },
  now: Date,
): { from: Date; until: Date } {
  const span = SPAN_DAYS * DAY_MS;
  if (from === undefined) {
    const end = until ?? new Date(now.getTime() + 1);
    return { from: new Date(end.getTime() - span), until: end };
  }
  const end = Math.min(until?.getTime() ?? Number.POSITIVE_INFINITY, from.getTime() + span);
  return { from, until: new Date(end) };
}

/** The middle of the hundred-metre square around a point: near enough to find a lantern, too far to name a house. */
export function cellOf({ xM, yM }: { xM: number; yM: number }): { xM: number; yM: number } {
  const middle = (metres: number) => Math.floor(metres / CELL_M) * CELL_M + CELL_M / 2;
  return { xM: middle(xM), yM: middle(yM) };
}
