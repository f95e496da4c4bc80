import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../fixtures/chance.ts';
import { findBreaches } from '../src/cli/verify.ts';
import { sleep } from '../src/kit/clock.ts';
import { hashIdempotencyKey } from '../src/reports/follow-up-code.ts';
import { buildPages } from '../tools/build.ts';
import { gatherCrowd, type Crowd } from './kill/crowd.ts';
import { openPlace, startServer, type KillPlace } from './kill/place.ts';
import type { RunningProcess } from './kill/processes.ts';
import { isThere, isWhole, reportRows } from './kill/rows.ts';
import { tellProof } from './support/proven.ts';
import { foundTown, type Town } from './support/town.ts';

/** Enough for an empty database, and full in a moment. */
const SIZE = '256m';
const FEW = 20;

/** A small disk of our own; undefined, with why, where none can be made. */
function mountSmallDisk(): string | undefined {
  if (process.env['DATABASE_URL']) return skip('the disk of that server is not ours to fill');
  const folder = mkdtempSync(join(tmpdir(), 'wijkverbond-disk-'));
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'wijkverbond-disk', folder]);
  if (made.status === 0) return folder;
  rmSync(folder, { recursive: true });
  return skip('no small disk can be mounted here');
}

function skip(why: string): undefined {
  process.stderr.write(`tests/disk.test.ts skips: ${why}\n`);
  return undefined;
}

const disk = mountSmallDisk();

describe.skipIf(disk === undefined)('a server of which the disk of the database is full', () => {
  const folder = disk ?? '';
  let place: KillPlace;
  let town: Town;
  let server: RunningProcess;
  let crowd: Crowd;
  const acknowledged = () => crowd.sent.filter(({ receipt }) => receipt !== undefined);
  const waiting = () => crowd.sent.filter(({ receipt, posts }) => receipt === undefined && posts > 1);

  beforeAll(async () => {
    await buildPages();
    place = await openPlace(folder);
    town = await foundTown(place.owner);
    server = await startServer(place);
    const address = () => server.place;
    crowd = gatherCrowd({ address, path: `/${town.slug}/melden`, chance: chanceOf('disk') });
    await until(() => acknowledged().length > FEW);
    const ballast = join(folder, 'ballast');
    await fill(ballast);
    // nothing comes in any more, and everybody who sends is told so
    await until(() => waiting().length > FEW);
    await sleep(2000);
    await rm(ballast);
    const before = acknowledged().length;
    await until(() => acknowledged().length > before + FEW);
    await crowd.stop();
  }, 300_000);

  afterAll(async () => {
    await server.kill();
    await place.close();
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });

  it('loses no report that it acknowledged, doubles none, and has the others whole or not at all', async () => {
    const rows = await reportRows(place.app, town);
    expect(acknowledged().filter((report) => !isThere(report, rows))).toEqual([]);
    const sent = new Map(
      crowd.sent.map((report) => [hashIdempotencyKey(report.key).toString('hex'), report]),
    );
    expect([...rows].filter(([hash, row]) => !isWhole(row, sent.get(hash)))).toEqual([]);
    tellProof(
      'disk',
      `a full disk of ${SIZE}: ${acknowledged().length} reports acknowledged of ${crowd.sent.length}, all there, ${rows.size} in all`,
    );
  });

  it('takes in again what comes after, with every invariant as it was', async () => {
    expect(crowd.oddities).toEqual([]);
    expect(await findBreaches(place.app)).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

/** Writes until there is no room left. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (let [bytes, isFull] = [1_048_576, false]; !isFull;) {
      try {
        await handle.write(Buffer.alloc(bytes, 1));
      } catch {
        // the last bytes too
        isFull = bytes === 1024;
        bytes = 1024;
      }
    }
  } finally {
    await handle.close();
  }
}
