import { z } from 'zod';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { CommandName } from '../wire.ts';

const COOKIE = 'gedaan';
const LIFETIME_S = 60;

/** What somebody just did, to say once on the next page. */
const Done = z.object({
  what: z.enum([
    ...CommandName.options,
    'spam',
    'photo-added',
    'photo-shared',
    'photo-removed',
    'document-added',
    'document-shared',
    'document-removed',
    'inform',
    'reference',
    'no-reference',
    'contact',
  ]),
  number: z.coerce.number().int(),
});
export type Done = z.infer<typeof Done>;

interface Place {
  readonly slug: string;
  readonly origin: string;
}

/** On to the next page, with a cookie that says what was done: once, so that a page that is reloaded does not say it again. */
export function goOn(path: string, done: Done, { slug, origin }: Place): Response {
  const response = seeOther(path);
  response.headers.append('set-cookie', cookie(`${done.what}.${done.number}`, LIFETIME_S, { slug, origin }));
  return response;
}

/** What the cookie says, and the header that makes the browser forget it. */
export function readDone(request: Request, place: Place): { done: Done | undefined; headers: HeadersInit } {
  const [what, number] = readCookie(request, COOKIE)?.split('.') ?? [];
  if (what === undefined) return { done: undefined, headers: {} };
  return { done: Done.safeParse({ what, number }).data, headers: { 'set-cookie': cookie('', 0, place) } };
}

function cookie(value: string, maxAgeS: number, { slug, origin }: Place): string {
  return writeCookie(COOKIE, value, { path: `/${slug}`, secure: origin.startsWith('https:'), maxAgeS });
}
