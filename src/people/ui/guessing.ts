import type { Refusal } from '../../kit/outcome.ts';
import type { TownContext } from '../../kit/web/context.ts';

const STOPPED = new Set(['login-limit', 'second-factor-limit']);

/** Tries that were not even looked at stand in no access log: the operator's log says that somebody was stopped. */
export function tellOfGuessing(
  { log, requestId, municipality }: TownContext,
  refusals: readonly Refusal[],
): void {
  const code = refusals.map((refusal) => refusal.code).find((each) => STOPPED.has(each));
  if (code !== undefined) log('warn', 'log-in.limited', { requestId, municipality: municipality.id, code });
}
