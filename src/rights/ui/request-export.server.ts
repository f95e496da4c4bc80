import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { correct, requestExport, requestPage } from '../index.ts';
import { RequestView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { CorrectForm } from './forms.server.ts';
import { idIn } from './request.server.ts';
import { readable } from './readable.server.ts';

/** The words of one report, for one open request. Every opening leaves a line. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { db, actor, municipality } = town;
  const arrival = { request, slug: municipality.slug };
  valueOf(requirePermission(actor, 'rights.act'), arrival);
  const requestId = idIn(params['verzoek']);
  const page = valueOf(await requestPage(db, actor, requestId), arrival);
  const view = valueOf(await requestExport(db, actor, requestId), arrival);
  return data({ view: await readable(view, town), about: RequestView.parse(page.request), key: newId() });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const arrival = { request, slug: municipality.slug };
  valueOf(requirePermission(actor, 'rights.act'), arrival);
  const requestId = idIn(params['verzoek']);
  const form = await readForm(request);
  const parsed = parseForm(CorrectForm, form);
  if (!parsed.ok) return showAgain(form, parsed.refusals);
  const { words, body, key } = parsed.value;
  const done = await correct(db, actor, { requestId, wordsId: words, body, key });
  return done.ok
    ? seeOther(`/${municipality.slug}/rechten/${requestId}/inzage`)
    : showAgain(form, done.refusals);
}
