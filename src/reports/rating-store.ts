import { on, type Tx } from '../kit/db.ts';
import { Rating } from './model.ts';

interface RatingTables {
  report_rating: {
    municipality_id: string;
    report_id: string;
    at: Date;
    rating: string;
    words_version: number | null;
    reason: number | null;
  };
}

export interface RatingGiven {
  readonly rating: Rating;
  /** Under which words of the municipality it was asked; none for those of the house. */
  readonly wordsVersion: number | undefined;
  /** Which reason was chosen, by its place in those words. */
  readonly reason: number | undefined;
}

/** The first answer counts; false when there was one. */
export async function insertRating(
  tx: Tx,
  reportId: string,
  { rating, wordsVersion, reason }: RatingGiven,
): Promise<boolean> {
  const row = await on<RatingTables>(tx)
    .insertInto('report_rating')
    .values({
      municipality_id: tx.municipalityId,
      report_id: reportId,
      at: tx.now,
      rating,
      words_version: wordsVersion ?? null,
      reason: reason ?? null,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id']).doNothing())
    .returning('report_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findRating(tx: Tx, reportId: string): Promise<Rating | undefined> {
  const row = await on<RatingTables>(tx)
    .selectFrom('report_rating')
    .select('rating')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  return row && Rating.parse(row.rating);
}

/** How many reporters answered each way since a moment; nobody's in particular. */
export async function countRatings(tx: Tx, since: Date): Promise<ReadonlyMap<Rating, number>> {
  const rows = await on<RatingTables>(tx)
    .selectFrom('report_rating')
    .select(({ fn }) => ['rating', fn.countAll<number>().as('count')])
    .where('municipality_id', '=', tx.municipalityId)
    .where('at', '>=', since)
    .groupBy('rating')
    .execute();
  return new Map(rows.map(({ rating, count }) => [Rating.parse(rating), count]));
}

export interface RatingCount {
  /** 0 stands for the words of the house. */
  readonly version: number;
  readonly rating: Rating;
  readonly reason: number | undefined;
  readonly count: number;
}

/** How many reporters answered each way under each version of the words, ever; nobody's in particular. */
export async function countRatingsByWords(tx: Tx): Promise<RatingCount[]> {
  const rows = await on<RatingTables>(tx)
    .selectFrom('report_rating')
    .select(({ fn }) => ['words_version', 'rating', 'reason', fn.countAll<number>().as('count')])
    .where('municipality_id', '=', tx.municipalityId)
    .groupBy(['words_version', 'rating', 'reason'])
    .execute();
  return rows.map(({ words_version: version, rating, reason, count }) => ({
    version: version ?? 0,
    rating: Rating.parse(rating),
    reason: reason ?? undefined,
    count: Number(count),
  }));
}
