import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { replay } from '../index.ts';
import { ReplayView } from '../wire.ts';
import { askingOf, valueOf, whichIn } from './entrance.server.ts';

/** What would have become of the reports of the last month. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const found = await replay(askingOf(town), whichIn(params['versie']));
  return { view: ReplayView.parse(valueOf(found, { request, slug: town.municipality.slug })) };
}
