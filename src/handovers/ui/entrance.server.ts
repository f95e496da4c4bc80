import type { Outcome } from '../../kit/outcome.ts';
import { valueOrPage } from '../../kit/web/responses.ts';

/** Where a request came in: what the answer to a refusal depends on. */
interface Arrival {
  readonly request: Request;
  readonly slug: string;
}

/** Refusals of a form with a report that are not about what was typed or sent: they ask for another page. */
export const ABOUT_THE_PAGE: readonly string[] = ['not-logged-in', 'report-unknown', 'not-allowed'];

/**
 * What a front door gave; otherwise throws the page that its refusal asks for: log in and come back, not there, or not
 * allowed.
 */
export function valueOf<T>(outcome: Outcome<T>, arrival: Arrival): T {
  return valueOrPage(outcome, { ...arrival, absent: ['report-unknown'] });
}
