import { readdir, readFile } from 'node:fs/promises';

/** Of a tick, on every Linux that Node runs on. */
const TICK_MS = 10;

/** Milliseconds of processor. On a machine that others use too they say more than the clock on the wall. */
export interface Busy {
  readonly serverMs: number;
  readonly databaseMs: number;
}

/** How busy the server, and all PostgreSQL of this machine that serves this database, have been until now; 0 where it cannot be seen. */
export async function busy(serverPid: number, postmasterPid: number | undefined): Promise<Busy> {
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(statOf));
  const ticks = (is: (one: Stat) => boolean) =>
    all.reduce((sum, one) => sum + (one && is(one) ? one.ticks * TICK_MS : 0), 0);
  return {
    serverMs: ticks(({ pid }) => pid === serverPid),
    databaseMs:
      ticks(({ parent }) => parent === postmasterPid) +
      all.reduce((sum, one) => sum + (one && one.pid === postmasterPid ? one.ofEnded * TICK_MS : 0), 0),
  };
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  /** Of its children that ended. */
  readonly ofEnded: number;
}

async function statOf(name: string): Promise<Stat | undefined> {
  try {
    const text = await readFile(`/proc/${name}/stat`, 'utf8');
    // the name of the program stands between brackets, and may hold anything
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const sum = (at: number) => Number(fields[at]) + Number(fields[at + 1]);
    return { pid: Number(name), parent: Number(fields[1]), ticks: sum(11), ofEnded: sum(13) };
  } catch {
    return undefined;
  }
}

/** Memory of PostgreSQL, what its processes share counted once; 0 where it cannot be seen. */
export async function sharedMb(postmasterPid: number | undefined): Promise<number> {
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(statOf));
  const own = all.filter((one) => one && (one.pid === postmasterPid || one.parent === postmasterPid));
  const parts = await Promise.all(
    own.map(async (one) => {
      const text = await readFile(`/proc/${one?.pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    }),
  );
  return Math.round(parts.reduce((sum, kb) => sum + kb, 0) / 1024);
}

export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
