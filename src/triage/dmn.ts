import { DmnModdle, type DecisionLogic, type DrgElement, type Text } from 'dmn-moddle';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';

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

const DMN_13 = {
  MODEL: 'https://www.omg.org/spec/DMN/20191111/MODEL/',
  DMNDI: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
};

/** DMN 1.2, 1.4 and 1.5 differ from 1.3 outside decision tables; dmn-moddle knows the names of 1.3 alone. */
const OTHER_DMN =
  /(?<=\bxmlns(?::[\w.-]+)?\s*=\s*)(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/(MODEL|DMNDI)\/\1/g;

/** Reads the decision tables of one DMN file (1.2 to 1.5). Whatever in it is not a decision table refuses the file. */
export async function readDmn(file: string, xml: string): Promise<Outcome<TableSource[]>> {
  const parsed = await parse(xml);
  if (typeof parsed === 'string')
    return refuse('decision-file-unreadable', { facts: { file, reason: parsed } });
  const decisions = parsed.filter(({ $type }) => $type === 'dmn:Decision');
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

/** The elements of the file, or why it cannot be read. A warning is an element that would be left out: that is no reading. */
async function parse(xml: string): Promise<readonly DrgElement[] | string> {
  try {
    const { rootElement, warnings } = await new DmnModdle().fromXML(toDmn13(xml), 'dmn:Definitions');
    return warnings[0] ? oneLine(warnings[0].message) : (rootElement.drgElement ?? []);
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error));
  }
}

function toDmn13(xml: string): string {
  return xml.replaceAll(
    OTHER_DMN,
    (_, quote: string, part: keyof typeof DMN_13) => quote + DMN_13[part] + quote,
  );
}

function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').slice(0, 300);
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
