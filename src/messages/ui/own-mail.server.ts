import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { list, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { ownAccount } from '../../people/index.ts';
import { ownWish, saveWish, smtpSettings } from '../index.ts';
import { MailMode, StaffKind } from '../model.ts';
import { WishView } from '../wire.ts';

const EMAIL_MAX = 254;

const WishForm = z.object({
  email: z.string().trim().min(1, 'mail-address-missing').max(EMAIL_MAX).pipe(z.email()),
  mode: MailMode,
  language: z.enum(['nl', 'en']),
  kinds: list(StaffKind),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services, language } = townOf(context);
  const found = await ownWish(db, actor, { key: services.config.SECRETS_KEY, language });
  const view = WishView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  const hasServer = smtpSettings(services.config) !== undefined;
  return data({ view, hasServer, done: new URL(request.url).searchParams.has('gewijzigd') });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  valueOrPage(ownAccount(actor), { request, slug: municipality.slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(WishForm, form);
  if (!read.ok) return showAgain(form, read.refusals);
  const done = await saveWish(db, actor, { key: services.config.SECRETS_KEY, wish: read.value });
  if (!done.ok) return showAgain(form, done.refusals);
  return seeOther(`/${municipality.slug}/account/berichten?gewijzigd`);
}
