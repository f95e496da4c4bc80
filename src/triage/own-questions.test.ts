import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { furtherQuestions } from './further.ts';
import type { QuestionChanges } from './model.ts';
import { askedOf, checkOrder, questionsKnown, withChanges } from './own-questions.ts';
import { loadQuestions } from './questions.ts';
import { shippedSet } from './testing/shipped.ts';

const PAGE = '/proefstad/vervolgvragen';
const book = loadQuestions(contentFile('.'));
const set = await shippedSet();
const money = { danger: { kind: 'none' }, sights: ['money'], about: 'myself' } as const;

let house: TestHouse;
let town: Town;
let other: Town;
beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

const home = ({ id }: Town, slug: string) => ({ id, slug });
const version = async () =>
  (
    await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{
        version: number;
      }>`select coalesce(max(version), 0)::int as version from question_changes`.execute(kysely),
    )
  ).rows[0]?.version ?? 0;

/** What the form asks about money of oneself, in this municipality. */
async function asked(where: Town = town, slug = 'proefstad') {
  const further = furtherQuestions(set, book);
  const given = {
    language: 'nl' as const,
    observations: { ...money, sights: [...money.sights] },
    given: new Map(),
  };
  const { ask } = await further(house.db.app, { municipality: home(where, slug), ...given });
  return ask;
}

const FORM = {
  intent: 'save',
  'nl-label': 'Dreigt er deze maand iets?',
  'nl-hint': 'Kijk in uw post.',
  'en-label': 'Is anything threatening this month?',
  'en-hint': '',
  natures: 'money',
  'option-nl-home': 'Ja, uit huis',
  'option-en-home': 'Yes, the home',
  'option-nl-supply': 'Ja, geen stroom',
  'option-en-supply': 'Yes, no power',
  'option-nl-none': 'Nee, niets',
  'option-en-none': 'No, nothing',
};

describe('what a municipality changes of its further questions', () => {
  it('is the words, the order, the natures and whether one must be answered; never what an answer says', () => {
    const changes: QuestionChanges = [
      {
        id: 'money-threat',
        stopped: false,
        required: false,
        natures: ['money', 'loneliness'],
        words: { nl: { label: 'Anders?' }, en: { label: 'Other?' } },
        options: { home: { nl: 'Huis', en: 'Home' } },
      },
      { id: 'street-hurt', stopped: true },
      { id: 'gone', stopped: true },
    ];
    const held = withChanges(book.house, changes);
    expect(held.slice(0, 2).map(({ question, isStopped }) => [question.id, isStopped])).toEqual([
      ['money-threat', false],
      ['street-hurt', true],
    ]);
    const before = book.house.find(({ id }) => id === 'money-threat');
    const after = held[0]?.question;
    if (before?.type !== 'choice' || after?.type !== 'choice') throw new Error('expected a choice');
    expect(after).toMatchObject({ required: false, natures: ['money', 'loneliness'], detail: before.detail });
    expect(after.options.map(({ says }) => says)).toEqual(before.options.map(({ says }) => says));
    expect(after.options[0]?.words).toEqual({ nl: 'Huis', en: 'Home' });
    expect(after.options[1]?.words).toEqual(before.options[1]?.words);
    expect(held).toHaveLength(book.house.length);
  });

  it('is refused with too much of one nature, or with a question before the one that it hangs on', () => {
    const all = book.house.map(({ id }) => ({
      id,
      stopped: false,
      natures: ['money' as const],
      words: words(id),
    }));
    expect(checkOrder(withChanges(book.house, all)).map(({ code }) => code)).toContain('questions-many');
    const [first, second] = book.house;
    if (!first || !second) throw new Error('expected questions');
    const hanging = [first, { ...second, when: { ...second.when, answers: { [first.id]: ['yes'] } } }];
    expect(checkOrder(withChanges(hanging, []))).toEqual([]);
    for (const changes of [
      [{ id: second.id, stopped: false }],
      [{ id: first.id, stopped: true }],
    ] satisfies QuestionChanges[])
      expect(checkOrder(withChanges(hanging, changes))).toEqual([{ code: 'question-hangs' }]);
  });

  it('asks nobody what changes nothing: where a question is asked follows from the tables', () => {
    const everywhere = book.house.map((question) => ({
      ...question,
      natures: [...question.natures, 'question' as const],
    }));
    const natures = askedOf(set, everywhere);
    expect(natures.get('money-threat')).toEqual(new Set(['money']));
    for (const [, found] of natures) expect(found.has('question')).toBe(false);
  });
});

