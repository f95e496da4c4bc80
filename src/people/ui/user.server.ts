import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import {
  appointLead,
  changeUser,
  letLeave,
  newPasswordLink,
  requirePermission,
  resetSecondFactor,
  userPage,
} from '../index.ts';
import { UserView } from '../wire.ts';
import { RightsForm } from './user-form.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await userPage(db, actor, params['gebruiker'] ?? '');
  const view = UserView.parse(
    valueOrPage(found, { request, slug: municipality.slug, absent: ['user-unknown'] }),
  );
  return { view, done: new URL(request.url).searchParams.has('gewijzigd') };
}

/** Each form of the page is one thing to do; the link to set a password is shown at once, and only then. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  const userId = params['gebruiker'] ?? '';
  valueOrPage(requirePermission(town.actor, 'users.manage'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, userId, form);
  if (!done.ok) return showAgain(form, done.refusals);
  if (typeof done.value === 'string')
    return data({ link: `${town.origin}/${slug}/wachtwoord/${done.value}` });
  return seeOther(`/${slug}/gebruikers/${userId}?gewijzigd`);
}

async function carryOut(
  { db, actor, services }: TownContext,
  userId: string,
  form: Form,
): Promise<Outcome<string | true>> {
  const { onLeft } = services;
  switch (form['intent']) {
    case 'rights': {
      const read = parseForm(RightsForm, form);
      if (!read.ok) return read;
      const { roles, services: serviceIds } = read.value;
      return changeUser(db, actor, { userId, roles, serviceIds, onLeft });
    }
    case 'link':
      return newPasswordLink(db, actor, userId);
    case 'reset':
      return resetSecondFactor(db, actor, userId);
    case 'leave':
      return form['sure'] === 'yes'
        ? letLeave(db, actor, { userId, onLeft })
        : refuse('leave-not-sure', { pointer: 'sure' });
    default:
      return succeed({ db, actor }, form);
  }
}

/** One form for each post: `lead-<party>`. */
async function succeed({ db, actor }: Pick<TownContext, 'db' | 'actor'>, form: Form): Promise<Outcome<true>> {
  const partyId = /^lead-([0-9a-f-]{36})$/.exec(String(form['intent'] ?? ''))?.[1];
  if (partyId === undefined) return refuse('field-invalid');
  const done = await appointLead(db, actor, { partyId, userId: String(form['successor'] ?? '') });
  return done.ok ? ok(true) : done;
}
