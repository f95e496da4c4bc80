import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import type { Nature } from '../triage/model.ts';
import {
  TEXT_VARIABLES,
  type StandardText,
  type TextEvent,
  type TextPurpose,
  type TextVariables,
} from './model.ts';

const SLOT = /\{([^{}]*)\}/g;

/** Writes the values in their places. A text that was checked holds no other places. */
export function fillIn(body: string, values: TextVariables): string {
  const known: Readonly<Record<string, string>> = values;
  return body.replaceAll(SLOT, (slot, name: string) => known[name] ?? slot);
}

/** Everything that is wrong with a text, by the field in which it stands. */
export function checkText(text: StandardText): Outcome<StandardText> {
  const { purpose, outcome, body } = text;
  if (body.nl === undefined && body.en === undefined) return refuse('standard-text-empty', { pointer: 'nl' });
  if (purpose === 'close' && outcome === null) return refuse('standard-text-outcome', { pointer: 'outcome' });
  const wrong = (['nl', 'en'] as const).flatMap((language) =>
    faultsIn(body[language] ?? '', { purpose, pointer: language }),
  );
  return wrong.length === 0
    ? ok({ ...text, outcome: purpose === 'close' ? outcome : null })
    : refuseAll(wrong);
}

function faultsIn(body: string, { purpose, pointer }: { purpose: TextPurpose; pointer: string }): Refusal[] {
  const allowed: readonly string[] = TEXT_VARIABLES[purpose];
  const strange = [...body.matchAll(SLOT)]
    .map(([, name = '']) => name)
    .find((name) => !allowed.includes(name));
  if (strange !== undefined)
    return [{ code: 'standard-text-variable', pointer, facts: { variable: strange.slice(0, 40) } }];
  return /[{}]/.test(body.replaceAll(SLOT, '')) ? [{ code: 'standard-text-brace', pointer }] : [];
}

/** Whether it is offered on a report of this nature. */
export function fitsNature({ natures }: Pick<StandardText, 'natures'>, nature: Nature): boolean {
  return natures.length === 0 || natures.includes(nature);
}

/** Who chose a text, and then another or more words of their own: nothing typed is lost. */
export function takeUp({ typed, before, chosen }: { typed: string; before: string; chosen: string }): string {
  const own = typed.trim();
  return own === '' || own === before.trim() || own === chosen.trim() ? chosen : `${own}\n\n${chosen}`;
}

/** What the history says of a text; the row must say the same. */
export interface FoldedText {
  readonly version: number;
  readonly active: boolean;
}

export function foldText(events: readonly TextEvent[]): FoldedText | undefined {
  return events.reduce<FoldedText | undefined>((state, event) => {
    if (event.kind === 'written') return { version: event.data.version, active: state?.active ?? true };
    return state && { ...state, active: event.kind === 'restored' };
  }, undefined);
}
