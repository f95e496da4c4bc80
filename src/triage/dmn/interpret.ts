import type { Refusal } from '../../kit/outcome.ts';
import type { Decision, Entry, InputColumn, Logic, Model, OutputColumn, Table, TableRule } from './drg.ts';
import { describe, evaluateExpression, holds, nameOf, type Expression, type Scope } from './feel.ts';
import { applyPolicy, type Hit } from './hit-policy.ts';
import { conform, type Type } from './types.ts';

/** What a decision came to, and everything that made a part of it null. */
export interface Answer {
  readonly value: unknown;
  readonly problems: readonly Refusal[];
}

/** Evaluates a decision by its name or id. Pure: the same inputs give the same answer. Undefined when there is no such decision. */
export function evaluateDecision(model: Model, nameOrId: string, given: Scope): Answer | undefined {
  const wanted = nameOf(nameOrId);
  const decision =
    [...model.decisions.values()].find(({ name }) => name === wanted) ?? model.decisions.get(nameOrId);
  if (!decision) return undefined;
  const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [nameOf(name), value]));
  const run: Run = { model, inputs, known: new Map(), problems: [] };
  return { value: valueOf(decision, run), problems: run.problems };
}

interface Run {
  readonly model: Model;
  readonly inputs: Scope;
  readonly known: Map<string, unknown>;
  readonly problems: Refusal[];
}

function valueOf(decision: Decision, run: Run): unknown {
  if (run.known.has(decision.id)) return run.known.get(decision.id);
  const place = { decision: decision.name, run };
  const scope = scopeOf(decision, run);
  const value = typed(logicValue(decision.logic, scope, place), decision.type, place);
  run.known.set(decision.id, value);
  return value;
}

/** A decision sees what it requires and nothing else. */
function scopeOf({ inputIds, decisionIds }: Decision, run: Run): Scope {
  const inputs = inputIds.flatMap((id) => run.model.inputs.get(id) ?? []);
  const decisions = decisionIds.flatMap((id) => run.model.decisions.get(id) ?? []);
  const scope: Record<string, unknown> = {};
  for (const { name, type } of inputs) {
    scope[name] = typed(run.inputs[name] ?? null, type, { decision: name, run });
  }
  for (const required of decisions) scope[required.name] = valueOf(required, run);
  return scope;
}

interface Place {
  readonly decision: string;
  readonly run: Run;
}

function note({ decision, run }: Place, { code, facts }: Refusal): null {
  run.problems.push({ code, facts: { file: run.model.file, decision, ...facts } });
  return null;
}

function typed(value: unknown, type: Type, place: Place): unknown {
  const conformed = conform(value, type);
  if (conformed) return conformed.value;
  return note(place, { code: 'dmn-value-type', facts: { value: describe(value) } });
}

function logicValue(logic: Logic, scope: Scope, place: Place): unknown {
  return typed(untypedValue(logic, scope, place), logic.type, place);
}

function untypedValue(logic: Logic, scope: Scope, place: Place): unknown {
  switch (logic.kind) {
    case 'nothing':
      return null;
    case 'expression':
      return expressionValue(logic.expression, scope, place);
    case 'context':
      return contextValue(logic.entries, scope, place);
    case 'table':
      return tableValue(logic.table, scope, place);
  }
}

function expressionValue(expression: Expression, scope: Scope, place: Place): unknown {
  const { value, reason } = evaluateExpression(expression, scope);
  if (reason !== undefined) {
    note(place, { code: 'dmn-expression-null', facts: { found: expression.text, reason } });
  }
  return value;
}

function contextValue(entries: readonly Entry[], scope: Scope, place: Place): unknown {
  const values: Record<string, unknown> = {};
  for (const { name, type, logic } of entries) {
    const value = typed(logicValue(logic, { ...scope, ...values }, place), type, place);
    if (name === undefined) return value;
    values[name] = value;
  }
  return values;
}

function tableValue(table: Table, scope: Scope, place: Place): unknown {
  const asked = table.inputs.map((column) => inputValue(column, scope, place));
  if (asked.includes(undefined)) return null;
  const matching = table.rules.filter(({ tests }) =>
    tests.every((test, at) => holds(test, asked[at] ?? null, scope)),
  );
  if (matching.length === 0 && table.outputs.some(({ byDefault }) => byDefault !== undefined)) {
    return combined(
      table.outputs.map(({ byDefault }) => outputValue(byDefault, scope, place)),
      table,
    );
  }
  const hits = matching.map((rule) => hitOf(rule, { table, scope, place }));
  const applied = applyPolicy(table, hits);
  return applied.ok ? applied.value : note(place, applied.refusals[0] ?? { code: 'dmn-value-type' });
}

/** Undefined when the value is none that the column allows: then the table has no answer. */
function inputValue({ expression, type, allowed }: InputColumn, scope: Scope, place: Place): unknown {
  const value = typed(expressionValue(expression, scope, place), type, place);
  if (value === null || allowed === undefined || holds(allowed, value, scope)) return value;
  note(place, notAllowed(expression.text, value));
  return undefined;
}

function notAllowed(column: string, value: unknown): Refusal {
  return { code: 'dmn-value-not-allowed', facts: { found: column, value: describe(value) } };
}

interface Deciding {
  readonly table: Table;
  readonly scope: Scope;
  readonly place: Place;
}

function hitOf({ number, outputs }: TableRule, { table, scope, place }: Deciding): Hit {
  const values = table.outputs.map((column, at) => {
    const value = typed(outputValue(outputs[at], scope, place), column.type, place);
    return isListed(value, column, scope) ? value : note(place, notAllowed(column.name || '-', value));
  });
  return { number, values, output: combined(values, table) };
}

function outputValue(expression: Expression | undefined, scope: Scope, place: Place): unknown {
  return expression === undefined ? null : expressionValue(expression, scope, place);
}

function isListed(value: unknown, { allowed }: OutputColumn, scope: Scope): boolean {
  return value === null || allowed === undefined || holds(allowed, value, scope);
}

/** A single output is its value; components make a context. */
function combined(values: readonly unknown[], { outputs }: Table): unknown {
  if (outputs.length === 1) return values[0] ?? null;
  return Object.fromEntries(outputs.map(({ name }, at) => [name, values[at] ?? null]));
}
