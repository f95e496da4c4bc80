import { sql, type RawBuilder } from 'kysely';
import { inTenant, type Database } from '../../src/kit/db.ts';

/** Copies of these years' length lie behind each other. */
const SPAN_DAYS = 732;
export const SPANS = 5;
/** Copies within these years lie so far apart. */
const APART_MS = 1700;
const SIDE_BY_SIDE = 100_000;
/** Histories of older copies are long and nobody reads many at once: one in so many copies keeps its own. */
const WHOLE_HISTORY = 4;

/** What hangs on a report, in an order in which keys can point back. */
const TABLES = [
  'report',
  'report_words',
  'report_word',
  'report_contact',
  'report_place',
  'assessment',
  'handover',
  'report_informing',
  'report_rating',
  'report_same',
  'open311_request',
  'notice',
  'access_log',
  'event',
  'timer',
] as const;
type Table = (typeof TABLES)[number];

/** What a municipality has destroyed after two years, or after one. */
const GONE: ReadonlySet<Table> = new Set([
  'report_words',
  'report_word',
  'report_contact',
  'report_place',
  'report_same',
  'open311_request',
  'notice',
  'timer',
]);

/** Columns that name a row which is copied too. */
const OWN_IDS = new Set(['id', 'report_id', 'words_id', 'corrects', 'leading_id', 'whole_id', 'same_as_id']);

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Multiplies the reports of a municipality to so many, with all that hangs on them, over ten years: the last two as
 * they are, so many times, and before these the same years again, closed and with what has its term destroyed. Copies
 * have ids, numbers and codes of their own, which follow from the original and the number of the copy.
 */
