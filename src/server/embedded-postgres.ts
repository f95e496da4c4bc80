import { access, constants, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sleep } from '../kit/clock.ts';
import { giveAccess, prepareRoles, readAccess, urlsOf, type Access, type Urls } from './postgres-access.ts';
import { stageBinaries } from './postgres-binaries.ts';
import { explain, knock, makeCluster, PORT_TAKEN, startPostgres } from './postgres-cluster.ts';
import { codeOf, exists, openHome, reaches, type Home } from './postgres-home.ts';
import { keepRunning } from './postgres-keeper.ts';
import { endLeftovers } from './postgres-leftovers.ts';
import { holdAlone, type Release } from './sole-holder.ts';

export interface EmbeddedPostgres extends Urls {
  /** Where its files really are, which may be elsewhere than asked for. */
  readonly folder: string;
  /** Ends PostgreSQL in good order; does nothing when another process launched it. */
  readonly stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the database; made when missing. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** Folder that keeps the binaries, for several databases; beside the rows when not given or out of reach. */
  readonly shelf?: string;
}

/**
 * Starts PostgreSQL on `dataDir`, or joins the one that another living process launched there.
 * It is started again when it dies, and it ends with `stop()` or with this process; after kill -9 the next start ends it.
 * Errors speak to the person at the keyboard: what is wrong and what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await openHome(options.dataDir);
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const release = await holdAlone(home.dir);
    if (release) return launch(home, release, options);
    const known = await readAccess(home);
    if (known && (await knock(urlsOf(known).adminUrl)) === 'open') {
      return { ...urlsOf(known), folder: home.dir, stop: async () => {} };
    }
    await sleep(100);
  }
  throw new Error(`another process holds the database in ${home.dir}, and it does not answer`);
}

/** Ends what was left on `dataDir` and removes it with all its rows; false while a living process has it. For tests. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<boolean> {
  if (!(await exists(dataDir))) return true;
  const home = await openHome(dataDir);
  const release = await holdAlone(home.dir);
  if (!release) return false;
  await endLeftovers(home);
  for (const dir of [home.dir, dataDir]) await rm(dir, { recursive: true, force: true });
  await release();
  return true;
}

async function launch(
  home: Home,
  release: Release,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  try {
    const binaries = await stageBinaries(await shelfFor(home, options));
    await endLeftovers(home);
    const { entrance, stop } = await firstStart(home, binaries, options.log);
    try {
      await prepareRoles(entrance);
    } catch (error) {
      await stop();
      throw error;
    }
    return { ...urlsOf(entrance), folder: home.dir, stop: () => stop().then(release) };
  } catch (error) {
    await release();
    throw codeOf(error) === 'ENOSPC' ? new Error(explain(home, 'ENOSPC'), { cause: error }) : error;
  }
}

/** Never a folder in which strangers may write: what lies there is run. */
async function shelfFor(home: Home, { dataDir, shelf }: EmbeddedPostgresOptions): Promise<string> {
  const isElsewhere = home.dir !== (await realpath(dataDir));
  if (isElsewhere) return dirname(home.dir);
  if (!shelf) return home.dir;
  const isOurs = await mkdir(shelf, { recursive: true })
    .then(() => access(shelf, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
  return isOurs && reaches(home.account, shelf) ? shelf : home.dir;
}

/** Between finding a free port and taking it another program may come first; then with another port. */
async function firstStart(
  home: Home,
  binaries: string,
  log: (line: string) => void,
  attempts = 3,
): Promise<{ entrance: Access; stop: () => Promise<void> }> {
  const entrance = await giveAccess(home);
  await makeCluster(home, binaries, entrance);
  try {
    const stop = await keepRunning({
      start: (onSpawn) => startPostgres(home, binaries, entrance, onSpawn),
      settle: () => endLeftovers(home),
      log,
    });
    return { entrance, stop };
  } catch (error) {
    if (attempts === 1 || !String(error).includes(PORT_TAKEN)) throw error;
    return firstStart(home, binaries, log, attempts - 1);
  }
}
