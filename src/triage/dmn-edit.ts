import { createHash } from 'node:crypto';
import { DmnModdle, type Definitions, type DecisionRule, type DrgElement, type Text } from 'dmn-moddle';
import { unaryTest } from 'feelin';
import { STEPS } from './contract.ts';
import type { DmnFile } from './decisions.ts';
import { Step } from './model.ts';

/** A decision table as rows that a form can change. */
export interface EditableTable {
  readonly step: Step;
  readonly file: string;
  readonly version: string;
  readonly hitPolicy: string;
  readonly inputs: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** The values that may be chosen; none for a whole number. */
  readonly outputs: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly rules: readonly EditableRule[];
}

export interface EditableRule {
  readonly id: string;
  /** Per input the values for which the rule holds; empty when it does not matter. */
  readonly when: readonly (readonly string[])[];
  /** Per output its value as it is written, without quotes; empty when there is none yet. */
  readonly gives: readonly string[];
  readonly words: { readonly nl: string; readonly en: string };
}

/** The namespaces of DMN 1.2, 1.4 and 1.5, whose decision tables are those of 1.3: the one that dmn-moddle knows. */
const OTHER_DMN =
  /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/(?=(?:MODEL|DMNDI)\/)/g;
const DMN_13 = 'https://www.omg.org/spec/DMN/20191111/';

const LANGUAGES = ['nl', 'en'] as const;
const ANY = '-';

interface Opened {
  readonly moddle: DmnModdle;
  readonly definitions: Definitions;
  readonly tables: readonly { readonly step: Step; readonly decision: DrgElement }[];
}

async function open({ xml }: DmnFile): Promise<Opened | undefined> {
  const moddle = new DmnModdle();
  try {
    const { rootElement } = await moddle.fromXML(xml.replaceAll(OTHER_DMN, DMN_13), 'dmn:Definitions');
    const tables = (rootElement.drgElement ?? []).flatMap((decision) => {
      const step = Step.safeParse(decision.id);
      const isTable = decision.decisionLogic?.$type === 'dmn:DecisionTable';
      return step.success && isTable ? [{ step: step.data, decision }] : [];
    });
    return { moddle, definitions: rootElement, tables };
  } catch {
    return undefined;
  }
}

/** The tables that a form can show, by step. What is no table of ours is left to the check. */
export async function readTables(files: readonly DmnFile[]): Promise<Map<Step, EditableTable>> {
  const found = new Map<Step, EditableTable>();
  for (const file of files) {
    for (const { step, decision } of (await open(file))?.tables ?? []) {
      const table = editable(step, file.name, decision);
      if (table && !found.has(step)) found.set(step, table);
    }
  }
  return found;
}

/** The file that holds the decision of this step, whether the form can show it or not. */
export async function fileOf(files: readonly DmnFile[], step: Step): Promise<DmnFile | undefined> {
  for (const file of files) {
    if ((await open(file))?.tables.some((table) => table.step === step)) return file;
  }
  return undefined;
}

/** Undefined for a table with a column that is no list of words, or without its two columns of reasons. */
function editable(step: Step, file: string, decision: DrgElement): EditableTable | undefined {
  const { input = [], output = [], annotation = [], rule = [], hitPolicy } = decision.decisionLogic ?? {};
  const inputs = input.map(({ inputExpression, inputValues }) => ({
    name: textOf(inputExpression),
    values: wordsIn(textOf(inputValues)),
  }));
  const outputs = output.map(({ name = '', outputValues }) => ({
    name,
    values: choicesOf(step, name, textOf(outputValues)),
  }));
  const columns = LANGUAGES.map((language) => annotation.findIndex(({ name }) => name === language));
  const isOurs = inputs.every(({ values }) => values.length > 0) && columns.every((at) => at >= 0);
  if (!isOurs) return undefined;
  const rules = rule.map((each) => readRule(each, inputs, columns));
  return { step, file, version: tagOf(decision), hitPolicy: hitPolicy ?? 'UNIQUE', inputs, outputs, rules };
}

function readRule(
  rule: DecisionRule,
  inputs: EditableTable['inputs'],
  [nl = 0, en = 1]: readonly number[],
): EditableRule {
  const { id = '', inputEntry = [], outputEntry = [], annotationEntry = [] } = rule;
  return {
    id,
    when: inputs.map(({ values }, at) => valuesOf(textOf(inputEntry[at]), values)),
    gives: outputEntry.map((entry) => unquoted(textOf(entry))),
    words: { nl: textOf(annotationEntry[nl]), en: textOf(annotationEntry[en]) },
  };
}

/** For which values a cell holds; none when it holds for all of them. */
function valuesOf(cell: string, values: readonly string[]): string[] {
  if (cell === ANY) return [];
  const held = values.filter((value) => holds(cell, value));
  return held.length === values.length ? [] : held;
}

