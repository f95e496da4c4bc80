import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { databaseNow } from '../../kit/clock.ts';
import { connectAlone, type Database } from '../../kit/db.ts';
import { allMunicipalities } from '../../places/index.ts';
import { appliedMigrations, giveRights, knownMigrations, runMigrations } from '../../server/migrate.ts';
import { rebuildAll } from '../../server/rebuild.ts';
import { BackupFault } from './fault.ts';
import { decode, type BackupRecord, type Head, type Section, type Tail } from './records.ts';
import { unseal } from './sealed.ts';
import {
  enter,
  quoted,
  setSequences,
  speakPlainly,
  sumsOf,
  tablesOf,
  writePart,
  type Table,
} from './tables.ts';

export interface RestoreRequest {
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly retentionRole: string | undefined;
  readonly file: string;
  readonly passphrase: string | undefined;
}

export interface Restored {
  readonly head: Head;
  readonly tail: Tail;
  /** The migrations that this program ran after the rows were in. */
  readonly migratedForward: readonly string[];
  readonly timersRebuilt: number;
}

/**
 * Puts a backup into an empty database: the schema as it was, the rows, a comparison of what now stands there with what
 * the manifest says, then the migrations since. All of it in one transaction: a restore that fails leaves nothing.
 */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const connection = await connectAlone(request.ownerUrl);
  try {
    return await connection.db.transaction().execute((tx) => restoreWithin(tx, connection.client, request));
  } finally {
    await connection.close();
  }
}

/** `db` and `client` are the same transaction. */
async function restoreWithin(db: Database, client: pg.Client, request: RestoreRequest): Promise<Restored> {
  const records = decode(uncompressed(unseal(createReadStream(request.file), request.passphrase)));
  const head = await headOf(records);
  await refuseCompany(client);
  await prepareSchema(db, client, head);
  await speakPlainly(client);
  const tables = await tablesOf(client);
  const tail = await takeIn(client, records, tables);
  // What was deferred until the commit is checked now: a table with a check that waits cannot be migrated.
  await client.query('set constraints all immediate');
  refuseOtherSums(tail, await sumsOf(client, tables));
  await setSequences(client, tail.sequences);
  await runMigrations(db);
  await giveRights(db, request);
  const migratedForward = (await appliedMigrations(db)).slice(head.migrations.length);
  return { head, tail, migratedForward, timersRebuilt: await rebuildAllTimers(db, client) };
}

function uncompressed(plain: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // The callback has nothing to do: who reads the end of the pipeline gets its error.
  return pipeline(Readable.from(plain), createGunzip(), () => {});
}

async function headOf(records: AsyncGenerator<BackupRecord>): Promise<Head> {
  const record = await next(records);
  if (record.kind !== 'head') throw new BackupFault('the backup does not begin with its manifest');
  const { head } = record;
  const known = await knownMigrations();
  const stranger = head.migrations.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new BackupFault(
      `the backup was made by a newer version of the program (${head.program}, with ${stranger}): restore it with that version or a later one`,
    );
  if (head.migrations.some((name, index) => name !== known[index]))
    throw new BackupFault(
      'the backup was made of a database that skipped a migration: it cannot be restored',
    );
  return head;
}

/** Somebody who works in this database would not see the rows come, and would write among them. */
async function refuseCompany(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select from pg_stat_activity where datname = current_database()
     and application_name = 'wijkverbond' and pid <> pg_backend_pid()`,
  );
  if (rows.length > 0)
    throw new BackupFault('a server or another command uses this database: stop it, and restore again');
}

/** Brings an empty database to the version of the backup; refuses any other. */
async function prepareSchema(db: Database, client: pg.Client, { migrations }: Head): Promise<void> {
  const applied = await appliedMigrations(db);
  const hasRows = applied.length > 0 && (await hasMunicipality(client));
  const isOther = applied.length > 0 && applied.join() !== migrations.join();
  const isForeign = applied.length === 0 && (await hasTables(client));
  if (hasRows || isOther || isForeign)
    throw new BackupFault(
      'a backup is restored into an empty database only, and this one has ' +
        `${hasRows ? 'a municipality' : 'tables of another version'}: make a new database, or for the embedded one move the folder of the data aside`,
    );
  const { rows } = await client.query<{ encoding: string }>(
    "select current_setting('server_encoding') as encoding",
  );
  if (rows[0]?.encoding !== 'UTF8')
    throw new BackupFault(
      `expected a database in UTF8, got ${rows[0]?.encoding}: create it with encoding 'UTF8'`,
    );
  await runMigrations(db, migrations.at(-1));
}

async function hasMunicipality(client: pg.Client): Promise<boolean> {
  return ((await client.query('select from municipality limit 1')).rowCount ?? 0) > 0;
}

async function hasTables(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') limit 1",
  );
  return (rowCount ?? 0) > 0;
}

/** Reads all records into the tables and gives the manifest at their end. */
async function takeIn(
  client: pg.Client,
  records: AsyncGenerator<BackupRecord>,
  tables: readonly Table[],
): Promise<Tail> {
  // What a migration put into a shared list stands in the backup as well.
  for (const { name, isolated } of tables)
    if (!isolated) await client.query(`delete from public.${quoted(name)}`);
  let record = await next(records);
  while (record.kind === 'section') {
    const { section } = record;
    refuseUnknown(section, tables);
    const rows = async function* (): AsyncGenerator<Buffer> {
      for (record = await next(records); record.kind === 'rows'; record = await next(records))
        yield record.rows;
    };
    await writePart(client, section, rows());
  }
  if (record.kind !== 'tail') throw new BackupFault('the backup holds rows of no table');
  if (!(await records.next()).done) throw new BackupFault('something stands behind the end of the backup');
  return record.tail;
}

async function next(records: AsyncGenerator<BackupRecord>): Promise<BackupRecord> {
  const found = await records.next();
  if (found.done === true) throw new BackupFault('the backup has no end');
  return found.value;
}

function refuseUnknown({ table, columns, municipality }: Section, tables: readonly Table[]): void {
  const known = tables.find(({ name }) => name === table);
  const hasAll = known?.columns.toSorted().join() === columns.toSorted().join();
  if (!known || !hasAll || known.isolated !== (municipality !== null))
    throw new BackupFault(`the backup holds a table '${table}' that this schema does not have like that`);
}

function refuseOtherSums({ tables }: Tail, found: Tail['tables']): void {
  const names = new Set([...Object.keys(tables), ...Object.keys(found)]);
  for (const name of names) {
    const [expected, got] = [tables[name], found[name]];
    if (expected?.rows !== got?.rows || expected?.sha256 !== got?.sha256)
      throw new BackupFault(
        `table ${name} is not as the backup says: expected ${expected?.rows ?? 0} rows, got ${got?.rows ?? 0}` +
          `${expected?.rows === got?.rows ? ' with other contents' : ''}`,
      );
  }
}

async function rebuildAllTimers(db: Database, client: pg.Client): Promise<number> {
  const now = await databaseNow(db);
  let rebuilt = 0;
  for (const { id } of await allMunicipalities(db)) {
    await enter(client, id);
    const tx = { kysely: db, municipalityId: id, now };
    rebuilt += await rebuildAll(tx);
  }
  return rebuilt;
}
