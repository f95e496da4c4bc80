import fc from 'fast-check';
import type { Mutant } from './mutant.ts';
import { Fault, walkOf, type Judge, type Known } from './steps.ts';
import { openWorld } from './world.ts';

export interface Walked {
  readonly steps: number;
  readonly days: number;
  readonly done: ReadonlyMap<string, number>;
  readonly reports: number;
  /** What was found, with the steps that led there. */
  readonly fault: Fault | undefined;
}

/** After each step: the house proves its invariants, and the model finds nothing that it does not allow. */
const strict: Judge = async (world, known, faults) => {
  const all = [...faults, ...(await world.breaches())];
  if (all.length > 0) throw new Fault(known.trail, all);
};

/** With a guard switched off only the proof of its invariant counts: it has to be found by name. */
function looking(invariant: string): Judge {
  return async (world, known) => {
    const found = (await world.breaches()).filter((breach) => breach.startsWith(`${invariant}: `));
    if (found.length > 0) throw new Fault(known.trail, found);
  };
}

const DAY_MS = 86_400_000;

/**
 * Walks once over a fresh town, `length` steps; those that find nothing to do are none.
 */
export async function walk({
  seed,
  length,
  mutant,
}: {
  readonly seed: number;
  readonly length: number;
  readonly mutant?: Mutant;
}): Promise<Walked> {
  const world = await openWorld(mutant ? { mutant } : {});
  try {
    const begun = await world.now();
    const known: Known = { town: await world.look(), people: [], trail: [], done: new Map(), left: 1 };
    const [commands] = fc.sample(walkOf(length, mutant ? looking(mutant.invariant) : strict), {
      seed,
      numRuns: 1,
    });
    const fault = await fc
      .asyncModelRun(() => ({ model: known, real: world }), commands ?? [])
      .then(() => undefined)
      .catch((error: unknown) => {
        if (error instanceof Fault) return error;
        throw error;
      });
    return {
      steps: known.trail.length,
      days: ((await world.now()).getTime() - begun.getTime()) / DAY_MS,
      done: known.done,
      reports: known.town.size,
      fault,
    };
  } finally {
    await world.close();
  }
}
