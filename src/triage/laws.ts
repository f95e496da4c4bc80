import { ANSWERS } from './contract.ts';
import {
  isUnsure,
  JUDGES,
  minutesOf,
  rankOf,
  seesDanger,
  seesDangerToLife,
  SIGNS,
  type Law,
} from './judges.ts';
import type { Step, TriageInput } from './model.ts';
import {
  digitsAt,
  sizeOf,
  takeStep,
  type DecisionSet,
  type DecisionTable,
  type Rule,
  type TableInput,
  type Values,
} from './table.ts';

export type { Law };

/** One rule of one table that breaks a law, with the first combination of answers in which it does. */
export interface LawBreach {
  readonly law: Law;
  readonly step: Step;
  readonly file: string;
  readonly table: string;
  readonly ruleId: string;
  readonly ruleNumber: number;
  readonly inputs: string;
  /** In how many combinations of answers. */
  readonly count: number;
}

const INPUTS: readonly TableInput[] = Object.entries(ANSWERS).map(([name, values]) => ({ name, values }));

/** The number of different reports that can be sent, as the tables see them. */
export const INPUT_COUNT = sizeOf(INPUTS);

const isSign = (name: string): boolean => SIGNS.some((sign) => sign === name);
const SIGN_INPUTS = INPUTS.filter(({ name }) => isSign(name));
const OTHER_INPUTS = INPUTS.filter(({ name }) => !isSign(name));

/** Danger answers that no law and no table can tell apart: one of them stands for all. */
interface SignClass {
  readonly values: Readonly<Values>;
  readonly size: number;
  /** The classes in which one 'unknown' of this one became 'no', and of how many of its answers. */
  readonly lowered: ReadonlyMap<SignClass, number>;
}

/** A final decision, with the rule that decided in each step. */
interface Decided {
  readonly values: Readonly<Values>;
  readonly rules: readonly Rule[];
}

/**
 * Holds the final decision of every combination of answers against every law. Empty is good. Danger answers that come to the same
 * are judged once and counted as many: about ten kinds instead of 243.
 */
export function checkLaws(set: DecisionSet): LawBreach[] {
  const breaches = new Map<string, LawBreach>();
  const classes = signClassesOf(set);
  const paces = new Map(classes.map((one) => [one, judgeClass(set, one, breaches)]));
  for (const one of classes) {
    for (const [lower, count] of one.lowered) {
      for (const index of laterAt(paces.get(one), paces.get(lower))) {
        const final = decide(set, { ...valuesAt(OTHER_INPUTS, index), ...one.values });
        note(breaches, { law: 'unknown-never-lowers', step: 'tempo', set, final, count });
      }
    }
  }
  return [...breaches.values()];
}

/** How soon, for every combination of the other answers. */
interface Pace {
  readonly rank: Uint8Array;
  readonly minutes: Uint32Array;
}

const JUDGED = Object.keys(JUDGES) as (keyof typeof JUDGES)[];

/** Holds one class of danger answers, beside everything else that can be seen, against the laws that look at one report. */
function judgeClass(set: DecisionSet, one: SignClass, breaches: Map<string, LawBreach>): Pace {
  const size = sizeOf(OTHER_INPUTS);
  const pace = { rank: new Uint8Array(size), minutes: new Uint32Array(size) };
  let index = 0;
  const visit: Visit = (values, rules) => {
    for (const law of JUDGED) {
      const step = JUDGES[law](values as unknown as TriageInput, values);
      if (step) note(breaches, { law, step, set, final: { values, rules }, count: one.size });
    }
    pace.rank[index] = rankOf(values);
    pace.minutes[index] = minutesOf(values);
    index += 1;
  };
  walkReports(set, visit, one.values);
  return pace;
}

/** Where the first is slower than the second: less urgent, or promised later. */
function laterAt(one: Pace | undefined, other: Pace | undefined): number[] {
  if (!one || !other) throw new Error('expected the pace of every class of danger answers');
  return [...one.rank.keys()].filter(
    (at) => (one.rank[at] ?? 0) > (other.rank[at] ?? 0) || (one.minutes[at] ?? 0) > (other.minutes[at] ?? 0),
  );
}

function decide({ tables }: DecisionSet, input: Readonly<Values>): Decided {
  const values = { ...input };
  return { rules: tables.map((table) => takeStep(table, values)), values };
}

function valuesAt(inputs: readonly TableInput[], index: number): Values {
  const digits = digitsAt(inputs, index);
  return Object.fromEntries(inputs.map(({ name, values }, at) => [name, values[digits[at] ?? -1] ?? '']));
}

