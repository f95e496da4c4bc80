import type { Step } from './model.ts';

export type OutputValue = string | number | boolean;
export type HitPolicy = 'UNIQUE' | 'ANY' | 'FIRST' | 'PRIORITY';

export interface TableInput {
  readonly name: string;
  readonly values: readonly string[];
}

/** Why a rule is there, for the people who work with it. */
export interface Words {
  readonly nl: string;
  readonly en: string;
}

export interface Rule {
  readonly id: string;
  /** As the table shows it: from 1. */
  readonly number: number;
  readonly outputs: readonly (readonly [name: string, value: OutputValue])[];
  readonly words: Words;
}

/**
 * A table that has been checked: `decides` holds the index of the deciding rule for every combination of input values,
 * the first input slowest. **Invariant:** it has no holes, so that a lookup always finds a rule.
 */
export interface DecisionTable {
  readonly step: Step;
  readonly name: string;
  readonly file: string;
  readonly version: string;
  readonly sha256: string;
  readonly hitPolicy: HitPolicy;
  readonly inputs: readonly TableInput[];
  readonly rules: readonly Rule[];
  readonly decides: Int16Array;
}

/** One table per step, in the order of the steps. */
export interface DecisionSet {
  readonly tables: readonly DecisionTable[];
}

/** The answers of a report and what the steps made of them, by name. */
export type Values = Record<string, OutputValue>;

/** The number of combinations of the inputs; 1 for none. */
export function sizeOf(inputs: readonly TableInput[]): number {
  return inputs.reduce((size, { values }) => size * values.length, 1);
}

/** The value indexes of the combination at `index`, one per input. */
export function digitsAt(inputs: readonly TableInput[], index: number): number[] {
  const digits: number[] = [];
  let rest = index;
  for (const { values } of inputs.toReversed()) {
    digits.unshift(rest % values.length);
    rest = Math.floor(rest / values.length);
  }
  return digits;
}

/** The combination at `index` in words, for a message: `weapon=yes, injured=no`. */
export function describeAt(inputs: readonly TableInput[], index: number): string {
  const digits = digitsAt(inputs, index);
  return inputs.map(({ name, values }, at) => `${name}=${values[digits[at] ?? -1]}`).join(', ');
}

/** The rule that decides for these values. A value outside the table is a programmer error. */
export function ruleFor(table: DecisionTable, values: Readonly<Values>): Rule {
  let index = 0;
  for (const input of table.inputs) {
    const digit = input.values.indexOf(String(values[input.name]));
    if (digit < 0)
      throw new Error(`expected ${input.name} in ${input.values.join('|')}, got ${values[input.name]}`);
    index = index * input.values.length + digit;
  }
  const rule = table.rules[table.decides[index] ?? -1];
  if (!rule) throw new Error(`expected a rule of ${table.name} at combination ${index}, found none`);
  return rule;
}

/** Takes one step: writes the outputs of the deciding rule into `values` and returns the rule. */
export function takeStep(table: DecisionTable, values: Values): Rule {
  const rule = ruleFor(table, values);
  for (const [name, output] of rule.outputs) values[name] = output;
  return rule;
}
