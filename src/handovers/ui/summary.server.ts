import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { answerInWords, questionsFor } from '../../triage/index.ts';
import { reportSummary } from '../index.ts';
import { SummaryView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';
import { summaryText } from './summary-text.ts';

/** The text to copy. It is opened by asking for it: each look leaves its line. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services, language, t } = townOf(context);
  const number = numberIn(params['nummer']);
  const withWords = new URL(request.url).searchParams.get('met') === 'woorden';
  const found = await reportSummary(db, actor, { number, withWords });
  const view = SummaryView.parse(valueOf(found, { request, slug: municipality.slug }));
  const questions = questionsFor(services.questions, municipality.slug);
  const further = view.answers.map((given) => {
    const { question, answer } = answerInWords(questions, given, language);
    return { question, answer: answer ?? t(`further.answer.${given.answer}`) };
  });
  return { number, withWords, text: summaryText(view, { t, further, town: municipality.name }) };
}
