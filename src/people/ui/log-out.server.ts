import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { logOut } from '../index.ts';
import { SESSION_COOKIE } from './log-in.server.ts';

/** Nothing to see here: logging out is a post. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  return seeOther(`/${townOf(context).municipality.slug}`);
}

/** Ends the session in the database and in the browser; without a session there is nothing to end. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, actor, municipality, origin } = townOf(context);
  const token = readCookie(request, SESSION_COOKIE);
  if (token !== undefined && actor.kind === 'user') await logOut(db, actor, token);
  const response = seeOther(`/${municipality.slug}/inloggen?uit`);
  const options = { path: `/${municipality.slug}`, secure: origin.startsWith('https:'), maxAgeS: 0 };
  response.headers.append('set-cookie', writeCookie(SESSION_COOKIE, '', options));
  return response;
}
