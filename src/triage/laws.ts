import { Detail } from '../reports/model.ts';
import { ANSWERS, STEPS } from './contract.ts';
import {
  isUnsure,
  JUDGES,
  LAW_INPUTS,
  minutesOf,
  rankOf,
  seesDanger,
  seesDangerToLife,
  SIGNS,
  type Law,
} from './judges.ts';
import type { Step, TriageInput } from './model.ts';
import {
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

/** A final decision, with the rule that decided in each step; none in a step that was not taken. */
interface Decided {
  readonly values: Values;
  readonly rules: readonly (Rule | undefined)[];
}

/** Reports that no later step and no law can tell apart: one stands for all. Two side by side where a law compares two. */
interface Bundle {
  readonly strands: readonly Decided[];
  readonly count: number;
}

/** What of a report has to be told apart in the end. */
interface Wanted {
  /** The answers that a law reads. */
  readonly answers: readonly string[];
  /** The outputs that a law reads; a step on which none of them rests is not taken. */
  readonly outputs: readonly string[];
  /** The steps whose rule may be to blame. */
  readonly blamed: readonly Step[];
}

const ALL: Wanted = {
  answers: LAW_INPUTS,
  outputs: STEPS.flatMap(({ outputs }) => Object.keys(outputs)),
  blamed: STEPS.map(({ step }) => step),
};
const PACE: Wanted = { answers: [], outputs: ['urgency', 'amount', 'unit'], blamed: ['tempo'] };

/**
 * Holds the final decision of every combination of answers against every law. Empty is good. The steps are taken one after the
 * other; an answer comes in at the first step that asks it, and what comes to the same goes on as one bundle with a count.
 */
export function checkLaws(set: DecisionSet): LawBreach[] {
  const breaches = new Map<string, LawBreach>();
  for (const { strands, count } of settle(set, [[{}]], ALL)) {
    const [final] = strands;
    if (final) judge(set, final, count, breaches);
  }
  for (const name of [...SIGNS, ...Detail.options]) {
    for (const { strands, count } of settle(set, pairsOf(set, name), PACE)) {
      const [final, lower] = strands;
      if (final && lower && isLater(final.values, lower.values))
        note(breaches, { law: 'unknown-never-lowers', step: 'tempo', set, final, count });
    }
  }
  return [...breaches.values()];
}

const JUDGED = Object.keys(JUDGES) as (keyof typeof JUDGES)[];

function judge(set: DecisionSet, final: Decided, count: number, breaches: Map<string, LawBreach>): void {
  for (const law of JUDGED) {
    const step = JUDGES[law](final.values as unknown as TriageInput, final.values);
    if (step) note(breaches, { law, step, set, final, count });
  }
}

/** Less urgent, or promised later. */
function isLater(one: Values, other: Values): boolean {
  return rankOf(one) > rankOf(other) || minutesOf(one) > minutesOf(other);
}

/** Two reports that differ in one answer only: nobody knows it, and it is not so. None when no table asks it. */
function pairsOf({ tables }: DecisionSet, name: string): Values[][] {
  const isAsked = tables.some(({ inputs }) => inputs.some((input) => input.name === name));
  return isAsked ? [[{ [name]: 'unknown' }, { [name]: 'no' }]] : [];
}

/**
 * The bundles in which every report ends that begins as one of `starts`, with all wanted answers filled in. Answers that
 * nobody asks are in the count alone.
 */
export function settle({ tables }: DecisionSet, starts: readonly Values[][], wanted: Wanted): Bundle[] {
  const needed = neededFor(tables, wanted.outputs);
  let bundles: Bundle[] = starts.map((values) => ({
    strands: values.map((strand) => ({ values: strand, rules: [] })),
    count: 1,
  }));
  const steps = tables.map(({ step }) => step);
  for (const [at, table] of tables.entries()) {
    const taken = needed.has(table) ? table : undefined;
    const rest = tables.slice(at + 1).filter((later) => needed.has(later));
    bundles = stepped(bundles, taken, tellingAfter(rest, steps, wanted));
  }
  const inputs = INPUTS.filter(({ name }) => wanted.answers.includes(name));
  const ended: Bundle[] = [];
  for (const { strands, count } of bundles) {
    widen(strands, inputs, (wide) => ended.push({ strands: kept(wide), count: count * unasked(wide[0]) }));
  }
  return ended;
}

/** The tables on which these outputs rest, by themselves or through others. */
function neededFor(tables: readonly DecisionTable[], outputs: readonly string[]): Set<DecisionTable> {
  const names = new Set(outputs);
  const needed = new Set<DecisionTable>();
  for (const table of tables.toReversed()) {
    if (!(table.rules[0]?.outputs ?? []).some(([name]) => names.has(name))) continue;
    needed.add(table);
    for (const { name } of table.inputs) names.add(name);
  }
  return needed;
}

/**
 * Every bundle with the answers that the table asks and what it makes of them, merged again where nothing that matters differs.
 * Most come to the same: what is looked at is one record that changes, and only what is new is kept.
 */
function stepped(bundles: readonly Bundle[], table: DecisionTable | undefined, telling: Telling): Bundle[] {
  const all = new Map<string, { strands: readonly Decided[]; count: number }>();
  for (const { strands, count } of bundles) {
    widen(strands, table?.inputs ?? [], (wide) => {
      let key = '';
      for (const { values, rules } of wide) {
        rules.push(table && takeStep(table, values));
        key += `${keyOf({ values, rules }, telling)}|`;
      }
      const known = all.get(key);
      if (known) known.count += count;
      else all.set(key, { strands: kept(wide), count });
      for (const { rules } of wide) rules.pop();
    });
  }
  return [...all.values()];
}

/** A strand while it is looked at. */
interface Open {
  readonly values: Values;
  readonly rules: (Rule | undefined)[];
}

/** Visits the strands once for each value of the answers that they do not have yet; one record serves all visits. */
function widen(
  strands: readonly Decided[],
  inputs: readonly TableInput[],
  visit: (wide: readonly Open[]) => void,
): void {
  const wide = kept(strands);
  const free = inputs.filter(({ name }) => strands[0]?.values[name] === undefined);
  const descend = (depth: number): void => {
    const input = free[depth];
    if (!input) return visit(wide);
    for (const value of input.values) {
      for (const { values } of wide) values[input.name] = value;
      descend(depth + 1);
    }
  };
  descend(0);
}

/** The same, of its own: what is done with it changes nothing of these. */
function kept(strands: readonly Decided[]): Open[] {
  return strands.map(({ values, rules }) => ({ values: { ...values }, rules: [...rules] }));
}

/** How many reports there are for this one in the answers that it was never asked. */
function unasked(strand: Decided | undefined): number {
  return sizeOf(INPUTS.filter(({ name }) => strand?.values[name] === undefined));
}

/** By what the reports are told apart after a step. */
interface Telling {
  /** Per step: whether its rule may be to blame. */
  readonly blamed: readonly boolean[];
  /** What a later step asks, and what a law reads. */
  readonly names: readonly string[];
  /** The same without the signs: what laws see in these (`seenIn`) stands for them once all are known. */
  readonly besideSigns: readonly string[];
  readonly seesSigns: boolean;
}

function tellingAfter(later: readonly DecisionTable[], steps: readonly Step[], wanted: Wanted): Telling {
  const asked = [
    ...new Set([...later.flatMap(({ inputs }) => inputs.map(({ name }) => name)), ...wanted.outputs]),
  ];
  const besides = wanted.answers.filter((name) => !SIGNS.some((sign) => sign === name));
  return {
    blamed: steps.map((step) => wanted.blamed.includes(step)),
    names: [...asked, ...wanted.answers],
    besideSigns: [...asked, ...besides],
    seesSigns: wanted.answers.length > 0,
  };
}

/** What still matters of a report: the rules that may be to blame, what a later step asks, and what a law sees in it. */
function keyOf({ values, rules }: Decided, { blamed, names, besideSigns, seesSigns }: Telling): string {
  let key = '';
  for (const [at, rule] of rules.entries()) if (blamed[at]) key += `${rule?.id},`;
  const hasSigns = SIGNS.every((sign) => values[sign] !== undefined);
  for (const name of hasSigns ? besideSigns : names) key += `${values[name]},`;
  return hasSigns && seesSigns ? key + seenIn(values as unknown as TriageInput).join() : key;
}

/** Everything that the laws see in the five signs. */
function seenIn(input: TriageInput): boolean[] {
  return [seesDanger(input), seesDangerToLife(input), isUnsure(input), input.selfHarm === 'yes'];
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
    inputs: known?.inputs ?? answersOf(final),
    count: (known?.count ?? 0) + count,
  });
}

/** The answers that count in a decision, as `weapon=yes, injured=no`. */
function answersOf({ values }: Decided): string {
  return INPUTS.filter(({ name }) => values[name] !== undefined)
    .map(({ name }) => `${name}=${values[name]}`)
    .join(', ');
}
