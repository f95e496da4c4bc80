import type { Observations } from '../reports/model.ts';
import { advise } from './rules.ts';
import type { DecisionSet } from './table.ts';

/** The same answers, and how many reports gave them. */
export interface Observed {
  readonly observations: Observations;
  readonly count: number;
}

export interface Shift {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface Comparison {
  readonly reports: number;
  /** Weighed otherwise in at least one of the three ways. */
  readonly changed: number;
  readonly nature: readonly Shift[];
  readonly firstService: readonly Shift[];
  readonly urgency: readonly Shift[];
}

const COMPARED = ['nature', 'firstService', 'urgency'] as const;

type Tally = Map<string, Shift>;

/** What two sets make of the same reports: per change how many, the most frequent first. Codes and counts only. */
export function compareSets(
  observed: readonly Observed[],
  { before, after }: { readonly before: DecisionSet; readonly after: DecisionSet },
): Comparison {
  const tallies = { nature: new Map(), firstService: new Map(), urgency: new Map() } satisfies Record<
    (typeof COMPARED)[number],
    Tally
  >;
  let [reports, changed] = [0, 0];
  for (const { observations, count } of observed) {
    const [old, fresh] = [advise(before, observations), advise(after, observations)];
    const moved = COMPARED.filter((what) => old[what] !== fresh[what]);
    for (const what of moved) note(tallies[what], { from: old[what], to: fresh[what], count });
    reports += count;
    if (moved.length > 0) changed += count;
  }
  const { nature, firstService, urgency } = tallies;
  return {
    reports,
    changed,
    nature: inOrder(nature),
    firstService: inOrder(firstService),
    urgency: inOrder(urgency),
  };
}

function note(tally: Tally, { from, to, count }: Shift): void {
  const key = `${from} ${to}`;
  tally.set(key, { from, to, count: count + (tally.get(key)?.count ?? 0) });
}

function inOrder(tally: Tally): Shift[] {
  return [...tally.values()].toSorted(
    (a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
  );
}
