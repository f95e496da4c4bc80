import { expect, it } from 'vitest';
import { createDatabase } from './db.ts';
import { remembered } from './memory.ts';

// Nothing is asked of these databases; they only tell two installations apart.
const [one, other] = [
  createDatabase('postgres://nobody@127.0.0.1:1/one'),
  createDatabase('postgres://nobody@127.0.0.1:1/other'),
];

function counting() {
  let times = 0;
  return async () => (times += 1);
}

it('loads once within its time, also for those who ask while it loads', async () => {
  const load = counting();
  const list = { name: 'list', seconds: 60 };
  expect(await Promise.all([remembered(one, list, load), remembered(one, list, load)])).toEqual([1, 1]);
  expect(await remembered(one, list, load)).toBe(1);
});

it('loads again when the time is over', async () => {
  const load = counting();
  expect(await remembered(one, { name: 'short', seconds: 0 }, load)).toBe(1);
  expect(await remembered(one, { name: 'short', seconds: 0 }, load)).toBe(2);
});

it('keeps names and databases apart', async () => {
  const load = counting();
  expect(await remembered(one, { name: 'a', seconds: 60 }, load)).toBe(1);
  expect(await remembered(one, { name: 'b', seconds: 60 }, load)).toBe(2);
  expect(await remembered(other, { name: 'a', seconds: 60 }, load)).toBe(3);
});

it('does not remember a failure', async () => {
  const failing = remembered(one, { name: 'failing', seconds: 60 }, () =>
    Promise.reject(new Error('no database')),
  );
  await expect(failing).rejects.toThrow('no database');
  expect(await remembered(one, { name: 'failing', seconds: 60 }, async () => 'now')).toBe('now');
});

it('keeps only what is worth it, when that is said', async () => {
  const load = counting();
  const seldom = { name: 'seldom', seconds: 60, isWorth: (times: number) => times > 1 };
  expect(await remembered(one, seldom, load)).toBe(1);
  expect(await remembered(one, seldom, load)).toBe(2);
  expect(await remembered(one, seldom, load)).toBe(2);
});
