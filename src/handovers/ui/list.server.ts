import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { listChoices, listReports } from '../index.ts';
import { ListChoices, ListView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { readQuestion } from './list-question.server.ts';
import { NUMBER } from './number.server.ts';

const WORD_MAX = 200;
/** Refusals of the person, not of what was filled in. */
const ABOUT_THE_PAGE = ['not-logged-in', 'not-allowed'];

/** A list of reports: all of its question stands in its address. A number goes straight to its report, past every filter. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const asked = Object.fromEntries(
    [...new URL(request.url).searchParams].map(([name, value]) => [name, value.slice(0, WORD_MAX)]),
  );
  const number = asked['zoek']?.trim().replace(/^#/, '') ?? '';
  const choices = ListChoices.parse(valueOf(await listChoices(db, actor), { request, slug }));
  if (NUMBER.test(number)) throw seeOther(`/${slug}/werk/${number}`);
  const question = readQuestion(asked);
  const found = question.ok ? await listReports(db, actor, question.value) : question;
  if (!found.ok) {
    if (found.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueOf(found, { request, slug });
    return data({ view: undefined, choices, asked, refusals: found.refusals }, { status: 400 });
  }
  return data({ view: ListView.parse(found.value), choices, asked, refusals: [] });
}
