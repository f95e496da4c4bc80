/** What a backup holds: which tables, in which order, and how the rows of one are read and written. */
import { createHash, type Hash } from 'node:crypto';
import pg from 'pg';
import { copyIn, copyOut } from '../../kit/copy.ts';
import { isUuid } from '../../kit/ids.ts';
import { inOrder, type Reference } from './order.ts';
import type { Section, TableSum } from './records.ts';

/** Sessions end with a restore, and limits begin anew; the migrations are in the manifest. */
const LEFT_OUT = [
  'session',
  'presence',
  'login_transaction',
  'rate_limit',
  'kysely_migration',
  'kysely_migration_lock',
];

export interface Table {
  readonly name: string;
  /** Row-level security holds it: it is read and written one municipality at a time. */
  readonly isolated: boolean;
  readonly columns: readonly string[];
  /** The primary key as an order that is the same on every server, whatever its language. */
  readonly order: string;
}

type Client = pg.Client;

/** So that the same rows have the same text, and so the same hash, on every server. */
const SAME_TEXT = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'iso_8601'",
  'set local extra_float_digits = 1',
  "set local bytea_output = 'hex'",
];

export async function speakPlainly(client: Client): Promise<void> {
  for (const statement of SAME_TEXT) await client.query(statement);
}

/** The tables of the backup, each after those it refers to. */
export async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>({
    text: `select c.relname as name, c.relrowsecurity as isolated,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by k.place)
        from pg_constraint p cross join unnest(p.conkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where p.conrelid = c.oid and p.contype = 'p') as "order"
      from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)`,
    values: [LEFT_OUT],
  });
  const keyless = rows.find(({ order }) => order === null);
  if (keyless) throw new Error(`expected a primary key on every table, found none on ${keyless.name}`);
  const { rows: references } = await client.query<Reference>(
    `select f.conrelid::regclass::text as "from", f.confrelid::regclass::text as "to"
     from pg_constraint f where f.contype = 'f' and not f.condeferrable and f.connamespace = 'public'::regnamespace`,
  );
  return inOrder(rows, references);
}

export async function municipalitiesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select municipality_id as id from municipality order by municipality_id',
  );
  return rows.map(({ id }) => id);
}

/** From now on this transaction sees one municipality. */
export async function enter(client: Client, municipality: string): Promise<void> {
  if (!isUuid(municipality)) throw new TypeError(`expected the id of a municipality, got '${municipality}'`);
  await client.query(`set local app.municipality_id = '${municipality}'`);
}

/** The parts in which a table is read: the whole, or each municipality by itself. */
export function partsOf({ isolated }: Table, municipalities: readonly string[]): (string | null)[] {
  return isolated ? [...municipalities] : [null];
}

/** The rows of one part of a table, in the order of its key. */
export async function* readPart(
  client: Client,
  table: Table,
  municipality: string | null,
): AsyncGenerator<Buffer, number> {
  if (municipality !== null) await enter(client, municipality);
  // A superuser walks past row-level security, hence the condition.
  const where = municipality === null ? '' : ` where municipality_id = '${municipality}'`;
  const what = `select ${namesOf(table.columns)} from ${quoted(table.name)}${where} order by ${table.order}`;
  return yield* copyOut(client, `copy (${what}) to stdout`);
}

/** Counts and hashes what stands in the tables now, to compare it with a manifest. */
export async function sumsOf(client: Client, tables: readonly Table[]): Promise<Record<string, TableSum>> {
  const municipalities = await municipalitiesOf(client);
  const sums: Record<string, TableSum> = {};
  for (const table of tables) {
    const sum = newSum();
    for (const part of partsOf(table, municipalities)) {
      const rows = readPart(client, table, part);
      let piece = await rows.next();
      for (; !piece.done; piece = await rows.next()) sum.hash.update(piece.value);
      sum.rows += piece.value;
    }
    sums[table.name] = closeSum(sum);
  }
  return sums;
}

interface OpenSum {
  rows: number;
  readonly hash: Hash;
}

export function newSum(): OpenSum {
  return { rows: 0, hash: createHash('sha256') };
}

export function closeSum({ rows, hash }: OpenSum): TableSum {
  return { rows, sha256: hash.digest('hex') };
}

/**
 * Writes the rows of one section. COPY may not write where row-level security holds, so they come through a table of
 * this transaction alone, and from there under the policy: no row can get into another municipality than the section says.
 */
export async function writePart(
  client: Client,
  section: Section,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const names = namesOf(section.columns);
  const target = `public.${quoted(section.table)}`;
  await client.query(`create temp table incoming (like ${target})`);
  await copyIn(client, `copy pg_temp.incoming (${names}) from stdin`, rows);
  if (section.municipality !== null) await enter(client, section.municipality);
  await client.query(
    `insert into ${target} (${names}) overriding system value select ${names} from pg_temp.incoming`,
  );
  await client.query('drop table pg_temp.incoming');
}

/** The last number that each sequence gave, as text: it may be larger than a number of ours. */
export async function sequencesOf(client: Client): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    "select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public'",
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

export async function setSequences(
  client: Client,
  sequences: Readonly<Record<string, string | null>>,
): Promise<void> {
  for (const [name, last] of Object.entries(sequences))
    if (last !== null) await client.query('select setval($1::regclass, $2::bigint)', [quoted(name), last]);
}

function namesOf(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}

export function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}
