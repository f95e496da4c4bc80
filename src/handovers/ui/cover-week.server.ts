import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { CoverWeekView } from '../cover-wire.ts';
import { coverWeek } from '../index.ts';
import { valueOf } from './entrance.server.ts';

/** One week of what the address names; what it names that is not there counts as not chosen. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  const asked = new URL(request.url).searchParams;
  const named = (name: string) => asked.get(name) || undefined;
  const wish = {
    monday: named('week'),
    area: named('gebied'),
    nature: named('aard'),
    service: named('dienst'),
  };
  const found = await coverWeek(db, actor, { decisions: services.decisions, wish });
  return CoverWeekView.parse(valueOf(found, { request, slug: municipality.slug }));
}
