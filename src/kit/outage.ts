/**
 * Whether an error means that the database is not there for us now, which is nobody's mistake and passes.
 * `refused`: nothing was stored, for certain. `lost`: the connection broke, and what was under way may or may not stand.
 */
export type Outage = 'refused' | 'lost';

/** SQLSTATE 53: no disk, no memory, too many connections; 57P03: the server is starting or stopping; 58030: disk errors. */
const REFUSED = /^(?:53...|57P03|58030|ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
/** SQLSTATE 08: the connection; 57P01, 57P02: the server ended it; 25P03: because we said nothing for too long. */
const LOST = /^(?:08...|25P03|57P0[12]|ECONNRESET|EPIPE)$/;
/** What pg says without a code; these words are its own. */
const REFUSED_WORDS = 'timeout exceeded when trying to connect';
const LOST_WORDS = /^(?:Connection terminated|Client has encountered a connection error|Client was closed)/;

const CAUSES = 4;

export function outageOf(error: unknown): Outage | undefined {
  let current = error;
  for (let depth = 0; depth < CAUSES && current instanceof Error; depth += 1) {
    const code = 'code' in current ? String(current.code) : '';
    if (LOST.test(code) || LOST_WORDS.test(current.message)) return 'lost';
    if (REFUSED.test(code) || current.message === REFUSED_WORDS) return 'refused';
    current = current.cause;
  }
  return undefined;
}
