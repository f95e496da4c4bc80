import type { MiddlewareHandler } from 'hono';
import { PLACE_ALLOWED } from '../kit/web/responses.ts';
import { pagePolicy } from '../web/policy.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/**
 * The headers of every answer. `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with
 * our own forms, and the check of the origin would refuse them; other sites learn nothing either way.
 */
export function securityHeaders({ https }: { https: boolean }): MiddlewareHandler {
  const fixed: Readonly<Record<string, string>> = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(https ? { 'strict-transport-security': `max-age=${YEAR_S}; includeSubDomains` } : {}),
  };
  const policy = pagePolicy({});
  return async (c, next) => {
    await next();
    const asked = c.res.headers.get('permissions-policy');
    for (const [name, value] of Object.entries(fixed)) c.res.headers.set(name, value);
    if (asked === PLACE_ALLOWED) c.res.headers.set('permissions-policy', asked);
    if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', policy);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  };
}
