import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import type { Outcome } from '../../kit/outcome.ts';
import type { T } from '../../kit/translate.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { ratingWords, saveRatingWords } from '../index.ts';
import { RATING_LABEL_MAX, RATING_QUESTION_MAX, RATING_REASONS_MOST, type RatingWords } from '../model.ts';
import { RatingWordsView } from '../rating-wire.ts';

const question = line(RATING_QUESTION_MAX).min(1, 'rating-words-empty');
const label = line(RATING_LABEL_MAX).min(1, 'rating-words-empty');
const why = optional(line(RATING_QUESTION_MAX));
/** How the house asks it. */
function houseWords(t: T): RatingWords['nl'] {
  const answers = {
    good: t('reporter.rating.good'),
    partly: t('reporter.rating.partly'),
    bad: t('reporter.rating.bad'),
  };
  return { question: t('reporter.rating.label'), answers, reasons: [] };
}

/** One on each line. */
const reasons = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split('\n')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
  .pipe(z.array(z.string().max(RATING_LABEL_MAX)).max(RATING_REASONS_MOST, 'rating-words-many'));

const Versioned = z.object({ version: z.coerce.number().int().min(0) });
const WordsForm = Versioned.extend({
  'nl-question': question,
  'nl-good': label,
  'nl-partly': label,
  'nl-bad': label,
  'nl-why': why,
  'nl-reasons': reasons,
  'en-question': question,
  'en-good': label,
  'en-partly': label,
  'en-bad': label,
  'en-why': why,
  'en-reasons': reasons,
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, tIn } = townOf(context);
  const found = await ratingWords(db, actor);
  const view = RatingWordsView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return {
    view,
    house: { nl: houseWords(tIn('nl')), en: houseWords(tIn('en')) },
    saved: new URL(request.url).searchParams.has('bewaard'),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  return done.ok ? seeOther(`/${slug}/tevredenheid?bewaard`) : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, form: Form): Promise<Outcome<true>> {
  if (form['intent'] === 'house') {
    const read = parseForm(Versioned, form);
    return read.ok ? saveRatingWords(db, actor, { ...read.value, words: undefined }) : read;
  }
  const read = parseForm(WordsForm, form);
  if (!read.ok) return read;
  const words = { nl: inLanguage(read.value, 'nl'), en: inLanguage(read.value, 'en') };
  return saveRatingWords(db, actor, { version: read.value.version, words });
}

function inLanguage(typed: z.output<typeof WordsForm>, language: 'nl' | 'en'): RatingWords['nl'] {
  return {
    question: typed[`${language}-question`],
    answers: {
      good: typed[`${language}-good`],
      partly: typed[`${language}-partly`],
      bad: typed[`${language}-bad`],
    },
    why: typed[`${language}-why`],
    reasons: typed[`${language}-reasons`],
  };
}
