import { readCookie } from '../kit/web/cookies.ts';

/**
 * Pages where nobody has to be logged in, or that are about logging in itself; and the queue of the round, which keeps
 * what it sends until it hears that it is in.
 */
const OPEN = /^\/(?:melden|volgen|inloggen|uitloggen|wachtwoord|agenda|ronde\/wachtrij)(?:\/|\.|$)/;
const WHO_COOKIE = 'wie';

/**
 * A post of somebody whose session has ended goes, fields and all (307), to the page that asks to log in and carries
 * them along; otherwise what was typed would be lost. Only a browser that was logged in has the cookie.
 */
export function keepWhatWasSent(request: Request, slug: string): void {
  const { pathname, search } = new URL(request.url);
  const isStaffPost = request.method === 'POST' && !OPEN.test(pathname.slice(slug.length + 1));
  if (!isStaffPost || readCookie(request, WHO_COOKIE) === undefined) return;
  const location = `/${slug}/inloggen/verlopen?naar=${encodeURIComponent(pathname + search)}`;
  throw new Response(null, { status: 307, headers: { location } });
}
