import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { logOut, providerSlug } from '../index.ts';
import { dropSession, SESSION_COOKIE } from './session-cookies.ts';

/** Sent by the service worker of the round (src/web/public/round-worker.js); a form cannot send it. */
const NOTES_WAIT = 'x-ronde-wacht';

/** Nothing to see here: logging out is a post. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  return seeOther(`/${townOf(context).municipality.slug}`);
}

/**
 * Ends the session in the database and in the browser; without a session there is nothing to end. Who logged in at a
 * provider goes on to the page that logs out there as well.
 */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { db, actor, municipality } = town;
  const token = readCookie(request, SESSION_COOKIE);
  const providerId =
    token !== undefined && actor.kind === 'user' ? await logOut(db, actor, token) : undefined;
  const provider = providerId === undefined ? undefined : await providerSlug(db, municipality.id, providerId);
  const page = provider === undefined ? 'inloggen?uit' : `inloggen/${provider}/uit`;
  const response = seeOther(`/${municipality.slug}/${page}`);
  dropSession(response.headers, town);
  // Nothing of ours is kept (no-store), but a browser may still hold pages in memory for its back button. Not "cookies":
  // that would be those of all the domain.
  // A telephone on which notes of the round still wait says so; clearing the storage would throw them away.
  const cleared = request.headers.has(NOTES_WAIT) ? '"cache"' : '"cache", "storage"';
  response.headers.set('clear-site-data', cleared);
  return response;
}
