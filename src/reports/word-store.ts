import { sql, type RawBuilder } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { WordsKind } from './model.ts';
import type { ReportTables } from './store.ts';

interface WordTables extends ReportTables {
  report_word: { municipality_id: string; report_id: string; words_id: string; word: string };
}

/**
 * Words as they are found by: Dutch stems, of letters alone. Stemmed twice, so that 'fietsen' (fiets) and 'fiets' (fiet) are
 * one. Numbers are left out, and so are addresses of mail and sites: by a telephone number or a house number nobody is
 * found.
 */
function stems(body: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select distinct coalesce((ts_lexize('dutch_stem', once))[1], once) as stem
    from unnest(tsvector_to_array(to_tsvector('dutch', ${body}))) once) stems`;
}

const ARE_WORDS = sql`stem ~ '^[[:alpha:]]{2,40}$'`;

/** A whole mail holds what others wrote before; what was taken out of it as the story is found. */
const NOT_SEARCHED: WordsKind = 'original';

/** The stems of what somebody typed; empty when it holds none, as with 'de' and '12'. */
export async function stemsOf(tx: Tx, typed: string): Promise<string[]> {
  const { rows } = await sql<{ stem: string }>`
    select stem from ${stems(sql`${typed}`)} where ${ARE_WORDS} order by stem`.execute(tx.kysely);
  return rows.map(({ stem }) => stem);
}

interface Findable {
  readonly reportId: string;
  readonly wordsId: string;
  readonly kind: WordsKind;
  readonly body: string;
}

/** Makes these words findable, unless their report is shut off from searching. */
export async function insertStems(tx: Tx, { reportId, wordsId, kind, body }: Findable): Promise<void> {
  if (kind === NOT_SEARCHED) return;
  await sql`insert into report_word (municipality_id, report_id, words_id, word)
    select ${tx.municipalityId}, ${reportId}, ${wordsId}, stem from ${stems(sql`${body}`)}
    where ${ARE_WORDS} and exists (select from report
      where municipality_id = ${tx.municipalityId} and id = ${reportId} and searchable)`.execute(tx.kysely);
}

/** What was put right is not found any more by what it said before. */
export async function deleteStems(tx: Tx, of: { reportId: string; wordsId?: string }): Promise<void> {
  let gone = on<WordTables>(tx)
    .deleteFrom('report_word')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', of.reportId);
  if (of.wordsId) gone = gone.where('words_id', '=', of.wordsId);
  await gone.execute();
}

/** Shuts a report off from searching on words, its parts with it, or opens it again; the caller holds its lock. */
export async function setSearchable(tx: Tx, reportId: string, searchable: boolean): Promise<void> {
  const rows = await on<ReportTables>(tx)
    .updateTable('report')
    .set({ searchable })
    .where('municipality_id', '=', tx.municipalityId)
    .where((where) => where.or([where('id', '=', reportId), where('whole_id', '=', reportId)]))
    .returning('id')
    .execute();
  for (const { id } of rows) {
    await deleteStems(tx, { reportId: id });
    if (searchable) await findByWords(tx, id);
  }
}

/** Makes findable what may be found and is not yet: the words of one report, or of all. */
export async function findByWords(tx: Tx, reportId?: string): Promise<void> {
  const which = reportId === undefined ? sql`true` : sql`w.report_id = ${reportId}`;
  await sql`insert into report_word (municipality_id, report_id, words_id, word)
    select w.municipality_id, w.report_id, w.id, stem
    from report_words w
    join report r on r.municipality_id = w.municipality_id and r.id = w.report_id and r.searchable
    cross join lateral ${stems(sql`w.body`)}
    where w.municipality_id = ${tx.municipalityId} and ${which} and ${ARE_WORDS} and w.kind <> ${NOT_SEARCHED}
      and not exists (select from report_words c where c.municipality_id = w.municipality_id
        and c.report_id = w.report_id and c.corrects = w.id)
    on conflict do nothing`.execute(tx.kysely);
}

/** Of each of these words in how many reports it stands, counted no further than `upTo`. */
export async function countHolding(tx: Tx, words: readonly string[], upTo: number): Promise<number[]> {
  const { rows } = await sql<{ count: number }>`select count(held.*) as count
    from unnest(${[...words]}::text[]) with ordinality as sought (word, at)
    left join lateral (select from report_word w
      where w.municipality_id = ${tx.municipalityId} and w.word = sought.word limit ${upTo}) held on true
    group by sought.at order by sought.at`.execute(tx.kysely);
  return rows.map(({ count }) => count);
}

/** Reports that are shut off from searching, and still have words by which they are found. */
export async function foundThoughShut(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from report r
    where r.municipality_id = ${tx.municipalityId} and not r.searchable and exists (select from report_word w
      where w.municipality_id = r.municipality_id and w.report_id = r.id)`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}

/** Words that were put right, and by which a report is still found. */
export async function foundThoughReplaced(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct w.words_id as id from report_word w
    join report_words c on c.municipality_id = w.municipality_id and c.report_id = w.report_id
      and c.corrects = w.words_id
    where w.municipality_id = ${tx.municipalityId}`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}
