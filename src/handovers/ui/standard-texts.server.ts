import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { standardTexts } from '../index.ts';
import { StandardTextsView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = valueOf(await standardTexts(db, actor), { request, slug: municipality.slug });
  return StandardTextsView.parse(found);
}
