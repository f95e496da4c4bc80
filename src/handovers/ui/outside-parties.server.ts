import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { LANGUAGES } from '../../kit/translate.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { outsideParties, saveOutsideParty } from '../index.ts';
import { OUTSIDE_NAME_MAX } from '../model.ts';
import { OutsidePartiesView } from '../outside-wire.ts';

/** The organisations that can be asked without an account; with a key for the form of a new one, so that a double click makes one. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const arrival = { request, slug: municipality.slug, absent: [] };
  const parties = valueOrPage(await outsideParties(db, actor), arrival);
  const isSaved = new URL(request.url).searchParams.has('bewaard');
  return { ...OutsidePartiesView.parse({ parties }), key: newId<'outside-party'>(), isSaved };
}

const PartyForm = z.object({
  id: z.uuid(),
  name: line(OUTSIDE_NAME_MAX).min(1, 'outside-name-missing'),
  email: z.string().trim().min(1, 'outside-email-missing').max(254).pipe(z.email()),
  language: z.enum(LANGUAGES),
  active: z
    .literal('yes')
    .optional()
    .transform((value) => value === 'yes'),
});

/** Each organisation has a form of its own, named by its id behind a dot. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  valueOrPage(await outsideParties(db, actor), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(PartyForm, form);
  const done = read.ok ? await saveOutsideParty(db, actor, read.value) : read;
  return done.ok ? seeOther(`/${slug}/buitenpartijen?bewaard`) : showAgain(form, done.refusals);
}
