import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { markNoticesSeen, workList } from '../index.ts';
import { WorkListView } from '../wire.ts';
import { readDone } from './done.server.ts';
import { valueOf } from './entrance.server.ts';
import { reportsFor } from './number.server.ts';

const TYPED_MAX = 40;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const typed = new URL(request.url).searchParams.get('nummer')?.trim().replace(/^#/, '') ?? '';
  const found = await reportsFor(db, actor, typed);
  if (found.length === 1) throw seeOther(`/${municipality.slug}/werk/${found[0]}`);
  const view = WorkListView.parse(valueOf(await workList(db, actor), { request, slug: municipality.slug }));
  const { done, headers } = readDone(request, { slug: municipality.slug, origin });
  return data({ view, done, typed: typed.slice(0, TYPED_MAX), found }, { headers });
}

/** The only thing to do on this page itself: the notices are read. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  valueOf(await markNoticesSeen(db, actor), { request, slug: municipality.slug });
  return seeOther(`/${municipality.slug}/werk`);
}
