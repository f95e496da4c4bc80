/** One JSON line an event, on standard error. Never words, names, addresses or codes of people: ids, counts and times only. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
type Level = 'info' | 'warn' | 'error';
export type Log = (level: Level, event: string, fields?: LogFields) => void;

const LINE_MAX_BYTES = 2000;
const FIELD_MAX = 600;
const PER_SECOND = 200;
const SECOND_MS = 1000;

interface LogOptions {
  readonly write: (line: string) => void;
  readonly now?: () => number;
  /** Lines of one event in one second; what comes above it is counted, and the count is logged. */
  readonly perSecond?: number;
}

/** A log that cannot fill a disk by itself: bounded by line, and by second for each event. */
export function createLog({ write, now = Date.now, perSecond = PER_SECOND }: LogOptions): Log {
  const seen = new Map<string, number>();
  let second = 0;
  const put = (level: Level, event: string, fields: LogFields) =>
    write(`${lineOf({ at: new Date(now()).toISOString(), level, event, ...fields })}\n`);
  const turn = () => {
    for (const [of, count] of seen)
      if (count > perSecond) put('warn', 'log.dropped', { of, count: count - perSecond });
    seen.clear();
  };
  return (level, event, fields = {}) => {
    const current = Math.floor(now() / SECOND_MS);
    if (current !== second) turn();
    second = current;
    const count = (seen.get(event) ?? 0) + 1;
    seen.set(event, count);
    if (count <= perSecond) put(level, event, fields);
    // Who drops must also tell when nothing comes after it.
    else if (count === perSecond + 1) setTimeout(turn, SECOND_MS).unref();
  };
}

export const log: Log = createLog({ write: (line) => void process.stderr.write(line) });

export const silent: Log = () => {};

/** A whole line of JSON, also when something in it is far too long. */
function lineOf(fields: LogFields): string {
  const short = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' && value.length > FIELD_MAX ? `${value.slice(0, FIELD_MAX)}…` : value,
  ]);
  const line = JSON.stringify(Object.fromEntries(short));
  if (Buffer.byteLength(line) <= LINE_MAX_BYTES) return line;
  const { at, level, event, requestId } = fields;
  return JSON.stringify({ at, level, event, requestId, cut: true });
}

const FRAMES = 5;
/** A line of a stack as the engine writes it: a place in a file, not a line of somebody's message. */
const FRAME = /^ {4}at (?:[\w$.<>[\] #]{1,120} \()?((?:file:\/\/|node:|\/)[^\s()]{1,300}:\d+:\d+)\)?$/;
const CODE = /^[A-Za-z0-9_.-]{1,63}$/;

/**
 * What of an error may stand in a log: its class, its database code and where it was thrown. Not its message, and nothing
 * that merely looks like one of the others: values of people stand in messages, details and sometimes in both.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: codeIn(error.name) ?? 'Error',
    code: 'code' in error ? codeIn(error.code) : undefined,
    constraint: 'constraint' in error ? codeIn(error.constraint) : undefined,
    where: placesIn(error),
  };
}

function codeIn(value: unknown): string | undefined {
  return typeof value === 'string' && CODE.test(value) ? value : undefined;
}

/** The stack begins with the message, which may have lines of its own: it is cut off by its length. */
function placesIn({ stack = '', message }: Error): string {
  const from = stack.indexOf(message);
  const frames = from < 0 ? stack : stack.slice(from + message.length);
  const here = `file://${process.cwd()}/`;
  return frames
    .split('\n')
    .flatMap((line) => FRAME.exec(line)?.[1] ?? [])
    .slice(0, FRAMES)
    .map((place) => place.replace(here, ''))
    .join(' < ');
}
