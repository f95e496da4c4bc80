import type { Tx } from '../kit/db.ts';
import { setInForce } from './in-force.ts';
import { settle } from './laws.ts';
import type { PossibleAdvice } from './model.ts';
import type { DecisionSet } from './table.ts';

const OUTPUTS = [
  'nature',
  'danger',
  'show112',
  'askGp',
  'firstService',
  'secondService',
  'urgency',
] as const satisfies readonly (keyof PossibleAdvice)[];

const known = new WeakMap<DecisionSet, readonly PossibleAdvice[]>();

/** Every different advice that the tables in force can give, over all reports that can be sent. Worked out once for a set. */
export async function possibleAdvices(tx: Tx, house: DecisionSet): Promise<readonly PossibleAdvice[]> {
  const set = await setInForce(tx, house);
  const found = known.get(set) ?? readAdvices(set);
  known.set(set, found);
  return found;
}

function readAdvices(set: DecisionSet): PossibleAdvice[] {
  const advices = new Map<string, PossibleAdvice>();
  for (const { strands } of settle(set, [[{}]], { answers: [], outputs: OUTPUTS, blamed: [] })) {
    const values = strands[0]?.values ?? {};
    const advice = Object.fromEntries(OUTPUTS.map((name) => [name, values[name]]));
    // sound for the same reason as in `rules.ts`: every output of a loaded set has a value of its contract
    advices.set(JSON.stringify(advice), advice as unknown as PossibleAdvice);
  }
  return [...advices.values()];
}
