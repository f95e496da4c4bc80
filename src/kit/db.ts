import {
  Kysely,
  PostgresDialect,
  QueryCreator,
  sql,
  type PostgresPoolClient,
  type RawBuilder,
  type QueryExecutorProvider,
} from 'kysely';
import pg from 'pg';
import { databaseNow } from './clock.ts';
import { isUuid } from './ids.ts';
import { sparing } from './pool.ts';

/** A pool without knowledge of any room's tables; a room sees its own through {@link on}. */
export type Database = Kysely<unknown>;

/** One transaction inside one municipality, with the moment at which it began. */
export interface Tx {
  readonly kysely: QueryExecutorProvider;
  readonly now: Date;
  readonly municipalityId: string;
}

const BIGINT = 20;
const DATE = 1082;

const pools = new WeakMap<Database, pg.Pool>();
const pauses = new WeakMap<Database, number>();

/**
 * How long who serves may say nothing in the middle of a transaction, in milliseconds. A process that hangs or is paused
 * holds the rows it has locked; after this the database takes them back, and another process has time to act on a deadline
 * within ten seconds.
 */
export const SERVING_PAUSE_MS = 8_000;

/** Numbers come as numbers, dates without time as 'YYYY-MM-DD'. */
function rowTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(BIGINT, Number);
  types.setTypeParser(DATE, (text: string) => text);
  return types;
}

export interface DatabaseOptions {
  readonly connections?: number;
  /** In milliseconds; without it the setting of the server holds. See {@link SERVING_PAUSE_MS}. */
  readonly longestPauseMs?: number;
}

/** A pool of at most `connections`. */
export function createDatabase(
  url: string,
  { connections = 10, longestPauseMs }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types: rowTypes(),
    application_name: 'wijkverbond',
    connectionTimeoutMillis: 10_000,
    pipeline: true,
  });
  // A connection that dies (the database restarts), idle or in use, must not take the process with it: who uses it learns
  // it from the statement.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Database = new Kysely({ dialect: new PostgresDialect({ pool: sparing(pool) }) });
  pools.set(db, pool);
  if (longestPauseMs !== undefined) pauses.set(db, longestPauseMs);
  return db;
}

export interface PoolUse {
  readonly busy: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** How the connections of a database that {@link createDatabase} made are used at this moment. */
export function poolUse(db: Database): PoolUse | undefined {
  const pool = pools.get(db);
  return pool && { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount };
}

/** One connection for one long transaction: bare for COPY, and as a database for everything else. */
export interface SoleConnection {
  readonly client: pg.Client;
  readonly db: Database;
  readonly close: () => Promise<void>;
}

export async function connectAlone(url: string): Promise<SoleConnection> {
  const client = new pg.Client({
    connectionString: url,
    types: rowTypes(),
    application_name: 'wijkverbond',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  const only = {
    query: (text: string, values: readonly unknown[]) => client.query(text, [...values]),
    release: () => {},
  } as unknown as PostgresPoolClient;
  const pool = { connect: async () => only, end: async () => {}, options: {} };
  return { client, db: new Kysely({ dialect: new PostgresDialect({ pool }) }), close: () => client.end() };
}

/** The tables of one room. The room names them; the kit does not know them. */
export function on<Tables>(tx: Pick<Tx, 'kysely'>): QueryCreator<Tables> {
  return new QueryCreator<Tables>({ executor: tx.kysely.getExecutor() });
}

/**
 * These ids as one value, for `where('id', '=', anyOf(ids))`: the statement is the same for one as for hundreds, so a
 * connection plans it once.
 */
export function anyOf(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${[...ids]}::uuid[])`;
}

/**
 * Runs `work` in one transaction that sees one municipality only.
 * `set local` takes no parameters, hence the check of the id before it is written into the statement.
 * With `snapshot` everything that is read is of one and the same moment.
 */
export async function inTenant<T>(
  db: Database,
  municipalityId: string,
  work: (tx: Tx) => Promise<T>,
  { snapshot = false } = {},
): Promise<T> {
  if (!isUuid(municipalityId))
    throw new TypeError(`expected the id of a municipality, got '${municipalityId}'`);
  const transaction = snapshot ? db.transaction().setIsolationLevel('repeatable read') : db.transaction();
  return transaction.execute((serial) =>
    together(serial, async (kysely) => {
      const tx = { kysely, municipalityId, now: await enter(kysely, municipalityId, pauses.get(db)) };
      homes.set(tx, db);
      return work(tx);
    }),
  );
}

const homes = new WeakMap<Tx, Database>();

/** The database in which {@link inTenant} opened this transaction. */
export function databaseOf(tx: Tx): Database | undefined {
  return homes.get(tx);
}

/** Kysely sends a statement of a transaction when the one before it is answered; a connection can have several under way. */
function together<T>(
  serial: QueryExecutorProvider,
  work: (kysely: QueryExecutorProvider) => Promise<T>,
): Promise<T> {
  const executor = serial.getExecutor();
  return executor.provideConnection((connection) => {
    const direct = executor.withConnectionProvider({ provideConnection: (use) => use(connection) });
    return work({ getExecutor: () => direct });
  });
}

async function enter(
  kysely: QueryExecutorProvider,
  municipalityId: string,
  longestPauseMs: number | undefined,
): Promise<Date> {
  await sql`set local app.municipality_id = ${sql.lit(municipalityId)}`.execute(kysely);
  if (longestPauseMs !== undefined)
    await sql`set local idle_in_transaction_session_timeout = ${sql.lit(longestPauseMs)}`.execute(kysely);
  return databaseNow(kysely);
}

const memories = new WeakMap<Tx, Map<string, Promise<unknown>>>();

/**
 * Reads something once in a transaction: the rules and rosters of a municipality, which several steps of one action
 * ask for. Only for what this transaction does not change itself.
 */
export function once<T>(tx: Tx, name: string, load: () => Promise<T>): Promise<T> {
  const memory = memories.get(tx) ?? new Map<string, Promise<unknown>>();
  memories.set(tx, memory);
  const known = memory.get(name) as Promise<T> | undefined;
  const asked = known ?? load();
  if (!known) memory.set(name, asked);
  return asked;
}
