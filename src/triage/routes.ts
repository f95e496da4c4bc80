import type { Api } from '../kit/api/operation.ts';
import { ok } from '../kit/outcome.ts';
import { askedQuestion, questionsKnown, type QuestionBook } from './index.ts';
import { presentQuestions, QuestionList } from './wire.ts';

/** The further questions of a municipality: public, as the form shows them. */
export function triageRoutes<Caller>(api: Api<Caller>, book: QuestionBook): void {
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/vervolgvragen',
      id: 'getVervolgvragen',
      tag: 'Meldingen',
      summary: 'De vragen die na de eerste antwoorden komen',
      description:
        'Het formulier stelt een vraag alleen als het antwoord iets uitmaakt. Een andere aanvrager mag ze allemaal meesturen: wat niet bij de melding past, telt niet mee.',
      access: 'public',
      input: {},
      answer: { status: 200, description: 'Alle vragen.', media: { 'application/json': QuestionList } },
    },
    async (_input, { db, municipality, language, t }) => {
      const { asked: questions } = await questionsKnown(db, { book, municipality });
      const asked = questions.map((question) => ({
        ...askedQuestion(question, language),
        natures: question.natures,
        range: question.type === 'number' ? { min: question.min, max: question.max } : undefined,
      }));
      return ok({ body: presentQuestions(asked, (answer) => t(`further.answer.${answer}`)) });
    },
  );
}
