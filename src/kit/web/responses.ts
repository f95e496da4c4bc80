import { data, redirect } from 'react-router';
import type { Form } from '../form.ts';
import type { Outcome, Refusal } from '../outcome.ts';

/** What a form shows again: what was typed, and everything that is wrong with it. */
export interface FormState {
  readonly values: Form;
  readonly refusals: readonly Refusal[];
}

/** The answer after a post that succeeded: a new page by GET, so that reloading does not post again. */
export function seeOther(path: string): Response {
  return redirect(path, 303);
}

/** To the log-in page, and back here afterwards. */
export function logInFirst(request: Request, slug: string): Response {
  const { pathname, search } = new URL(request.url);
  return seeOther(`/${slug}/inloggen?naar=${encodeURIComponent(pathname + search)}`);
}

/**
 * What a front door gave; otherwise throws the page that its refusal asks for: log in and come back, not there (the
 * refusals named in `absent`), or not allowed.
 */
export function valueOrPage<T>(
  outcome: Outcome<T>,
  { request, slug, absent }: { request: Request; slug: string; absent: readonly string[] },
): T {
  if (outcome.ok) return outcome.value;
  const codes = outcome.refusals.map(({ code }) => code);
  if (codes.includes('not-logged-in')) throw logInFirst(request, slug);
  throw codes.some((code) => absent.includes(code)) ? notFound() : forbidden();
}

/** The header of a page that may ask the browser where somebody is; every other page may not. */
export const PLACE_ALLOWED = 'camera=(), geolocation=(self), microphone=()';

/**
 * The answer after a post that did not: 400, the same page, nothing typed is lost.
 * `forget` names the fields that are never sent back, such as a password.
 */
export function showAgain(
  values: Form,
  refusals: readonly Refusal[],
  { forget = [] }: { forget?: readonly string[] } = {},
) {
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !forget.includes(name)));
  const state: FormState = { values: kept, refusals };
  return data(state, { status: 400 });
}

/** For `throw`: the error page of that status. `403` says no more than that it is not allowed; when in doubt, say 404. */
export function notFound() {
  return data(null, { status: 404 });
}

/** For `throw`: this person may not be here. */
export function forbidden() {
  return data(null, { status: 403 });
}

/** For `throw`: too many tries from here; the page says when it may be tried again. */
export function tooMany(retryAfterS: number) {
  return data({ retryAfterS }, { status: 429, headers: { 'retry-after': String(Math.ceil(retryAfterS)) } });
}

/** An answer that a browser saves as a file, and nobody keeps on the way. */
export function asFile(body: string, { name, type }: { name: string; type: string }): Response {
  return new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
