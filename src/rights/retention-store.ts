import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../kit/db.ts';
import type { CoverageLine, DestructionStep } from './model.ts';

/** How many rows of a line are past their moment, and the first and last of those moments. */
export interface Due {
  readonly count: number;
  readonly oldest: Date | undefined;
  readonly newest: Date | undefined;
}

/** One row to go: its key as text, one part for each column. */
export interface DueRow {
  readonly key: readonly string[];
  readonly moment: Date;
}

interface Question {
  readonly line: CoverageLine;
  readonly step: DestructionStep;
  /** The moment by which the rows should have gone. */
  readonly by: Date;
}

export async function countDue(tx: Tx, question: Question): Promise<Due> {
  const { rows } = await sql<{ count: number; oldest: Date | null; newest: Date | null }>`
    select count(*) as count, min(moment) as oldest, max(moment) as newest
    from (select ${momentOf(question)} as moment ${dueRows(tx, question)}) due`.execute(tx.kysely);
  const row = rows[0];
  return { count: row?.count ?? 0, oldest: row?.oldest ?? undefined, newest: row?.newest ?? undefined };
}

/**
 * Closed reports of which something is due, locked until the transaction ends. One that somebody has in hand (to reopen
 * it, to block it) is passed over: what comes next sees what they did.
 */
export async function lockDueReports(tx: Tx, question: Question, limit: number): Promise<string[]> {
  const of = reportOf(question.line);
  if (of === undefined) return [];
  const { rows } = await sql<{ id: string }>`
    select r.id from report r where r.municipality_id = ${tx.municipalityId}
      and r.id in (select r.id ${dueRows(tx, question)} limit ${limit})
    order by r.id for update of r skip locked`.execute(tx.kysely);
  return rows.map(({ id }) => id);
}

/** What is due now; of a report only of those that the caller has locked. */
export async function findDue(
  tx: Tx,
  question: Question,
  { locked, limit }: { locked: readonly string[]; limit: number },
): Promise<DueRow[]> {
  const { key } = question.line;
  const of = reportOf(question.line);
  const inHand = of === undefined ? sql`` : sql`and r.id = any(${[...locked]}::uuid[])`;
  const { rows } = await sql<{ key: string[]; moment: Date }>`
    select array[${keyAsText(key)}] as key, ${momentOf(question)} as moment
    ${dueRows(tx, question)} ${inHand} limit ${limit}`.execute(tx.kysely);
  return rows;
}

/** Destroys or blanks these rows and gives the keys of those that were still there. */
export async function take(
  tx: Tx,
  { line, step }: Pick<Question, 'line' | 'step'>,
  due: readonly DueRow[],
): Promise<string[][]> {
  const cut = step === 'anonymise' ? line.anonymise : line.destroy;
  if (cut === undefined) return [];
  const these = sql`x.municipality_id = ${tx.municipalityId} and (${keyColumns(line.key)}) in (${keysAsRows(line.key, due)})`;
  const gone = sql`returning array[${keyAsText(line.key)}] as key`;
  const table = sql.table(line.table);
  const statement =
    cut === 'row'
      ? sql<{ key: string[] }>`delete from ${table} x where ${these} ${gone}`
      : sql<{
          key: string[];
        }>`update ${table} x set ${blanks(cut.columns)}, ${sql.ref(cut.marker)} = ${tx.now} where ${these} ${gone}`;
  const { rows } = await statement.execute(tx.kysely);
  return rows.map(({ key }) => key);
}

/** The rows of a line whose moment lies before `by`, as `x`; nothing of a report that is open or blocked. */
function dueRows(tx: Tx, question: Question): RawBuilder<unknown> {
  const { line, step, by } = question;
  const cut = step === 'anonymise' ? line.anonymise : line.destroy;
  const conditions = [
    sql`x.municipality_id = ${tx.municipalityId}`,
    sql`${momentOf(question)} < ${by}`,
    // what is past both moments goes at once, and is not blanked first
    ...(step === 'anonymise' ? [sql`${momentOf({ line, step: 'destroy' })} >= ${by}`] : []),
    ...(line.byClass ? [sql`x.class = ${line.class}`] : []),
    ...(cut !== undefined && cut !== 'row' ? [sql`${column(cut.marker)} is null`] : []),
    ...(line.clock.of === 'report' ? [sql`r.status = 'closed'`] : []),
    ...(reportOf(line) === undefined ? [] : [notBlocked]),
    ...(line.clock.of === 'account' ? [sql`not u.active`, ownsNothingOpen] : []),
    ...(line.without === undefined ? [] : [sql`${column(line.without)} is null`]),
    ...(line.heldBy ?? []).map(notHeld),
  ];
  return sql`from ${sql.table(line.table)} x
    join data_class c on c.municipality_id = x.municipality_id and c.class = ${line.class}
    ${joinFor(line)}
    where ${sql.join(conditions, sql` and `)}`;
}

