/** One JSON line an event, on standard error. Never words, names, addresses or codes of people: ids, counts and times only. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

const MAX_LENGTH = 2000;

export const log: Log = (level, event, fields = {}) => {
  const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...fields });
  process.stderr.write(`${line.slice(0, MAX_LENGTH)}\n`);
};

export const silent: Log = () => {};

/** What of an error may stand in a log: its class, its database code and where it was thrown, not its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  return {
    error: error.name,
    code,
    constraint,
    where: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim())
      .join(' < '),
  };
}
