import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentFile } from '../kit/content.ts';
import type { Observations } from '../reports/model.ts';
import { Nature, Question } from './model.ts';
import { answerInWords, askedQuestion, goFurther, loadQuestions, questionsFor } from './questions.ts';
import { shippedSet } from './testing/shipped.ts';

const set = await shippedSet();
const book = loadQuestions(contentFile('.'));
const noise: Observations = { danger: { kind: 'none' }, sights: ['noise'], about: 'someone' };

/** The ids of what is asked of a report, after these answers. */
function asked(
  observations: Observations,
  given: Readonly<Record<string, string>> = {},
  questions: readonly Question[] = book.house,
): string[] {
  const further = goFurther(set, questions, { observations, given: new Map(Object.entries(given)) });
  expect(further.refusals).toEqual([]);
  return further.ask.map(({ id }) => id);
}

const words = { nl: { label: 'Hoe lang al?' }, en: { label: 'For how long?' } };
const weeks = (changes: object = {}): Question =>
  Question.parse({
    id: 'street-weeks',
    natures: ['public-space'],
    detail: 'pressing',
    type: 'number',
    required: false,
    min: 0,
    max: 52,
    bands: [
      { from: 0, says: 'no' },
      { from: 4, says: 'yes' },
    ],
    words,
    ...changes,
  });
const street: Observations = { danger: { kind: 'none' }, sights: ['damage'], about: 'place' };

describe('a question is asked', () => {
  it.each<[what: string, observations: Observations, ids: string[]]>([
    ['nuisance of a neighbour', noise, ['nuisance-talked']],
    ['worry about someone', { ...noise, sights: ['distress'] }, ['distress-company']],
    [
      'worry of somebody about themselves',
      { ...noise, sights: ['distress'], about: 'myself' },
      ['distress-own-company'],
    ],
    ['money of someone', { ...noise, sights: ['money'] }, ['money-threat', 'person-agrees']],
    ['money of oneself', { ...noise, sights: ['money'], about: 'myself' }, ['money-threat']],
    ['loneliness', { ...noise, sights: ['lonely'] }, ['person-agrees', 'lonely-food']],
    ['neglect', { ...noise, sights: ['neglect'] }, ['neglect-harm']],
    ['the street', street, ['street-hurt']],
  ])('about %s', (_what, observations, ids) => {
    expect(asked(observations)).toEqual(ids);
  });

  it.each<[what: string, observations: Observations]>([
    ['danger was seen', { ...noise, danger: { kind: 'seen', signs: ['weapon'] } }],
    ['it goes to the same people at the same time anyway', { ...noise, sights: ['distress', 'unseen'] }],
    [
      'nobody knows whether it is safe, and the desk finds out first',
      { ...noise, danger: { kind: 'unknown' } },
    ],
    ['nothing was seen', { ...noise, sights: [] }],
    ['an offence was seen', { ...noise, sights: ['law-breaking'] }],
  ])('not where %s', (_what, observations) => {
    expect(asked(observations)).toEqual([]);
  });

  it('once: what was answered, or left open though it may be, is not asked again', () => {
    const lonely: Observations = { ...noise, sights: ['lonely'] };
    expect(asked(lonely, { 'person-agrees': 'wants-help' })).toEqual(['lonely-food']);
    expect(asked(lonely, { 'person-agrees': 'wants-help', 'lonely-food': '' })).toEqual([]);
  });

  it('only after the answer on which it hangs', () => {
    const after: Question = {
      ...weeks(),
      id: 'money-weeks',
      natures: ['money'],
      detail: 'agrees',
      when: { answers: { 'money-threat': ['none'] } },
    };
    const own: Observations = { ...noise, sights: ['money'], about: 'myself' };
    const questions = [...book.house, after];
    expect(asked(own, {}, questions)).toEqual(['money-threat']);
    expect(asked(own, { 'money-threat': 'home' }, questions)).toEqual([]);
    expect(asked(own, { 'money-threat': 'none' }, questions)).toEqual(['money-weeks']);
  });

  it('no more as soon as the tables no longer ask for what it tells', () => {
    const tables = set.tables.map((table) => ({ ...table }));
    const deaf = {
      tables: tables.map((table) =>
        table.step === 'tempo'
          ? {
              ...table,
              decides: table.decides.map(
                (rule, at) => table.decides[at - (Math.floor(at / 2) % 3) * 2] ?? rule,
              ),
            }
          : table,
      ),
    };
    const given = new Map<string, string>();
    // what cannot wait is the last column but one, before one of two values: the same rule for its three values
    const [pressing, last] = set.tables.find(({ step }) => step === 'tempo')?.inputs.slice(-2) ?? [];
    expect([pressing?.name, last?.values.length]).toEqual(['pressing', 2]);
    expect(goFurther(set, book.house, { observations: street, given }).ask).toHaveLength(1);
    expect(goFurther(deaf, book.house, { observations: street, given }).ask).toEqual([]);
  });
});

