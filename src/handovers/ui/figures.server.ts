import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { commentOnFigures, figures, maySeeFigures } from '../index.ts';
import { FIGURES_COMMENT_MAX, FiguresView } from '../overview-wire.ts';
import { valueOf } from './entrance.server.ts';

/** Figures of one quarter; without a wish, or with one that is not there, of the quarter that runs. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const asked = new URL(request.url).searchParams;
  const wished = asked.get('kwartaal') ?? undefined;
  const found = valueOf(await figures(db, actor, wished), { request, slug: municipality.slug });
  const back = actor.kind === 'user' && actor.permissions.has('coordination.read');
  return { view: FiguresView.parse(found), back, saved: asked.has('bewaard') };
}

const CommentForm = z.object({
  quarter: z.string(),
  version: z.coerce.number().int().min(0),
  comment: line(FIGURES_COMMENT_MAX),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(maySeeFigures(actor), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(CommentForm, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const done = await commentOnFigures(db, actor, read.value);
  if (!done.ok) return showAgain(form, done.refusals);
  return seeOther(`/${slug}/overzicht/cijfers?kwartaal=${read.value.quarter}&bewaard`);
}
