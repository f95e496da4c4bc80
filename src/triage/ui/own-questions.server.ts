import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, list, optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, refuseAll, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { changeQuestions, ownQuestions, type QuestionOrder } from '../index.ts';
import { Nature, type Question } from '../model.ts';
import { OwnQuestionsView } from '../question-wire.ts';

const LABEL_MAX = 200;
const HINT_MAX = 300;

const One = z.object({ version: z.coerce.number().int().min(0), question: z.string().max(60).default('') });
const label = line(LABEL_MAX).min(1, 'question-words');
const hint = optional(line(HINT_MAX));
const WordsForm = z.object({
  'nl-label': label,
  'nl-hint': hint,
  'en-label': label,
  'en-hint': hint,
  natures: list(Nature).pipe(z.array(Nature).min(1, 'question-natures')),
  required: z.string().optional(),
});

async function viewOf(town: TownContext, request: Request): Promise<OwnQuestionsView> {
  const { db, actor, municipality, services } = town;
  const { questions: book, decisions } = services;
  const { slug } = municipality;
  const found = await ownQuestions(db, actor, { book, slug, decisions });
  return OwnQuestionsView.parse(valueOrPage(found, { request, slug, absent: [] }));
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const view = await viewOf(townOf(context), request);
  return { view, saved: new URL(request.url).searchParams.has('bewaard') };
}

/** One question, with what was done with it. */
export async function questionLoader({ request, params, context }: LoaderFunctionArgs) {
  const view = await viewOf(townOf(context), request);
  const held = view.questions.find(({ question }) => question.id === params['vraag']);
  if (!held) throw notFound();
  const history = view.history.filter(({ questionId }) => questionId === held.question.id);
  return { ...held, history, version: view.version, saved: new URL(request.url).searchParams.has('bewaard') };
}

/** Moves one, or takes all as the house has them. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form, readList);
  return done.ok ? seeOther(`/${slug}/vervolgvragen?bewaard`) : showAgain(form, done.refusals);
}

/** Changes, stops or takes up one. */
export async function questionAction({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const view = await viewOf(town, request);
  const held = view.questions.find(({ question }) => question.id === params['vraag']);
  if (!held) throw notFound();
  const form = await readForm(request);
  const done = await carryOut(town, form, (typed) => readOrder(typed, held.question));
  return done.ok
    ? seeOther(`/${slug}/vervolgvragen/${held.question.id}?bewaard`)
    : showAgain(form, done.refusals);
}

async function carryOut(
  { db, actor, municipality: { slug }, services: { questions: book } }: TownContext,
  form: Form,
  read: (form: Form) => Outcome<QuestionOrder>,
): Promise<Outcome<true>> {
  const one = parseForm(One, form);
  if (!one.ok) return one;
  const order = read(form);
  return order.ok
    ? changeQuestions(db, actor, { book, slug, version: one.value.version, order: order.value })
    : order;
}

function readList(form: Form): Outcome<QuestionOrder> {
  if (form['intent'] === 'house') return { ok: true, value: { deed: 'house' } };
  const one = parseForm(One, form);
  if (!one.ok) return one;
  if (form['intent'] !== 'up') return refuse('field-invalid');
  return { ok: true, value: { deed: 'moved', id: one.value.question } };
}

function readOrder(form: Form, question: Question): Outcome<QuestionOrder> {
  const { id } = question;
  if (form['intent'] === 'stop') return { ok: true, value: { deed: 'stopped', id } };
  if (form['intent'] === 'restore') return { ok: true, value: { deed: 'restored', id } };
  if (form['intent'] !== 'save') return refuse('field-invalid');
  const names = question.type === 'choice' ? question.options.map((option) => option.id) : [];
  const Labels = z.object(
    Object.fromEntries(
      names.flatMap((name) => [
        [`option-nl-${name}`, label],
        [`option-en-${name}`, label],
      ]),
    ),
  );
  const read = parseForm(WordsForm, form);
  const labels = parseForm(Labels, form);
  if (!read.ok || !labels.ok) return refuseAll([read, labels].flatMap((one) => (one.ok ? [] : one.refusals)));
  const typed = read.value;
  const said = names.map((name): [string, { nl: string; en: string }] => [
    name,
    { nl: labels.value[`option-nl-${name}`] ?? '', en: labels.value[`option-en-${name}`] ?? '' },
  ]);
  const words = {
    nl: { label: typed['nl-label'], hint: typed['nl-hint'] },
    en: { label: typed['en-label'], hint: typed['en-hint'] },
  };
  const change = {
    id,
    stopped: false,
    natures: typed.natures,
    words,
    required: typed.required !== undefined,
  };
  return {
    ok: true,
    value: {
      deed: 'changed',
      change: { ...change, ...(said.length > 0 && { options: Object.fromEntries(said) }) },
    },
  };
}
