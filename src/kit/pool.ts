import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

type Statement = pg.QueryConfig<unknown[]>;
type Answer = PostgresQueryResult<unknown>;

/** Statements that a connection keeps planned; a query with a list in it has a new text for every length. */
const PLANNED_MAX = 500;

const OPENING = /^(?:begin|start transaction)\b/;
const ENDING = /^(?:commit|rollback)$/;
/** Also back to a savepoint: setting one sends all that waited until then. */
const UNDOING = /^rollback\b/;
/** What opens a transaction, an insert that asks nothing back, and what is told to who listens. */
const WITHOUT_ANSWER =
  /^(?:begin$|start transaction |set local |select pg_notify\(|insert into (?!.*\breturning\b))/s;
/** 'cached plan must not change result type': a strange code for it, but it has no other. */
const FEATURE_NOT_SUPPORTED = '0A000';
const NO_ANSWER: Answer = { command: 'SELECT', rowCount: 0, rows: [] };

/**
 * A pool (made with `pipeline: true`) whose connections go to the database and back as seldom as they can: that way, and
 * not the work, is most of what a small statement costs.
 *
 * - Inside a transaction nobody waits for a statement without an answer. It goes out in its place, together with the next
 *   statement that has one, at the latest the commit. If it fails, that next one throws its error and nothing of the
 *   transaction stands. So how many rows an insert made is known only to who writes `returning`.
 * - What is asked at the same time (`Promise.all`) goes out at once.
 * - A connection plans each statement once. After a migration that changes what `select *` gives, it is given up.
 */
export function sparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const plannedName = (text: string): string | undefined => {
    if (!names.has(text) && names.size < PLANNED_MAX) names.set(text, `planned_${names.size}`);
    return names.get(text);
  };
  return {
    connect: async () => checkOut(await pool.connect(), plannedName),
    end: () => pool.end(),
    options: pool.options,
  };
}

/** One use of a connection, until it is released; who still holds it after that gets an error. */
function checkOut(
  client: pg.PoolClient,
  plannedName: (text: string) => string | undefined,
): PostgresPoolClient {
  let inTransaction = false;
  let waiting: Statement[] = [];
  let firstFailure: unknown;
  let released = false;
  let isOutdated = false;

  const send = async (statement: Statement): Promise<Answer> => {
    try {
      return (await client.query(statement)) as unknown as Answer;
    } catch (error) {
      // The statements behind a failed one only say that the transaction has failed.
      firstFailure ??= error;
      isOutdated ||= isOutdatedPlan(error);
      throw firstFailure;
    }
  };

  const ask = async (text: string, values: readonly unknown[]): Promise<Answer> => {
    if (released) throw new Error('expected a connection in use, got one that was given back');
    inTransaction = OPENING.test(text) || (inTransaction && !ENDING.test(text));
    if (UNDOING.test(text)) waiting = [];
    if (UNDOING.test(text) || !inTransaction) firstFailure = undefined;
    const name = values.length > 0 ? plannedName(text) : undefined;
    const statement: Statement = { text, values: [...values], ...(name === undefined ? {} : { name }) };
    if (inTransaction && WITHOUT_ANSWER.test(text)) {
      waiting.push(statement);
      return NO_ANSWER;
    }
    sendTogether(client);
    const answers = [...waiting, statement].map(send);
    waiting = [];
    return (await Promise.all(answers)).at(-1) ?? NO_ANSWER;
  };

  return {
    query: ask as PostgresPoolClient['query'],
    release: (destroy) => {
      released = true;
      client.release(destroy === true || isOutdated);
    },
  };
}

function isOutdatedPlan(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === FEATURE_NOT_SUPPORTED;
}

/** Keeps what is written until everybody who can ask now has asked. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