const notBlocked = sql`not exists (select from report_block b
  where b.municipality_id = r.municipality_id and b.report_id = r.id and b.lifted_at is null)`;

/** As long as a report is to be taken from who left, people must be able to see from whom. */
const ownsNothingOpen = sql`not exists (select from report o
  where o.municipality_id = x.municipality_id and o.owner_id = u.id and o.status <> 'closed')`;

function notHeld(by: { readonly table: string; readonly column: string }): RawBuilder<unknown> {
  return sql`not exists (select from ${sql.table(by.table)} h
    where h.municipality_id = x.municipality_id and ${sql.ref(`h.${by.column}`)} = x.id)`;
}

/** The column that names the report on which a row hangs. */
function reportOf({ clock }: CoverageLine): string | undefined {
  return 'report' in clock ? clock.report : undefined;
}

function joinFor(line: CoverageLine): RawBuilder<unknown> {
  if (line.clock.of === 'account')
    return sql`join user_account u on u.municipality_id = x.municipality_id and u.id = ${column(line.clock.user)}`;
  const report = reportOf(line);
  return report === undefined ? sql`` : joinReport(report);
}

function joinReport(report: string): RawBuilder<unknown> {
  // a part goes with its whole: as long as that is open or blocked, and when that is erased
  return sql`join report own on own.municipality_id = x.municipality_id and own.id = ${column(report)}
    join report r on r.municipality_id = own.municipality_id and r.id = coalesce(own.whole_id, own.id)
    left join report_erasure e on e.municipality_id = r.municipality_id and e.report_id = r.id`;
}

/** When the row may go. Somebody's right to be forgotten comes before the term. */
function momentOf({ line: { clock }, step }: Pick<Question, 'line' | 'step'>): RawBuilder<unknown> {
  const days = step === 'anonymise' ? sql`c.anonymise_days` : sql`c.retention_days`;
  if (clock.of === 'row') return rowMoment(clock, days);
  if (clock.of === 'own') return ownMoment(clock);
  if (clock.of === 'account') return sql`(${lastAct} + ${days} * interval '1 day')`;
  const written = clock.at === undefined ? sql`r.received_at` : column(clock.at);
  const from = sql`case c.counts_from when 'closing' then r.closed_at else ${written} end`;
  return sql`least(${from} + ${days} * interval '1 day', e.at)`;
}

/** What is still going on has no moment, also not when its report is erased. */
function rowMoment(
  { at, report }: { at: string; report?: string },
  days: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const term = sql`(${column(at)} + ${days} * interval '1 day')`;
  if (report === undefined) return term;
  return sql`case when ${column(at)} is not null then least(${term}, case when r.status = 'closed' then e.at end) end`;
}

/** Erasing takes what a closed report still has, also before the moment that the row carries. */
function ownMoment({ at, report }: { at: string; report?: string }): RawBuilder<unknown> {
  if (report === undefined) return column(at);
  return sql`least(${column(at)}, case when r.status = 'closed' then e.at end)`;
}

/** What somebody did last; at least until the leaving, because histories still name who never looked at anything. */
const lastAct = sql`coalesce(greatest(u.left_at, u.last_login_at,
  (select max(l.at) from access_log l where l.municipality_id = u.municipality_id and l.user_id = u.id)), to_timestamp(0))`;

function column(name: string): RawBuilder<unknown> {
  return sql`${sql.ref(`x.${name}`)}`;
}

function keyColumns(key: readonly string[]): RawBuilder<unknown> {
  return sql.join(key.map(column));
}

function keyAsText(key: readonly string[]): RawBuilder<unknown> {
  return sql.join(key.map((name) => sql`${column(name)}::text`));
}

const KEY_TYPES: Readonly<Record<string, string>> = {
  starts_at: 'timestamptz',
  token_hash: 'bytea',
  key_hash: 'bytea',
  state_hash: 'bytea',
  code_hash: 'bytea',
  subject: 'text',
  key: 'text',
  address_hash: 'bytea',
};

/** The keys as rows of their own types, so that the index finds them. */
function keysAsRows(key: readonly string[], due: readonly DueRow[]): RawBuilder<unknown> {
  const lists = key.map((_, at) => sql`${due.map((row) => row.key[at] ?? '')}::text[]`);
  const names = key.map((_, at) => sql.ref(`k${at}`));
  const typed = key.map((name, at) => sql`${sql.ref(`k${at}`)}::${sql.raw(KEY_TYPES[name] ?? 'uuid')}`);
  return sql`select ${sql.join(typed)} from unnest(${sql.join(lists)}) as keys (${sql.join(names)})`;
}

const BLANKS = { null: sql`null`, empty: sql`''`, dash: sql`'–'`, id: sql`'weg-' || x.id` } as const;

function blanks(columns: Readonly<Record<string, keyof typeof BLANKS>>): RawBuilder<unknown> {
  return sql.join(Object.entries(columns).map(([name, how]) => sql`${sql.ref(name)} = ${BLANKS[how]}`));
}
