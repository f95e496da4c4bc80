import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import type { z } from 'zod';
import { parseForm, readForm } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { townOf } from '../../kit/web/context.ts';
import { showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { makeUser, requirePermission, usersPage } from '../index.ts';
import { UsersView } from '../wire.ts';
import { NewUserForm } from './user-form.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await usersPage(db, actor);
  const { parties, services } = UsersView.parse(
    valueOrPage(found, { request, slug: municipality.slug, absent: [] }),
  );
  return { parties, services, key: newId() };
}

/** Makes the user and shows the link to set a password, this once. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality, origin } = townOf(context);
  const { slug } = municipality;
  valueOrPage(requirePermission(actor, 'users.manage'), { request, slug, absent: [] });
  const form = await readForm(request);
  const read = parseForm(NewUserForm, form);
  const made = read.ok ? await makeUser(db, actor, wantedBy(read.value)) : read;
  if (!made.ok) return showAgain(form, made.refusals);
  const { userId, linkToken } = made.value;
  return data({ userId, link: `${origin}/${slug}/wachtwoord/${linkToken}` });
}

function wantedBy({ party, services, ...user }: z.infer<typeof NewUserForm>) {
  return { ...user, partyId: party, serviceIds: services };
}
