import { describe, expect, it } from 'vitest';
import { judgeAbsence, judgeStandIn, overlaps, standInAt, stoodInFor } from './absence-rules.ts';
import type { Absence } from './model.ts';

const day = (of: number) => new Date(Date.UTC(2026, 11, of));
const away = (userId: string, standInId: string | null, [from, until] = [1, 8]): Absence => ({
  id: `${userId} ${from}`,
  userId,
  standInId,
  startsAt: day(from ?? 1),
  endsAt: day(until ?? 8),
});
const NOW = day(1);
const codeOf = (wish: Absence, known: readonly Absence[] = []) => {
  const judged = judgeAbsence(wish, known, NOW);
  return judged.ok ? 'ok' : judged.refusals[0]?.code;
};

describe('who stands in', () => {
  it('is nobody for who is there', () => {
    expect(standInAt([away('anna', 'bas')], 'cor')).toBeUndefined();
  });

  it('is who was named, and of a stand-in who is away too that one’s', () => {
    expect(standInAt([away('anna', 'bas')], 'anna')).toBe('bas');
    expect(standInAt([away('anna', 'bas'), away('bas', 'cor')], 'anna')).toBe('cor');
    expect(stoodInFor([away('anna', 'bas'), away('bas', 'cor')], 'cor')).toEqual(['anna', 'bas']);
    expect(stoodInFor([away('anna', 'bas'), away('bas', 'cor')], 'bas')).toEqual([]);
  });

  it('is nobody where nobody was found, and where two who are away name each other', () => {
    expect(standInAt([away('anna', null)], 'anna')).toBeUndefined();
    expect(standInAt([away('anna', 'bas'), away('bas', null)], 'anna')).toBeUndefined();
    expect(standInAt([away('anna', 'bas'), away('bas', 'anna')], 'anna')).toBeUndefined();
  });
});

describe('an absence', () => {
  it('has an end after its begin, yet to come, within a year', () => {
    expect(codeOf(away('anna', 'bas', [3, 3]))).toBe('absence-ends-before');
    expect(codeOf({ ...away('anna', 'bas'), startsAt: day(-9), endsAt: day(1) })).toBe('absence-past');
    expect(codeOf(away('anna', 'bas', [1, 368]))).toBe('absence-too-long');
    expect(codeOf(away('anna', 'bas', [1, 367]))).toBe('ok');
  });

  it('is one at a time, and one that begins when the other ends is another', () => {
    expect(codeOf(away('anna', 'bas', [7, 9]), [away('anna', 'cor')])).toBe('absence-twice');
    expect(codeOf(away('anna', 'bas', [8, 9]), [away('anna', 'cor')])).toBe('ok');
    expect(overlaps(away('a', null, [1, 8]), away('b', null, [8, 9]))).toBe(false);
  });

  it('leaves nothing to who is away in those days', () => {
    expect(codeOf(away('anna', 'bas', [7, 9]), [away('bas', 'cor')])).toBe('stand-in-away');
    expect(codeOf(away('anna', 'bas', [8, 9]), [away('bas', 'cor')])).toBe('ok');
    // two who name each other: the second is told
    expect(codeOf(away('bas', 'anna'), [away('anna', 'bas')])).toBe('stand-in-away');
  });
});

describe('a stand-in', () => {
  it('is one of those who can, and nobody only where nobody can', () => {
    const codeOfChoice = (able: readonly string[], standInId: string | null) => {
      const judged = judgeStandIn(able, standInId);
      return judged.ok ? 'ok' : judged.refusals[0]?.code;
    };
    expect(codeOfChoice(['bas'], 'bas')).toBe('ok');
    expect(codeOfChoice(['bas'], 'cor')).toBe('stand-in-unknown');
    expect(codeOfChoice(['bas'], null)).toBe('stand-in-missing');
    expect(codeOfChoice([], null)).toBe('ok');
    expect(codeOfChoice([], 'bas')).toBe('stand-in-unknown');
  });
});
