import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { promisesPage } from '../index.ts';
import { PROMISES, PromisesView } from '../promises-wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { night } = valueOf(await promisesPage(db, actor), { request, slug: municipality.slug });
  const broken = PROMISES.filter(({ invariants }) =>
    (invariants as readonly string[]).some((name) => night?.broken.includes(name)),
  ).map(({ id }) => id);
  return PromisesView.parse(night ? { night: { ...night, broken } } : {});
}
