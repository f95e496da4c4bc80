import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { allowsDemo } from '../../kit/config.ts';
import { line, parseForm, readForm, type Form } from '../../kit/form.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { logIn, providers, resolveActor, sessionLimits } from '../index.ts';
import type { Actor } from '../model.ts';
import { tellOfGuessing } from './guessing.ts';
import { addSession, SESSION_COOKIE } from './session-cookies.ts';
import { secondStepPage, startPage } from './start-page.ts';

const LogInForm = z.object({
  login: line(200).min(1, 'login-missing'),
  password: z.string().min(1, 'password-missing').max(1000),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  const wanted = new URL(request.url).searchParams.get('naar');
  if (actor.kind === 'user') throw seeOther(startPage(wanted, actor, municipality.slug));
  return {
    demo: services.demoLogins(municipality.slug),
    providers: await providers(db, municipality.id),
  };
}

/** A wrong password shows the form again with the log-in name; the password itself is never sent back. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const entered = await enterWith(form, request, town);
  if (!entered.ok) return showAgain(form, entered.refusals, { forget: ['password'] });
  const { actor, token } = entered.value;
  const { slug } = town.municipality;
  const wanted = new URL(request.url).searchParams.get('naar');
  const response = seeOther(
    actor.kind === 'user' ? startPage(wanted, actor, slug) : secondStepPage(wanted, slug),
  );
  addSession(response.headers, { token, userId: actor.kind === 'user' ? actor.userId : undefined }, town);
  return response;
}

export interface Entered {
  readonly token: string;
  /** Still the public when a second factor is asked. */
  readonly actor: Actor;
}

/** Logs in with what the form holds. */
export async function enterWith(form: Form, request: Request, town: TownContext): Promise<Outcome<Entered>> {
  const { db, municipality, address, services } = town;
  const read = parseForm(LogInForm, form);
  if (!read.ok) return read;
  const demoAllowed = allowsDemo(services.config);
  const token = await logIn(db, municipality.id, {
    ...read.value,
    address,
    demoAllowed,
    loginsPerHour: services.config.LOGINS_PER_HOUR,
    limits: sessionLimits(services.config),
    replaces: readCookie(request, SESSION_COOKIE),
  });
  if (!token.ok) {
    tellOfGuessing(town, token.refusals);
    return token;
  }
  const actor = await resolveActor(db, municipality.id, token.value, { demoAllowed });
  return { ok: true, value: { token: token.value, actor } };
}
