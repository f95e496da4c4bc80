import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { whoIs } from '../../kit/who.ts';

export const SESSION_COOKIE = 'sessie';
/** Whose session it is or was, as a hash: what somebody typed comes back to that person only. */
const WHO_COOKIE = 'wie';

interface Place {
  readonly municipality: { readonly id: string; readonly slug: string };
  readonly origin: string;
}

/** The cookies of a session that begins. */
export function addSession(
  headers: Headers,
  { token, userId }: { token: string; userId: string | undefined },
  place: Place,
): void {
  headers.append('set-cookie', writeCookie(SESSION_COOKIE, token, optionsOf(place)));
  if (userId !== undefined)
    headers.append(
      'set-cookie',
      writeCookie(WHO_COOKIE, whoIs(place.municipality.id, userId), optionsOf(place)),
    );
}

/** Makes the browser forget them. */
export function dropSession(headers: Headers, place: Place): void {
  for (const name of [SESSION_COOKIE, WHO_COOKIE])
    headers.append('set-cookie', writeCookie(name, '', { ...optionsOf(place), maxAgeS: 0 }));
}

function optionsOf({ municipality, origin }: Place) {
  return { path: `/${municipality.slug}`, secure: origin.startsWith('https:') };
}

/** Whose session this browser had last. */
export function whoWas(request: Request): string | undefined {
  const who = readCookie(request, WHO_COOKIE);
  return who !== undefined && /^[0-9a-f]{32}$/.test(who) ? who : undefined;
}
