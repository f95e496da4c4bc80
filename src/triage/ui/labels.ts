import type { T } from '../../kit/translate.ts';
import type { ColumnView, Refused } from '../wire.ts';

/** What a set is called: by its number, or as the tables of the house. */
export function setName(t: T, which: number | null): string {
  return which === null ? t('tables.house') : t('tables.set', { number: String(which) });
}

/** As `setName`, where it begins a line: a title, a link, a cell. */
export function setTitle(t: T, which: number | null): string {
  const name = setName(t, which);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** How an address names a set. */
export function setPath(which: number | null): string {
  return `/beslistabellen/${which ?? 'standaard'}`;
}

/** A column by the question that it asks or the answer that it gives; a name that has no words yet stands as it is. */
export function columnLabel(t: T, name: string): string {
  return worded(t, `tables.column.${name}`, name);
}

/** Where the words of a column's values stand already, for the people who read reports. */
const VALUES: Readonly<Record<string, string>> = {
  danger: 'triage.danger',
  nature: 'triage.nature',
  about: 'tables.about',
  police: 'triage.police',
  urgency: 'triage.urgency',
  unit: 'tables.unit',
  firstService: 'tables.service',
  secondService: 'tables.service',
};

export function valueLabel(t: T, column: string, value: string): string {
  return worded(t, `${VALUES[column] ?? 'tables.answer'}.${value}`, value);
}

function worded(t: T, id: string, otherwise: string): string {
  return t.has(id) ? t(id) : otherwise;
}

export interface Condition {
  readonly column: string;
  readonly values: string;
}

/** What a rule asks, without what does not matter: 'Aard: Overlast of Vraag'. */
export function conditionsOf(t: T, columns: readonly ColumnView[], cells: readonly string[][]): Condition[] {
  return columns.flatMap(({ name }, at) => {
    const held = cells[at] ?? [];
    if (held.length === 0) return [];
    const values = held.map((value) => valueLabel(t, name, value)).join(t('tables.or'));
    return [{ column: columnLabel(t, name), values }];
  });
}

export function resultsOf(t: T, columns: readonly ColumnView[], cells: readonly string[]): Condition[] {
  return columns.map(({ name }, at) => ({
    column: columnLabel(t, name),
    values: cells[at] ? valueLabel(t, name, cells[at]) : t('tables.nothing-chosen'),
  }));
}

/** A finding of the check as a sentence for people: steps, questions and answers in words instead of names. */
export function findingText(t: T, { code, facts = {} }: Refused): string {
  const { table, inputs, input, column, output } = facts;
  return t(`refusal.${code}`, {
    ...facts,
    ...(table === undefined ? {} : { table: worded(t, `tables.step.${table}`, String(table)) }),
    ...(inputs === undefined ? {} : { inputs: inputsText(t, String(inputs)) }),
    ...(input === undefined ? {} : { input: columnLabel(t, String(input)) }),
    ...(column === undefined ? {} : { column: columnLabel(t, String(column)) }),
    ...(output === undefined ? {} : { output: columnLabel(t, String(output)) }),
  });
}

/** `threatens=no, about=someone` in words. Of a long list only what is not 'no': the rest is said in one word. */
function inputsText(t: T, inputs: string): string {
  const pairs = inputs.split(', ').map((pair) => pair.split('='));
  const telling = pairs.filter(([, value]) => value !== 'no');
  const shown = pairs.length > LONG && telling.length > 0 ? telling : pairs;
  const words = shown.map(
    ([name = '', value = '']) => `${columnLabel(t, name)}: ${valueLabel(t, name, value)}`,
  );
  return [...words, ...(shown.length < pairs.length ? [t('tables.rest-no')] : [])].join('; ');
}

const LONG = 6;
