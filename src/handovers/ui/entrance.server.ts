import type { Outcome } from '../../kit/outcome.ts';
import { valueOrPage } from '../../kit/web/responses.ts';

/** Where a request came in: what the answer to a refusal depends on. */
interface Arrival {
  readonly request: Request;
  readonly slug: string;
}

/**
 * What a front door gave; otherwise throws the page that its refusal asks for: log in and come back, not there, or not
 * allowed.
 */
export function valueOf<T>(outcome: Outcome<T>, arrival: Arrival): T {
  return valueOrPage(outcome, { ...arrival, absent: ['report-unknown'] });
}
