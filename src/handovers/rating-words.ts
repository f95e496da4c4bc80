import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { ownWords } from '../kit/own-words.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { countRatingsByWords } from '../reports/counts.ts';
import { COUNT_MIN } from './figure-rules.ts';
import { RatingWords } from './model.ts';
import type { RatingWordsView } from './rating-wire.ts';

const kept = ownWords('rating_words', RatingWords);

/** So many versions are shown; all of them stay. */
const HISTORY_MOST = 50;

/** How reporters are asked whether it went well, and what that was in the past. */
export async function ratingWords(db: Database, actor: Actor): Promise<Outcome<RatingWordsView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const versions = await kept.versions(tx, { limit: HISTORY_MOST });
    const names = await userNames(tx);
    const counts = await countRatingsByWords(tx);
    const countedOf = (version: number) => {
      const under = counts.filter((each) => each.version === version);
      const answered = sum(under);
      if (answered < COUNT_MIN) return undefined;
      return { answered, good: sum(under.filter(({ rating }) => rating === 'good')) };
    };
    const [newest] = versions;
    const history: RatingWordsView['history'] = versions.map(({ version, at, byId, words }) => ({
      version,
      at,
      actorName: names.get(byId),
      words,
      counted: countedOf(version),
    }));
    return ok({
      version: newest?.version ?? 0,
      words: newest?.words,
      reasons: (newest?.words?.nl.reasons ?? []).map((_, at) => {
        const under = counts.filter(
          ({ version, reason }) => version === newest?.version && reason === at + 1,
        );
        return sum(under) < COUNT_MIN ? undefined : sum(under);
      }),
      houseCounted: countedOf(0),
      history,
    });
  });
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** `version` is what the form was made from; without words the house's hold again. */
export async function saveRatingWords(
  db: Database,
  actor: Actor,
  { version, words }: { version: number; words: RatingWords | undefined },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const faults = words ? faultsOf(words) : [];
  if (faults.length > 0) return refuseAll(faults);
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const isSaved = await kept.save(tx, { version, byId, words });
    return isSaved ? ok(true) : refuse('rating-words-changed');
  });
}

/** Three answers that can be told apart, and as many reasons in one language as in the other. */
function faultsOf(words: RatingWords): Refusal[] {
  const isMixed = (['nl', 'en'] as const).filter((language) => {
    const { good, partly, bad } = words[language].answers;
    return new Set([good, partly, bad].map((label) => label.toLowerCase())).size < 3;
  });
  const { nl, en } = words;
  return [
    ...isMixed.map((language) => ({ code: 'rating-words-same', pointer: `${language}-good` })),
    ...(nl.reasons.length === en.reasons.length
      ? []
      : [{ code: 'rating-words-reasons', pointer: 'en-reasons' }]),
    ...(nl.reasons.length > 0 && (nl.why === undefined || en.why === undefined)
      ? [{ code: 'rating-words-why', pointer: nl.why === undefined ? 'nl-why' : 'en-why' }]
      : []),
  ];
}

/** In which words a reporter is asked now. */
export async function wordsNow(tx: Tx): Promise<{ version: number; words: RatingWords | undefined }> {
  const newest = await kept.newest(tx);
  return newest?.words ? { version: newest.version, words: newest.words } : { version: 0, words: undefined };
}

/** Whether a reason stood in the words that were shown; none needs to be chosen. */
export async function wasOffered(
  tx: Tx,
  { version, reason }: { version: number; reason: number | undefined },
): Promise<boolean> {
  if (version === 0) return reason === undefined;
  const words = await kept.find(tx, version);
  return words !== undefined && (reason === undefined || reason <= words.nl.reasons.length);
}
