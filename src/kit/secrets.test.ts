import { expect, it } from 'vitest';
import { seal, unseal } from './secrets.ts';

const key = 'ab'.repeat(32);
const place = 'hier';

it('opens what it sealed, and seals the same text differently each time', () => {
  const [one, two] = [seal('geheim', { key, place }), seal('geheim', { key, place })];
  expect(unseal(one, { key, place })).toBe('geheim');
  expect(one.equals(two)).toBe(false);
  expect(one.includes('geheim')).toBe(false);
});

it('opens for no other key, in no other place, and not when a byte was changed', () => {
  const sealed = seal('geheim', { key, place });
  expect(() => unseal(sealed, { key: 'cd'.repeat(32), place })).toThrow(/unable to authenticate/i);
  expect(() => unseal(sealed, { key, place: 'daar' })).toThrow(/unable to authenticate/i);
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  expect(() => unseal(sealed, { key, place })).toThrow(/unable to authenticate/i);
});
