import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { optional, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { letterSender, saveSender } from '../index.ts';
import { LetterSenderView } from '../wire.ts';
import { inOneLine } from './typed.server.ts';

const NAME_MAX = 80;
const HOURS_MAX = 120;

const SenderForm = z.object({
  version: z.coerce.number().int().min(0),
  name: optional(z.string().transform(inOneLine).pipe(z.string().max(NAME_MAX))),
  phone: optional(
    z
      .string()
      .trim()
      .regex(/^\+?[0-9][0-9 -]{2,19}$/, 'letter-sender-phone'),
  ),
  nl: optional(z.string().transform(inOneLine).pipe(z.string().max(HOURS_MAX))),
  en: optional(z.string().transform(inOneLine).pipe(z.string().max(HOURS_MAX))),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await letterSender(db, actor);
  const view = LetterSenderView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, saved: new URL(request.url).searchParams.has('bewaard') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(SenderForm, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const { version, name, phone, nl, en } = read.value;
  const done = await saveSender(db, actor, { version, sender: { name, phone, hours: { nl, en } } });
  return done.ok ? seeOther(`/${slug}/mailteksten/afzender?bewaard`) : showAgain(form, done.refusals);
}
