import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { toWallClock } from '../../kit/wall-clock.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { planVisit, visitPage } from '../index.ts';
import { PlanView } from '../wire.ts';
import { VisitForm } from './forms.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await visitPage(db, actor);
  const view = PlanView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  const asked = new URL(request.url).searchParams.get('melding') ?? '';
  const report = view.reports.some(({ number }) => String(number) === asked) ? asked : '';
  return data({ view, fresh: { key: newId(), at: toWallClock(view.now), report } });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'report.handle'), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(VisitForm, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const { report: reportNumber, colleague: colleagueId, ...plan } = read.value;
  const done = await planVisit(db, actor, { ...plan, reportNumber, colleagueId });
  return done.ok ? seeOther(`/${slug}/veilig-werken?gepland`) : showAgain(form, done.refusals);
}
