import { describe, expect, it } from 'vitest';
import { COUNT_MIN, withhold } from './figure-rules.ts';

const groups = (...counts: readonly number[]) => counts.map((n, at) => ({ key: 'abcd'[at] ?? '', n }));

describe('what is told of groups', () => {
  it('is everything when each has ten or more', () => {
    expect(withhold(groups(10, 12, 40))).toEqual({ hidden: new Set(), total: true });
  });

  it('leaves out who has fewer, and another beside it, so that the sum does not give it away', () => {
    expect(withhold(groups(3, 40, 12))).toEqual({ hidden: new Set(['a', 'b']), total: true });
  });

  it('leaves out the sum too when nothing is left to hide behind', () => {
    expect(withhold(groups(3))).toEqual({ hidden: new Set(['a']), total: false });
    expect(withhold(groups(3, 4))).toEqual({ hidden: new Set(['a', 'b']), total: false });
  });

  it('tells openly who was asked nothing', () => {
    expect(withhold(groups(0, 20))).toEqual({ hidden: new Set(), total: true });
  });

  it('never tells apart what one person did, however much', () => {
    const [one, other, third] = groups(50, 60, 70);
    if (!one || !other || !third) throw new Error('expected three groups');
    expect(withhold([{ ...one, blocked: true }, other, third])).toEqual({
      hidden: new Set(['a', 'b']),
      total: true,
    });
    expect(withhold([{ ...one, blocked: true }])).toEqual({ hidden: new Set(['a']), total: false });
  });
});

/** What somebody sees who looks at the page: the counts that are told, and the sum when that is. */
function seenOf(counts: readonly number[]): string {
  const { hidden, total } = withhold(groups(...counts));
  const cells = groups(...counts).map(({ key, n }) => (hidden.has(key) ? '?' : String(n)));
  return JSON.stringify([cells, total ? counts.reduce((sum, n) => sum + n, 0) : null]);
}

/** Every way in which `groupCount` groups can count from none up to `most`. */
function* everyWay(groupCount: number, most: number): Generator<number[]> {
  if (groupCount === 0) {
    yield [];
    return;
  }
  for (const rest of everyWay(groupCount - 1, most)) for (let n = 0; n <= most; n += 1) yield [...rest, n];
}

describe.each([
  [2, 40],
  [3, 40],
  [4, 16],
])('of %i groups that count up to %i', (groupCount, most) => {
  it('nobody who knows the rule can tell what a hidden one counts, nor that it is a certain number below ten', () => {
    const worlds = new Map<string, number[][]>();
    for (const counts of everyWay(groupCount, most)) {
      const seen = seenOf(counts);
      worlds.set(seen, [...(worlds.get(seen) ?? []), counts]);
    }
    const recovered: string[] = [];
    for (const [seen, ways] of worlds) {
      const [cells, sum] = JSON.parse(seen) as [string[], number | null];
      // at the edge of what is tried a world can look alone because its likes were left out
      const told = cells.reduce((left, cell) => left - (cell === '?' ? 0 : Number(cell)), sum ?? 0);
      if (told > most) continue;
      for (const [at, cell] of cells.entries())
        if (cell === '?' && new Set(ways.map((counts) => counts[at])).size < 2)
          recovered.push(`${seen} ${at}`);
    }
    expect(recovered).toEqual([]);
    expect(worlds.size).toBeGreaterThan(most);
  });

  it('no count below ten is ever told, nor a sum below ten', () => {
    const told: string[] = [];
    for (const counts of everyWay(groupCount, most)) {
      const { hidden, total } = withhold(groups(...counts));
      const isFew = (n: number) => n > 0 && n < COUNT_MIN;
      const sum = counts.reduce((all, n) => all + n, 0);
      if (groups(...counts).some(({ key, n }) => isFew(n) && !hidden.has(key)) || (total && sum < COUNT_MIN))
        told.push(counts.join(' '));
    }
    expect(told).toEqual([]);
  });
});
