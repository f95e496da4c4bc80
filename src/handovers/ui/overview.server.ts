import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { coordination } from '../index.ts';
import { CoordinationView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';

/** Who only follows the coordination (a manager) reads the lists; who takes part in it opens reports from them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = valueOf(await coordination(db, actor), { request, slug: municipality.slug });
  const canOpen = actor.kind === 'user' && actor.permissions.has('coordination.act');
  return { view: CoordinationView.parse(found), canOpen };
}
