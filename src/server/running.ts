import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdAlone } from './sole-holder.ts';

/** What runs in a data folder, as the process that runs it wrote down. */
export interface Running {
  readonly address: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

export interface Place {
  readonly announce: (address: string) => Promise<void>;
  readonly leave: () => Promise<void>;
}

/**
 * Takes the data folder for the server of this process; undefined when another server has it.
 * The kernel's lock decides, `server.json` only tells: it is right whenever the lock is taken.
 */
export async function takePlace(dataDir: string): Promise<Place | undefined> {
  await mkdir(dataDir, { recursive: true });
  const release = await holdAlone(`server in ${await realpath(dataDir)}`);
  if (!release) return undefined;
  const file = join(dataDir, 'server.json');
  await rm(file, { force: true });
  return {
    announce: async (address) => {
      const running: Running = {
        address,
        pid: process.pid,
        since: new Date(performance.timeOrigin).toISOString(),
      };
      await writeFile(`${file}.new`, JSON.stringify(running));
      await rename(`${file}.new`, file);
    },
    leave: async () => {
      await rm(file, { force: true });
      await release();
    },
  };
}

/** What the other server said of itself; undefined while it is still starting. */
export async function whatRuns(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Running);
}

/** Whether that server answers. */
export async function answers({ address }: Running): Promise<boolean> {
  const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}
