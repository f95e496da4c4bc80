/**
 * How soon a change reaches everybody who has a work page open, over two server processes, and whether a reader whose
 * server is killed loses anything. Run: node bench/live.ts [readers] [seconds]. bench/README.md says what the figures mean.
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { receive } from '../src/handovers/index.ts';
import { sleep } from '../src/kit/clock.ts';
import { createDatabase, inTenant, type Database } from '../src/kit/db.ts';
import { newId, randomToken } from '../src/kit/ids.ts';
import { openSession } from '../src/people/index.ts';
import { allMunicipalities } from '../src/places/index.ts';
import { submit } from '../src/reports/index.ts';
import { readDecisions } from '../src/server/wiring.ts';
import { sql } from 'kysely';
import { makeDatabase, type BenchDatabase } from './intake/database.ts';
import { startServer, type RunningServer } from './intake/server.ts';
import { listenAt, type Ear } from './live/ear.ts';

const READERS = Number(process.argv[2] ?? 500);
const SECONDS = Number(process.argv[3] ?? 60);
const CHANGES_PER_S = 4;
const SETTLE_MS = 5_000;

const stops: (() => Promise<unknown>)[] = [];
try {
  const database = await makeDatabase();
  stops.push(database.close);
  await measure(database);
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function measure(database: BenchDatabase): Promise<void> {
  const servers = [await serve(database, 1), await serve(database, 2)] as const;
  const [app, owner] = [
    createDatabase(database.appUrl, { connections: 4 }),
    createDatabase(database.ownerUrl),
  ];
  stops.push(
    () => app.destroy(),
    () => owner.destroy(),
  );
  const [town] = await allMunicipalities(app);
  if (!town) throw new Error('expected a demo town, found none');
  const bare = await Promise.all(servers.map(memoryMb));
  console.log(`a server without a page open: ${bare.join(' and ')} MB resident`);

  const living = [true, true];
  const ears = await seat(app, owner, town, (index) => {
    const own = index % 2;
    return servers[living[own] ? own : 1 - own]?.url ?? '';
  });
  await Promise.all(ears.map(({ ready }) => ready));
  const change = changer(app, town.id);

  const quiet = await changesFor(change);
  await sleep(SETTLE_MS);
  report(`${READERS} readers, ${quiet.size} changes`, ears, quiet);
  console.log(
    `with ${READERS / 2} pages open each: ${(await Promise.all(servers.map(memoryMb))).join(' and ')} MB resident`,
  );

  const changing = changesFor(change);
  await sleep((SECONDS / 3) * 1000);
  living[1] = false;
  await servers[1].kill();
  const troubled = await changing;
  await sleep(SETTLE_MS);
  report(`one server killed under ${READERS / 2} of them, ${troubled.size} changes`, ears, troubled);
  console.log(`readers who came again: ${ears.filter(({ comebacks }) => comebacks() > 0).length}`);
  console.log(
    `the server that was left, with ${READERS} pages open: ${await memoryMb(servers[0])} MB resident`,
  );
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
  for (const ear of ears) ear.hangUp();
}

async function serve({ ownerUrl, appUrl, folder }: BenchDatabase, number: number): Promise<RunningServer> {
  const server = await startServer({
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: appUrl,
    DATA_DIR: join(folder, `server-${number}`),
  });
  stops.push(server.stop);
  return server;
}

/** So many people, each with a session and a page open on which every change of the municipality is news. */
async function seat(
  app: Database,
  owner: Database,
  town: { id: string; slug: string },
  serverOf: (index: number) => string,
): Promise<Ear[]> {
  const ids = Array.from({ length: READERS }, () => newId());
  await inTenant(owner, town.id, async ({ kysely }) => {
    for (const id of ids) {
      await sql`insert into user_account (municipality_id, id, party_id, login, name, password_hash)
        select municipality_id, ${id}, party_id, ${id}, 'Lezer', 'none' from user_account limit 1`.execute(
        kysely,
      );
      await sql`insert into user_role values (${town.id}, ${id}, 'coordinator')`.execute(kysely);
    }
  });
  const ears: Ear[] = [];
  for (const [index, id] of ids.entries()) {
    const { token, since } = await inTenant(app, town.id, async (tx) => ({
      token: await openSession(tx, 'user', id),
      since: tx.now.getTime(),
    }));
    ears.push(
      listenAt(`/${town.slug}/werk/live?over=alles`, {
        cookie: `sessie=${token}`,
        since,
        server: () => serverOf(index),
      }),
    );
  }
  return ears;
}

type Change = () => Promise<{ number: number; committedAt: number }>;

/** A report that comes in, weighed and offered. The commit counts from the database's answer to it. */
function changer(app: Database, municipalityId: string): Change {
  const decisions = readDecisions();
  return async () => {
    const received = await submit(
      app,
      { kind: 'public', municipalityId },
      {
        key: randomToken(16),
        language: 'nl',
        channel: 'form',
        observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
        story: 'De bank is stuk.',
        contact: {},
      },
      async (tx, made) => receive(tx, made, await decisions),
    );
    if (!received.ok) throw new Error(JSON.stringify(received.refusals));
    return { number: received.value.number, committedAt: performance.now() };
  };
}

async function changesFor(change: Change): Promise<Map<number, number>> {
  const changes = new Map<number, number>();
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    const { number, committedAt } = await change();
    changes.set(number, committedAt);
    await sleep(1000 / CHANGES_PER_S);
  }
  return changes;
}

function report(title: string, ears: readonly Ear[], changes: ReadonlyMap<number, number>): void {
  const times: number[] = [];
  let lost = 0;
  for (const [number, committedAt] of changes)
    for (const { heardAt } of ears) {
      const at = heardAt.get(number);
      if (at === undefined) lost += 1;
      // the announcement can overtake the answer to the commit
      else times.push(Math.max(0, at - committedAt));
    }
  const sorted = times.toSorted((a, b) => a - b);
  const share = (fraction: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]?.toFixed(0);
  console.log(
    `${title}: p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, p99 ${share(0.99)} ms, max ${share(1)} ms, lost ${lost}`,
  );
}

async function memoryMb({ pid }: RunningServer): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
