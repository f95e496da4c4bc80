import { createContext, data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { logInFirst, seeOther, showAgain } from '../../kit/web/responses.ts';
import { giveCode, resolveActor, secondStep, sessionLimits } from '../index.ts';
import { tellOfGuessing } from './guessing.ts';
import { addSession, SESSION_COOKIE } from './session-cookies.ts';
import { startPage } from './start-page.ts';

const CodeForm = z.object({ code: line(40).min(1, 'second-factor-missing') });

/** Set once the step is taken: the loader, which runs after the action, then has no half session left to ask about. */
const takenContext = createContext(false);

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (context.get(takenContext)) return { step: undefined };
  const { db, actor, municipality, services } = townOf(context);
  const wanted = new URL(request.url).searchParams.get('naar');
  if (actor.kind === 'user') throw seeOther(startPage(wanted, actor, municipality.slug));
  const step = await secondStep(db, {
    municipalityId: municipality.id,
    token: readCookie(request, SESSION_COOKIE) ?? '',
    secretsKey: services.config.SECRETS_KEY,
  });
  if (!step) throw seeOther(`/${municipality.slug}/inloggen`);
  return { step };
}

/** A right code leads on; the first one of all shows the recovery codes before that, once. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { db, municipality, services } = town;
  const form = await readForm(request);
  const read = parseForm(CodeForm, form);
  const through = read.ok
    ? await giveCode(db, {
        municipalityId: municipality.id,
        token: readCookie(request, SESSION_COOKIE) ?? '',
        secretsKey: services.config.SECRETS_KEY,
        limits: sessionLimits(services.config),
        code: read.value.code,
      })
    : read;
  if (!through.ok) {
    tellOfGuessing(town, through.refusals);
    if (through.refusals.some(({ code }) => code === 'second-step-expired'))
      throw logInFirst(request, municipality.slug);
    return showAgain(form, through.refusals, { forget: ['code'] });
  }
  const { token, userId, recoveryCodes } = through.value;
  const actor = await resolveActor(db, municipality.id, token);
  const next = startPage(new URL(request.url).searchParams.get('naar'), actor, municipality.slug);
  const headers = new Headers();
  addSession(headers, { token, userId }, town);
  context.set(takenContext, true);
  if (recoveryCodes.length > 0) return data({ recoveryCodes, next }, { headers });
  headers.set('location', next);
  return new Response(null, { status: 303, headers });
}
