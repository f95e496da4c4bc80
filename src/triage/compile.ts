import { ok, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { readInputCell, readList, readOutputCell, readWordList, type OutputCell } from './cells.ts';
import { combine, type ReadRule } from './combine.ts';
import { MOST, STEPS, type Allowed } from './contract.ts';
import type { RuleSource, TableSource } from './dmn.ts';
import { Step } from './model.ts';
import { checkShape, complaint, isHitPolicy, type Shape } from './shape.ts';
import { sizeOf, type DecisionTable, type HitPolicy, type OutputValue, type TableInput } from './table.ts';

/** Every one of them is walked when a table is loaded; a table that asks this much is better split into steps. */
const MAX_COMBINATIONS = 50_000;

export interface Origin {
  readonly file: string;
  readonly sha256: string;
}

/**
 * Checks one table and turns it into a lookup. Refuses with everything that is wrong at the first level where something is:
 * its columns and rule heads, then its cells, then its combinations. Each refusal names file, table and rule.
 */
export function compileTable(source: TableSource, { file, sha256 }: Origin): Outcome<DecisionTable> {
  const shape = { source, file };
  const wrong = checkShape(shape);
  if (wrong.length > 0) return refuseAll(wrong);
  const inputs = source.inputs.map(({ name, values }) => ({ name, values: readWordList(values) ?? [] }));
  const found = sizeOf(inputs);
  if (found > MAX_COMBINATIONS) {
    return refuseAll([complaint(shape, 'decision-too-many-combinations', { found, most: MAX_COMBINATIONS })]);
  }
  const read = source.rules.map((rule, index) => readRule(shape, { inputs, rule, number: index + 1 }));
  const spoilt = read.flatMap((outcome) => (outcome.ok ? [] : outcome.refusals));
  if (spoilt.length > 0) return refuseAll(spoilt);
  const rules = read.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const combined = combine(shape, { inputs, rules, policy: policyOf(source) });
  if (!combined.ok) return combined;
  return ok({
    step: Step.parse(source.id),
    name: source.id,
    file,
    // The content is part of the version: words changed without a new tag are another version all the same.
    version: `${source.version}+${sha256.slice(0, 12)}`,
    sha256,
    hitPolicy: policyOf(source),
    inputs,
    rules: rules.map(({ rule }) => rule),
    decides: combined.value,
  });
}

function policyOf({ hitPolicy }: TableSource): HitPolicy {
  if (!isHitPolicy(hitPolicy)) throw new Error(`expected a checked hit policy, got ${hitPolicy}`);
  return hitPolicy;
}

interface NumberedRule {
  readonly inputs: readonly TableInput[];
  readonly rule: RuleSource;
  readonly number: number;
}

function readRule(shape: Shape, { inputs, rule, number }: NumberedRule): Outcome<ReadRule> {
  const { source } = shape;
  const allowed = STEPS.find(({ step }) => step === source.id)?.outputs ?? {};
  const refusals: Refusal[] = [];
  const refuseCell = (column: string, cell: string, reason: string) =>
    refusals.push(
      complaint(shape, 'decision-cell', { rule: number, ruleId: rule.id, column, cell: cell || '-', reason }),
    );
  const holds = inputs.map(({ name, values }, index) => {
    const cell = rule.inputs[index] ?? '';
    const read = readInputCell(cell, values);
    if ('reason' in read) refuseCell(name, cell, read.reason);
    return 'reason' in read ? [] : read.holds;
  });
  const outputs = source.outputs.map(({ name, values }, index) => {
    const cell = rule.outputs[index] ?? '';
    const read = readOutput(cell, { allowed: allowed[name] ?? [], listed: readList(values) ?? [] });
    if ('reason' in read) refuseCell(name, cell, read.reason);
    return [name, 'reason' in read ? '' : read.value] as const;
  });
  if (refusals.length > 0) return refuseAll(refusals);
  const words = { nl: wordsOf(source, rule, 'nl'), en: wordsOf(source, rule, 'en') };
  return ok({ rule: { id: rule.id, number, outputs, words }, holds });
}

interface OutputColumn {
  readonly allowed: Allowed;
  /** The column's own list; it may only narrow the contract. */
  readonly listed: readonly OutputValue[];
}

function readOutput(cell: string, { allowed, listed }: OutputColumn): OutputCell {
  const read = readOutputCell(cell);
  if ('reason' in read) return read;
  const { value } = read;
  const inContract =
    allowed === 'whole-number'
      ? typeof value === 'number' && value >= 1 && value <= MOST
      : allowed.some((one) => one === value);
  const inList = listed.length === 0 || listed.includes(value);
  return inContract && inList ? read : { reason: 'value' };
}

function wordsOf({ annotations }: TableSource, rule: RuleSource, language: string): string {
  return rule.annotations[annotations.indexOf(language)] ?? '';
}
