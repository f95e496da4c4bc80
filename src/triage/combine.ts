import { ok, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { readList } from './cells.ts';
import type { TableSource } from './dmn.ts';
import { complaint, type Shape } from './shape.ts';
import { describeAt, digitsAt, sizeOf, type HitPolicy, type Rule, type TableInput } from './table.ts';

/** A rule with, per input and value, whether its cell holds. */
export interface ReadRule {
  readonly rule: Rule;
  readonly holds: readonly (readonly boolean[])[];
}

export interface Combinable {
  readonly inputs: readonly TableInput[];
  readonly rules: readonly ReadRule[];
  readonly policy: HitPolicy;
}

const HOLE = -1;

/**
 * The deciding rule of every combination of input values. Refuses a combination without a rule, two rules of a unique table
 * on one combination, two rules of an 'any' table that say different things there, and a rule that never decides: who reads the table would think that it does.
 * Cost: combinations × rules × inputs.
 */
export function combine(shape: Shape, table: Combinable): Outcome<Int16Array> {
  const { inputs, rules, policy } = table;
  const decides = new Int16Array(sizeOf(inputs)).fill(HOLE);
  const overlaps = new Map<string, Overlap>();
  const ranks = policy === 'PRIORITY' ? ranksOf(shape.source, rules) : rules.map((_, at) => at);
  for (let index = 0; index < decides.length; index += 1) {
    const matching = matchingAt(table, index);
    decides[index] = leastBy(matching, ranks) ?? HOLE;
    noteOverlap(overlaps, clashOf(table, matching), index);
  }
  const refusals = [
    ...holesIn(shape, table, decides),
    ...[...overlaps.values()].map((overlap) => overlapOf(shape, table, overlap)),
    ...idleIn(shape, table, decides),
  ];
  return refusals.length > 0 ? refuseAll(refusals) : ok(decides);
}

function matchingAt({ inputs, rules }: Combinable, index: number): number[] {
  const digits = digitsAt(inputs, index);
  return rules.flatMap(({ holds }, at) =>
    digits.every((digit, input) => holds[input]?.[digit]) ? [at] : [],
  );
}

function leastBy(candidates: readonly number[], ranks: readonly number[]): number | undefined {
  return candidates.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b)[0];
}

/** Per rule its place in the priority that the lists of output values give, the first column weighing most. */
function ranksOf({ outputs }: TableSource, rules: readonly ReadRule[]): number[] {
  const lists = outputs.map(({ values }) => readList(values) ?? []);
  return rules.map(({ rule }) =>
    rule.outputs.reduce(
      (rank, [, value], at) => rank * (lists[at]?.length ?? 1) + (lists[at]?.indexOf(value) ?? 0),
      0,
    ),
  );
}

/** Two rules that may not fit at once. */
function clashOf({ policy, rules }: Combinable, matching: readonly number[]): readonly number[] {
  if (policy === 'UNIQUE') return matching;
  const [first] = matching;
  if (policy !== 'ANY' || first === undefined) return [];
  const other = matching.find((at) => outputsOf(rules[at]) !== outputsOf(rules[first]));
  return other === undefined ? [] : [first, other];
}

function outputsOf(read: ReadRule | undefined): string {
  return JSON.stringify(read?.rule.outputs);
}

interface Overlap {
  readonly one: number;
  readonly other: number;
  readonly index: number;
  readonly count: number;
}

function noteOverlap(overlaps: Map<string, Overlap>, [one, other]: readonly number[], index: number): void {
  if (one === undefined || other === undefined) return;
  const key = `${one} ${other}`;
  const known = overlaps.get(key);
  overlaps.set(key, { one, other, index: known?.index ?? index, count: (known?.count ?? 0) + 1 });
}

function overlapOf(
  shape: Shape,
  { inputs, rules, policy }: Combinable,
  { one, other, index, count }: Overlap,
): Refusal {
  const otherRule = rules[other]?.rule;
  const facts = {
    ...ruleFacts(rules[one]?.rule),
    otherRule: otherRule?.number ?? 0,
    otherRuleId: otherRule?.id ?? '-',
    inputs: describeAt(inputs, index),
    count,
  };
  return policy === 'ANY'
    ? complaint(shape, 'decision-rules-differ', facts)
    : complaint(shape, 'decision-rules-overlap', facts);
}

function holesIn(shape: Shape, { inputs }: Combinable, decides: Int16Array): Refusal[] {
  const first = decides.indexOf(HOLE);
  if (first < 0) return [];
  const count = decides.filter((rule) => rule === HOLE).length;
  return [complaint(shape, 'decision-combination-uncovered', { inputs: describeAt(inputs, first), count })];
}

function idleIn(shape: Shape, { rules }: Combinable, decides: Int16Array): Refusal[] {
  const idle = rules.filter((_, at) => !decides.includes(at));
  return idle.map(({ rule }) => complaint(shape, 'decision-rule-never-decides', ruleFacts(rule)));
}

function ruleFacts(rule: Rule | undefined): { rule: number; ruleId: string } {
  return { rule: rule?.number ?? 0, ruleId: rule?.id ?? '-' };
}
