import type { LoaderFunctionArgs } from 'react-router';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { answerInWords, questionsKnown } from '../../triage/index.ts';
import { reportSummary } from '../index.ts';
import { SummaryView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';
import { summaryText } from './summary-text.ts';

/** The text to copy. It is opened by asking for it: each look leaves its line. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, t } = townOf(context);
  const number = numberIn(params['nummer']);
  const withWords = new URL(request.url).searchParams.get('met') === 'woorden';
  const found = await reportSummary(db, actor, { number, withWords });
  const view = SummaryView.parse(valueOf(found, { request, slug: municipality.slug }));
  const further = await furtherInWords(view, townOf(context));
  return { number, withWords, text: summaryText(view, { t, further, town: municipality.name }) };
}

/** What was asked further, in the municipality's words. */
export async function furtherInWords(
  { answers }: SummaryView,
  { db, municipality, services, language, t }: TownContext,
) {
  const { known } = await questionsKnown(db, { book: services.questions, municipality });
  return answers.map((given) => {
    const { question, answer } = answerInWords(known, given, language);
    return { question, answer: answer ?? t(`further.answer.${given.answer}`) };
  });
}
