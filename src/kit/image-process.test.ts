import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { aJpeg } from '../../tests/support/pictures.ts';
import { readImage } from './image-codec.ts';
import { readImageApart } from './image-process.ts';

/** The processes below this one that decode pictures. */
function workers(): number[] {
  const list = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+.*image-worker\.ts/.exec(line))
    .flatMap((found) => (found && Number(found[2]) === process.pid ? [Number(found[1])] : []));
}

it('gives what the decoder gives, in the same process again and again', async () => {
  const jpeg = await aJpeg();
  const direct = await readImage(jpeg);
  expect(await readImageApart(jpeg)).toEqual(direct);
  const [pid] = workers();
  expect(await readImageApart(Buffer.from('geen foto'))).toEqual({
    ok: false,
    refusals: [{ code: 'image-type' }],
  });
  expect(await readImageApart(jpeg)).toEqual(direct);
  expect(workers()).toEqual([pid]);
});

it('refuses the picture under which its process died, and reads the next in a new one', async () => {
  const jpeg = await aJpeg(4000, 3000);
  await readImageApart(jpeg);
  const [pid = 0] = workers();
  const reading = readImageApart(jpeg);
  process.kill(pid, 'SIGKILL');
  expect(await reading).toEqual({ ok: false, refusals: [{ code: 'image-broken' }] });
  expect((await readImageApart(jpeg)).ok).toBe(true);
  expect(workers()).not.toContain(pid);
});
