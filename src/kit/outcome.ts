/** An expected refusal is data. `code` is stable and has its texts under `refusal.<code>`; `pointer` names the field. */
export interface Refusal {
  readonly code: string;
  readonly pointer?: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

export function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(code: string, rest: Omit<Refusal, 'code'> = {}): Outcome<never> {
  return { ok: false, refusals: [{ code, ...rest }] };
}

export function refuseAll(refusals: readonly Refusal[]): Outcome<never> {
  return { ok: false, refusals };
}

/** What it was refused for; nothing when it was not. */
export function refusalsOf(outcome: Outcome<unknown>): readonly Refusal[] {
  return outcome.ok ? [] : outcome.refusals;
}