interface GrowingClass extends SignClass {
  size: number;
  readonly lowered: Map<SignClass, number>;
}

/** Every danger answer in its class: what the tables make of it, what the laws see in it, and what a later step asks of it. */
function signClassesOf(set: DecisionSet): SignClass[] {
  const classes = new Map<string, GrowingClass>();
  const keyOf = signKey(set);
  const answers = Array.from({ length: sizeOf(SIGN_INPUTS) }, (_, index) => valuesAt(SIGN_INPUTS, index));
  for (const values of answers) {
    const one = classes.get(keyOf(values)) ?? { values, size: 0, lowered: new Map() };
    one.size += 1;
    classes.set(keyOf(values), one);
  }
  for (const values of answers) {
    const one = classes.get(keyOf(values));
    const lower = SIGNS.filter((sign) => values[sign] === 'unknown').flatMap(
      (sign) => classes.get(keyOf({ ...values, [sign]: 'no' })) ?? [],
    );
    for (const other of new Set(lower)) one?.lowered.set(other, (one.lowered.get(other) ?? 0) + 1);
  }
  return [...classes.values()];
}

function signKey({ tables }: DecisionSet): (values: Readonly<Values>) => string {
  const known = new Set<string>(SIGNS);
  const early = tables.filter(({ inputs, rules }) => {
    if (!inputs.every(({ name }) => known.has(name))) return false;
    for (const [name] of rules[0]?.outputs ?? []) known.add(name);
    return true;
  });
  const late = tables.filter((table) => !early.includes(table)).flatMap(({ inputs }) => inputs);
  const asked = SIGNS.filter((sign) => late.some(({ name }) => name === sign));
  return (given) => {
    const { rules, values } = decide({ tables: early }, given);
    const input = values as unknown as TriageInput;
    const seen = [seesDanger(input), seesDangerToLife(input), isUnsure(input), input.selfHarm === 'yes'];
    return [...rules.map(({ id }) => id), ...asked.map((sign) => input[sign]), ...seen].join();
  };
}

type Visit = (values: Readonly<Values>, rules: readonly Rule[]) => void;

/**
 * Visits every combination of answers with all outputs and the deciding rule per step; `fixed` answers keep their one value. One
 * record serves all visits, and a step is taken anew only when an answer that it hangs on changed.
 */
export function walkReports({ tables }: DecisionSet, visit: Visit, fixed: Readonly<Values> = {}): void {
  const inputs = INPUTS.map(({ name, values }) => ({
    name,
    values: values.filter((value) => (fixed[name] ?? value) === value),
  }));
  const values: Values = {};
  const rules: Rule[] = [];
  const depths = depthsOf(tables);
  const stepsAt = inputs.map((_, depth) => [...tables.entries()].filter(([at]) => depths[at] === depth));
  const descend = (depth: number): void => {
    const input = inputs[depth];
    if (!input) return visit(values, rules);
    for (const value of input.values) {
      values[input.name] = value;
      for (const [at, table] of stepsAt[depth] ?? []) rules[at] = takeStep(table, values);
      descend(depth + 1);
    }
  };
  descend(0);
}

/** Per table the place of the last answer that it hangs on, by itself or through an earlier step. */
function depthsOf(tables: readonly DecisionTable[]): number[] {
  const depths = new Map<string, number>(INPUTS.map(({ name }, depth) => [name, depth]));
  return tables.map(({ inputs, rules }) => {
    const depth = Math.max(0, ...inputs.map(({ name }) => depths.get(name) ?? 0));
    for (const [name] of rules[0]?.outputs ?? []) depths.set(name, depth);
    return depth;
  });
}

interface Broken {
  readonly law: Law;
  readonly step: Step;
  readonly set: DecisionSet;
  readonly final: Decided;
  readonly count: number;
}

function note(breaches: Map<string, LawBreach>, { law, step, set, final, count }: Broken): void {
  const at = set.tables.findIndex((table) => table.step === step);
  const [table, rule] = [set.tables[at], final.rules[at]];
  if (!table || !rule) throw new Error(`expected a table for step ${step}, found none`);
  const key = `${law} ${step} ${rule.id}`;
  const known = breaches.get(key);
  breaches.set(key, {
    law,
    step,
    file: table.file,
    table: table.name,
    ruleId: rule.id,
    ruleNumber: rule.number,
    inputs: known?.inputs ?? INPUTS.map(({ name }) => `${name}=${final.values[name]}`).join(', '),
    count: (known?.count ?? 0) + count,
  });
}
