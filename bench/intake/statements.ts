import pg from 'pg';

/** One statement as the driver sent it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Runs `work` and keeps every statement that it sends to the database, in order. */
export async function captureStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const { prototype } = pg.Client;
  // eslint-disable-next-line typescript/unbound-method -- called through Reflect.apply, with its own `this`
  const original = prototype.query;
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    statements.push(statementOf(args));
    return Reflect.apply(original, this, args) as unknown;
  } as typeof original;
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return statements;
}

function statementOf([query, values]: unknown[]): Statement {
  const config = typeof query === 'string' ? { text: query } : (query as Partial<Statement>);
  return { text: config.text ?? '', values: config.values ?? (values as unknown[] | undefined) ?? [] };
}

/** The type that the server finds for each parameter, such as `uuid`. */
export async function parameterTypes(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  if (values.length === 0) return [];
  await client.query(`prepare measured as ${text}`);
  const { rows } = await client.query<{ types: string[] }>(
    `select parameter_types::text[] as types from pg_prepared_statements where name = 'measured'`,
  );
  await client.query('deallocate measured');
  return rows[0]?.types ?? [];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** How many clients and how many new values a script of pgbench can tell apart. */
const CLIENTS_MAX = 64;
const VALUES_MAX = 64;

export interface Captured {
  readonly statements: readonly Statement[];
  /** Those of a second intake of the same kind. */
  readonly twin: readonly Statement[];
  /** Of the parameters of each statement. */
  readonly types: readonly (readonly string[])[];
}

/**
 * The statements of one intake as a script for pgbench. What differs between the intake and its twin is made anew by
 * every run of the script (ids, hashes and tokens, the same one everywhere where it was the same one), all else is
 * written out as it was. New ids grow with time as the program's own do. `batch` keeps the values of several runs of
 * pgbench apart.
 */
export function pgbenchScript({ statements, twin, types }: Captured, batch: number): string {
  const counts = [statements.length, twin.length];
  if (counts[0] !== counts[1])
    throw new Error(`expected two intakes of the same kind, got ${counts.join(' and ')} statements`);
  const names = new Map<string, string>();
  const lines = statements.map(({ text, values }, at) => {
    const written = values.map((value, index) => {
      const type = types[at]?.[index] ?? 'text';
      return `cast(${expression(value, twin[at]?.values[index], { names, batch })} as ${type})`;
    });
    const onOneLine = text.replaceAll(/\s+/g, ' ').trim();
    return `${onOneLine.replaceAll(/\$(\d+)/g, (_, number) => written[Number(number) - 1] ?? '')};`;
  });
  const made = [...names.values()].map(
    (name, index) => `\\set ${name} ((:run * ${CLIENTS_MAX} + :client_id) * ${VALUES_MAX} + ${index})`,
  );
  return ['\\set run :run + 1', ...made, ...lines, ''].join('\n');
}

interface Fresh {
  /** The variable of each new id or hash, by its value in the first intake. */
  readonly names: Map<string, string>;
  readonly batch: number;
}

function expression(value: unknown, other: unknown, fresh: Fresh): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value))
    return Buffer.isBuffer(other) && value.equals(other)
      ? literal(`\\x${value.toString('hex')}`)
      : hash(value, fresh);
  if (value instanceof Date) return literal(value.toISOString());
  return textual(written(value), written(other), fresh);
}

/** A value as text, the way the driver sends it. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text in which ids may stand: `report:0190…`, or JSON. Other things that differ, such as times, stay as they were. */
function textual(value: string, other: string, fresh: Fresh): string {
  const others = other.match(UUID) ?? [];
  const parts: string[] = [];
  let from = 0;
  for (const [index, found] of [...value.matchAll(UUID)].entries()) {
    if (found[0] === others[index]) continue;
    parts.push(literal(value.slice(from, found.index)), id(found[0], fresh));
    from = found.index + found[0].length;
  }
  parts.push(literal(value.slice(from)));
  const full = parts.filter((part) => part !== literal(''));
  return full.length === 0 ? literal('') : full.join(' || ');
}

function id(value: string, fresh: Fresh): string {
  const batch = String(fresh.batch).padStart(3, '0');
  return `'00000000-0000-7${batch}-8000-' || lpad(to_hex(cast(:${nameOf(value, fresh)} as bigint)), 12, '0')`;
}

/** 32 bytes spread like those of a real hash. */
function hash(value: Buffer, fresh: Fresh): string {
  const seed = `:${nameOf(value.toString('hex'), fresh)}`;
  const half = (salt: string) => `md5('${salt}${fresh.batch} ' || cast(${seed} as bigint))`;
  return `decode(${half('a')} || ${half('b')}, 'hex')`;
}

function nameOf(value: string, { names }: Fresh): string {
  const name = names.get(value) ?? `r${names.size + 1}`;
  names.set(value, name);
  if (names.size > VALUES_MAX) throw new Error(`expected at most ${VALUES_MAX} new values in one intake`);
  return name;
}

/** A colon before a letter would be a variable to pgbench, so colons are written by their number. */
function literal(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "''")
    .replaceAll('\n', '\\n')
    .replaceAll(':', '\\072');
  return safe === text ? `'${text}'` : `E'${safe}'`;
}
