import type { Outcome } from '../../kit/outcome.ts';
import { forbidden, notFound, seeOther } from '../../kit/web/responses.ts';

/** Where a request came in: what the answer to a refusal depends on. */
interface Arrival {
  readonly request: Request;
  readonly slug: string;
}

/**
 * What a front door gave; otherwise throws the page that its refusal asks for: log in and come back, not there, or not
 * allowed.
 */
export function valueOf<T>(outcome: Outcome<T>, { request, slug }: Arrival): T {
  if (outcome.ok) return outcome.value;
  const codes = outcome.refusals.map(({ code }) => code);
  if (codes.includes('not-logged-in')) throw toLogIn(request, slug);
  throw codes.includes('report-unknown') ? notFound() : forbidden();
}

function toLogIn(request: Request, slug: string): Response {
  const { pathname, search } = new URL(request.url);
  return seeOther(`/${slug}/inloggen?naar=${encodeURIComponent(pathname + search)}`);
}
