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

it('tells what runs from when it listens until it leaves', async () => {
  const place = await takePlace(dataDir);
  expect(await whatRuns(dataDir)).toBeUndefined();
  await place?.announce('http://127.0.0.1:3999');
  expect(await whatRuns(dataDir)).toMatchObject({ address: 'http://127.0.0.1:3999', pid: process.pid });
  await place?.leave();
  expect(await whatRuns(dataDir)).toBeUndefined();
});

it('does not take a server for living that does not answer', async () => {
  expect(
    await answers({ address: 'http://127.0.0.1:9', pid: process.pid, since: '2026-01-01T00:00:00Z' }),
  ).toBe(false);
});
