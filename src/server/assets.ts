import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { MiddlewareHandler } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly cacheControl: string;
}

/**
 * Serves what the build wrote for browsers, from memory (some hundreds of kilobytes): a path is looked up, never opened,
 * so no path leads outside. Names below /assets/ carry a hash of their content and may be kept for ever.
 */
export function staticAssets(dir: string): MiddlewareHandler {
  const assets = readAssets(dir);
  return async (c, next) => {
    const asset = c.req.method === 'GET' || c.req.method === 'HEAD' ? assets.get(c.req.path) : undefined;
    if (!asset) return next();
    return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': asset.cacheControl });
  };
}

function readAssets(dir: string): Map<string, Asset> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.flatMap((entry) => readAsset(dir, join(entry.parentPath, entry.name))));
}

function readAsset(dir: string, file: string): [string, Asset][] {
  const path = `/${file.slice(dir.length + 1).replaceAll(sep, '/')}`;
  const type = TYPES[path.split('.').at(-1) ?? ''];
  if (!type) return [];
  const cacheControl = path.startsWith('/assets/')
    ? 'public, max-age=31536000, immutable'
    : 'public, max-age=3600';
  return [[path, { body: new Uint8Array(readFileSync(file)), type, cacheControl }]];
}
