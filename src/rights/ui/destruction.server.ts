import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { destructionPage } from '../index.ts';
import { DestructionView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = valueOf(await destructionPage(db, actor), { request, slug: municipality.slug });
  return data({ view: DestructionView.parse(found) });
}
