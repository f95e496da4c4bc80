import type { Refusal } from '../../kit/outcome.ts';
import type { Expression, Tests } from './feel.ts';
import type { Type } from './types.ts';

/** The decisions of one file, ready to be evaluated. */
export interface Model {
  readonly file: string;
  readonly inputs: ReadonlyMap<string, InputData>;
  /** By id. What could not be loaded is not among them. */
  readonly decisions: ReadonlyMap<string, Decision>;
}

export interface InputData {
  readonly id: string;
  readonly name: string;
  readonly type: Type;
}

export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly type: Type;
  readonly inputIds: readonly string[];
  readonly decisionIds: readonly string[];
  readonly logic: Logic;
}

export type Logic =
  | { readonly kind: 'nothing'; readonly type: Type }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly type: Type }
  | { readonly kind: 'context'; readonly entries: readonly Entry[]; readonly type: Type }
  | { readonly kind: 'table'; readonly table: Table; readonly type: Type };

/** An entry of a boxed context; the one without a name is its result. */
export interface Entry {
  readonly name: string | undefined;
  readonly type: Type;
  readonly logic: Logic;
}

export const HIT_POLICIES = [
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
] as const;
export const AGGREGATIONS = ['SUM', 'MIN', 'MAX', 'COUNT'] as const;
export type HitPolicyName = (typeof HIT_POLICIES)[number];
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface Table {
  readonly policy: HitPolicyName;
  readonly aggregation: Aggregation | undefined;
  readonly inputs: readonly InputColumn[];
  readonly outputs: readonly OutputColumn[];
  readonly rules: readonly TableRule[];
}

export interface InputColumn {
  readonly expression: Expression;
  readonly type: Type;
  readonly allowed: Tests | undefined;
}

export interface OutputColumn {
  /** The name of a component; a single output has none. */
  readonly name: string;
  readonly type: Type;
  readonly allowed: Tests | undefined;
  /** The values of the column, most important first; empty when the file lists none. */
  readonly order: readonly Tests[];
  readonly byDefault: Expression | undefined;
}

export interface TableRule {
  /** As the table shows it: from 1. */
  readonly number: number;
  readonly tests: readonly Tests[];
  readonly outputs: readonly (Expression | undefined)[];
}

/** What a file holds, and everything in it that is not supported. */
export interface Loaded {
  readonly model: Model;
  /** Per element by id, or '' for the file as a whole. */
  readonly refused: ReadonlyMap<string, readonly Refusal[]>;
}