describe('an answer', () => {
  it('tells the tables what its question says, kept in codes', () => {
    const given = new Map([['money-threat', 'supply']]);
    const money: Observations = { ...noise, sights: ['money'] };
    expect(goFurther(set, book.house, { observations: money, given }).answers).toEqual([
      { question: 'money-threat', answer: 'supply', detail: 'pressing', says: 'yes' },
    ]);
  });

  it.each([
    ['0', 'no'],
    ['3', 'no'],
    ['4', 'yes'],
    ['52', 'yes'],
  ])('of a number falls in its band: %s weeks say %s', (typed, says) => {
    const given = new Map([['street-weeks', typed]]);
    const { answers } = goFurther(set, [weeks()], { observations: street, given });
    expect(answers).toMatchObject([{ answer: typed, says }]);
  });

  it.each([
    ['-1', 'question-number'],
    ['53', 'question-number'],
    ['drie', 'question-number'],
  ])('of a number is refused outside its range: %s', (typed, code) => {
    const given = new Map([['street-weeks', typed]]);
    expect(goFurther(set, [weeks()], { observations: street, given }).refusals).toEqual([
      { code, pointer: 'street-weeks', facts: { minimum: 0, maximum: 52 } },
    ]);
  });

  it('that is no choice of the question is refused, and one that must be given may not be empty', () => {
    const with_ = (answer: string) =>
      goFurther(set, book.house, { observations: noise, given: new Map([['nuisance-talked', answer]]) })
        .refusals;
    expect(with_('sometimes')).toEqual([{ code: 'field-choice', pointer: 'nuisance-talked' }]);
    expect(with_('')).toEqual([{ code: 'question-unanswered', pointer: 'nuisance-talked' }]);
    expect(with_('unknown')).toEqual([]);
  });

  it('to a question that does not fit the report does not count', () => {
    const given = new Map([['street-hurt', 'yes']]);
    expect(goFurther(set, book.house, { observations: noise, given })).toMatchObject({
      answers: [],
      asked: [],
    });
  });

  it('stands in the words of its question, and in codes when that is gone', () => {
    const say = (question: string, answer: string) =>
      answerInWords(book.house, { question, answer, detail: 'pressing', says: 'yes' }, 'nl');
    expect(say('money-threat', 'home')).toEqual({
      question: 'Kan er deze maand iets ergs gebeuren?',
      answer: 'Ja: het huis uit moeten',
    });
    expect(say('street-hurt', 'yes').answer).toBeUndefined();
    expect(say('once-asked', 'maybe')).toEqual({ question: 'once-asked', answer: 'maybe' });
    expect(
      answerInWords(
        [weeks()],
        { question: 'street-weeks', answer: '6', detail: 'pressing', says: 'yes' },
        'en',
      ),
    ).toEqual({
      question: 'For how long?',
      answer: '6',
    });
  });
});

describe('on the page', () => {
  it("every choice can be answered with 'I don't know'", () => {
    for (const question of book.house) {
      for (const language of ['nl', 'en'] as const) {
        const { options, label } = askedQuestion(question, language);
        expect(label).toMatch(/\?$/);
        expect(options.at(-1)).toEqual({ value: 'unknown' });
      }
    }
  });
});

describe('the questions of the house', () => {
  it('belong to natures that exist, and none names a person or a disease', () => {
    const text = JSON.stringify(book.house);
    expect(text).not.toMatch(/verward|dader|gek|psychiatr|diagnos/i);
    expect(
      book.house.flatMap(({ natures }) => natures).every((nature) => Nature.options.includes(nature)),
    ).toBe(true);
  });
});

describe('a file of questions', () => {
  const dir = mkdtempSync(join(tmpdir(), 'questions-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const load = (questions: unknown, name = 'questions.json') => {
    mkdirSync(join(dir, 'questions'), { recursive: true });
    writeFileSync(join(dir, 'questions.json'), '[]');
    writeFileSync(join(dir, name), JSON.stringify(questions));
    return loadQuestions(dir);
  };

  it('of a municipality takes the place of those of the house', () => {
    const own = load([weeks()], 'questions/proefstad.json');
    expect(questionsFor(own, 'proefstad').map(({ id }) => id)).toEqual(['street-weeks']);
    expect(questionsFor(own, 'anderdorp')).toEqual([]);
    expect(questionsFor(load([weeks()]), 'anderdorp')).toHaveLength(1);
  });

  it.each<[what: string, questions: unknown[], message: RegExp]>([
    ['the same question twice', [weeks(), weeks()], /street-weeks is there twice/],
    [
      'a question that says the same whatever is answered',
      [
        {
          ...weeks(),
          bands: [
            { from: 0, says: 'no' },
            { from: 4, says: 'no' },
          ],
        },
      ],
      /street-weeks says the same whatever the answer/,
    ],
    [
      'bands with a gap before them',
      [
        {
          ...weeks(),
          min: -0,
          bands: [
            { from: 2, says: 'no' },
            { from: 4, says: 'yes' },
          ],
        },
      ],
      /bands that do not run/,
    ],
    [
      'a question that hangs on one that comes later',
      [{ ...weeks(), when: { answers: { 'street-hurt': ['yes'] } } }],
      /hangs on street-hurt/,
    ],
    [
      'seven questions for one nature',
      Array.from({ length: 7 }, (_, at) => ({ ...weeks(), id: `street-${at}` })),
      /public-space has 7 questions; 6 is the most/,
    ],
    ['a detail that no table knows', [{ ...weeks(), detail: 'age' }], /detail/],
    ['words in one language', [{ ...weeks(), words: { nl: words.nl } }], /en/],
    ['a key that means nothing', [{ ...weeks(), colour: 'red' }], /colour/],
  ])('with %s is refused by name', (_what, questions, message) => {
    expect(() => load(questions)).toThrow(message);
    expect(() => load(questions)).toThrow('content/questions.json cannot be used.');
  });
});
