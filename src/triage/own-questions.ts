import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome, type Refusal } from '../kit/outcome.ts';
import { requirePermission, userNames } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { About, Sight } from '../reports/model.ts';
import { setInForce } from './in-force.ts';
import { Question, type Nature, type QuestionChange, type QuestionChanges } from './model.ts';
import { goFurther, MOST_PER_NATURE, questionsFor, type QuestionBook } from './questions.ts';
import * as store from './question-store.ts';
import { advise } from './rules.ts';
import type { DecisionSet } from './table.ts';
import type { OwnQuestionsView } from './question-wire.ts';

/** So many deeds are shown; all of them stay. */
const HISTORY_MOST = 50;

export interface Home {
  readonly id: string;
  readonly slug: string;
}

export interface HeldQuestion {
  readonly question: Question;
  readonly isStopped: boolean;
  readonly isChanged: boolean;
}

/**
 * The questions of the house, or those of the municipality's file, with what was changed of them on screen, in their order.
 * What an answer says to the tables, of which kind a question is and when it fits stay those of the file: a changed word
 * changes nobody's help.
 */
export function withChanges(file: readonly Question[], changes: QuestionChanges): HeldQuestion[] {
  const place = new Map(changes.map(({ id }, at) => [id, at]));
  return file
    .map((question, at) => ({ question, at: place.get(question.id) ?? changes.length + at }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ question }) => {
      const change = changes.find(({ id }) => id === question.id);
      return {
        question: change?.words ? changed(question, change) : question,
        isStopped: change?.stopped ?? false,
        isChanged: change?.words !== undefined,
      };
    });
}

function changed(question: Question, { natures, required, words, options }: QuestionChange): Question {
  const frame = { ...question, ...(natures && { natures: [...natures] }), ...(words && { words }) };
  if (frame.type === 'number') return Question.parse(frame);
  const isRequired = { ...frame, required: required ?? frame.required };
  if (isRequired.type !== 'choice') return Question.parse(isRequired);
  const said = isRequired.options.map((option) => ({
    ...option,
    words: options?.[option.id] ?? option.words,
  }));
  return Question.parse({ ...isRequired, options: said });
}

function askedIn(held: readonly HeldQuestion[]): Question[] {
  return held.filter(({ isStopped }) => !isStopped).map(({ question }) => question);
}

/** The questions of a municipality as they hold now; `asked` leaves out what is not asked any more. */
export async function questionsHeld(
  tx: Tx,
  { book, slug }: { book: QuestionBook; slug: string },
): Promise<{ asked: readonly Question[]; known: readonly Question[] }> {
  const [newest] = await store.questionVersions(tx, { limit: 1 });
  const held = withChanges(questionsFor(book, slug), newest?.changes ?? []);
  return {
    asked: askedIn(held),
    known: held.map(({ question }) => question),
  };
}

/** The same, for who has no transaction: the words in which answers are shown, of questions that are not asked any more too. */
export function questionsKnown(
  db: Database,
  { book, municipality }: { book: QuestionBook; municipality: Home },
): Promise<{ asked: readonly Question[]; known: readonly Question[] }> {
  return inTenant(db, municipality.id, (tx) => questionsHeld(tx, { book, slug: municipality.slug }));
}

/** Nobody is asked too much of one nature, and nothing hangs on what is not asked before it. */
export function checkOrder(held: readonly HeldQuestion[]): Refusal[] {
  const asked = askedIn(held);
  const ids = asked.map(({ id }) => id);
  const isLoose = asked.some(({ when }, at) =>
    Object.keys(when.answers ?? {}).some((id) => !ids.slice(0, at).includes(id)),
  );
  const natures = asked.flatMap(({ natures: about }) => about);
  const isMany = natures.some((nature) => natures.filter((each) => each === nature).length > MOST_PER_NATURE);
  return [
    ...(isLoose ? [{ code: 'question-hangs' }] : []),
    ...(isMany ? [{ code: 'questions-many', pointer: 'natures', facts: { most: MOST_PER_NATURE } }] : []),
  ];
}

