import { evaluate, unaryTest } from 'feelin';
import type { OutputValue } from './table.ts';

/** A cell that holds for some values, or the reason why it cannot be used. */
export type InputCell = { readonly holds: readonly boolean[] } | { readonly reason: CellReason };
export type OutputCell = { readonly value: OutputValue } | { readonly reason: CellReason };

/** `syntax`: no FEEL. `variable`: asks more than the column. `value`: a value that the column does not have. */
export type CellReason = 'syntax' | 'variable' | 'value' | 'never';

const LITERAL = /"(?:[^"\\]|\\.)*"/g;
const CONSTANT = /"(?:[^"\\]|\\.)*"|\btrue\b|\bfalse\b|\b\d+\b/g;
/** What may stand between the values of a cell; any other name is a variable or a function, which may change later. */
const CONSTANT_WORDS = new Set(['not', 'or', 'and', 'in']);
const CONSTANT_OUTPUT = /^(?:"(?:[^"\\]|\\.)*"|true|false|\d+)$/;

/**
 * For which of `values` a unary test holds, each evaluated once. An empty cell is a forgotten one and not a '-'.
 * A word that the column does not know is a typing error: FEEL itself would take it for a value that never comes.
 */
export function readInputCell(cell: string, values: readonly string[]): InputCell {
  const around = cell.replaceAll(LITERAL, '');
  if ((around.match(/[A-Za-z_]\w*/g) ?? []).some((word) => !CONSTANT_WORDS.has(word)))
    return { reason: 'variable' };
  const words = literals(cell);
  if (!words) return { reason: 'syntax' };
  if (words.some((word) => !values.includes(word))) return { reason: 'value' };
  const holds = values.map((value) => holdsFor(cell, value));
  if (holds.includes(undefined)) return { reason: 'syntax' };
  return holds.includes(true) ? { holds: holds.map((held) => held === true) } : { reason: 'never' };
}

/** Undefined when FEEL cannot make sense of the cell: only a clean yes or no counts. */
function holdsFor(cell: string, value: string): boolean | undefined {
  try {
    const { value: holds, warnings } = unaryTest(cell, { '?': value });
    return warnings.length === 0 && holds !== null ? holds : undefined;
  } catch {
    return undefined;
  }
}

/** The value of an output cell: a word, a whole number, true or false. */
export function readOutputCell(cell: string): OutputCell {
  if (!CONSTANT_OUTPUT.test(cell)) return { reason: 'variable' };
  const value = constantOf(cell);
  return value === undefined ? { reason: 'syntax' } : { value };
}

/** The constants of a list of allowed values, in order; undefined when it is anything else than such a list. */
export function readList(text: string): OutputValue[] | undefined {
  if (!/^[\s,]*$/.test(text.replaceAll(CONSTANT, ''))) return undefined;
  const constants = (text.match(CONSTANT) ?? []).map(constantOf);
  return constants.some((constant) => constant === undefined) ? undefined : constants.filter(isConstant);
}

/** As `readList`, of words alone. */
export function readWordList(text: string): string[] | undefined {
  const words = readList(text);
  return words?.every(isWord) ? words : undefined;
}

function literals(text: string): string[] | undefined {
  const words = (text.match(LITERAL) ?? []).map(constantOf);
  return words.every(isWord) ? words : undefined;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string';
}

function isConstant(value: unknown): value is OutputValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function constantOf(text: string): OutputValue | undefined {
  try {
    const { value, warnings } = evaluate(text);
    return warnings.length === 0 && isConstant(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
