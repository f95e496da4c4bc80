import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { databaseNow } from '../../kit/clock.ts';
import { readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { isOpenTo, perform, reportPage, type Order } from '../index.ts';
import { ReportView } from '../wire.ts';
import { goOn, readDone, type Done } from './done.server.ts';
import { valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';
import { readOrder } from './orders.server.ts';
import { toWallClock } from './wall-clock.ts';

/** Refusals that are not about what was typed: they ask for another page. */
const ABOUT_THE_PAGE = ['not-logged-in', 'report-unknown', 'not-allowed'];

/** One report, and new keys for the forms whose double click must not count twice. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin, services, language } = townOf(context);
  const { slug } = municipality;
  const number = numberIn(params['nummer']);
  const found = await reportPage(db, actor, { number, decisions: services.decisions, language });
  const view = ReportView.parse(valueOf(found, { request, slug }));
  const { done, headers } = readDone(request, { slug, origin });
  const fresh = { ask: newId(), note: newId(), calledAt: toWallClock(view.now) };
  return data({ view, fresh, done }, { headers });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const number = numberIn(params['nummer']);
  const form = await readForm(request);
  const order = readOrder(form, await databaseNow(town.db));
  const done: Outcome<true> = order.ok ? await perform(town.db, town.actor, number, order.value) : order;
  if (order.ok && done.ok) return confirm(town, number, order.value);
  const refusals = done.ok ? [] : done.refusals;
  if (refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code)))
    valueOf(done, { request, slug: town.municipality.slug });
  return showAgain(form, refusals);
}

/** Back to the report, or to the work list when it is no longer this person's to see. */
async function confirm(
  { db, actor, municipality, origin }: TownContext,
  number: number,
  order: Order,
): Promise<Response> {
  const { slug } = municipality;
  const path = (await isOpenTo(db, actor, number)) ? `/${slug}/werk/${number}` : `/${slug}/werk`;
  return goOn(path, { what: whatWasDone(order), number }, { slug, origin });
}

function whatWasDone(order: Order): Done['what'] {
  return order.command === 'close' && order.outcome === 'spam' ? 'spam' : order.command;
}
