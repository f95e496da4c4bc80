import { expect, it } from 'vitest';
import { CommandName } from '../wire.ts';
import { COMMAND_KEYS, PAGE_KEYS } from './keys.ts';

it('gives every command a key of its own, and none that a page uses', () => {
  const keys = [...Object.values(COMMAND_KEYS), ...Object.values(PAGE_KEYS)];
  expect(new Set(keys).size).toBe(keys.length);
  expect(Object.keys(COMMAND_KEYS).toSorted()).toEqual(CommandName.options.toSorted());
});

it('takes one sign a key, without a capital, so that each is one press; numbers are the tabs', () => {
  for (const key of [...Object.values(COMMAND_KEYS), ...Object.values(PAGE_KEYS)])
    expect(key).toMatch(/^[a-z/?+.,;=[\]-]$/);
});
