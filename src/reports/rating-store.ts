import { on, type Tx } from '../kit/db.ts';
import { Rating } from './model.ts';

interface RatingTables {
  report_rating: { municipality_id: string; report_id: string; at: Date; rating: string };
}

/** The first answer counts; false when there was one. */
export async function insertRating(tx: Tx, reportId: string, rating: Rating): Promise<boolean> {
  const row = await on<RatingTables>(tx)
    .insertInto('report_rating')
    .values({ municipality_id: tx.municipalityId, report_id: reportId, at: tx.now, rating })
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
