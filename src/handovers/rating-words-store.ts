import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { RatingWords } from './model.ts';

interface RatingWordsTables {
  rating_words: { municipality_id: string; version: number; words: unknown; at: Date; by_id: string };
}

export interface RatingWordsVersion {
  readonly version: number;
  readonly at: Date;
  readonly byId: string;
  /** Absent where the house's words were taken again. */
  readonly words: RatingWords | undefined;
}

/** Every version, the newest first; the first of them holds. */
export async function wordsVersions(tx: Tx, { limit }: { limit: number }): Promise<RatingWordsVersion[]> {
  const rows = await on<RatingWordsTables>(tx)
    .selectFrom('rating_words')
    .select(['version', 'words', 'at', 'by_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('rating_words.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ version, words, at, by_id: byId }) => ({
    version,
    at,
    byId,
    words: words === null ? undefined : RatingWords.parse(words),
  }));
}

export async function newestWords(tx: Tx): Promise<RatingWordsVersion | undefined> {
  return (await wordsVersions(tx, { limit: 1 }))[0];
}

/** The words of one version, for who was shown the form a moment ago. */
export async function findWords(tx: Tx, version: number): Promise<RatingWords | undefined> {
  const row = await on<RatingWordsTables>(tx)
    .selectFrom('rating_words')
    .select('words')
    .where('municipality_id', '=', tx.municipalityId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && row.words !== null ? RatingWords.parse(row.words) : undefined;
}

/** False when that version is there already: a colleague was first. */
export async function insertWords(
  tx: Tx,
  { version, byId, words }: Omit<RatingWordsVersion, 'at'>,
): Promise<boolean> {
  const row = await on<RatingWordsTables>(tx)
    .insertInto('rating_words')
    .values({
      municipality_id: tx.municipalityId,
      version,
      words: words === undefined ? null : sql`${JSON.stringify(words)}::jsonb`,
      at: tx.now,
      by_id: byId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('rating_words.version')
    .executeTakeFirst();
  return row !== undefined;
}
