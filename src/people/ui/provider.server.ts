import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm } from '../../kit/form.ts';
import type { Refusal } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { notFound, seeOther } from '../../kit/web/responses.ts';
import {
  endByProvider,
  finishLogIn,
  logOutAtProvider,
  providers,
  resolveActor,
  sessionLimits,
  startLogIn,
} from '../index.ts';
import { addSession, SESSION_COOKIE } from './session-cookies.ts';
import { secondStepPage, startPage } from './start-page.ts';
import { wayBack } from './way-back.ts';

/** Ties a log-in to the browser that began it. */
const BEGUN_COOKIE = 'aanmelden';
const BEGUN_S = 10 * 60;

/** The log-in of one provider, as its pages know it. */
export function visitOf({ municipality, origin, services }: TownContext, slug: string | undefined) {
  const page = `/${municipality.slug}/inloggen/${slug ?? ''}`;
  return {
    municipalityId: municipality.id,
    slug: slug ?? '',
    page,
    redirectUri: `${origin}${page}/terug`,
    config: services.config,
  };
}

/** The cookie with which the answer of the provider has to come back. */
export function begunCookie(browser: string, { page, secure }: { page: string; secure: boolean }): string {
  return writeCookie(BEGUN_COOKIE, browser, { path: page, secure, maxAgeS: browser === '' ? 0 : BEGUN_S });
}

/** Sends the browser to the provider. */
export async function startLoader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const visit = visitOf(town, params['aanbieder']);
  const { slug } = town.municipality;
  const wanted = wayBack(new URL(request.url).searchParams.get('naar'), slug);
  if (isOfAnotherSite(request))
    return seeOther(`/${slug}/inloggen${wanted === undefined ? '' : `?naar=${encodeURIComponent(wanted)}`}`);
  const begun = await startLogIn(town.db, visit, { wayBack: wanted });
  if (!begun.ok) return problem(town, visit, begun.refusals);
  const cookie = begunCookie(begun.value.browser, { page: visit.page, secure: isSecure(town) });
  return new Response(null, {
    status: 303,
    headers: { location: begun.value.address, 'set-cookie': cookie },
  });
}

/**
 * A link or a picture of another site that leads here. A provider that knows the browser asks nothing more, so without
 * this that site could log somebody in who did nothing; now the log-in page asks for a click.
 */
function isOfAnotherSite(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

/** Takes the answer of the provider, once. */
export async function backLoader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { db, actor, municipality, origin, services } = town;
  const visit = visitOf(town, params['aanbieder']);
  const here = new URL(request.url);
  const done = await finishLogIn(db, visit, {
    address: new URL(`${here.pathname}${here.search}`, origin),
    browser: readCookie(request, BEGUN_COOKIE),
    limits: sessionLimits(services.config),
    replaces: readCookie(request, SESSION_COOKIE),
    actor,
    onLeft: services.onLeft,
  });
  const forget = begunCookie('', { page: visit.page, secure: isSecure(town) });
  if (!done.ok) return problem(town, visit, done.refusals, forget);
  const { token, wayBack: wanted, userId } = done.value;
  const now = token === undefined ? actor : await resolveActor(db, municipality.id, token);
  const { slug } = municipality;
  const response = seeOther(
    now.kind === 'user' ? startPage(wanted, now, slug) : secondStepPage(wanted, slug),
  );
  response.headers.append('set-cookie', forget);
  const whose = now.kind === 'user' ? userId : undefined;
  if (token !== undefined) addSession(response.headers, { token, userId: whose }, town);
  return response;
}

function isSecure({ origin }: TownContext): boolean {
  return origin.startsWith('https:');
}

const STATUS: Readonly<Record<string, number>> = {
  'provider-unreachable': 503,
  'provider-no-role': 403,
  'provider-user-unknown': 403,
  'account-inactive': 403,
};

/** The page that says what went wrong at the provider, and to whom one can turn. */
async function problem(
  { db, log, requestId, municipality }: TownContext,
  { slug }: { slug: string },
  refusals: readonly Refusal[],
  forget?: string,
) {
  const code = refusals[0]?.code ?? 'login-not-proven';
  if (code === 'provider-unknown') throw notFound();
  log('warn', 'log-in.provider', { requestId, municipality: municipality.id, provider: slug, code });
  const provider = (await providers(db, municipality.id)).find((each) => each.slug === slug);
  const status = STATUS[code] ?? 400;
  return data(
    { code, provider: provider?.name ?? slug, slug },
    { status, headers: forget === undefined ? {} : { 'set-cookie': forget } },
  );
}

/**
 * After logging out here: the provider's own way out, to which the browser goes by itself. By a page and not by a
 * redirect, for our policy lets no form lead to another site.
 */
export async function outLoader({ params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  const backTo = `${town.origin}/${slug}/inloggen?uit`;
  const found = await logOutAtProvider(town.db, visitOf(town, params['aanbieder']), backTo);
  if (!found) throw notFound();
  const { name, address } = found;
  if (address === undefined) throw seeOther(`/${slug}/inloggen?uit`);
  return data({ name, address }, { headers: { refresh: `0; url=${address}` } });
}

/** The provider itself tells that somebody logged out (Back-Channel Logout 1.0, 2.5 and 2.8). */
export async function tellsAction({ request, params, context }: ActionFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { logout_token: token } = await readForm(request);
  const ended = await endByProvider(
    town.db,
    visitOf(town, params['aanbieder']),
    typeof token === 'string' ? token : '',
  );
  const headers = { 'cache-control': 'no-store' };
  if (ended.ok) return new Response(null, { status: 200, headers });
  return Response.json({ error: 'invalid_request' }, { status: 400, headers });
}
