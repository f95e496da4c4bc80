import type { Outcome } from '../../kit/outcome.ts';
import { forbidden, notFound, seeOther } from '../../kit/web/responses.ts';

/** Where a request came in: what the answer to a refusal depends on. */
interface Arrival {
  readonly request: Request;
  readonly slug: string;
}

/** What a front door gave; otherwise throws the page that its refusal asks for. */
export function valueOf<T>(outcome: Outcome<T>, { request, slug }: Arrival): T {
  if (outcome.ok) return outcome.value;
  const codes = outcome.refusals.map(({ code }) => code);
  if (codes.includes('not-logged-in')) {
    const { pathname, search } = new URL(request.url);
    throw seeOther(`/${slug}/inloggen?naar=${encodeURIComponent(pathname + search)}`);
  }
  throw codes.includes('not-allowed') ? forbidden() : notFound();
}
