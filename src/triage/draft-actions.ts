import type { Tx } from '../kit/db.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { hashOf } from './checked-files.ts';
import { MOST } from './contract.ts';
import { compileDecisions, type DmnFile } from './decisions.ts';
import { filesById, type Asking } from './desk.ts';
import {
  isSameRule,
  nextVersion,
  printOf,
  readTables,
  withRules,
  type EditableRule,
  type EditableTable,
} from './dmn-edit.ts';
import type { SetDeed, Step } from './model.ts';
import { CHANGED_MEANWHILE, lineOf, onOpenSet, type Order } from './set-actions.ts';
import * as store from './set-store.ts';

/** A rule as it was typed: by column its values. */
export interface TypedRule {
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly gives: Readonly<Record<string, string>>;
  readonly words: { readonly nl: string; readonly en: string };
}

const WORDS_MAX = 500;

interface RuleOrder {
  readonly which: number;
  readonly step: Step;
  readonly ruleId: string;
}

/**
 * Saves a rule of a draft. Somebody else's change of another rule stays; of this rule it is told. A rule that was taken
 * away meanwhile comes back, at the end, so that nothing typed is lost.
 */
export function saveRule(
  asking: Asking,
  { which, step, ruleId, seen, typed }: RuleOrder & { seen: string; typed: TypedRule },
): Promise<Outcome<'saved' | 'restored'>> {
  return onTable(asking, which, step, async (table) => {
    const rule = readTyped(table, ruleId, typed);
    if (!rule.ok) return rule;
    const before = table.rules.find(({ id }) => id === ruleId);
    if (!before) return ok({ rules: [...table.rules, rule.value], answer: 'restored' as const });
    if (isSameRule(before, rule.value)) return ok({ answer: 'saved' as const });
    if (printOf(before) !== seen) return refuse('decision-rule-changed');
    const rules = table.rules.map((one) => (one.id === ruleId ? rule.value : one));
    return ok({ rules, answer: 'saved' as const });
  });
}

/** A new rule behind another; without one, in front. The same id again adds nothing. */
export function addRule(
  asking: Asking,
  { which, step, ruleId, after, typed }: RuleOrder & { after: string | undefined; typed: TypedRule },
): Promise<Outcome<'saved'>> {
  return onTable(asking, which, step, async (table) => {
    const rule = readTyped(table, ruleId, typed);
    if (!rule.ok) return rule;
    if (table.rules.some(({ id }) => id === ruleId)) return ok({ answer: 'saved' as const });
    const found = table.rules.findIndex(({ id }) => id === after);
    const at = after === undefined ? 0 : found < 0 ? table.rules.length : found + 1;
    return ok({ rules: table.rules.toSpliced(at, 0, rule.value), answer: 'saved' as const });
  });
}

export function moveRule(
  asking: Asking,
  order: RuleOrder & { revision: number; by: -1 | 1 },
): Promise<Outcome<'saved'>> {
  return onTable(asking, order, order.step, async ({ rules }) => {
    const at = rules.findIndex(({ id }) => id === order.ruleId);
    const [rule, to] = [rules[at], at + order.by];
    if (!rule) return CHANGED_MEANWHILE;
    if (to < 0 || to >= rules.length) return ok({ answer: 'saved' as const });
    return ok({ rules: rules.toSpliced(at, 1).toSpliced(to, 0, rule), answer: 'saved' as const });
  });
}

export function deleteRule(
  asking: Asking,
  order: RuleOrder & { revision: number },
): Promise<Outcome<'saved'>> {
  return onTable(asking, order, order.step, async ({ rules }) =>
    ok({ rules: rules.filter(({ id }) => id !== order.ruleId), answer: 'saved' as const }),
  );
}

interface Change<Answer> {
  /** Absent when nothing changes. */
  readonly rules?: readonly EditableRule[];
  readonly answer: Answer;
}

function onTable<Answer>(
  asking: Asking,
  order: Order | number,
  step: Step,
  work: (table: EditableTable) => Promise<Outcome<Change<Answer>>>,
): Promise<Outcome<Answer>> {
  return onOpenSet(asking, 'edit', order, async (tx, row, { userId }) => {
    const files = await store.filesOf(tx, row.id);
    const table = (await readTables(files)).get(step);
    if (!table) return refuse('decision-set-unknown');
    const change = await work(table);
    if (!change.ok) return change;
    const { rules, answer } = change.value;
    if (rules) {
      const version = await versionFor(tx, asking, row, table);
      const changed = await withRules(files, step, { rules, version });
      await keep(tx, row, { files: changed, byId: userId, deed: 'changed', words: step });
    }
    return ok(answer);
  });
}

