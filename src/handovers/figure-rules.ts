/** Fewer than these say nothing, and too much of one report or one person. */
export const COUNT_MIN = 10;

interface Group {
  readonly key: string;
  readonly n: number;
  /** Never told apart, however many: one person's work would be read from it. */
  readonly blocked?: boolean;
}

export interface Withheld {
  /** The groups that are not told. A group of none is not among them: that nothing was asked is no secret. */
  readonly hidden: ReadonlySet<string>;
  /** Whether the sum of all may be told. */
  readonly total: boolean;
}

/**
 * Which groups may not be told beside their sum. Below {@link COUNT_MIN} none is; and where what is left out could be computed
 * from the sum, others are left out as well until it cannot. Those are taken in the order given and not by their size: that a
 * group was the smallest would say of it how much it counts at most.
 */
export function withhold(groups: readonly Group[]): Withheld {
  const present = groups.filter(({ n }) => n > 0);
  const isSmall = ({ n, blocked = false }: Group) => blocked || n < COUNT_MIN;
  const hidden = present.filter(isSmall);
  const shown = present.filter((group) => !isSmall(group)).toReversed();
  while (hidden.length > 0 && isComputable(hidden)) {
    const next = shown.pop();
    if (!next) return { hidden: keysOf(hidden), total: false };
    hidden.push(next);
  }
  return { hidden: keysOf(hidden), total: sumOf(present, ({ n }) => n) >= COUNT_MIN };
}

/**
 * Whether somebody who knows this rule could tell one of the groups from their sum: one group is its sum; a sum below the limit
 * is itself too small to tell; and a sum within one of the least or the most that they can count leaves one way only. What
 * was too small counts from one up to nine, what was left out beside it ten or more.
 */
function isComputable(hidden: readonly Group[]): boolean {
  const sum = sumOf(hidden, ({ n }) => n);
  if (hidden.length < 2 || sum < COUNT_MIN) return true;
  const isFew = ({ n }: Group) => n < COUNT_MIN;
  const least = sumOf(hidden, (group) => (isFew(group) ? 1 : COUNT_MIN));
  const most = hidden.every(isFew) ? hidden.length * (COUNT_MIN - 1) : Number.MAX_SAFE_INTEGER;
  return sum <= least + 1 || sum >= most - 1;
}

function sumOf(groups: readonly Group[], count: (group: Group) => number): number {
  return groups.reduce((sum, group) => sum + count(group), 0);
}

function keysOf(groups: readonly Group[]): ReadonlySet<string> {
  return new Set(groups.map(({ key }) => key));
}
