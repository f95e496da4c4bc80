import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from '../kit/clock.ts';
import { codeOf, type Home } from './postgres-home.ts';

const FAST_SHUTDOWN = 'SIGINT';
const IMMEDIATE_SHUTDOWN = 'SIGQUIT';

/**
 * Ends what still runs on this cluster after its launcher or its postmaster was killed, so that a new one can start.
 * Call it only while holding the home alone. Throws when something does not end.
 */
export async function endLeftovers(home: Home): Promise<void> {
  const postmaster = await postmasterOf(home);
  if (postmaster === undefined) return;
  const living = processesIn(home);
  if (living.includes(postmaster)) signal([postmaster], FAST_SHUTDOWN);
  // Without their postmaster the others notice within moments and go by themselves.
  if (!(await emptyWithin(home, living.includes(postmaster) ? 30_000 : 3_000))) {
    signal(processesIn(home), IMMEDIATE_SHUTDOWN);
    if (!(await emptyWithin(home, 10_000)))
      throw new Error(
        `processes ${processesIn(home).join(', ')} still use the database in ${home.cluster} and do not stop`,
      );
  }
  if (isAlive(postmaster)) await rm(join(home.cluster, 'postmaster.pid'), { force: true });
}

/** The first line of postmaster.pid; PostgreSQL leaves the file behind when it is killed. */
async function postmasterOf(home: Home): Promise<number | undefined> {
  const text = await readFile(join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/**
 * All processes of PostgreSQL work inside the folder of their cluster. Asked as their own account, because root in a
 * container often lacks the right to see where another user's process works.
 */
function processesIn(home: Home): number[] {
  const script =
    'cd -- "$1" && echo $$ && for p in /proc/[0-9]*; do [ "$p/cwd" -ef . ] && echo "${p#/proc/}"; done';
  const found = spawnSync('/bin/sh', ['-c', script, 'sh', home.cluster], {
    cwd: '/',
    encoding: 'utf8',
    ...home.account,
  });
  const [asker, ...pids] = (found.stdout ?? '').split('\n').filter(Boolean).map(Number);
  const others = pids.filter((pid) => pid !== asker);
  // The asker stands in the folder as well: who does not see itself sees nobody.
  if (asker !== undefined && others.length < pids.length) return others;
  throw new Error(
    `cannot see which processes use ${home.cluster}: is /proc readable? Stop PostgreSQL there and remove postmaster.pid by hand`,
  );
}

async function emptyWithin(home: Home, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 50) {
    if (processesIn(home).length === 0) return true;
    await sleep(50);
  }
  return false;
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It went by itself between looking and signalling.
    }
  }
}

/** True after the number went to another program (a reboot): PostgreSQL would take that one for its twin. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
