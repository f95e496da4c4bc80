import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, refuseAll, type Outcome } from '../kit/outcome.ts';
import { ownWords } from '../kit/own-words.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { loadCategories } from './categories.ts';
import { CategoryWords, type Categories } from './model.ts';
import { changedWords, nameFaults, withWords, type CategoriesTyped } from './rules.ts';
import type { CategoryWordsView } from './wire.ts';

/** So many versions are shown; all of them stay. */
const HISTORY_MOST = 50;

const kept = ownWords('category_words', CategoryWords);

/** The categories of the house as this municipality names and shows them. */
export async function categoriesIn(tx: Tx, house: Categories = loadCategories()): Promise<Categories> {
  return withWords(house, (await kept.newest(tx))?.words);
}

export async function categoriesOf(db: Database, municipalityId: string): Promise<Categories> {
  return inTenant(db, municipalityId, (tx) => categoriesIn(tx));
}

/** What everybody reads of each category, what the house says, and what was changed. */
export async function categoryWords(db: Database, actor: Actor): Promise<Outcome<CategoryWordsView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const versions = await kept.versions(tx, { limit: HISTORY_MOST });
    const names = await userNames(tx);
    const house = loadCategories();
    const own = withWords(house, versions[0]?.words);
    return ok({
      version: versions[0]?.version ?? 0,
      isOwn: versions[0]?.words !== undefined,
      categories: house.map(({ code, name, general }, at) => ({
        code,
        house: name,
        isGeneral: general,
        name: own[at]?.name ?? name,
        shown: own[at]?.shown ?? false,
      })),
      history: versions.map(({ version, at, byId, words }) => ({
        version,
        at,
        actorName: names.get(byId),
        changed: changesIn(house, words ?? {}),
      })),
    });
  });
}

/** In the order of the form; what is no longer there comes last. */
function changesIn(house: Categories, words: CategoryWords): CategoryWordsView['history'][number]['changed'] {
  const known = house.map(({ code }) => code);
  const gone = Object.keys(words).filter((code) => !known.includes(code));
  return [...known, ...gone].flatMap((code) => {
    const change = words[code];
    return change ? [{ code, house: house.find((one) => one.code === code)?.name, ...change }] : [];
  });
}

/** `version` is what the form was made from. What is as the house has it is not kept, and follows the house. */
export async function saveCategoryWords(
  db: Database,
  actor: Actor,
  { version, typed }: { version: number; typed: CategoriesTyped },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const faults = nameFaults(typed);
  if (faults.length > 0) return refuseAll(faults);
  const byId = user.value.userId;
  const words = changedWords(loadCategories(), typed);
  return inTenant(db, actor.municipalityId, async (tx) => {
    const isSaved = await kept.save(tx, { version, byId, words });
    return isSaved ? ok(true) : refuse('category-names-changed');
  });
}
