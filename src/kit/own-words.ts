import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Tx } from './db.ts';

export interface WordsVersion<Words> {
  readonly version: number;
  readonly at: Date;
  readonly byId: string;
  /** Absent where the house's words were taken again. */
  readonly words: Words | undefined;
}

type NewVersion<Words> = Omit<WordsVersion<Words>, 'at'>;

interface WordsRow {
  readonly version: number;
  readonly at: Date;
  readonly by_id: string;
  readonly words: unknown;
}

/**
 * What a municipality says instead of the house, in a table of versions (`municipality_id, version, words, at, by_id`):
 * rows are only added, the newest holds, and one without words says that the house's hold again.
 */
export function ownWords<Words>(table: string, schema: { parse: (value: unknown) => Words }) {
  const versions = async (tx: Tx, { limit }: { limit: number }): Promise<WordsVersion<Words>[]> => {
    const { rows } = await sql<WordsRow>`
      select version, at, by_id, words from ${sql.table(table)}
      where municipality_id = ${tx.municipalityId} order by version desc limit ${limit}`.execute(tx.kysely);
    return rows.map(({ version, at, by_id: byId, words }) => ({
      version,
      at,
      byId,
      words: words === null ? undefined : schema.parse(words),
    }));
  };
  const newest = async (tx: Tx) => (await versions(tx, { limit: 1 }))[0];
  /** The words of one version, for who was shown the form a moment ago. */
  const find = async (tx: Tx, version: number): Promise<Words | undefined> => {
    const { rows } = await sql<Pick<WordsRow, 'words'>>`
      select words from ${sql.table(table)}
      where municipality_id = ${tx.municipalityId} and version = ${version}`.execute(tx.kysely);
    const words = rows[0]?.words ?? null;
    return words === null ? undefined : schema.parse(words);
  };
  /** `version` is what the form was made from. False when a colleague was first; the same form twice is one version. */
  const save = async (tx: Tx, { version, byId, words }: NewVersion<Words>): Promise<boolean> => {
    const last = await newest(tx);
    if (isDeepStrictEqual(asKept(last?.words), asKept(words))) return true;
    if ((last?.version ?? 0) !== version) return false;
    const { rows } = await sql`
      insert into ${sql.table(table)} (municipality_id, version, words, at, by_id)
      values (${tx.municipalityId}, ${version + 1}, ${words === undefined ? null : JSON.stringify(words)}::jsonb, ${tx.now}, ${byId})
      on conflict do nothing returning version`.execute(tx.kysely);
    return rows.length === 1;
  };
  return { versions, newest, find, save };
}

function asKept(words: unknown): unknown {
  return JSON.parse(JSON.stringify(words ?? null));
}
