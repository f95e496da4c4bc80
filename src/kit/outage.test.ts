import { expect, it } from 'vitest';
import { createDatabase } from './db.ts';
import { databaseNow } from './clock.ts';
import { outageOf } from './outage.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });

it.each([
  ['53100', 'refused'],
  ['53300', 'refused'],
  ['57P03', 'refused'],
  ['ECONNREFUSED', 'refused'],
  ['57P01', 'lost'],
  ['25P03', 'lost'],
  ['08006', 'lost'],
  ['ECONNRESET', 'lost'],
  ['23505', undefined],
  ['42501', undefined],
] as const)('takes %s for %s', (code, outage) => {
  expect(outageOf(coded(code))).toBe(outage);
  expect(outageOf(new Error('around it', { cause: coded(code) }))).toBe(outage);
});

it('knows a database that is not there', async () => {
  const db = createDatabase('postgres://nobody@127.0.0.1:1/none');
  expect(outageOf(await databaseNow(db).catch((error: unknown) => error))).toBe('refused');
  await db.destroy();
});

it('does not take a mistake of ours for an outage', () => {
  expect(outageOf(new TypeError('x is not a function'))).toBeUndefined();
  expect(outageOf('text')).toBeUndefined();
});