/** One higher than where the draft began, however often the draft changes. */
async function versionFor(
  tx: Tx,
  { house }: Asking,
  { baseId }: store.SetRow,
  { step, version }: EditableTable,
): Promise<string> {
  const base = (await readTables(await filesById(tx, house, baseId))).get(step);
  return base && base.version !== version ? version : nextVersion(version);
}

interface Contents {
  readonly files: readonly DmnFile[];
  readonly byId: string;
  readonly deed: SetDeed;
  readonly words: string;
}

async function keep(tx: Tx, row: store.SetRow, { files, byId, deed, words }: Contents): Promise<void> {
  await store.writeFiles(tx, row.id, { files, contentHash: hashOf(files), byId });
  await store.insertLine(tx, row.id, lineOf(deed, byId, words));
}

/** The typed rule in the order of the columns, or everything that is wrong with it beside its field. */
function readTyped(
  table: EditableTable,
  id: string,
  { when, gives, words }: TypedRule,
): Outcome<EditableRule> {
  const refusals: Refusal[] = [];
  const held = table.inputs.map(({ name, values }) => {
    const chosen = values.filter((value) => when[name]?.includes(value));
    return chosen.length === values.length ? [] : chosen;
  });
  const given = table.outputs.map(({ name, values }) => {
    const value = gives[name]?.trim() ?? '';
    refusals.push(...wrongWith(value, values, `gives-${name}`));
    return value;
  });
  for (const language of ['nl', 'en'] as const) {
    const length = words[language].length;
    if (length === 0) refusals.push({ code: 'field-missing', pointer: language });
    if (length > WORDS_MAX)
      refusals.push({ code: 'field-too-long', pointer: language, facts: { maximum: WORDS_MAX } });
  }
  if (refusals.length > 0) return refuseAll(refusals);
  return ok({ id, when: held, gives: given, words: { nl: words.nl, en: words.en } });
}

function wrongWith(value: string, values: readonly string[], pointer: string): Refusal[] {
  if (values.length > 0) return values.includes(value) ? [] : [{ code: 'field-choice', pointer }];
  const isWhole = /^[1-9]\d{0,5}$/.test(value) && Number(value) <= MOST;
  return isWhole ? [] : [{ code: 'decision-amount', pointer, facts: { most: MOST } }];
}

export function saveNote(asking: Asking, order: Order & { note: string }): Promise<Outcome<true>> {
  return onOpenSet(asking, 'edit', order, async (tx, row) => {
    await store.writeNote(tx, row.id, order.note);
    return ok(true);
  });
}

/** What a file may still have to mend: the check of the draft tells it, and a form can cure it. */
const CURABLE: readonly string[] = [
  'decision-step-missing',
  'decision-combination-uncovered',
  'decision-rules-overlap',
  'decision-rule-never-decides',
];

/** A file from elsewhere takes the place of the table of its step. What our reader does not know refuses it. */
export function importTable(
  asking: Asking,
  { file, ...order }: Order & { file: DmnFile },
): Promise<Outcome<Step>> {
  return onOpenSet(asking, 'edit', order, async (tx, row, { userId }) => {
    const read = await readImport(file);
    if (!read.ok) return read;
    const files = await store.filesOf(tx, row.id);
    const replaced = (await readTables(files)).get(read.value.step)?.file;
    const rest = files.filter(({ name }) => name !== replaced);
    const taken = { name: replaced ?? `${read.value.step}.dmn`, xml: file.xml };
    const changed = [...rest, taken].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const { step, rules } = read.value;
    const version = await versionFor(tx, asking, row, read.value);
    const next =
      version === read.value.version ? changed : await withRules(changed, step, { rules, version });
    await keep(tx, row, { files: next, byId: userId, deed: 'imported', words: step });
    return ok(step);
  });
}

async function readImport(file: DmnFile): Promise<Outcome<EditableTable>> {
  const compiled = await compileDecisions([file]);
  const wrong = compiled.ok ? [] : compiled.refusals.filter(({ code }) => !CURABLE.includes(code));
  if (wrong.length > 0) return refuseAll(wrong.map((refusal) => ({ ...refusal, pointer: 'file' })));
  const tables = [...(await readTables([file])).values()];
  const [table] = tables;
  return table && tables.length === 1 ? ok(table) : refuse('decision-import-one', { pointer: 'file' });
}