export async function multiply(
  owner: Database,
  municipalityId: string,
  { reports, apartMs = APART_MS, tell }: { reports: number; apartMs?: number; tell: (line: string) => void },
): Promise<void> {
  const { rows } = await inTenant(owner, municipalityId, ({ kysely }) =>
    sql<{ count: number; most: number }>`select count(*) as count, max(number) as most from report`.execute(
      kysely,
    ),
  );
  const { count = 0, most = 0 } = rows[0] ?? {};
  const copies = Math.ceil(reports / count) - 1;
  // side by side: each has begun, and so looked, long before another is done
  const parts = reports < SIDE_BY_SIDE ? 1 : 2;
  const hung = await takeDown(owner);
  for (const table of TABLES) {
    const columns = await columnsOf(owner, table);
    const started = performance.now();
    await Promise.all(
      Array.from({ length: parts }, (_, part) =>
        inTenant(owner, municipalityId, ({ kysely }) =>
          insertion(table, columns, { municipalityId, copies, apartMs, part, parts, most }).execute(kysely),
        ),
      ),
    );
    tell(`${table}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  await putUp(owner, hung, tell);
  await sql`select setval('report_number', ${(copies + 2) * most})`.execute(owner);
  await sql`vacuum analyze`.execute(owner);
}

/** Indexes and keys that point elsewhere are made again after the rows, in the same words: that is faster, and checks as much. */
interface Hung {
  readonly down: string;
  readonly up: string;
}

async function takeDown(owner: Database): Promise<Hung[]> {
  const tables = sql`array[${sql.join(TABLES)}]::text[]::regclass[]`;
  const { rows } = await sql<Hung>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as down,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as up
    from pg_constraint where contype = 'f' and conrelid = any(${tables})
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index i where indrelid = any(${tables})
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`.execute(owner);
  for (const { down } of rows) await sql.raw(down).execute(owner);
  return rows;
}

/** Indexes first: keys are checked by them. */
async function putUp(owner: Database, hung: readonly Hung[], tell: (line: string) => void): Promise<void> {
  const started = performance.now();
  const isIndex = ({ up }: Hung) => up.startsWith('CREATE');
  for (const { up } of [...hung.filter(isIndex), ...hung.filter((one) => !isIndex(one))])
    await owner.connection().execute(async (alone) => {
      await sql`set maintenance_work_mem = '512MB'`.execute(alone);
      await sql.raw(up).execute(alone);
    });
  tell(`indexes and keys: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function columnsOf(owner: Database, table: Table): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'
    order by ordinal_position`.execute(owner);
  return rows;
}

interface Copying {
  readonly municipalityId: string;
  readonly copies: number;
  readonly apartMs: number;
  readonly part: number;
  readonly parts: number;
  readonly most: number;
}

function insertion(table: Table, columns: readonly Column[], copying: Copying): RawBuilder<unknown> {
  const names = columns.map(({ name }) => sql.ref(name));
  const values = columns.map((column) => valueOf(table, column, copying.most));
  return sql`insert into ${sql.table(table)} (${sql.join(names)})
    select ${sql.join(values)}
    from (select copy, copy % ${sql.lit(SPANS)} as span,
        case when copy % ${sql.lit(SPANS)} = 0 then interval '1 millisecond' * ${copying.apartMs}::float8 * copy
          else interval '1 day' * ${sql.lit(SPAN_DAYS)} * (copy % ${sql.lit(SPANS)}) + interval '17 minutes' * copy end as back
      from generate_series(1, ${copying.copies}::int) copy where copy % ${sql.lit(copying.parts)} = ${sql.lit(copying.part)}) c
    cross join ${sql.table(table)} x
    where x.municipality_id = ${copying.municipalityId} and ${isCopied(table)}`;
}

/** Of the older years what was open when they ended is left out, and what a term has destroyed. */
function isCopied(table: Table): RawBuilder<unknown> {
  if (table === 'timer') return sql`c.span = 0 and x.kind in ('report-deadline', 'informing-deadline')`;
  if (GONE.has(table)) return sql`c.span = 0`;
  if (table === 'report') return sql`(c.span = 0 or x.status = 'closed')`;
  if (table === 'access_log')
    return sql`x.subject_kind = 'report' and x.at - c.back > wijk_now() - interval '1800 days'`;
  if (table === 'event')
    return sql`(c.span = 0 or x.kind = 'received' or c.copy % ${sql.lit(WHOLE_HISTORY)} = 0)
      and (x.stream like 'report:%' or x.stream like 'handover:%')`;
  return sql`(c.span = 0 or exists (select from report r
    where r.municipality_id = x.municipality_id and r.id = x.report_id and r.status = 'closed'))`;
}

function valueOf(table: Table, { name, type }: Column, most: number): RawBuilder<unknown> {
  const own = sql.ref(`x.${name}`);
  if (name === 'number') return sql`${own} + c.copy * ${most}::bigint`;
  if (name === 'keys_cut_at')
    return sql`case when c.span > 0 then x.closed_at - c.back + interval '730 days' end`;
  if (type === 'bytea') return sql`case when c.span = 0 then sha256(${own} || c.copy::text::bytea) end`;
  if (name === 'stream')
    return sql`split_part(${own}, ':', 1) || ':' || ${idOf(sql`split_part(${own}, ':', 2)`)}`;
  if (type === 'jsonb' && table === 'event')
    return sql`case when x.kind = 'worded' then jsonb_set(${own}, '{wordsId}', to_jsonb(${idOf(sql`${own} ->> 'wordsId'`)}))
      when ${own} ->> 'deadline' is not null then jsonb_set(${own}, '{deadline}', to_jsonb(${backInText(sql`${own} ->> 'deadline'`)}))
      else ${own} end`;
  const isOwn = OWN_IDS.has(name) || (name === 'subject_id' && (table === 'access_log' || table === 'timer'));
  if (isOwn) return sql`${idOf(sql`${own}::text`)}::uuid`;
  return type.startsWith('timestamp') ? sql`${own} - c.back` : own;
}

/** A moment as events write it. */
function backInText(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`to_char((${text})::timestamptz at time zone 'UTC' - c.back, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** The moment in the id stays, so that ids keep their order. */
function idOf(text: RawBuilder<unknown>): RawBuilder<unknown> {
  const made = sql`md5(${text} || '/' || c.copy)`;
  return sql`(left(${text}, 15) || substr(${made}, 1, 3) || '-8' || substr(${made}, 4, 3) || '-' || substr(${made}, 7, 12))`;
}
