import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import type { Database } from '../../kit/db.ts';
import { optional, parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { markNoticesSeen, readShift, takeUnread, workList } from '../index.ts';
import { WorkPageView } from '../shift-wire.ts';
import { readDone } from './done.server.ts';
import { valueOf } from './entrance.server.ts';
import { reportsFor } from './number.server.ts';

const TYPED_MAX = 40;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const typed = new URL(request.url).searchParams.get('nummer')?.trim().replace(/^#/, '') ?? '';
  const found = await reportsFor(db, actor, typed);
  if (found.length === 1) throw seeOther(`/${municipality.slug}/werk/${found[0]}`);
  const view = WorkPageView.parse(valueOf(await workList(db, actor), { request, slug: municipality.slug }));
  const { done, headers } = readDone(request, { slug: municipality.slug, origin });
  const mayHandle = requirePermission(actor, 'report.handle').ok;
  return data({ view, done, mayHandle, typed: typed.slice(0, TYPED_MAX), found }, { headers });
}

const OfShift = z.object({ dienst: z.uuid(), wie: optional(z.uuid()) });

/** What there is to do on this page itself: the notices are read, or what was handed over. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const form = await readForm(request);
  valueOf(await noted(db, actor, form), { request, slug: municipality.slug });
  return seeOther(`/${municipality.slug}/werk`);
}

async function noted(db: Database, actor: Actor, form: Form): Promise<Outcome<true>> {
  const { intent } = form;
  if (intent !== 'gelezen' && intent !== 'opgepakt') return markNoticesSeen(db, actor);
  const parsed = parseForm(OfShift, form);
  if (!parsed.ok) return parsed;
  const { dienst: id, wie: userId } = parsed.value;
  if (intent === 'gelezen') return readShift(db, actor, id);
  return userId === undefined ? refuse('not-allowed') : takeUnread(db, actor, { id, userId });
}
