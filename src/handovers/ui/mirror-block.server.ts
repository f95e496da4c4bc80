import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, line, optional, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { mirrorBlock, stateCheck } from '../index.ts';
import { BLOCK_EXPLANATION_MAX, MirrorBlockView } from '../mirror-wire.ts';
import { BlockLevel } from '../model.ts';

const ABSENT = ['check-unknown'];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, t } = townOf(context);
  const quarter = new URL(request.url).searchParams.get('kwartaal') ?? undefined;
  const number = Number(params['bouwsteen']);
  const found = await mirrorBlock(db, actor, { number, language: t.language, quarter });
  const view = valueOrPage(found, { request, slug: municipality.slug, absent: ABSENT });
  return {
    view: MirrorBlockView.parse(view),
    saved: new URL(request.url).searchParams.has('bewaard'),
  };
}

/** The intent is the check. */
const StatementForm = z.object({
  intent: z.string().min(1),
  version: z.coerce.number().int().min(0),
  level: BlockLevel,
  since: optional(z.iso.date()),
  party: optional(z.uuid()),
  explanation: optional(line(BLOCK_EXPLANATION_MAX)),
});

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'mirror.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(StatementForm, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const { intent: checkId, party: partyId, since, explanation, ...said } = read.value;
  const done = await stateCheck(db, actor, { checkId, partyId, since, explanation, ...said });
  const block = encodeURIComponent(firstOf(params['bouwsteen']));
  return done.ok ? seeOther(`/${slug}/spiegel/${block}?bewaard`) : showAgain(form, done.refusals);
}
