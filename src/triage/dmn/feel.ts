import {
  evaluate,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelTime,
  isFunction,
  isRange,
  parseExpression,
  parseUnaryTests,
  unaryTest,
} from 'feelin';

/** Values by name, as an expression sees them. */
export type Scope = Readonly<Record<string, unknown>>;

/** A piece of FEEL that was read when its file was loaded. */
export interface Expression {
  /** As it was written, for messages. */
  readonly text: string;
  readonly exact: string;
}

/** The tests of a cell: '-' (no tests), or a list of which one must hold, or with `not(…)` none may. */
export interface Tests {
  readonly isNegated: boolean;
  readonly tests: readonly Test[];
}

/** `condition` asks something of `?`; `value` names what `?` must be; `bounds` is a literal, a comparison or a range. */
interface Test {
  readonly text: string;
  readonly kind: 'condition' | 'value' | 'bounds';
}

export const NO_TESTS: Tests = { isNegated: false, tests: [] };

/** A value, and why it is null where it is. */
export interface Evaluated {
  readonly value: unknown;
  readonly reason?: string;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Reads an expression; `scope` has the names that may be used, of which some hold spaces or signs. */
export function readExpression(text: string, scope: Scope): Read<Expression> {
  const read = readTree(text, scope, parseExpression);
  if (!read.ok) return read;
  return { ok: true, value: { text, exact: exactly(read.value.text, scope, parseExpression) } };
}

/** Reads the tests of a cell. An empty cell asks nothing, as '-' does: the common editors write it so. */
export function readTests(text: string, scope: Scope): Read<Tests> {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '-') return { ok: true, value: NO_TESTS };
  const read = readTree(trimmed, { ...scope, '?': null }, parseUnaryTests);
  if (!read.ok) return read;
  const { pieces, text: source } = read.value;
  const tests = pieces
    .flatMap((piece, at) => (piece.name === 'PositiveUnaryTest' ? [readTest(source, pieces, at)] : []))
    .map((test) => ({ ...test, text: exactly(test.text, scope, parseUnaryTests) }));
  return { ok: true, value: { isNegated: pieces[1]?.name === 'not', tests } };
}

const NAMES_A_VALUE =
  /^(?:VariableName|PathExpression|FilterExpression|FunctionInvocation|ArithmeticExpression|IfExpression|List|null)$/;

function readTest(source: string, pieces: readonly Piece[], at: number): Test {
  const { from = 0, to = 0 } = pieces[at] ?? {};
  const asks = pieces.some(
    (piece) => piece.from >= from && piece.to <= to && source.slice(piece.from, piece.to) === '?',
  );
  const namesValue = NAMES_A_VALUE.test(pieces[at + 1]?.name ?? '');
  const kind = asks ? 'condition' : namesValue ? 'value' : 'bounds';
  return { text: source.slice(from, to), kind };
}

/** The tests of a list one by one, in their order. */
export function splitTests({ tests }: Tests): Tests[] {
  return tests.map((test) => ({ isNegated: false, tests: [test] }));
}

interface Piece {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly isBroken: boolean;
}

type Parser = typeof parseExpression;

/** The pieces of a text from the outside in, once each is something that we can evaluate. */
function readTree(source: string, scope: Scope, parse: Parser): Read<{ text: string; pieces: Piece[] }> {
  const text = withFractions(source, scope, parse);
  const pieces = piecesOf(text, scope, parse);
  const broken = pieces.find(({ isBroken }) => isBroken);
  const bound = new Set([
    ...Object.keys(scope).map(nameOf),
    ...pieces
      .filter(({ name }) => /^(?:Name|Key|ParameterName)$/.test(name))
      .map(({ from, to }) => nameOf(text.slice(from, to))),
  ]);
  if (broken) return { ok: false, reason: `no FEEL at '${text.slice(broken.from, broken.from + 20)}'` };
  const calls = pieces.filter(({ name }, at) => name === 'VariableName' && isCalled(pieces, at));
  const wrong = calls
    .map(({ from, to }) => nameOf(text.slice(from, to)))
    .find((name) => !canCall(name, bound));
  if (wrong !== undefined) return { ok: false, reason: `function '${wrong}'` };
  if (pieces.some(({ name }) => name === 'external')) return { ok: false, reason: 'external function' };
  return { ok: true, value: { text, pieces } };
}

function isCalled(pieces: readonly Piece[], at: number): boolean {
  const [before, here] = [pieces[at - 1], pieces[at]];
  return before?.name === 'FunctionInvocation' && before.from === here?.from;
}

/** The clock is no input: whoever evaluates a decision twice gets the same answer. */
const NOT_PURE = new Set(['now', 'today']);

function canCall(name: string, bound: ReadonlySet<string>): boolean {
  if (bound.has(name)) return true;
  return !NOT_PURE.has(name) && evaluate(name).warnings.length === 0;
}

/** FEEL allows `1e3`, of which feelin reads the 1 alone; `1.0e3` it reads well. */
function withFractions(source: string, scope: Scope, parse: Parser): string {
  const wholes = piecesOf(source, scope, parse).flatMap(({ name, from, to }) => {
    const found = /^\d+(?=[eE])/.exec(name === 'NumericLiteral' ? source.slice(from, to) : '');
    return found ? [from + found[0].length] : [];
  });
  return wholes.toReversed().reduce((text, at) => `${text.slice(0, at)}.0${text.slice(at)}`, source);
}

