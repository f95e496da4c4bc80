/** From `fromMs` up to but not including `untilMs`, in milliseconds since 1970. */
export interface Interval {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The same time in order, without what is empty; what overlaps or touches is one. */
export function joined(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ fromMs, untilMs }) => fromMs < untilMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (!last || next.fromMs > last.untilMs) merged.push(next);
    else if (next.untilMs > last.untilMs) merged[merged.length - 1] = { ...last, untilMs: next.untilMs };
  }
  return merged;
}

/** The time that lies in both. Each as `joined` gives it; so is the answer. */
export function overlap(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  let [i, j] = [0, 0];
  for (let a = one[i], b = other[j]; a && b; a = one[i], b = other[j]) {
    const [fromMs, untilMs] = [Math.max(a.fromMs, b.fromMs), Math.min(a.untilMs, b.untilMs)];
    if (fromMs < untilMs) both.push({ fromMs, untilMs });
    if (a.untilMs < b.untilMs) i += 1;
    else j += 1;
  }
  return both;
}

/** The time of the first that does not lie in the second. Each as `joined` gives it; so is the answer. */
export function without(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let j = 0;
  for (const { fromMs, untilMs } of one) {
    let startMs = fromMs;
    while ((other[j]?.untilMs ?? Infinity) <= startMs) j += 1;
    for (let at = j; (other[at]?.fromMs ?? Infinity) < untilMs; at += 1) {
      const taken = other[at] as Interval;
      if (startMs < taken.fromMs) rest.push({ fromMs: startMs, untilMs: taken.fromMs });
      startMs = Math.max(startMs, taken.untilMs);
    }
    if (startMs < untilMs) rest.push({ fromMs: startMs, untilMs });
  }
  return rest;
}
