import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { toWallClock } from '../../kit/wall-clock.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { aggressionFor, tellAggression, tellPage } from '../index.ts';
import { TellView } from '../wire.ts';
import { tellForm } from './forms.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services, language } = townOf(context);
  const { slug } = municipality;
  const view = TellView.parse(valueOrPage(await tellPage(db, actor), { request, slug, absent: [] }));
  const { kinds } = aggressionFor(services.aggression, slug);
  return data({
    view,
    kinds: kinds.map(({ id, label }) => ({ id, label: label[language] })),
    fresh: { key: newId(), happenedAt: toWallClock(view.now) },
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'worklist.read'), { request, slug, absent: [] });
  const form = await readForm(request);
  const known = aggressionFor(services.aggression, slug).kinds.map(({ id }) => id);
  const read = parseForm(tellForm(known), form);
  if (!read.ok) return showAgain(form, read.refusals);
  const { report: reportNumber, ...told } = read.value;
  const done = await tellAggression(db, actor, { ...told, reportNumber });
  if (!done.ok) return showAgain(form, done.refusals);
  return seeOther(`/${slug}/veilig-werken/agressie/${read.value.key}?gemeld`);
}
