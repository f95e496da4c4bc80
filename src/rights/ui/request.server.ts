import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { isUuid } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { decide, extend, identify, requestPage, takeOver } from '../index.ts';
import { BlockView, RequestView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { DecideForm, ExtendForm } from './forms.server.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const arrival = { request, slug: municipality.slug };
  valueOf(requirePermission(actor, 'rights.act'), arrival);
  const found = valueOf(await requestPage(db, actor, idIn(params['verzoek'])), arrival);
  return data({
    view: RequestView.parse(found.request),
    blocks: BlockView.array().parse(found.blocks),
    now: found.now,
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOf(requirePermission(town.actor, 'rights.act'), { request, slug });
  const requestId = idIn(params['verzoek']);
  const form = await readForm(request);
  const done = await carryOut(town, requestId, form);
  if (done.ok) return seeOther(`/${slug}/rechten/${requestId}`);
  if (done.refusals.some(({ code }) => code === 'request-unknown')) throw notFound();
  return showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, requestId: string, form: Form): Promise<Outcome<true>> {
  switch (form['intent']) {
    case 'identify':
      return identify(db, actor, requestId);
    case 'take-over':
      return takeOver(db, actor, requestId);
    case 'extend': {
      const parsed = parseForm(ExtendForm, form);
      return parsed.ok ? extend(db, actor, { requestId, ...parsed.value }) : parsed;
    }
    case 'decide': {
      const parsed = parseForm(DecideForm, form);
      if (!parsed.ok) return parsed;
      const { decision, reason = null } = parsed.value;
      return decide(db, actor, { requestId, decision, reason });
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

/** What is no id is no request. */
export function idIn(text: string | undefined): string {
  if (text === undefined || !isUuid(text)) throw notFound();
  return text;
}
