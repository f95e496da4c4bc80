import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answers, takePlace, whatRuns } from './running.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-place-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('gives a folder to one server, and again when that one has left', async () => {
  const place = await takePlace(dataDir);
  expect(await takePlace(dataDir)).toBeUndefined();
  await place?.leave();
  const next = await takePlace(dataDir);
  expect(next).toBeDefined();
  await next?.leave();
});

it('tells which process has it from its first moment until it leaves, and where from when it listens', async () => {
  const place = await takePlace(dataDir);
  const starting = await whatRuns(dataDir);
  expect(starting).toMatchObject({ pid: process.pid });
  expect(starting?.address).toBeUndefined();
  expect(Date.parse(starting?.since ?? '')).toBeLessThanOrEqual(Date.now());
  await place?.announce('http://127.0.0.1:3999');
  expect(await whatRuns(dataDir)).toMatchObject({ address: 'http://127.0.0.1:3999', pid: process.pid });
  await place?.leave();
  expect(await whatRuns(dataDir)).toBeUndefined();
});

it('does not take a server for living that does not answer', async () => {
  expect(await answers('http://127.0.0.1:9')).toBe(false);
});
