import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { logOut } from '../../people/index.ts';
import { holdReporter } from '../../reports/index.ts';
import { Rating } from '../../reports/model.ts';
import { askSecondLook, rate, reporterPage, takeAnswer } from '../index.ts';
import { RATING_REASONS_MOST } from '../model.ts';
import { ReporterView } from '../wire.ts';

const ANSWER_MAX = 4000;
const AnswerForm = z.object({ answer: line(ANSWER_MAX).min(1, 'answer-missing') });

export async function loader({ context }: LoaderFunctionArgs) {
  const { db, municipality, actor } = townOf(context);
  const page = await reporterPage(db, actor);
  if (!page.ok) throw seeOther(`/${municipality.slug}/volgen`);
  return { view: ReporterView.parse(page.value), key: newId<'words'>() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  if (town.actor.kind !== 'reporter') return seeOther(`/${town.municipality.slug}/volgen`);
  const form = await readForm(request);
  if (form['intent'] === 'leave') return leave(town, request);
  if (form['intent'] === 'rate') return rateIt(town, form);
  return form['intent'] === 'again' ? again(town, form) : answer(town, form);
}

const RateForm = z.object({
  rating: Rating,
  version: z.coerce.number().int().min(0).max(1_000_000).default(0),
  reason: optional(z.coerce.number().int().min(1).max(RATING_REASONS_MOST)),
});

async function rateIt({ db, actor, municipality: { slug } }: TownContext, form: Form) {
  const parsed = parseForm(RateForm, form);
  if (!parsed.ok) return showAgain(form, [{ code: 'rating-missing', pointer: 'rating' }]);
  const rated = await rate(db, actor, parsed.value.rating, parsed.value);
  return rated.ok ? seeOther(`/${slug}/volgen/melding`) : showAgain(form, rated.refusals);
}

const AgainForm = z.object({ again: line(ANSWER_MAX).min(1, 'again-missing'), key: z.uuid() });

async function again({ db, actor, municipality: { slug } }: TownContext, form: Form) {
  const parsed = parseForm(AgainForm, form);
  if (!parsed.ok) return showAgain(form, parsed.refusals);
  const asked = await askSecondLook(db, actor, { body: parsed.value.again, key: parsed.value.key });
  return asked.ok ? seeOther(`/${slug}/volgen/melding`) : showAgain(form, asked.refusals);
}

async function answer({ db, actor, municipality: { slug } }: TownContext, form: Form) {
  const parsed = parseForm(AnswerForm, form);
  if (!parsed.ok) return showAgain(form, parsed.refusals);
  const taken = await takeAnswer(db, actor, parsed.value.answer);
  if (taken.ok || (await isTaken({ db, actor }, parsed.value.answer)))
    return seeOther(`/${slug}/volgen/melding`);
  return showAgain(form, taken.refusals);
}

/** The same click again: the last thing that was said is this very answer. */
async function isTaken({ db, actor }: Pick<TownContext, 'db' | 'actor'>, body: string): Promise<boolean> {
  const page = await reporterPage(db, actor);
  const last = page.ok ? page.value.conversation.at(-1) : undefined;
  return last?.kind === 'answer' && last.body === body;
}

/** Ends the session and makes the browser forget the receipt too: it may be a computer that others use. */
async function leave(town: TownContext, request: Request): Promise<Response> {
  const { db, actor, origin } = town;
  const { slug } = town.municipality;
  const token = readCookie(request, 'melder');
  if (token !== undefined) await logOut(db, actor, token);
  const response = seeOther(`/${slug}/volgen`);
  const secure = origin.startsWith('https:');
  holdReporter(response.headers, undefined, town);
  response.headers.append(
    'set-cookie',
    writeCookie('ontvangen', '', { path: `/${slug}/melden/ontvangen`, secure, maxAgeS: 0 }),
  );
  return response;
}
