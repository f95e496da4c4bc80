import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { answer, endVisit, safeWork } from '../index.ts';
import { SafeWorkView } from '../wire.ts';
import { VisitOrder } from './forms.server.ts';

/** With `alleen-hulp` only whom to call, and nothing of what this person told, planned or has to ask: so it is kept on a telephone. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await safeWork(db, actor);
  const view = SafeWorkView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  const { searchParams } = new URL(request.url);
  const onlyHelp = searchParams.has('alleen-hulp');
  return data({
    view: onlyHelp ? { ...view, visits: [], care: [], own: [], mayPlan: false } : view,
    onlyHelp,
    isPlanned: searchParams.has('gepland'),
  });
}

/** What can be done on this page itself: to say whether one goes along, and to end a visit. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'worklist.read'), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(VisitOrder, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const { intent, visit: visitId } = read.value;
  const done =
    intent === 'end'
      ? await endVisit(db, actor, visitId)
      : await answer(db, actor, { visitId, answer: intent });
  // what is not there any more needs nothing: the page as it is now says so
  return done.ok || done.refusals.some(({ code }) => code === 'visit-unknown')
    ? seeOther(`/${slug}/veilig-werken`)
    : showAgain(form, done.refusals);
}
