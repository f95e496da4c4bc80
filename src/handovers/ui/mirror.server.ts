import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { mirror } from '../index.ts';
import { MirrorView } from '../mirror-wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, t } = townOf(context);
  const found = await mirror(db, actor, { language: t.language });
  return MirrorView.parse(valueOf(found, { request, slug: municipality.slug }));
}