/** Of which natures a question is ever asked, by the tables in force: elsewhere its answer changes nothing. */
export function askedOf(set: DecisionSet, questions: readonly Question[]): ReadonlyMap<string, Set<Nature>> {
  const found = new Map(questions.map(({ id }) => [id, new Set<Nature>()]));
  for (const sight of Sight.options)
    for (const about of About.options) {
      const observations = { danger: { kind: 'none' as const }, sights: [sight], about };
      const { nature } = advise(set, observations);
      for (const { id } of goFurther(set, questions, { observations, given: new Map() }).ask)
        found.get(id)?.add(nature);
    }
  return found;
}

interface Asking {
  readonly book: QuestionBook;
  readonly slug: string;
  readonly decisions: DecisionSet;
}

/** Every further question, whether it is asked, and what was done with them. */
export async function ownQuestions(
  db: Database,
  actor: Actor,
  { book, slug, decisions }: Asking,
): Promise<Outcome<OwnQuestionsView>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const versions = await store.questionVersions(tx, { limit: HISTORY_MOST });
    const held = withChanges(questionsFor(book, slug), versions[0]?.changes ?? []);
    const natures = askedOf(await setInForce(tx, decisions), askedIn(held));
    const names = await userNames(tx);
    return ok({
      version: versions[0]?.version ?? 0,
      questions: held.map(({ question, isStopped, isChanged }) => ({
        question,
        isStopped,
        isChanged,
        asked: [...(natures.get(question.id) ?? [])],
      })),
      history: versions.map(({ version, questionId, deed, at, byId, changes }) => ({
        version,
        questionId,
        deed,
        at,
        actorName: names.get(byId),
        label: changes.find(({ id }) => id === questionId)?.words,
      })),
    });
  });
}

export type QuestionOrder =
  | { readonly deed: 'changed'; readonly change: QuestionChange }
  | { readonly deed: 'moved' | 'stopped' | 'restored'; readonly id: string }
  | { readonly deed: 'house' };

/** Carries out one change. `version` is what the page was made from: who changes what a colleague just changed is told. */
export async function changeQuestions(
  db: Database,
  actor: Actor,
  { book, slug, version, order }: Omit<Asking, 'decisions'> & { version: number; order: QuestionOrder },
): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'texts.edit');
  if (!user.ok) return user;
  const byId = user.value.userId;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const [newest] = await store.questionVersions(tx, { limit: 1 });
    if ((newest?.version ?? 0) !== version) return refuse('question-changed');
    const file = questionsFor(book, slug);
    const questionId = idOf(order);
    const known = file.find(({ id }) => id === questionId);
    if (order.deed !== 'house' && !known) return refuse('question-unknown');
    const changes = order.deed === 'house' ? [] : changesAfter(file, newest?.changes ?? [], order);
    const faults = checkOrder(withChanges(file, changes));
    if (faults.length > 0) return { ok: false, refusals: faults };
    const added = { version: version + 1, changes, questionId, deed: order.deed, byId };
    return (await store.insertChanges(tx, added)) ? ok(true) : refuse('question-changed');
  });
}

function idOf(order: QuestionOrder): string | undefined {
  if (order.deed === 'house') return undefined;
  return order.deed === 'changed' ? order.change.id : order.id;
}

function changesAfter(
  file: readonly Question[],
  before: QuestionChanges,
  order: Exclude<QuestionOrder, { deed: 'house' }>,
): QuestionChanges {
  const all = withChanges(file, before).map(
    ({ question: { id } }) => before.find((change) => change.id === id) ?? { id, stopped: false },
  );
  const id = idOf(order);
  if (order.deed === 'moved') {
    const at = all.findIndex((each) => each.id === id);
    return all.map(
      (each, here) => (here === at - 1 ? all[at] : here === at && at > 0 ? all[at - 1] : each) ?? each,
    );
  }
  return all.map((each) => {
    if (each.id !== id) return each;
    return order.deed === 'changed'
      ? { ...order.change, stopped: each.stopped }
      : { ...each, stopped: order.deed === 'stopped' };
  });
}