function holds(cell: string, value: string): boolean {
  if (/^\s*"[^"]*"(?:\s*,\s*"[^"]*")*\s*$/.test(cell)) return wordsIn(cell).includes(value);
  try {
    return unaryTest(cell, { '?': value }).value === true;
  } catch {
    return false;
  }
}

/** The values of an output column, else those of the contract. */
function choicesOf(step: Step, name: string, listed: string): string[] {
  if (listed) return listed.split(',').map((value) => unquoted(value.trim()));
  const allowed = STEPS.find((contract) => contract.step === step)?.outputs[name];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

/** Makes new contents of one table; everything else in the files stays as it is. */
export async function withRules(
  files: readonly DmnFile[],
  step: Step,
  { rules, version }: { readonly rules: readonly EditableRule[]; readonly version: string },
): Promise<DmnFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const opened = await open(file);
      const decision = opened?.tables.find((table) => table.step === step)?.decision;
      if (!opened || !decision?.decisionLogic) return file;
      const before = editable(step, file.name, decision);
      if (!before) return file;
      const columns = (decision.decisionLogic.annotation ?? []).map(({ name = '' }) => name);
      const pen = { moddle: opened.moddle, table: before, columns };
      const known = new Map((decision.decisionLogic.rule ?? []).map((rule) => [rule.id, rule]));
      const written = rules.map((rule) => {
        const same = before.rules.find((one) => one.id === rule.id);
        // a rule that did not change keeps its cells exactly as they were written
        return same && isSameRule(same, rule) ? known.get(rule.id) : writeRule(pen, rule);
      });
      Object.assign(decision.decisionLogic, { rule: written });
      setTag(decision, version);
      const { xml } = await opened.moddle.toXML(opened.definitions, { format: true });
      return { name: file.name, xml };
    }),
  );
}

/** Stands for exactly this rule: who saves a rule that meanwhile became another is told. */
export function printOf({ id, when, gives, words }: EditableRule): string {
  return createHash('sha256')
    .update(JSON.stringify([id, when, gives, words]))
    .digest('hex')
    .slice(0, 16);
}

export function isSameRule(one: EditableRule, other: EditableRule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

interface Pen {
  readonly moddle: DmnModdle;
  readonly table: EditableTable;
  /** The columns of annotations, in their order in the file. */
  readonly columns: readonly string[];
}

function writeRule({ moddle, table, columns }: Pen, { id, when, gives, words }: EditableRule): object {
  const reasons: Readonly<Record<string, string>> = words;
  return moddle.create('dmn:DecisionRule', {
    id,
    inputEntry: table.inputs.map(({ values }, at) =>
      moddle.create('dmn:UnaryTests', { id: `${id}-i${at + 1}`, text: cellOf(when[at] ?? [], values) }),
    ),
    outputEntry: table.outputs.map(({ name }, at) =>
      moddle.create('dmn:LiteralExpression', {
        id: `${id}-o${at + 1}`,
        text: constant(table.step, name, gives[at] ?? ''),
      }),
    ),
    annotationEntry: columns.map((column) =>
      moddle.create('dmn:RuleAnnotation', { text: reasons[column] ?? '' }),
    ),
  });
}

function cellOf(chosen: readonly string[], values: readonly string[]): string {
  const held = values.filter((value) => chosen.includes(value));
  return held.length === 0 || held.length === values.length ? ANY : held.map(quoted).join(', ');
}

/** As FEEL writes it: words between quotes; numbers, true and false without. */
function constant(step: Step, name: string, value: string): string {
  const allowed = STEPS.find((contract) => contract.step === step)?.outputs[name];
  const isWord = Array.isArray(allowed) && allowed.some((one) => typeof one === 'string');
  return isWord && value !== '' ? quoted(value) : value;
}

function quoted(word: string): string {
  return `"${word.replaceAll(/["\\]/g, '')}"`;
}

function unquoted(text: string): string {
  return text.replaceAll(/^"|"$/g, '');
}

function wordsIn(list: string): string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
}

function textOf(element: Text | undefined): string {
  return element?.text?.trim() ?? '';
}

const TAG = /:versionTag$/;

function tagOf({ $attrs }: DrgElement): string {
  return Object.entries($attrs).find(([name]) => TAG.test(name))?.[1] ?? '';
}

function setTag({ $attrs }: DrgElement, version: string): void {
  const name = Object.keys($attrs).find((attribute) => TAG.test(attribute));
  if (name) Object.assign($attrs, { [name]: version });
}

/** The version after this one: `1` becomes `2`, `2026-a` becomes `2026-a.2`. */
export function nextVersion(version: string): string {
  const [, head = version, tail = ''] = /^(.*?)(\d*)$/.exec(version) ?? [];
  if (tail === '') return head === '' ? '1' : `${head}.2`;
  return `${head}${BigInt(tail) + 1n}`;
}
