import { z } from 'zod';
import type { TownContext } from '../../kit/web/context.ts';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { seeOther } from '../../kit/web/responses.ts';

const COOKIE = 'tabel-gedaan';
const LIFETIME_S = 60;

/** What somebody just did with decision tables, to say once on the next page. */
const Done = z.enum([
  'drafted',
  'noted',
  'saved',
  'restored',
  'moved',
  'deleted',
  'imported',
  'proposed',
  'taken-back',
  'sent-back',
  'approved',
  'discarded',
  'activated',
  'planned',
  'undone',
  'withdrawn',
  'taken',
  'judged',
]);
export type Done = z.infer<typeof Done>;

type Place = Pick<TownContext, 'municipality' | 'origin'>;

/** On to the next page, with a cookie that says what was done: once, so that a page that is reloaded does not say it again. */
export function goOn(path: string, done: Done, place: Place): Response {
  const response = seeOther(path);
  response.headers.append('set-cookie', cookie(done, LIFETIME_S, place));
  return response;
}

/** What the cookie says, and the header that makes the browser forget it. */
export function readDone(request: Request, place: Place): { done: Done | undefined; headers: HeadersInit } {
  const what = readCookie(request, COOKIE);
  if (what === undefined) return { done: undefined, headers: {} };
  return { done: Done.safeParse(what).data, headers: { 'set-cookie': cookie('', 0, place) } };
}

function cookie(value: string, maxAgeS: number, { municipality, origin }: Place): string {
  return writeCookie(COOKIE, value, {
    path: `/${municipality.slug}`,
    secure: origin.startsWith('https:'),
    maxAgeS,
  });
}
