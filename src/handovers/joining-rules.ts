import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Urgency } from '../triage/model.ts';
import type { Handling } from './model.ts';

const HURRY = { now: 0, today: 1, soon: 2, normal: 3 } as const satisfies Record<Urgency, number>;

/**
 * May this report go along with that one? Both are about a place, the leading one is open and leads itself, and no promise
 * gets slower: what is more pressing leads.
 */
export function judgeJoin(handling: Handling, leading: Handling, followers: number): Outcome<true> {
  const at = { pointer: 'leading' };
  const [one, other] = [handling.report, leading.report];
  if (one.id === other.id) return refuse('leading-itself', at);
  if (one.observations.about !== 'place' || other.observations.about !== 'place')
    return refuse('join-about-person', at);
  if (other.status === 'closed') return refuse('leading-closed', at);
  if (other.status === 'joined') return refuse('leading-goes-along', at);
  if (followers > 0) return refuse('join-has-followers', at);
  return hurryOf(handling) < hurryOf(leading) ? refuse('join-more-pressing', at) : ok(true);
}

function hurryOf({ advice, otherwise }: Handling): number {
  return HURRY[(otherwise ?? advice).urgency];
}
