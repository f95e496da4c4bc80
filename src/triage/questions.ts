import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Refusal } from '../kit/outcome.ts';
import type { Answer, AskedQuestion, DetailValue, Observations } from '../reports/model.ts';
import { Question } from './model.ts';
import { advise } from './rules.ts';
import type { DecisionSet, Words } from './table.ts';

/** Nobody answers more than this; and every combination of answers is looked at. */
export const MOST_PER_NATURE = 6;
const UNKNOWN: DetailValue = 'unknown';
const OWN = 'questions';

/** The questions of the house, and those of municipalities that have questions of their own, by their slug. */
export interface QuestionBook {
  readonly house: readonly Question[];
  readonly own: ReadonlyMap<string, readonly Question[]>;
}

/**
 * Reads `questions.json`, and `questions/<slug>.json` where a municipality has its own. Throws on a file that cannot be used,
 * with everything that is wrong with it.
 */
export function loadQuestions(dir: string): QuestionBook {
  const read = (name: string) => readQuestions(name, readFileSync(join(dir, name), 'utf8'));
  const names = existsSync(join(dir, OWN)) ? readdirSync(join(dir, OWN)) : [];
  const own = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.slice(0, -'.json'.length), read(join(OWN, name))] as const);
  return { house: read('questions.json'), own: new Map(own) };
}

function readQuestions(name: string, text: string): readonly Question[] {
  const read = z.array(Question).safeParse(JSON.parse(text));
  const wrong = read.success ? faultsOf(read.data) : [z.prettifyError(read.error)];
  if (!read.success || wrong.length > 0)
    throw new Error(`content/${name} cannot be used.\n${wrong.map((line) => `- ${line}`).join('\n')}`);
  return read.data;
}

function faultsOf(questions: readonly Question[]): string[] {
  const ids = questions.map(({ id }) => id);
  const faults = questions.flatMap((question, at) => [
    ...(ids.indexOf(question.id) < at ? [`${question.id} is there twice`] : []),
    ...(new Set(saysOf(question)).size < 2 ? [`${question.id} says the same whatever the answer`] : []),
    ...Object.keys(question.when.answers ?? {})
      .filter((id) => !ids.slice(0, at).includes(id))
      .map((id) => `${question.id} hangs on ${id}, which does not come before it`),
    ...bandFaults(question),
  ]);
  const counts = new Map<string, number>();
  for (const nature of questions.flatMap(({ natures }) => natures))
    counts.set(nature, (counts.get(nature) ?? 0) + 1);
  const many = [...counts].filter(([, count]) => count > MOST_PER_NATURE);
  return [
    ...faults,
    ...many.map(([nature, count]) => `${nature} has ${count} questions; ${MOST_PER_NATURE} is the most`),
  ];
}

function bandFaults(question: Question): string[] {
  if (question.type !== 'number') return [];
  const starts = question.bands.map(({ from }) => from);
  const isRising = starts.every((from, at) => at === 0 || from > (starts[at - 1] ?? from));
  if (starts[0] === question.min && isRising && (starts.at(-1) ?? 0) <= question.max) return [];
  return [`${question.id} has bands that do not run from ${question.min} up to ${question.max}`];
}

/** The questions that hold in a municipality. */
export function questionsFor({ house, own }: QuestionBook, slug: string): readonly Question[] {
  return own.get(slug) ?? house;
}

/** What a question can say, beside that nobody knows. */
function saysOf(question: Question): DetailValue[] {
  if (question.type === 'yes-no') return [question.says.yes, question.says.no];
  return (question.type === 'choice' ? question.options : question.bands).map(({ says }) => says);
}

function valuesOf(question: Question): DetailValue[] {
  return [...new Set([UNKNOWN, ...saysOf(question)])];
}

/** What somebody answered, by the id of the question; an empty answer is none. */
export type Given = ReadonlyMap<string, string>;

export interface Further {
  /** The answers that count: of questions that fit the report. */
  readonly answers: readonly Answer[];
  /** A mistake has the id of its question as pointer. */
  readonly refusals: readonly Refusal[];
  /** The questions that were answered, rightly or not. */
  readonly asked: readonly Question[];
  /** What is still to be asked, because the answer can change who helps or how soon. */
  readonly ask: readonly Question[];
}

/**
 * What the answers so far come to, and what to ask next. Where danger was seen nothing is asked: whoever sees it is not
 * held up.
 */
