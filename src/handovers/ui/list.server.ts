import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { forgetList, keepList, listChoices, listReports } from '../index.ts';
import { ListChoices, ListView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { addressWith, keepable, type Asked } from './list-address.ts';
import { QUESTION_WORDS, readQuestion } from './list-question.server.ts';
import { NUMBER } from './number.server.ts';

const WORD_MAX = 200;
/** Refusals of the person, not of what was filled in. */
const ABOUT_THE_PAGE = ['not-logged-in', 'not-allowed'];

/** A list of reports: all of its question stands in its address. A number goes straight to its report, past every filter. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const asked = askedOf(request);
  const fresh = newId();
  const number = asked['zoek']?.trim().replace(/^#/, '') ?? '';
  const choices = ListChoices.parse(valueOf(await listChoices(db, actor), { request, slug }));
  if (NUMBER.test(number)) throw seeOther(`/${slug}/werk/${number}`);
  const question = readQuestion(asked);
  const found = question.ok ? await listReports(db, actor, question.value) : question;
  if (!found.ok) {
    if (found.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueOf(found, { request, slug });
    return data({ view: undefined, choices, asked, fresh, refusals: found.refusals }, { status: 400 });
  }
  return data({ view: ListView.parse(found.value), choices, asked, fresh, refusals: [] });
}

function askedOf(request: Request): Asked {
  return Object.fromEntries(
    [...new URL(request.url).searchParams].map(([name, value]) => [name, value.slice(0, WORD_MAX)]),
  );
}

const Kept = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('bewaar'), naam: line(60).pipe(z.string().min(1)), key: z.uuid() }),
  z.object({ intent: z.literal('vergeet'), lijst: z.uuid() }),
]);

/** Keeps the list that stands in the address under a name, or forgets one. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const asked = askedOf(request);
  const form = await readForm(request);
  const parsed = parseForm(Kept, form);
  if (!parsed.ok) return showAgain(form, parsed.refusals);
  const kept = parsed.value;
  const question = readQuestion(keepable(asked));
  if (kept.intent === 'bewaar' && !question.ok) return showAgain(form, question.refusals);
  const done =
    kept.intent === 'vergeet'
      ? await forgetList(db, actor, kept.lijst)
      : await keepList(db, actor, { id: kept.key, name: kept.naam, query: queryOf(asked) });
  if (!done.ok && done.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code)))
    valueOf(done, { request, slug });
  return done.ok ? seeOther(`/${slug}${addressWith(asked, {})}`) : showAgain(form, done.refusals);
}

/** Only words that a question knows, as they were read. */
function queryOf(asked: Asked): string {
  return new URLSearchParams(
    Object.entries(keepable(asked)).filter(([name]) => QUESTION_WORDS.has(name)),
  ).toString();
}
