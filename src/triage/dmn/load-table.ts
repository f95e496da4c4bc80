import type { DecisionLogic, OutputClause, Text } from 'dmn-moddle';
import {
  AGGREGATIONS,
  HIT_POLICIES,
  type InputColumn,
  type OutputColumn,
  type Table,
  type TableRule,
} from './drg.ts';
import {
  NO_TESTS,
  nameOf,
  readExpression,
  readTests,
  splitTests,
  type Expression,
  type Scope,
  type Tests,
} from './feel.ts';
import { ANY, type Type } from './types.ts';

/** What the reading of a piece of logic needs, and where it puts what it cannot read. */
export interface Reading {
  readonly scope: Scope;
  readonly typeOf: (typeRef: string | undefined) => Type;
  readonly complain: (complaint: Complaint) => void;
}

/** A refusal that lacks its file and decision yet. */
export interface Complaint {
  readonly code: string;
  readonly facts: { readonly found: string; readonly rule?: number; readonly reason?: string };
}

/** Reads a decision table; what is wrong with it goes to `complain`, so that all of it is told at once. */
export function readTable(logic: DecisionLogic, reading: Reading): Table {
  const { hitPolicy = 'UNIQUE', aggregation, input = [], output = [], rule: rules = [] } = logic;
  const policy = HIT_POLICIES.find((one) => one === hitPolicy);
  const aggregates = AGGREGATIONS.find((one) => one === aggregation);
  if (!policy) reading.complain({ code: 'dmn-hit-policy', facts: { found: hitPolicy } });
  if (aggregation !== undefined && (!aggregates || policy !== 'COLLECT')) {
    reading.complain({ code: 'dmn-hit-policy', facts: { found: `${hitPolicy} ${aggregation}` } });
  }
  if (aggregates && output.length > 1) {
    reading.complain({ code: 'dmn-aggregation-of-components', facts: { found: aggregates } });
  }
  const inputs = input.map((column): InputColumn => {
    const expression = expressionOf(column.inputExpression, reading);
    const type = reading.typeOf(column.inputExpression?.typeRef);
    return { expression, type, allowed: listOf(column.inputValues, reading) };
  });
  const outputs = readOutputs(output, reading.typeOf(logic.typeRef), reading);
  if (
    (policy === 'PRIORITY' || policy === 'OUTPUT ORDER') &&
    outputs.every(({ order }) => order.length === 0)
  ) {
    reading.complain({ code: 'dmn-output-order-missing', facts: { found: policy } });
  }
  return {
    policy: policy ?? 'UNIQUE',
    aggregation: aggregates,
    inputs,
    outputs,
    rules: rules.map(({ inputEntry = [], outputEntry = [] }, at) => {
      if (inputEntry.length !== inputs.length || outputEntry.length !== outputs.length) {
        const found = `${inputEntry.length} + ${outputEntry.length}`;
        reading.complain({ code: 'dmn-rule-cells', facts: { rule: at + 1, found } });
      }
      return readRule(inputEntry, outputEntry, { ...reading, number: at + 1 });
    }),
  };
}

function readOutputs(clauses: readonly OutputClause[], whole: Type, reading: Reading): OutputColumn[] {
  const names = clauses.map(({ name }) => nameOf(name ?? ''));
  if (clauses.length === 0) reading.complain({ code: 'dmn-output-missing', facts: { found: '-' } });
  if (clauses.length > 1 && (names.includes('') || new Set(names).size < names.length)) {
    reading.complain({
      code: 'dmn-output-names',
      facts: { found: names.map((name) => name || '-').join(', ') },
    });
  }
  return clauses.map((clause, at) => {
    const name = names[at] ?? '';
    const type = clause.typeRef
      ? reading.typeOf(clause.typeRef)
      : partOf(whole, clauses.length > 1 ? name : '');
    const allowed = listOf(clause.outputValues, reading);
    const ordered = allowed ?? type.allowed?.[0];
    const byDefault = clause.defaultOutputEntry?.text?.trim();
    return {
      name,
      type: clause.typeRef ? type : ANY,
      allowed,
      order: ordered ? splitTests(ordered) : [],
      byDefault: byDefault ? expressionOf(clause.defaultOutputEntry, reading) : undefined,
    };
  });
}

/** The type of one output when only the table's own type is given: that of the component, or of the elements. */
function partOf(whole: Type, name: string): Type {
  const one = whole.kind === 'list' ? whole.of : whole;
  if (name === '') return one;
  return one.kind === 'context' ? (one.entries.get(name) ?? ANY) : ANY;
}

function readRule(
  inputEntry: readonly Text[],
  outputEntry: readonly Text[],
  reading: Reading & { readonly number: number },
): TableRule {
  const { number } = reading;
  return {
    number,
    tests: inputEntry.map((cell) => testsOf(cell, reading, number)),
    outputs: outputEntry.map((cell) => (cell.text?.trim() ? expressionOf(cell, reading, number) : undefined)),
  };
}

function listOf(values: Text | undefined, reading: Reading): Tests | undefined {
  return values?.text?.trim() ? testsOf(values, reading) : undefined;
}

function testsOf(cell: Text, { scope, complain }: Reading, rule?: number): Tests {
  const text = cell.text ?? '';
  if (!isFeel(cell.expressionLanguage)) complain(notFeel(cell, rule));
  const read = readTests(text, scope);
  if (read.ok) return read.value;
  complain({
    code: 'dmn-expression-unreadable',
    facts: { found: text, reason: read.reason, ...ruleOf(rule) },
  });
  return NO_TESTS;
}

export function expressionOf(
  text: Text | undefined,
  { scope, complain }: Reading,
  rule?: number,
): Expression {
  const source = text?.text?.trim() ?? '';
  if (text && !isFeel(text.expressionLanguage)) complain(notFeel(text, rule));
  if (text?.importedValues !== undefined) {
    complain({ code: 'dmn-not-supported', facts: { found: 'importedValues', ...ruleOf(rule) } });
  }
  const read = readExpression(source, scope);
  if (read.ok) return read.value;
  complain({
    code: 'dmn-expression-unreadable',
    facts: { found: source || '-', reason: read.reason, ...ruleOf(rule) },
  });
  return { text: 'null', exact: 'null' };
}

function notFeel({ expressionLanguage = '' }: Text, rule: number | undefined): Complaint {
  return { code: 'dmn-not-supported', facts: { found: expressionLanguage, ...ruleOf(rule) } };
}

function ruleOf(rule: number | undefined): { rule?: number } {
  return rule === undefined ? {} : { rule };
}

/** The address of FEEL has changed with each version of DMN; what is not named is FEEL. */
export function isFeel(language: string | undefined): boolean {
  return !language || /^(?:https?:\/\/www\.omg\.org\/spec\/(?:DMN\/\d+\/)?FEEL\/?.*|feel)$/i.test(language);
}
