import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { figures } from '../index.ts';
import { FiguresView } from '../overview-wire.ts';
import { valueOf } from './entrance.server.ts';

/** Figures of one quarter; without a wish, or with one that is not there, of the quarter that runs. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const wished = new URL(request.url).searchParams.get('kwartaal') ?? undefined;
  const found = valueOf(await figures(db, actor, wished), { request, slug: municipality.slug });
  const back = actor.kind === 'user' && actor.permissions.has('coordination.read');
  return { view: FiguresView.parse(found), back };
}
