import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { valueOrPage } from '../../kit/web/responses.ts';
import { usersPage } from '../index.ts';
import { UsersView } from '../wire.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await usersPage(db, actor);
  return UsersView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
}
