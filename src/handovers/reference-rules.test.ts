import { describe, expect, it } from 'vitest';
import { readReference, referenceKey } from './reference-rules.ts';

describe('a reference to a primary system', () => {
  it.each([
    ['2026-12345', '2026-12345'],
    ['  2026   12345 ', '2026 12345'],
    ['Tobias AX 2026-12345', '2026-12345'],
    ['tobias ax  2026-12345', '2026-12345'],
    ['Z/2026/0012:3#a_b.c', 'Z/2026/0012:3#a_b.c'],
    // the name alone is not cut off a word that only begins with it
    ['Tobias AX7', 'Tobias AX7'],
  ])('of %j is %j', (typed, expected) => {
    expect(readReference(typed, 'Tobias AX')).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['', 'reference-shape'],
    ['mevrouw Jansen', 'reference-shape'],
    ['Tobias AX', 'reference-shape'],
    ['-12', 'reference-shape'],
    ['<b>12</b>', 'reference-shape'],
    ['jan@voorbeeld.test 12', 'reference-shape'],
    ['1'.repeat(65), 'reference-long'],
  ])('is not %j', (typed, code) => {
    expect(readReference(typed, 'Tobias AX')).toEqual({
      ok: false,
      refusals: [{ code, pointer: 'reference' }],
    });
  });

  it('is the same with other capitals and spaces, and another with another sign', () => {
    expect(referenceKey('Z 2026-12 A')).toBe(referenceKey('z2026-12a'));
    expect(referenceKey('2026-12')).not.toBe(referenceKey('202612'));
  });
});
