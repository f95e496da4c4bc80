import type { Outcome } from '../../kit/outcome.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { forbidden, notFound, seeOther } from '../../kit/web/responses.ts';
import type { Asking, Which } from '../index.ts';
import { Step } from '../model.ts';

/** Who asks, as the front door wants it. */
export function askingOf({ db, actor, services }: TownContext): Asking {
  return { db, actor, house: services.tables };
}

interface Arrival {
  readonly request: Request;
  readonly slug: string;
}

/** What a front door gave; otherwise throws the page that its refusal asks for, or that it is not allowed. */
export function valueOf<T>(outcome: Outcome<T>, arrival: Arrival): T {
  if (outcome.ok) return outcome.value;
  leaveFor(outcome, arrival);
  throw forbidden();
}

/** Throws the page for a refusal that is not about what was typed: log in and come back, not there, not allowed. */
export function leaveFor(outcome: Outcome<unknown>, { request, slug }: Arrival): void {
  const codes = outcome.ok ? [] : outcome.refusals.map(({ code }) => code);
  if (codes.includes('not-logged-in')) throw toLogIn(request, slug);
  if (codes.includes('decision-set-unknown')) throw notFound();
  if (codes.includes('not-allowed')) throw forbidden();
}

function toLogIn(request: Request, slug: string): Response {
  const { pathname, search } = new URL(request.url);
  return seeOther(`/${slug}/inloggen?naar=${encodeURIComponent(pathname + search)}`);
}

export const HOUSE = 'standaard';
const NUMBER = /^[1-9]\d{0,8}$/;

/** Which set an address names: a number, or the tables of the house. */
export function whichIn(text: string | undefined): Which {
  if (text === HOUSE) return null;
  return numberIn(text);
}

/** As `whichIn`, for what can only be done with a set of the municipality itself. */
export function numberIn(text: string | undefined): number {
  if (!text || !NUMBER.test(text)) throw notFound();
  return Number(text);
}

export function stepIn(text: string | undefined): Step {
  const step = Step.safeParse(text);
  if (!step.success) throw notFound();
  return step.data;
}

export function pathOf(slug: string, which: Which, rest = ''): string {
  return `/${slug}/beslistabellen/${which ?? HOUSE}${rest}`;
}
