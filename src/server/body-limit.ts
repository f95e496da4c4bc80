import type { Context, Env, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

const MAX_BYTES = 256 * 1024;
/**
 * A post with photos or documents is read while it comes in, and what is too large in it is let go of, so that its texts arrive all
 * the same. Beyond this it is not looked at.
 */
const MAX_BYTES_WITH_PHOTOS = 128 * 1024 * 1024;
/** A list with the form around it. */
const MAX_BYTES_WITH_SHEET = 3 * 1024 * 1024;
const SHEET_PAGE = /^\/[^/]+\/werk\/inlezen(?:\.data)?$/;
const PHOTO_PAGES =
  /^\/[^/]+\/(?:melden|volgen\/melding\/fotos|werk\/\d+\/(?:fotos|documenten)|ronde(?:\/(?:wachtrij|delen))?)(?:\.data)?$/;

/** Refuses a body that is too large for its page. */
export function limitBody<E extends Env>(refuse: (c: Context<E>) => Promise<Response>): MiddlewareHandler<E> {
  const small = bodyLimit({ maxSize: MAX_BYTES, onError: (c: Context<E>) => refuse(c) });
  return async (c, next) => {
    const most = mostWithFiles(c.req.raw);
    if (most === undefined) return small(c, next);
    // Browsers say how long a form is; without that we would have to read it to know.
    const length = Number(c.req.header('content-length') ?? Number.NaN);
    return length <= most ? next() : refuse(c);
  };
}

/** How large a form with files may be on this page; undefined where it carries none. */
function mostWithFiles(request: Request): number | undefined {
  const isForm = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
  if (request.method !== 'POST' || !isForm) return undefined;
  const { pathname } = new URL(request.url);
  if (SHEET_PAGE.test(pathname)) return MAX_BYTES_WITH_SHEET;
  return PHOTO_PAGES.test(pathname) ? MAX_BYTES_WITH_PHOTOS : undefined;
}
