import type { DecisionLogic, Text } from 'dmn-moddle';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { readDefinitions } from './dmn/definitions.ts';

/** A decision table as it stands in the file: texts of cells, nothing judged yet. */
export interface TableSource {
  readonly id: string;
  readonly version: string;
  readonly hitPolicy: string;
  readonly inputs: readonly ColumnSource[];
  readonly outputs: readonly (ColumnSource & { readonly hasDefault: boolean })[];
  readonly annotations: readonly string[];
  readonly rules: readonly RuleSource[];
}

export interface ColumnSource {
  readonly name: string;
  /** The list of allowed values as it is written; empty when there is none. */
  readonly values: string;
}

export interface RuleSource {
  readonly id: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly annotations: readonly string[];
}

/** Reads the decision tables of one DMN file (1.2 to 1.5). Whatever in it is not a decision table refuses the file. */
export async function readDmn(file: string, xml: string): Promise<Outcome<TableSource[]>> {
  const definitions = await readDefinitions(file, xml);
  if (!definitions.ok) return definitions;
  const decisions = (definitions.value.drgElement ?? []).filter(({ $type }) => $type === 'dmn:Decision');
  const sources: TableSource[] = [];
  for (const { id = '', $attrs, decisionLogic } of decisions) {
    if (decisionLogic?.$type !== 'dmn:DecisionTable') {
      return refuse('decision-not-a-table', {
        facts: { file, table: id, found: decisionLogic?.$type ?? '-' },
      });
    }
    sources.push({ id, version: versionTag($attrs), ...readTable(decisionLogic) });
  }
  return ok(sources);
}

/** DMN has no version of a decision. `versionTag` is the attribute that the common editors show and keep. */
function versionTag(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':versionTag'))?.[1] ?? '';
}

function readTable(table: DecisionLogic): Omit<TableSource, 'id' | 'version'> {
  return {
    hitPolicy: (table.hitPolicy ?? 'UNIQUE') + (table.aggregation ? ` ${table.aggregation}` : ''),
    inputs: (table.input ?? []).map(({ inputExpression, inputValues }) => ({
      name: textOf(inputExpression),
      values: textOf(inputValues),
    })),
    outputs: (table.output ?? []).map(({ name = '', outputValues, defaultOutputEntry }) => ({
      name,
      values: textOf(outputValues),
      hasDefault: defaultOutputEntry !== undefined,
    })),
    annotations: (table.annotation ?? []).map(({ name = '' }) => name),
    rules: (table.rule ?? []).map(({ id = '', inputEntry = [], outputEntry = [], annotationEntry = [] }) => ({
      id,
      inputs: inputEntry.map(textOf),
      outputs: outputEntry.map(textOf),
      annotations: annotationEntry.map(textOf),
    })),
  };
}

function textOf(element: Text | undefined): string {
  return element?.text?.trim() ?? '';
}
