import { data } from 'react-router';
import { z } from 'zod';
import { databaseNow } from '../../kit/clock.ts';
import { firstOf, type Form } from '../../kit/form.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { formatDate } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { TownContext } from '../../kit/web/context.ts';
import type { FormState } from '../../kit/web/responses.ts';
import { chooseText, previewMessage, type MessagePreview, type TextFacts } from '../index.ts';
import type { TextPurpose, TextVariables } from '../model.ts';
import { readOrder } from './orders.server.ts';
import { nowText } from './reporter-now.ts';
import { momentText } from './reporter-time.ts';

/** The steps in which a message is made; without one the form is sent. */
const Step = z.enum(['fill', 'preview', 'edit']);

/** The forms that write to the reporter, and their field for the words. */
const FORMS = {
  close: { purpose: 'close', field: 'message' },
  ask: { purpose: 'question', field: 'question' },
} as const satisfies Record<string, { purpose: TextPurpose; field: string }>;

/** What a form in the making shows: a text was taken up, or this is what the reporter reads. */
export interface Composed {
  /** A text was taken up; not translated, it is in the other language than the reporter's. */
  readonly filled?: { readonly isTranslated: boolean };
  readonly preview?: Preview;
}

/** The reporter's page in the reporter's own language. */
export interface Preview {
  readonly language: 'nl' | 'en';
  readonly title: string;
  readonly what: string;
  readonly when: string | undefined;
  readonly words: string;
}

/** Answers a step of a message in the making; undefined when the form is sent. */
export async function compose(town: TownContext, number: number, form: Form) {
  const step = Step.safeParse(form['step']).data;
  const intent = form['intent'];
  if (step === undefined || (intent !== 'close' && intent !== 'ask')) return undefined;
  if (step === 'edit') return shown(form, {});
  return step === 'fill' ? fill(town, { number, form, intent }) : preview(town, { number, form });
}

function shown(values: Form, composed: Composed) {
  const { step: _step, ...kept } = values;
  const state: FormState & { composed: Composed } = { values: kept, refusals: [], composed };
  return data(state);
}

interface Making {
  readonly number: number;
  readonly form: Form;
}

async function fill(
  { db, actor, tIn }: TownContext,
  { number, form, intent }: Making & { intent: keyof typeof FORMS },
): Promise<ReturnType<typeof shown> | Outcome<never>> {
  const { purpose, field } = FORMS[intent];
  const chosen = await chooseText(db, actor, number, {
    purpose,
    ref: firstOf(form['text']),
    typed: firstOf(form[field]),
    before: firstOf(form['filled']),
    write: (facts, language) => valuesIn(tIn(language), facts),
  });
  if (!chosen.ok) return chosen;
  const { words, filled, isTranslated, ...text } = chosen.value;
  const outcome = text.outcome ?? firstOf(form['outcome']);
  return shown({ ...form, [field]: words, filled, outcome }, { filled: { isTranslated } });
}

function valuesIn(t: T, facts: TextFacts): TextVariables {
  return {
    nummer: String(facts.number),
    ontvangen: formatDate(t, facts.receivedAt),
    vandaag: formatDate(t, facts.now),
    gemeente: facts.municipality,
    organisatie: facts.organisation,
    'antwoord-voor': momentText(t, facts.answerBy, facts.now),
  };
}

async function preview(
  { db, actor, tIn }: TownContext,
  { number, form }: Making,
): Promise<ReturnType<typeof shown> | Outcome<never>> {
  const order = readOrder(form, await databaseNow(db));
  if (!order.ok) return order;
  if (order.value.command !== 'close' && order.value.command !== 'ask')
    throw new Error(`expected a message to preview, got '${order.value.command}'`);
  const found = await previewMessage(db, actor, number, order.value);
  if (!found.ok) return found;
  return shown(form, { preview: previewIn(tIn(found.value.language), found.value) });
}

function previewIn(t: T, { language, promise, words }: MessagePreview): Preview {
  const title = t(promise.nextStep === null ? 'reporter.page.closed' : 'reporter.page.now');
  return { language, title, ...nowText(t, promise), words };
}
