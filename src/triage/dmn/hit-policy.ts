import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import type { Aggregation, HitPolicyName, Table } from './drg.ts';
import { evaluateExpression, holds, isSame } from './feel.ts';

/** What one matching rule says. */
export interface Hit {
  readonly number: number;
  /** Per output column. */
  readonly values: readonly unknown[];
  readonly output: unknown;
}

type Policy = (hits: readonly Hit[], table: Table) => Outcome<unknown>;

/**
 * What the matching rules come to together (DMN 1.5, 8.2.10). Without a match there is nothing, except that a plain COLLECT has an
 * empty list and a COUNT is zero. COUNT counts every match: that equal outputs counted once was dropped with DMN 1.2.
 */
export function applyPolicy(table: Table, hits: readonly Hit[]): Outcome<unknown> {
  return POLICIES[table.policy](hits, table);
}

const POLICIES: Readonly<Record<HitPolicyName, Policy>> = {
  UNIQUE: (hits) =>
    hits.length > 1 ? refuse('dmn-rules-overlap', { facts: { found: numbers(hits) } }) : first(hits),
  ANY: (hits) =>
    hits.every(({ output }) => isSame(output, hits[0]?.output))
      ? first(hits)
      : refuse('dmn-rules-differ', { facts: { found: numbers(hits) } }),
  FIRST: first,
  PRIORITY: (hits, table) => first(byOutput(hits, table)),
  'RULE ORDER': (hits) => ok(hits.length === 0 ? null : outputsOf(hits)),
  'OUTPUT ORDER': (hits, table) => ok(hits.length === 0 ? null : outputsOf(byOutput(hits, table))),
  COLLECT: (hits, { aggregation }) => ok(aggregation ? AGGREGATES[aggregation](hits) : outputsOf(hits)),
};

const AGGREGATES: Readonly<Record<Aggregation, (hits: readonly Hit[]) => unknown>> = {
  COUNT: (hits) => hits.length,
  SUM: (hits) => evaluateExpression({ exact: 'sum(outputs)' }, { outputs: outputsOf(hits) }).value,
  MIN: (hits) => extreme('one < other', hits),
  MAX: (hits) => extreme('one > other', hits),
};

/** Of numbers, words, dates and durations alike; null of nothing, and of what cannot be compared. */
function extreme(exact: string, hits: readonly Hit[]): unknown {
  return outputsOf(hits).reduce(
    (one, other) => {
      const isFirst = evaluateExpression({ exact }, { one, other }).value;
      if (isSame(one, other)) return one;
      return typeof isFirst === 'boolean' ? (isFirst ? one : other) : null;
    },
    outputsOf(hits)[0] ?? null,
  );
}

function first(hits: readonly Hit[]): Outcome<unknown> {
  return ok(hits[0]?.output ?? null);
}

function outputsOf(hits: readonly Hit[]): unknown[] {
  return hits.map(({ output }) => output);
}

function numbers(hits: readonly Hit[]): string {
  return hits.map(({ number }) => number).join(', ');
}

/** The hits by their outputs: the first column weighs most, and rules that are equal keep their order. */
function byOutput(hits: readonly Hit[], { outputs }: Table): Hit[] {
  const ranks = new Map(hits.map((hit) => [hit, hit.values.map((value, at) => rankOf(value, outputs[at]))]));
  return hits.toSorted((a, b) => {
    const [one, other] = [ranks.get(a) ?? [], ranks.get(b) ?? []];
    return one.map((rank, at) => rank - (other[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });
}

/** The place of a value in the column's list; what is not in it comes last. */
function rankOf(value: unknown, column: Table['outputs'][number] | undefined): number {
  const order = column?.order ?? [];
  const rank = order.findIndex((tests) => holds(tests, value, {}));
  return rank < 0 ? order.length : rank;
}