function words(label: string) {
  return { nl: { label }, en: { label } };
}

describe('the pages of the further questions', () => {
  it('change the words for who reports from then on, here and nowhere else', async () => {
    const staff = await as('beheer');
    expect((await asked()).map(({ id, required }) => [id, required])).toEqual([['money-threat', true]]);
    const saved = await staff.post(`${PAGE}/money-threat`, { ...FORM, version: '0' });
    expect(saved).toMatchObject({ status: 303, location: `${PAGE}/money-threat?bewaard` });
    const [question] = await asked();
    expect(question).toMatchObject({
      label: 'Dreigt er deze maand iets?',
      hint: 'Kijk in uw post.',
      required: false,
    });
    expect(question?.options.map(({ label }) => label)).toEqual([
      'Ja, uit huis',
      'Ja, geen stroom',
      'Nee, niets',
      undefined,
    ]);
    expect((await asked(other, 'anderdorp'))[0]?.label).toBe('Kan er deze maand iets ergs gebeuren?');
    const page = wordsOf(await staff.get(`${PAGE}/money-threat`));
    for (const shown of ['Eigen woorden', 'Veranderd', 'Naam beheer', 'Is anything threatening this month?'])
      expect(page).toContain(shown);
  });

  it('say everything that is missing at once, and keep what was typed', async () => {
    const answer = await (
      await as('beheer')
    ).post(`${PAGE}/money-threat`, {
      ...FORM,
      version: '1',
      natures: '',
      'en-label': '',
      'option-en-home': '',
    });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer).match(/Schrijf dit in beide talen\./g)?.length).toBeGreaterThanOrEqual(2);
    expect(answer.html).toContain('Dreigt er deze maand iets?');
    expect(await version()).toBe(1);
  });

  it('stop a question without losing the words of who answered it, and take it up again', async () => {
    const staff = await as('beheer');
    await sendReport(house, town);
    expect((await staff.post(`${PAGE}/money-threat`, { intent: 'stop', version: '1' })).status).toBe(303);
    expect(await asked()).toEqual([]);
    const { asked: now, known } = await questionsKnown(house.db.app, {
      book,
      municipality: home(town, 'proefstad'),
    });
    expect(now.some(({ id }) => id === 'money-threat')).toBe(false);
    expect(known.find(({ id }) => id === 'money-threat')?.words.nl.label).toBe('Dreigt er deze maand iets?');
    const late = await staff.post(`${PAGE}/money-threat`, { intent: 'restore', version: '1' });
    expect([late.status, wordsOf(late).includes('Een collega heeft de vragen')]).toEqual([400, true]);
    expect((await staff.post(`${PAGE}/money-threat`, { intent: 'restore', version: '2' })).status).toBe(303);
    expect((await asked())[0]?.label).toBe('Dreigt er deze maand iets?');
  });

  it('put one earlier, and take all as the house has them', async () => {
    const staff = await as('beheer');
    const order = async () =>
      (await questionsKnown(house.db.app, { book, municipality: home(town, 'proefstad') })).asked.map(
        ({ id }) => id,
      );
    const before = await order();
    const move = { intent: 'up', question: before[1] ?? '', version: String(await version()) };
    expect((await staff.post(PAGE, move)).status).toBe(303);
    expect((await order()).slice(0, 2)).toEqual([before[1], before[0]]);
    expect((await staff.post(PAGE, { intent: 'house', version: String(await version()) })).status).toBe(303);
    expect(await order()).toEqual(book.house.map(({ id }) => id));
    expect((await asked())[0]?.label).toBe('Kan er deze maand iets ergs gebeuren?');
  });

  it('are for who writes the texts alone, and of questions that there are', async () => {
    const worker = await as('opbouwwerk');
    const before = await version();
    expect((await worker.get(PAGE)).status).toBe(403);
    expect(
      (await worker.post(`${PAGE}/money-threat`, { intent: 'stop', version: String(before) })).status,
    ).toBe(403);
    expect(await version()).toBe(before);
    expect((await (await as('beheer')).get(`${PAGE}/bestaat-niet`)).status).toBe(404);
    await expect(
      inTenant(house.db.app, town.id, ({ kysely }) => sql`delete from question_changes`.execute(kysely)),
    ).rejects.toThrow(/permission denied/);
  });
});
