import { expect, it } from 'vitest';
import { followUpCode } from './follow-up-code.ts';
import { KEPT_MOST, readKept, sealKept, withKept } from './kept-codes.ts';

const mine = { key: '5e'.repeat(32), municipalityId: 'one' };
const code = (name: string) => followUpCode(name);

it('gives back what was sealed, and shows nothing of it', () => {
  const sealed = sealKept([code('a'), code('b')], mine);
  expect(readKept(sealed, mine)).toEqual([code('a'), code('b')]);
  for (const each of [code('a'), code('b')]) {
    expect(sealed).not.toContain(each);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain(each);
  }
});

it('takes nothing that was sealed elsewhere, changed or made up', () => {
  const sealed = sealKept([code('a')], mine);
  expect(readKept(sealed, { ...mine, municipalityId: 'other' })).toEqual([]);
  expect(readKept(sealed, { ...mine, key: '5f'.repeat(32) })).toEqual([]);
  expect(readKept(`${sealed.slice(0, -2)}AA`, mine)).toEqual([]);
  expect(readKept('', mine)).toEqual([]);
  expect(readKept(code('a'), mine)).toEqual([]);
  expect(readKept(undefined, mine)).toEqual([]);
});

it('keeps each code once, the newest first, and no more than a device needs', () => {
  const names = Array.from({ length: KEPT_MOST + 3 }, (_, at) => `report ${at}`);
  const kept = names.reduce<string[]>((codes, name) => withKept(codes, code(name)), []);
  expect(kept).toHaveLength(KEPT_MOST);
  expect(kept[0]).toBe(code(names.at(-1) ?? ''));
  const again = withKept(
    kept,
    code(names.at(-2) ?? '')
      .toLowerCase()
      .replaceAll('-', ' '),
  );
  expect(again.slice(0, 2)).toEqual([code(names.at(-2) ?? ''), code(names.at(-1) ?? '')]);
  expect(again).toHaveLength(KEPT_MOST);
  expect(withKept(kept, 'no code')).toEqual(kept);
});

it('fits in a cookie', () => {
  const codes = Array.from({ length: KEPT_MOST }, (_, at) => code(`report ${at}`));
  expect(sealKept(codes, mine).length).toBeLessThan(600);
});
