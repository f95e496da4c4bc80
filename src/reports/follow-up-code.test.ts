import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followUpCode, hashFollowUpCode, hashIdempotencyKey, readFollowUpCode } from './follow-up-code.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const key = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });

describe('a follow-up code', () => {
  it('is four groups of four and a check character', () => {
    expect(followUpCode(KEY)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]$/);
  });

  it('is the same for the same form, and another for another', () => {
    expect(followUpCode(KEY)).toBe(followUpCode(KEY));
    expect(followUpCode(KEY)).not.toBe(followUpCode(KEY.replace('0', '1')));
  });

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(key, (any) => {
        const code = followUpCode(any);
        const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
        expect(readFollowUpCode(typed)).toBe(code);
      }),
    );
  });

  it('is refused with one wrong character', () => {
    fc.assert(
      fc.property(
        key,
        fc.nat(16),
        fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
        (any, at, letter) => {
          const plain = followUpCode(any).replaceAll('-', '');
          fc.pre(plain[at] !== letter);
          expect(readFollowUpCode(plain.slice(0, at) + letter + plain.slice(at + 1))).toBeUndefined();
        },
      ),
    );
  });

  it.each(['', '1234', 'XXXX-XXXX-XXXX-XXXX-X-X', 'ÄÄÄÄ-XXXX-XXXX-XXXX-X'])(
    'is refused when it is %s',
    (typed) => {
      expect(readFollowUpCode(typed)).toBeUndefined();
    },
  );

  it('cannot be found from what the database holds', () => {
    expect(hashFollowUpCode(followUpCode(KEY))).toHaveLength(32);
    expect(hashIdempotencyKey(KEY).equals(hashFollowUpCode(KEY))).toBe(false);
  });
});
