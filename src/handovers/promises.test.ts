import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { INVARIANTS } from '../server/prove.ts';
import { PROMISES } from './promises.ts';

it('puts each invariant that is proved under one promise, and none that is not', () => {
  expect(PROMISES.flatMap(({ invariants }) => [...invariants]).toSorted()).toEqual(
    [...INVARIANTS].toSorted(),
  );
});

it('names tests that exist', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const named = new Set(PROMISES.flatMap(({ tests }) => [...tests]));
  expect([...named].filter((file) => !existsSync(`${root}${file}`))).toEqual([]);
});
