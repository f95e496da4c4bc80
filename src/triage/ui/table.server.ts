import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain } from '../../kit/web/responses.ts';
import { moveRule, readTable } from '../index.ts';
import { TableView } from '../wire.ts';
import { goOn, readDone } from './done.server.ts';
import { askingOf, numberIn, leaveFor, pathOf, stepIn, valueOf, whichIn } from './entrance.server.ts';

const MoveForm = z.object({
  rule: z.string().min(1).max(100),
  revision: z.coerce.number().int(),
  by: z.enum(['-1', '1']).transform((text) => (text === '1' ? 1 : -1)),
});

/** One table of a set as rows. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const step = stepIn(params['stap']);
  const found = await readTable(askingOf(town), whichIn(params['versie']), step);
  const view = TableView.parse(valueOf(found, { request, slug: town.municipality.slug }));
  const { done, headers } = readDone(request, town);
  return data({ view, done }, { headers });
}

/** Moves a rule one place. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const [which, step] = [numberIn(params['versie']), stepIn(params['stap'])];
  const form = await readForm(request);
  const read = parseForm(MoveForm, form);
  const moved = read.ok
    ? await moveRule(askingOf(town), { which, step, ruleId: read.value.rule, ...read.value })
    : read;
  const { slug } = town.municipality;
  if (read.ok && moved.ok) {
    const row = `#regel-${read.value.rule}`;
    return goOn(pathOf(slug, which, `/${step}${row}`), 'moved', town);
  }
  leaveFor(moved, { request, slug });
  return showAgain(form, moved.ok ? [] : moved.refusals);
}