export function goFurther(
  set: DecisionSet,
  questions: readonly Question[],
  { observations, given }: { observations: Observations; given: Given },
): Further {
  if (observations.danger.kind === 'seen') return { answers: [], refusals: [], asked: [], ask: [] };
  const { nature } = advise(set, observations);
  const about = questions.filter(({ natures }) => natures.includes(nature));
  const answers: Answer[] = [];
  const refusals: Refusal[] = [];
  const open: Question[] = [];
  const asked: Question[] = [];
  for (const question of about) {
    if (!fits(question, observations, answers)) continue;
    const typed = given.get(question.id)?.trim();
    (typed === undefined ? open : asked).push(question);
    if (typed === undefined) continue;
    if (typed !== '') readOne(question, typed, { answers, refusals });
    else if (question.required) refusals.push({ code: 'question-unanswered', pointer: question.id });
  }
  const seen = { ...observations, answers };
  return { answers, refusals, asked, ask: open.filter((question) => decides(set, seen, question, open)) };
}

function fits({ when }: Question, { about, sights }: Observations, answers: readonly Answer[]): boolean {
  if (when.about && !when.about.includes(about)) return false;
  if (when.sights && !when.sights.some((sight) => sights.includes(sight))) return false;
  return Object.entries(when.answers ?? {}).every(([id, wanted]) =>
    answers.some(({ question, answer }) => question === id && wanted.includes(answer)),
  );
}

interface Read {
  readonly answers: Answer[];
  readonly refusals: Refusal[];
}

function readOne(question: Question, typed: string, { answers, refusals }: Read): void {
  const says = typed === UNKNOWN ? UNKNOWN : saidBy(question, typed);
  if (says !== undefined)
    answers.push({ question: question.id, answer: typed, detail: question.detail, says });
  else if (question.type === 'number')
    refusals.push({
      code: 'question-number',
      pointer: question.id,
      facts: { minimum: question.min, maximum: question.max },
    });
  else refusals.push({ code: 'field-choice', pointer: question.id });
}

function saidBy(question: Question, typed: string): DetailValue | undefined {
  if (question.type === 'yes-no') return typed === 'yes' || typed === 'no' ? question.says[typed] : undefined;
  if (question.type === 'choice') return question.options.find(({ id }) => id === typed)?.says;
  const number = /^\d{1,6}$/.test(typed) ? Number(typed) : -1;
  if (number < question.min || number > question.max) return undefined;
  return question.bands.findLast(({ from }) => from <= number)?.says;
}

/** Whether there are two answers to this question, beside any answers to the others, of which something else would come. */
function decides(
  set: DecisionSet,
  observations: Observations,
  question: Question,
  open: readonly Question[],
): boolean {
  const others = open.filter(({ id }) => id !== question.id);
  return combinations(others).some((beside) => {
    const outcomes = valuesOf(question).map((says) => {
      const answers = [...(observations.answers ?? []), ...beside, answerSaying(question, says)];
      const { because: _, ...outcome } = advise(set, { ...observations, answers });
      return JSON.stringify(outcome);
    });
    return new Set(outcomes).size > 1;
  });
}

function combinations(questions: readonly Question[]): Answer[][] {
  return questions.reduce<Answer[][]>(
    (all, question) => {
      return all.flatMap((answers) =>
        valuesOf(question).map((says) => [...answers, answerSaying(question, says)]),
      );
    },
    [[]],
  );
}

function answerSaying({ id, detail }: Question, says: DetailValue): Answer {
  return { question: id, answer: says, detail, says };
}

/** An answer in words, for who reads the report; codes where the question is no longer there. */
export function answerInWords(
  questions: readonly Question[],
  { question: id, answer }: Answer,
  language: keyof Words,
): { question: string; answer: string | undefined } {
  const question = questions.find((candidate) => candidate.id === id);
  if (!question) return { question: id, answer };
  const { label } = question.words[language];
  const option = question.type === 'choice' ? question.options.find((one) => one.id === answer) : undefined;
  // yes, no and unknown are words of the page
  return {
    question: label,
    answer: option?.words[language] ?? (question.type === 'number' ? answer : undefined),
  };
}

/** A question as a page shows it. */
export function askedQuestion(question: Question, language: keyof Words): AskedQuestion {
  const { id, required, words } = question;
  const { label, hint } = words[language];
  const frame = { id, required, label, ...(hint === undefined ? {} : { hint }) };
  if (question.type === 'number') return { ...frame, type: 'number', options: [] };
  const own =
    question.type === 'choice'
      ? question.options.map((option) => ({ value: option.id, label: option.words[language] }))
      : [{ value: 'yes' }, { value: 'no' }];
  return { ...frame, type: 'choice', options: [...own, { value: UNKNOWN }] };
}
