import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { databaseNow } from '../kit/clock.ts';
import { inTenant, type Database } from '../kit/db.ts';
import type { Log } from '../kit/log.ts';
import { toWallClock } from '../kit/wall-clock.ts';
import { endNight, hasNight, takeNight } from '../handovers/index.ts';
import { allMunicipalities } from '../places/index.ts';
import { again, type Again } from './again.ts';
import { proveOne } from './prove.ts';

const LOOK_MS = 60_000;
/** Who just started has other things to do; a server that was down at night catches up after this. */
const FIRST_LOOK_MS = 600_000;
/** From this hour on the clock on the wall it is the night of that day: after the change of the clocks, before people work. */
const NIGHT_HOUR = 4;
const HOUR_MS = 3_600_000;
/** A proof reads every report with its history: it has memory of its own, and the server keeps its own. */
const MEMORY_MB = 2048;

/** The day whose night has come: '2026-11-29' from four in the morning, before that the day before. */
export function nightOf(now: Date): string {
  return toWallClock(new Date(now.getTime() - NIGHT_HOUR * HOUR_MS)).slice(0, 10);
}

/**
 * Proves every invariant of every municipality once a night, in a process beside the server, by whichever server comes first; raises
 * an alarm when one does not hold. Until `stop`, which ends a proof that is under way: the next server begins it again.
 */
export function startNightly({ db, appUrl, log }: { db: Database; appUrl: string; log: Log }): Again {
  const look = (signal: AbortSignal) =>
    lookAtNight({ db, appUrl, signal }).catch((error: unknown) => {
      // a stop that ends a proof is no failure of it
      if (!signal.aborted) throw error;
    });
  return again(look, { everyMs: LOOK_MS, firstAfterMs: FIRST_LOOK_MS, log, event: 'proof.failed' });
}

async function lookAtNight({
  db,
  appUrl,
  signal,
}: {
  db: Database;
  appUrl: string;
  signal: AbortSignal;
}): Promise<void> {
  const night = nightOf(await databaseNow(db));
  const had = await Promise.all(
    (await allMunicipalities(db)).map(({ id }) => inTenant(db, id, (tx) => hasNight(tx, night))),
  );
  if (!had.includes(false)) return;
  const script = fileURLToPath(new URL('night-process.ts', import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${MEMORY_MB}`, script], {
    env: { ...process.env, PROOF_DATABASE_URL: appUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new Error(`expected the proof of the night to end, it ended with ${code ?? 'a signal'}`);
}

/** The proofs of this night that nobody has taken yet; answers how many it made. */
export async function proveNight(db: Database, log: Log): Promise<number> {
  const night = nightOf(await databaseNow(db));
  let made = 0;
  for (const { id, slug: municipality } of await allMunicipalities(db)) {
    if (!(await inTenant(db, id, (tx) => takeNight(tx, night)))) continue;
    const { reports, breaches } = await proveOne(db, id);
    const broken = [...new Set(breaches.map(({ invariant }) => invariant))].toSorted();
    await inTenant(db, id, (tx) => endNight(tx, night, { reports, breaches: breaches.length, broken }));
    made += 1;
    if (breaches.length === 0) log('info', 'proof.holds', { municipality, reports });
    else log('error', 'proof.broken', { municipality, breaches: breaches.length, broken: broken.join(' ') });
  }
  return made;
}
