import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

/** Work that lasts until it is told to end. */
function slow() {
  const told = Promise.withResolvers<void>();
  let began = false;
  const work = async () => {
    began = true;
    await told.promise;
    return 'done';
  };
  return { work, end: told.resolve, fail: told.reject, began: () => began };
}

it('lets through so many at a time, in the order in which they came', async () => {
  const pass = createGate(2);
  const [first, second, third, fourth] = [slow(), slow(), slow(), slow()];
  const passing = [first, second, third, fourth].map(({ work }) => pass(work, 60_000));
  await expect.poll(second.began).toBe(true);
  expect([first, third, fourth].map(({ began }) => began())).toEqual([true, false, false]);
  second.end();
  await passing[1];
  await expect.poll(third.began).toBe(true);
  expect(fourth.began()).toBe(false);
  for (const { end } of [first, third, fourth]) end();
  expect(await Promise.all(passing)).toEqual(Array.from({ length: 4 }, () => ({ value: 'done' })));
});

it('sends away who waited too long, and keeps the place of nobody who left', async () => {
  const pass = createGate(1);
  const [first, late, next] = [slow(), slow(), slow()];
  const passing = pass(first.work, 60_000);
  expect(await pass(late.work, 20)).toBeUndefined();
  expect(late.began()).toBe(false);
  first.end();
  await passing;
  const followed = pass(next.work, 60_000);
  next.end();
  expect(await followed).toEqual({ value: 'done' });
});

it('makes room after work that failed', async () => {
  const pass = createGate(1);
  await expect(pass(() => Promise.reject(new Error('broken')), 0)).rejects.toThrow('broken');
  expect(await pass(async () => 1, 0)).toEqual({ value: 1 });
});
