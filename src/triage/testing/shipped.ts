import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../kit/outcome.ts';
import { compileDecisions, type DmnFile } from '../decisions.ts';
import type { Step } from '../model.ts';
import type { DecisionSet } from '../table.ts';

/** The tables that the house comes with. */
export const SHIPPED = fileURLToPath(new URL('../../../content/decisions', import.meta.url));

export function shippedFiles(): DmnFile[] {
  const names = readdirSync(SHIPPED).filter((name) => name.endsWith('.dmn'));
  return names.map((name) => ({ name, xml: readFileSync(join(SHIPPED, name), 'utf8') }));
}

let shipped: Promise<DecisionSet> | undefined;

/** Compiled once: that takes a few tenths of a second. */
export function shippedSet(): Promise<DecisionSet> {
  shipped ??= compileDecisions(shippedFiles()).then(valueOf);
  return shipped;
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`expected no refusal, got ${JSON.stringify(outcome.refusals)}`);
  return outcome.value;
}

export type Edit = readonly [step: Step, from: string | RegExp, to: string];

/** The shipped files with pieces of their tables replaced; an edit that changes nothing is a broken test. */
export function withEdits(...edits: readonly Edit[]): DmnFile[] {
  return edits.reduce(
    (files, [step, from, to]) =>
      files.map((file) => (isOf(file, step) ? { ...file, xml: replaced(file.xml, from, to) } : file)),
    shippedFiles(),
  );
}

export function withEdit(...edit: Edit): DmnFile[] {
  return withEdits(edit);
}

/** The shipped files with one cell of one rule replaced: `i1` is the first input, `o1` the first output. */
export function withCell(ruleId: string, cell: string, text: string): DmnFile[] {
  return withEdits(cellEdit(ruleId, cell, text));
}

export function cellEdit(ruleId: string, cell: string, text: string): Edit {
  const before = new RegExp(`(<(?:input|output)Entry id="${ruleId}-${cell}"><text>)[^<]*`);
  return [stepOf(ruleId), before, `$1${text}`];
}

/** The shipped files without one rule. */
export function withoutRule(ruleId: string): DmnFile[] {
  return withEdit(stepOf(ruleId), ruleXml(ruleId), '');
}

export function ruleXml(ruleId: string): RegExp {
  return new RegExp(`\\s*<rule id="${ruleId}">[\\s\\S]*?</rule>`);
}

function stepOf(ruleId: string): Step {
  return ruleId.split('-')[0] as Step;
}

function isOf({ xml }: DmnFile, step: Step): boolean {
  return xml.includes(`<decision id="${step}"`);
}

function replaced(xml: string, from: string | RegExp, to: string): string {
  const after = xml.replace(from, to);
  if (after === xml) throw new Error(`expected to find ${from}, found nothing to replace`);
  return after;
}
