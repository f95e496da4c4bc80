import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { valueOrPage } from '../../kit/web/responses.ts';
import { safeWork } from '../index.ts';
import { SafeWorkView } from '../wire.ts';

/** With `alleen-hulp` only whom to call, and nothing of what this person told or has to ask: so it is kept on a telephone. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await safeWork(db, actor);
  const view = SafeWorkView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  const onlyHelp = new URL(request.url).searchParams.has('alleen-hulp');
  return data({ view: onlyHelp ? { ...view, care: [], own: [] } : view, onlyHelp });
}
