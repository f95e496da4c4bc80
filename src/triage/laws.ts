import { ContactPointKind } from '../people/model.ts';
import { ANSWERS } from './contract.ts';
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

const LAWS = ['police-never-first', 'life-112-and-owner', 'owner-can-own'] as const;
export type Law = (typeof LAWS)[number];

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

type Judge = (input: TriageInput, final: Readonly<Values>) => Step | undefined;

/**
 * The policy laws: code, not content. Each reads what was *seen* and the final decision, never what a table made of it on
 * the way (a table that calls a weapon harmless is caught all the same), and names the step whose rule is to blame.
 */
const JUDGES: Readonly<Record<Law, Judge>> = {
  'police-never-first': (input, final) => {
    if (input.lawBreaking === 'yes' || seesDanger(input)) return undefined;
    return final.firstService === 'neighbourhood-police' || final.police === 'leads' ? 'hulp' : undefined;
  },
  'life-112-and-owner': (input, final) => {
    if (!seesDangerToLife(input) && final.danger !== 'life') return undefined;
    if (final.show112 !== true) return 'gevaar';
    return canOwn(final.firstService) ? undefined : 'hulp';
  },
  'owner-can-own': (_, final) =>
    canOwn(final.firstService) && canOwn(final.secondService) ? undefined : 'hulp',
};

/** A weapon, someone hurt, gas or fire, someone harming themselves: each can end a life. */
function seesDangerToLife({ weapon, injured, gasOrFire, selfHarm }: TriageInput): boolean {
  return weapon === 'yes' || injured === 'yes' || gasOrFire === 'yes' || selfHarm === 'yes';
}

function seesDanger(input: TriageInput): boolean {
  return input.threatens === 'yes' || seesDangerToLife(input);
}

/** Whom one can only call accepts nothing here, and so can never be an owner. */
function canOwn(service: unknown): boolean {
  return !ContactPointKind.options.some((outside) => outside === service);
}

const INPUTS: readonly TableInput[] = Object.entries(ANSWERS).map(([name, values]) => ({ name, values }));

/** The number of different reports that the form can send, as the tables see them. */
export const INPUT_COUNT = sizeOf(INPUTS);

/** Holds the final decision of every combination of answers against every law. Empty is good. */
export function checkLaws(set: DecisionSet): LawBreach[] {
  const breaches = new Map<string, LawBreach>();
  walkReports(set, (values, rules) => {
    for (const law of LAWS) {
      const step = JUDGES[law](values as unknown as TriageInput, values);
      if (step) note(breaches, { law, step, set, values, rules });
    }
  });
  return [...breaches.values()];
}

type Visit = (values: Readonly<Values>, rules: readonly Rule[]) => void;

/**
 * Visits every combination of answers with all outputs and the deciding rule per step. One record serves all visits, and a step
 * is taken anew only when an answer that it hangs on changed.
 */
export function walkReports({ tables }: DecisionSet, visit: Visit): void {
  const values: Values = {};
  const rules: Rule[] = [];
  const depths = depthsOf(tables);
  const stepsAt = INPUTS.map((_, depth) => [...tables.entries()].filter(([at]) => depths[at] === depth));
  const descend = (depth: number): void => {
    const input = INPUTS[depth];
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
  readonly values: Readonly<Values>;
  readonly rules: readonly Rule[];
}

function note(breaches: Map<string, LawBreach>, { law, step, set, values, rules }: Broken): void {
  const at = set.tables.findIndex((table) => table.step === step);
  const [table, rule] = [set.tables[at], rules[at]];
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
    inputs: known?.inputs ?? INPUTS.map(({ name }) => `${name}=${values[name]}`).join(', '),
    count: (known?.count ?? 0) + 1,
  });
}
