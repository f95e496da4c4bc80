import { Kysely, PostgresDialect, QueryCreator, sql, type QueryExecutorProvider } from 'kysely';
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

/** A pool of at most `connections`; numbers come as numbers, dates without time as 'YYYY-MM-DD'. */
export function createDatabase(url: string, { connections = 10 } = {}): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(BIGINT, Number);
  types.setTypeParser(DATE, (text: string) => text);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    application_name: 'wijkverbond',
    connectionTimeoutMillis: 10_000,
    pipeline: true,
  });
  // A connection that dies (the database restarts), idle or in use, must not take the process with it: who uses it learns
  // it from the statement.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely({ dialect: new PostgresDialect({ pool: sparing(pool) }) });
}

/** The tables of one room. The room names them; the kit does not know them. */
export function on<Tables>(tx: Pick<Tx, 'kysely'>): QueryCreator<Tables> {
  return new QueryCreator<Tables>({ executor: tx.kysely.getExecutor() });
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
    together(serial, async (kysely) =>
      work({ kysely, municipalityId, now: await enter(kysely, municipalityId) }),
    ),
  );
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

async function enter(kysely: QueryExecutorProvider, municipalityId: string): Promise<Date> {
  await sql`set local app.municipality_id = ${sql.lit(municipalityId)}`.execute(kysely);
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
