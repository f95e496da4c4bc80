import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, type Town } from '../../tests/support/town.ts';
import { fill, wordNumber } from '../../bench/work-list/fill.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import { searchReports, type Reach, type ReportFilter } from './index.ts';

/** Enough that the most common words are walked, a page at a time. */
const REPORTS = 9000;

let db: TestDatabase;
let town: Town;
beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
  await fill(db.owner, town, REPORTS);
}, 180_000);
afterAll(() => db.close());

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db.app, town.id, work);

/** Every report that a search gives, page after page, with how many pages that took and what was counted at first. */
async function allOf(reach: readonly Reach[], filter: ReportFilter) {
  const ids: string[] = [];
  let after: { at: Date; id: string } | undefined;
  let pages = 0;
  let first: number | undefined;
  do {
    const found = await inTown((tx) =>
      searchReports(tx, reach, filter, { order: 'newest', after, limit: 50, countUpTo: 1001 }),
    );
    first = pages === 0 ? found.count : first;
    ids.push(...found.reports.map(({ id }) => id));
    after = found.next;
    pages += 1;
  } while (after !== undefined);
  return { ids, pages, count: first };
}

/** The same, asked of the tables at once. */
async function expected(words: readonly string[], where = sql`true`): Promise<string[]> {
  const { rows } = await inTenant(db.owner, town.id, ({ kysely }) =>
    sql<{
      id: string;
    }>`select id from report where ${where} and ${words.length} = (select count(distinct word)
      from report_word w where w.report_id = report.id and word = any(${[...words]}::text[]))`.execute(
      kysely,
    ),
  );
  return rows.map(({ id }) => id).toSorted();
}

const ALL: readonly Reach[] = [{ kind: 'all' }];
const ofTown = (kinds: readonly string[]): readonly Reach[] => [
  { kind: 'services', serviceIds: kinds.map((kind) => town.services[kind] ?? '') },
];

it.each([
  ['a word in most reports', [1]],
  ['a word in some', [7]],
  ['a word in few', [400]],
  ['a common word and a rare one', [1, 30]],
  ['two common words', [1, 2]],
  ['a word in none', [99_999_999]],
])('finds each report once by %s', async (_what, numbers) => {
  const words = numbers.map(wordNumber);
  const { ids } = await allOf(ALL, { state: 'all', words });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(await expected(words));
});

it('walks by a word that very many hold, counts nothing then, and comes to the end', async () => {
  const walked = await allOf(ALL, { state: 'all', words: [wordNumber(1)] });
  expect(walked.count).toBeUndefined();
  const read = await allOf(ALL, { state: 'all', words: [wordNumber(400)] });
  expect(read.count).toBe(read.ids.length);
  expect(read.pages).toBe(Math.max(1, Math.ceil(read.ids.length / 50)));
});

it('keeps the order over several services, walked or read', async () => {
  const kinds = ['district-team', 'caretaker', 'mediation'];
  const owned = sql`owner_service_id = any(${kinds.map((kind) => town.services[kind] ?? '')}::uuid[])`;
  for (const number of [1, 30]) {
    const words = [wordNumber(number)];
    const { ids } = await allOf(ofTown(kinds), { state: 'all', words });
    expect(ids.toSorted()).toEqual(await expected(words, owned));
    const { rows } = await inTown(({ kysely }) =>
      sql<{
        id: string;
      }>`select id from report where municipality_id = ${town.id} and id = any(${ids}::uuid[])
        order by received_at desc, id desc`.execute(kysely),
    );
    expect(ids).toEqual(rows.map(({ id }) => id));
  }
});