/** The name by which an expression reaches `decimal`; none that a file would use. */
const DECIMAL = '_decimal';

/**
 * Puts every calculation in `decimal`, so that `0.1 + 0.2 = 0.3` is true inside an expression as well. A place where FEEL takes no
 * function, such as the end of a range, keeps its calculation as it is.
 */
function exactly(text: string, scope: Scope, parse: Parser): string {
  const pieces = piecesOf(text, scope, parse);
  const sums = pieces.filter(({ name, from }, at) => {
    const next = pieces[at + 1];
    return name === 'ArithmeticExpression' && !(next?.name === 'ArithOp' && next.from === from);
  });
  const cuts = sums.flatMap(({ from, to }) => [
    { at: from, put: `${DECIMAL}(` },
    { at: to, put: ')' },
  ]);
  const exact = cuts
    .toSorted((a, b) => b.at - a.at)
    .reduce((result, { at, put }) => result.slice(0, at) + put + result.slice(at), text);
  return piecesOf(exact, scope, parse).some(({ isBroken }) => isBroken) ? text : exact;
}

function piecesOf(text: string, scope: Scope, parse: Parser): Piece[] {
  const pieces: Piece[] = [];
  parse(text, { ...scope }, undefined).iterate({
    enter: ({ type, name, from, to }) => {
      pieces.push({ name, from, to, isBroken: type.isError });
    },
  });
  return pieces;
}

/** Names of DMN are the same however many spaces stand in them. */
export function nameOf(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

export function evaluateExpression({ exact }: Pick<Expression, 'exact'>, scope: Scope): Evaluated {
  try {
    const { value, warnings } = evaluate(exact, { ...scope, [DECIMAL]: decimal });
    const reason = warnings[0]?.message;
    const tidy = decimal(value ?? null);
    return tidy === null && reason ? { value: tidy, reason } : { value: tidy };
  } catch (error) {
    // what was read with its names can still break on a value that lacks them
    return { value: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a cell holds for a value. Only a clean yes counts: what cannot be compared does not match. */
export function holds({ tests, isNegated }: Tests, value: unknown, scope: Scope): boolean {
  if (tests.length === 0) return true;
  const answers = tests.map((test) => answerOf(test, value, { ...scope, '?': value, [DECIMAL]: decimal }));
  if (!isNegated) return answers.includes(true);
  return !answers.includes(true) && !answers.includes(null);
}

/** Yes, no, or null where FEEL cannot say. */
function answerOf({ text, kind }: Test, value: unknown, scope: Scope): boolean | null {
  try {
    if (kind !== 'bounds') {
      const found = evaluate(text, { ...scope }).value ?? null;
      const isAnswer = kind === 'condition' && (typeof found === 'boolean' || found === null);
      return isAnswer ? found : matches(found, value);
    }
    if (value !== null) return unaryTest(text, { ...scope }).value;
    // is nothing below 18? feelin's unary tests say no, where `in` knows that there is no answer
    const answer = evaluate(`? in (${text})`, { ...scope }).value;
    return typeof answer === 'boolean' ? answer : null;
  } catch {
    return null;
  }
}

/** A named value holds when it is the value asked, or a list or range that has it; a yes holds for whatever is no yes or no. */
function matches(found: unknown, value: unknown): boolean | null {
  if (isRange(found)) return found.includes(value);
  if (isSame(found, value)) return true;
  if (Array.isArray(found)) return found.some((element) => isSame(element, value));
  if (found === true) return typeof value !== 'boolean';
  return false;
}

/**
 * FEEL counts in decimals and JavaScript in binary fractions. What lies within two units in the last place of a number of 15
 * digits is that number: 0.1 + 0.2 is 0.3.
 */
function decimal(value: unknown): unknown {
  if (typeof value === 'number') return decimalNumber(value);
  if (Array.isArray(value)) return value.map(decimal);
  if (!isContext(value)) return value === undefined ? null : value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, decimal(entry)]));
}

function decimalNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const rounded = Number(value.toPrecision(15));
  return Math.abs(value - rounded) <= 2 * Number.EPSILON * Math.abs(value) ? rounded : value;
}

export function isContext(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

type Temporal = FeelDate | FeelTime | FeelDateTime | FeelDuration;

function isTemporal(value: unknown): value is Temporal {
  return [FeelDate, FeelTime, FeelDateTime, FeelDuration].some((type) => value instanceof type);
}

/** Whether two values are one, `near` saying when two numbers are. */
export function isSame(
  a: unknown,
  b: unknown,
  near: (a: number, b: number) => boolean = (one, other) => one === other,
): boolean {
  if (typeof a === 'number' && typeof b === 'number') return near(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, at) => isSame(element, b[at], near));
  }
  if (isContext(a) && isContext(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => isSame(a[name] ?? null, b[name] ?? null, near));
  }
  if (isTemporal(a) && isTemporal(b)) return evaluate('a = b', { a, b }).value === true;
  return a === b;
}

/** A value as FEEL would write it, for a message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (isFunction(value)) return 'a function';
  if (isRange(value) || isTemporal(value)) return String(value);
  if (!isContext(value)) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .map(([name, entry]) => `${name}: ${describe(entry)}`)
    .join(', ')}}`;
}
