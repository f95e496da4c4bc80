import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { allowsDemo } from '../../kit/config.ts';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { logIn, resolveActor } from '../index.ts';
import type { Actor } from '../model.ts';
import { wayBack } from './way-back.ts';

export const SESSION_COOKIE = 'sessie';

const LogInForm = z.object({
  login: line(200).min(1, 'login-missing'),
  password: z.string().min(1, 'password-missing').max(1000),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, municipality, services } = townOf(context);
  if (actor.kind === 'user') throw seeOther(pageAfter(request, actor, municipality.slug));
  return { demo: services.demoLogins(municipality.slug) };
}

/** A wrong password shows the form again with the log-in name; the password itself is never sent back. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, municipality, origin, address, services } = townOf(context);
  const form = await readForm(request);
  const read = parseForm(LogInForm, form);
  const attempt = {
    address,
    loginsPerHour: services.config.LOGINS_PER_HOUR,
    demoAllowed: allowsDemo(services.config),
  };
  const token = read.ok ? await logIn(db, municipality.id, { ...read.value, ...attempt }) : read;
  if (!token.ok) return showAgain(form, token.refusals, { forget: ['password'] });
  const actor = await resolveActor(db, municipality.id, token.value, attempt);
  const response = seeOther(pageAfter(request, actor, municipality.slug));
  const options = { path: `/${municipality.slug}`, secure: origin.startsWith('https:') };
  response.headers.append('set-cookie', writeCookie(SESSION_COOKIE, token.value, options));
  return response;
}

/** Where somebody wanted to go, else where that person's work is. */
function pageAfter(request: Request, actor: Actor, slug: string): string {
  const wanted = wayBack(new URL(request.url).searchParams.get('naar'), slug);
  if (wanted !== undefined || actor.kind !== 'user') return wanted ?? `/${slug}`;
  if (actor.permissions.has('worklist.read')) return `/${slug}/werk`;
  if (actor.permissions.has('tables.read')) return `/${slug}/beslistabellen`;
  return actor.permissions.has('accesslog.read') ? `/${slug}/logboek` : `/${slug}`;
}
