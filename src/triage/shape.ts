import type { Refusal } from '../kit/outcome.ts';
import { readList, readWordList } from './cells.ts';
import { inputsOf, STEPS } from './contract.ts';
import type { TableSource } from './dmn.ts';
import { Step } from './model.ts';
import type { HitPolicy } from './table.ts';

export const LANGUAGES = ['nl', 'en'] as const;
/** The policies that give one decision. The others give lists, and a report has one nature and one urgency. */
const HIT_POLICIES: readonly HitPolicy[] = ['UNIQUE', 'ANY', 'FIRST', 'PRIORITY'];
/** A table is read by people: beyond this it is no table but a program. */
const MAX_RULES = 300;

export interface Shape {
  readonly source: TableSource;
  readonly file: string;
}

/** Everything about a table that can be judged before its cells are: columns, policy, version, words, rule ids. */
export function checkShape(shape: Shape): Refusal[] {
  const step = Step.safeParse(shape.source.id);
  if (!step.success) return [complaint(shape, 'decision-unknown', { expected: Step.options.join(', ') })];
  return [
    ...checkHead(shape),
    ...checkInputs(shape, step.data),
    ...checkOutputs(shape, step.data),
    ...checkRules(shape),
  ];
}

/** A refusal that names file and table. */
export function complaint({ source, file }: Shape, code: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts: { file, table: source.id, ...facts } };
}

export function isHitPolicy(text: string): text is HitPolicy {
  return HIT_POLICIES.some((policy) => policy === text);
}

function checkHead(shape: Shape): Refusal[] {
  const { hitPolicy, version, annotations, rules } = shape.source;
  const refusals: Refusal[] = [];
  if (!isHitPolicy(hitPolicy)) refusals.push(complaint(shape, 'decision-hit-policy', { found: hitPolicy }));
  if (!version) refusals.push(complaint(shape, 'decision-version-missing'));
  for (const language of LANGUAGES) {
    if (!annotations.includes(language))
      refusals.push(complaint(shape, 'decision-words-column-missing', { language }));
  }
  if (rules.length > MAX_RULES) {
    refusals.push(complaint(shape, 'decision-too-many-rules', { found: rules.length, most: MAX_RULES }));
  }
  return refusals;
}

function checkInputs(shape: Shape, step: Step): Refusal[] {
  const known = inputsOf(step);
  const { inputs } = shape.source;
  return inputs.flatMap(({ name, values }, index) => {
    const expected = known.get(name);
    if (!expected) return [complaint(shape, 'decision-input-unknown', { input: name || '-' })];
    if (inputs.findIndex((other) => other.name === name) < index) {
      return [complaint(shape, 'decision-input-twice', { input: name })];
    }
    const listed = readWordList(values) ?? [];
    if (sameWords(listed, expected)) return [];
    return [
      complaint(shape, 'decision-input-values', {
        input: name,
        expected: expected.join(', '),
        found: values || '-',
      }),
    ];
  });
}

/** Each value once, in any order: what a table leaves out of its list it would leave out of the check as well. */
function sameWords(listed: readonly string[], expected: readonly string[]): boolean {
  return listed.length === expected.length && expected.every((word) => listed.includes(word));
}

function checkOutputs(shape: Shape, step: Step): Refusal[] {
  const expected = Object.keys(STEPS.find((contract) => contract.step === step)?.outputs ?? {});
  const { outputs, hitPolicy } = shape.source;
  const names = outputs.map(({ name }) => name);
  return [
    ...expected
      .filter((name) => !names.includes(name))
      .map((output) => complaint(shape, 'decision-output-missing', { output })),
    ...names
      .filter((name, index) => !expected.includes(name) || names.indexOf(name) < index)
      .map((output) => complaint(shape, 'decision-output-unknown', { output: output || '-' })),
    ...outputs
      .filter(({ hasDefault }) => hasDefault)
      .map(({ name }) => complaint(shape, 'decision-output-default', { output: name })),
    ...outputs
      .filter(({ values }) => !readList(values) || (hitPolicy === 'PRIORITY' && !values))
      .map(({ name, values }) =>
        complaint(shape, 'decision-output-values', { output: name || '-', found: values || '-' }),
      ),
  ];
}

function checkRules(shape: Shape): Refusal[] {
  const { inputs, outputs, annotations, rules } = shape.source;
  const ids = rules.map(({ id }) => id);
  return rules.flatMap((rule, index) => {
    const facts = { rule: index + 1, ruleId: rule.id || '-' };
    if (!rule.id || ids.indexOf(rule.id) < index) return [complaint(shape, 'decision-rule-id', facts)];
    const fits =
      rule.inputs.length === inputs.length &&
      rule.outputs.length === outputs.length &&
      rule.annotations.length === annotations.length;
    if (!fits) return [complaint(shape, 'decision-rule-cells', facts)];
    return LANGUAGES.filter((language) => rule.annotations[annotations.indexOf(language)] === '').map(
      (language) => complaint(shape, 'decision-words-missing', { ...facts, language }),
    );
  });
}
