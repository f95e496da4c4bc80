import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdAlone } from './sole-holder.ts';

/** What runs in a data folder, as the process that runs it wrote down. */
export interface Running {
  /** Absent while the server is still starting. */
  readonly address?: string | undefined;
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
  const tell = async (address?: string) => {
    const since = new Date(performance.timeOrigin).toISOString();
    const running: Running = { address, pid: process.pid, since };
    await writeFile(`${file}.new`, JSON.stringify(running));
    await rename(`${file}.new`, file);
  };
  await tell();
  return {
    announce: tell,
    leave: async () => {
      await rm(file, { force: true });
      await release();
    },
  };
}

/** What the other server said of itself; undefined in the moment between its lock and its first word. */
export async function whatRuns(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Running);
}

/** Whether the server at that address answers. */
export async function answers(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}
