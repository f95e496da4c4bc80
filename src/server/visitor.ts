import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { isLanguage, preferredLanguage, type Language } from '../kit/texts.ts';
import { readCookie, writeCookie } from '../kit/web/cookies.ts';

const LANGUAGE_COOKIE = 'taal';
const YEAR_S = 365 * 24 * 60 * 60;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The language of the visitor: chosen before, else the first one the browser asks for that we speak, else Dutch. */
export function languageOf(request: Request): Language {
  const chosen = readCookie(request, LANGUAGE_COOKIE);
  return isLanguage(chosen) ? chosen : preferredLanguage(request.headers.get('accept-language'));
}

/**
 * The answer to a link with `?taal=…`: remembers the choice and goes on to the same address without it.
 * Undefined when the address asks for no language of ours.
 */
export function languageChoice(request: Request, origin: string): Response | undefined {
  const url = new URL(request.url);
  const language = url.searchParams.get(LANGUAGE_COOKIE);
  if (request.method !== 'GET' || !isLanguage(language)) return undefined;
  url.searchParams.delete(LANGUAGE_COOKIE);
  // The whole origin is written, so that a path such as //elsewhere cannot become another site.
  const location = `${origin}${url.pathname}${url.search}`;
  const cookie = writeCookie(LANGUAGE_COOKIE, language, {
    path: '/',
    secure: origin.startsWith('https:'),
    maxAgeS: YEAR_S,
  });
  return new Response(null, {
    status: 303,
    headers: { location, 'set-cookie': cookie, 'cache-control': 'no-store' },
  });
}

/** The origin by which the visitor knows us: the configured one, else that of the request. */
export function originOf(request: Request, publicUrl: string | undefined): string {
  return new URL(publicUrl ?? request.url).origin;
}

/** Whether the address can be read: a wrong percent sign makes it no address at all. */
export function isReadable({ url }: Request): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}

/**
 * True for a post that another site's page sent through the visitor's browser. Browsers name the sender in `Origin`
 * or `Sec-Fetch-Site`; a program that names none has no visitor's cookies to abuse.
 */
export function isForeignPost(request: Request, publicUrl: string | undefined): boolean {
  if (SAFE_METHODS.has(request.method)) return false;
  const origin = request.headers.get('origin');
  if (origin !== null)
    return origin !== new URL(request.url).origin && origin !== originOf(request, publicUrl);
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

/**
 * The visitor's network address. Behind `trustedProxies` proxies it is read that far from the end of X-Forwarded-For;
 * what stands before that can be made up by anyone.
 */
export function addressOf(c: Context, trustedProxies: number): string {
  if (trustedProxies > 0) {
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    const found = hops.at(-trustedProxies);
    if (found) return found;
  }
  return socketAddress(c) ?? 'unknown';
}

/** Undefined when the application is called without a network, as tests do. */
export function socketAddress(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}
