import type { Mistake } from './edge.ts';
import type { Refusal } from './outcome.ts';
import type { T } from './translate.ts';

/** The kinds of problems that the API knows, by the last part of their `type`. */
export const PROBLEMS = {
  400: 'ongeldige-aanvraag',
  401: 'niet-aangemeld',
  403: 'niet-toegestaan',
  404: 'niet-gevonden',
  405: 'kan-hier-niet',
  406: 'vorm-onbekend',
  409: 'past-nu-niet',
  413: 'te-groot',
  415: 'soort-onbekend',
  429: 'te-veel',
  500: 'storing',
  503: 'niet-bereikbaar',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

/** Where a refusal was found in a request. */
export interface PlacedRefusal extends Refusal {
  readonly in: Mistake['in'];
}

export interface Problem {
  readonly status: ProblemStatus;
  /** Why, when there is a reason to tell; each with its place when it has one. */
  readonly refusals?: readonly (Refusal | PlacedRefusal)[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where problems are written: in which language, and below which address their kinds are explained. */
export interface Writing {
  readonly t: T;
  readonly typeBase: string;
}

/**
 * All three kinds of errors as one answer (RFC 9457): an expected refusal tells its code and its text, with every mistake at
 * once; a mistake of ours and an outage tell nothing of what happened.
 */
export function problem(
  { status, refusals = [], headers = {} }: Problem,
  { t, typeBase }: Writing,
): Response {
  const [first] = refusals;
  const isOne = refusals.length === 1 && first !== undefined;
  const placed = refusals.filter(({ pointer }) => pointer !== undefined);
  const body = {
    type: `${typeBase}/${PROBLEMS[status]}`,
    title: t(`problem.title.${status}`),
    status,
    detail: isOne ? reason(first, t) : t(`problem.detail.${status}`),
    ...(isOne ? { code: first.code } : {}),
    ...(placed.length > 0 ? { errors: placed.map((refusal) => mistakeOf(refusal, t)) } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'content-language': t.language },
  });
}

function reason({ code, facts }: Refusal, t: T): string {
  return t(`refusal.${code}`, facts);
}

function mistakeOf(refusal: Refusal | PlacedRefusal, t: T): Mistake {
  const place = 'in' in refusal ? refusal.in : 'body';
  const { pointer = '', code } = refusal;
  const location = place === 'body' ? { pointer: `#${pointer}` } : { name: pointer };
  return { in: place, location, code, detail: reason(refusal, t) };
}

/** A status by the code of a refusal; what names a field is a mistake in the request, the rest does not fit at this moment. */
export function statusOf(
  refusals: readonly Refusal[],
  known: Readonly<Record<string, ProblemStatus>>,
): ProblemStatus {
  const [first] = refusals;
  if (first === undefined) throw new Error('expected a reason for the refusal, found none');
  return known[first.code] ?? (first.pointer === undefined ? 409 : 400);
}

/** One step of a path as a JSON Pointer writes it (RFC 6901). */
export function pointerStep(step: PropertyKey): string {
  return `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
