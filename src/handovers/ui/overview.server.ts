import type { LoaderFunctionArgs } from 'react-router';
import { isUuid } from '../../kit/ids.ts';
import { townOf } from '../../kit/web/context.ts';
import { coordination } from '../index.ts';
import { CoordinationFilter, CoordinationList, CoordinationView } from '../overview-wire.ts';
import { valueOf } from './entrance.server.ts';

/** Who only follows the coordination (a manager) reads the lists; who takes part in it opens reports from them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const asked = new URL(request.url).searchParams;
  const list = CoordinationList.safeParse(asked.get('lijst')).data;
  const found = valueOf(await coordination(db, actor, { list, filter: filterIn(asked) }), {
    request,
    slug: municipality.slug,
  });
  const canOpen = actor.kind === 'user' && actor.permissions.has('coordination.act');
  const userName = actor.kind === 'user' ? actor.name : '';
  return { view: CoordinationView.parse(found), canOpen, userName };
}

/** What the address asks for; what cannot be is not asked. */
function filterIn(asked: URLSearchParams): CoordinationFilter {
  const id = (name: string) => {
    const value = asked.get(name) ?? '';
    return isUuid(value) ? value : undefined;
  };
  const nature = CoordinationFilter.shape.nature.safeParse(asked.get('aard') ?? undefined).data;
  return { party: id('organisatie'), nature, neighbourhood: id('buurt') };
}
