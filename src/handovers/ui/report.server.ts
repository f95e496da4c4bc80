import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { databaseNow } from '../../kit/clock.ts';
import { firstOf, parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { ContactChange, InformingResult } from '../../reports/model.ts';
import { answerInWords, questionsKnown } from '../../triage/index.ts';
import {
  isOpenTo,
  noteReference,
  perform,
  putContactRight,
  recordInformed,
  reportPage,
  showOutsideLink,
  type Order,
} from '../index.ts';
import { CONTACT_INTENT, LINK_INTENT, ReportView } from '../wire.ts';
import { compose } from './compose.server.ts';
import { goOn, readDone, type Done } from './done.server.ts';
import { ABOUT_THE_PAGE, valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';
import { readOrder } from './orders.server.ts';
import { toWallClock } from './wall-clock.ts';

/** One report, and new keys for the forms whose double click must not count twice. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin, services, language, tIn } = townOf(context);
  const { slug } = municipality;
  const number = numberIn(params['nummer']);
  const found = await reportPage(db, actor, { number, decisions: services.decisions, language });
  const view = ReportView.parse(valueOf(found, { request, slug }));
  const { done, headers } = readDone(request, { slug, origin });
  const neutral = tIn(view.reporterLanguage)('reporter.closed.person');
  const fresh = {
    ask: newId(),
    note: newId(),
    split: newId(),
    outside: newId(),
    calledAt: toWallClock(view.now),
    neutral,
  };
  const { known } = await questionsKnown(db, { book: services.questions, municipality });
  const further = view.answers.map((answer) => ({
    ...answerInWords(known, answer, language),
    code: answer.answer,
  }));
  const hasMail = services.config.SMTP_URL !== undefined;
  return data({ view, further, fresh, done, hasMail }, { headers });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const number = numberIn(params['nummer']);
  const form = await readForm(request);
  if (form['intent'] === 'inform') return inform(request, town, { number, form });
  if (form['intent'] === 'reference') return refer(request, town, { number, form });
  if (form['intent'] === LINK_INTENT) return showLink(request, town, { number, form });
  if (form['intent'] === CONTACT_INTENT) return correct(request, town, { number, form });
  const composed = await compose(town, number, form);
  if (composed) return 'ok' in composed ? refused(request, town, { form, done: composed }) : composed;
  const order = readOrder(form, await databaseNow(town.db));
  const done: Outcome<true> = order.ok
    ? await perform(town.db, town.actor, number, order.value, { seenAt: seenIn(form) })
    : order;
  if (order.ok && done.ok) return confirm(town, number, whatWasDone(order.value));
  return refused(request, town, { form, done });
}

/** The reporter's address or number, put right. */
async function correct(
  request: Request,
  town: TownContext,
  { number, form }: { number: number; form: Form },
) {
  const parsed = parseForm(ContactChange, form);
  const done = parsed.ok ? await putContactRight(town.db, town.actor, number, parsed.value) : parsed;
  return done.ok ? confirm(town, number, CONTACT_INTENT) : refused(request, town, { form, done });
}

/** The link of the question that waits outside, on the answer to this post alone. */
async function showLink(
  request: Request,
  town: TownContext,
  { number, form }: { number: number; form: Form },
) {
  const { db, actor, municipality, origin } = town;
  const token = await showOutsideLink(db, actor, number);
  if (!token.ok) return refused(request, town, { form, done: token });
  return data({ link: `${origin}/${municipality.slug}/buiten/${token.value}` });
}

const InformForm = z.object({ result: InformingResult });

/** How the person was told, or why not: possible as long as the report is there, also after it was closed. */
async function inform(request: Request, town: TownContext, { number, form }: { number: number; form: Form }) {
  const parsed = parseForm(InformForm, form);
  const done = parsed.ok ? await recordInformed(town.db, town.actor, number, parsed.value.result) : parsed;
  return done.ok ? confirm(town, number, 'inform') : refused(request, town, { form, done });
}

/** The number of the report in another system, or its taking away: possible as long as the report is there. */
async function refer(request: Request, town: TownContext, { number, form }: { number: number; form: Form }) {
  const done = await noteReference(town.db, town.actor, number, firstOf(form['reference']));
  if (!done.ok) return refused(request, town, { form, done });
  return confirm(town, number, done.value === 'noted' ? 'reference' : 'no-reference');
}

function refused(
  request: Request,
  { municipality: { slug } }: TownContext,
  { form, done }: { form: Form; done: Outcome<unknown> },
) {
  const refusals = done.ok ? [] : done.refusals;
  if (refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueOf(done, { request, slug });
  return showAgain(form, refusals);
}

/** Back to the report, or to the work list when it is no longer this person's to see. */
async function confirm(
  { db, actor, municipality, origin }: TownContext,
  number: number,
  what: Done['what'],
): Promise<Response> {
  const { slug } = municipality;
  const path = (await isOpenTo(db, actor, number)) ? `/${slug}/werk/${number}` : `/${slug}/werk`;
  return goOn(path, { what, number }, { slug, origin });
}

/** When what the form stood beside had last changed. */
function seenIn(form: Form): Date | undefined {
  const seen = z
    .string()
    .regex(/^\d{1,15}$/)
    .safeParse(form['seen']);
  return seen.success ? new Date(Number(seen.data)) : undefined;
}

function whatWasDone(order: Order): Done['what'] {
  return order.command === 'close' && order.outcome === 'spam' ? 'spam' : order.command;
}
