import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { promisesPage } from '../index.ts';
import { PromisesView } from '../promises-wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  return PromisesView.parse(valueOf(await promisesPage(db, actor), { request, slug: municipality.slug }));
}
