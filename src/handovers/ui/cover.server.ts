import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { CoverView } from '../cover-wire.ts';
import { coverPage } from '../index.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  return CoverView.parse(
    valueOf(await coverPage(db, actor, { decisions: services.decisions }), {
      request,
      slug: municipality.slug,
    }),
  );
}
