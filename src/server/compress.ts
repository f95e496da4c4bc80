import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import { COMPRESSIBLE_CONTENT_TYPE_REGEX as COMPRESSIBLE } from 'hono/utils/compress';

const compressed = promisify(gzip);

/** Less than this fits in one packet as it is. */
const LEAST_BYTES = 1024;
/** Half the work of the usual 6, for pages that grow by a tenth. */
const LEVEL = 3;

/**
 * Compresses text for who takes gzip, whole: an answer is made before a byte of it leaves, and a stream around it costs
 * five times as much. What is sent as it happens (`text/event-stream`) is left as it is.
 */
export function compress(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!isCompressible(c)) return;
    c.res.headers.append('vary', 'accept-encoding');
    if (!takesGzip(c.req.header('accept-encoding'))) return;
    const { status, headers } = c.res;
    const whole = new Uint8Array(await c.res.arrayBuffer());
    const isSmall = whole.length < LEAST_BYTES;
    if (!isSmall) headers.set('content-encoding', 'gzip');
    headers.delete('content-length');
    // a second answer set over the first one takes it for a stream
    c.res = undefined;
    c.res = new Response(isSmall ? whole : new Uint8Array(await compressed(whole, { level: LEVEL })), {
      status,
      headers,
    });
  };
}

function isCompressible({ req, res }: Context): boolean {
  const { headers, body, status } = res;
  return (
    req.method !== 'HEAD' &&
    status !== 206 &&
    body !== null &&
    !headers.has('content-encoding') &&
    !/no-transform/i.test(headers.get('cache-control') ?? '') &&
    COMPRESSIBLE.test(headers.get('content-type') ?? '')
  );
}

function takesGzip(header = ''): boolean {
  return header
    .toLowerCase()
    .split(',')
    .some((wish) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(wish));
}
