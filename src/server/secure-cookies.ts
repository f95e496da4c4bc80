import type { MiddlewareHandler } from 'hono';

/** Browsers take a cookie with such a name only over https, with `Secure` (RFC 6265bis, 4.1.3.1). */
const PREFIX = '__Secure-';

/**
 * Where visitors come by https every cookie of ours carries the prefix on its way, and only such ones are read: a cookie
 * that was put there without https cannot stand in for ours. Inside, cookies have their plain names. Not `__Host-`: that
 * demands the path `/`, and ours are for one municipality, or one page.
 */
export function secureCookies({ https }: { https: boolean }): MiddlewareHandler {
  if (!https) return (_c, next) => next();
  return async (c, next) => {
    const sent = c.req.header('cookie');
    if (sent !== undefined) {
      const headers = new Headers(c.req.raw.headers);
      headers.set('cookie', plainNames(sent));
      c.req.raw = new Request(c.req.raw, { headers });
    }
    await next();
    const written = c.res.headers.getSetCookie();
    if (written.length === 0) return;
    c.res.headers.delete('set-cookie');
    for (const line of written) c.res.headers.append('set-cookie', `${PREFIX}${line}`);
  };
}

function plainNames(sent: string): string {
  return sent
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(PREFIX))
    .map((pair) => pair.slice(PREFIX.length))
    .join('; ');
}
