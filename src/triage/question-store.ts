import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { QuestionChanges, QuestionDeed } from './model.ts';

interface QuestionTables {
  question_changes: {
    municipality_id: string;
    version: number;
    changes: unknown;
    question_id: string | null;
    deed: string;
    at: Date;
    by_id: string;
  };
}

export interface ChangesVersion {
  readonly version: number;
  /** Empty where the questions of the house hold as they are. */
  readonly changes: QuestionChanges;
  readonly questionId: string | undefined;
  readonly deed: QuestionDeed;
  readonly at: Date;
  readonly byId: string;
}

/** Every version, the newest first; the first of them holds. */
export async function questionVersions(tx: Tx, { limit }: { limit: number }): Promise<ChangesVersion[]> {
  const rows = await on<QuestionTables>(tx)
    .selectFrom('question_changes')
    .select(['version', 'changes', 'question_id', 'deed', 'at', 'by_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('question_changes.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ version, changes, question_id: questionId, deed, at, by_id: byId }) => ({
    version,
    changes: QuestionChanges.parse(changes ?? []),
    questionId: questionId ?? undefined,
    deed: QuestionDeed.parse(deed),
    at,
    byId,
  }));
}

/** False when that version is there already: a colleague was first. */
export async function insertChanges(
  tx: Tx,
  { version, changes, questionId, deed, byId }: Omit<ChangesVersion, 'at'>,
): Promise<boolean> {
  const row = await on<QuestionTables>(tx)
    .insertInto('question_changes')
    .values({
      municipality_id: tx.municipalityId,
      version,
      changes: deed === 'house' ? null : sql`${JSON.stringify(changes)}::jsonb`,
      question_id: deed === 'house' ? null : (questionId ?? null),
      deed,
      at: tx.now,
      by_id: byId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('question_changes.version')
    .executeTakeFirst();
  return row !== undefined;
}
