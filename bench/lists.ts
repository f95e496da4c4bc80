/**
 * What lists, filters, searches and other pages cost in a town of a million reports, over HTTP, as each log-in.
 * Run: node bench/lists.ts [reports] [rounds] [only]; KEEP=<folder> keeps the filled database there for the next time.
 * bench/README.md says what the figures mean.
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { databaseNow, sleep } from '../src/kit/clock.ts';
import { createDatabase, inTenant, type Database } from '../src/kit/db.ts';
import { allMunicipalities } from '../src/places/index.ts';
import { VOORBEELDSTAD } from '../fixtures/voorbeeldstad/town.ts';
import { makeDatabase, type BenchDatabase } from './intake/database.ts';
import { startServer, type RunningServer } from './intake/server.ts';
import { residentMb, sharedMb } from './lists/busy.ts';
import { drive, share, tableOf } from './lists/drive.ts';
import { machines } from './lists/machines.ts';
import { multiply } from './lists/multiply.ts';
import { questions } from './lists/questions.ts';
import { findSeeds } from './lists/seeds.ts';

const REPORTS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = Number(process.argv[3] ?? 40);
const { KEEP } = process.env;
const ONLY = new RegExp(process.argv[4] ?? '.');

const stops: (() => Promise<unknown>)[] = [];
const tell = (line: string) => console.log(line);
try {
  const database = await makeDatabase({ keep: KEEP });
  stops.push(database.close);
  await measure(database);
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function measure(database: BenchDatabase): Promise<void> {
  // founds and lives through the demo towns
  await (await serve(database)).stop();
  const owner = createDatabase(database.ownerUrl, { connections: 3 });
  stops.push(() => owner.destroy());
  const town = (await allMunicipalities(owner)).find(({ slug }) => slug === VOORBEELDSTAD.slug);
  if (!town) throw new Error(`expected ${VOORBEELDSTAD.slug} to be there`);
  await fill(owner, town.id);
  const server = await serve(database);
  await firstRunOver(owner, town.id);
  tell(`a server without a page open: ${await residentMb(server.pid)} MB; load average ${load()}`);
  const ways = {
    base: server.url,
    slug: town.slug,
    tokens: await machines(owner, town, server.url),
    serverPid: server.pid,
    postmasterPid: await postmasterOf(database.folder),
  };
  const all = questions(await findSeeds(owner, town.id), await databaseNow(owner));
  const asked = all.filter(({ who, name }) => ONLY.test(`${who} ${name}`));
  const measured = await drive(ways, asked, { rounds: ROUNDS, tell });
  const took = measured.flatMap((one) => one.took).toSorted((a, b) => a - b);
  const figures = [0.5, 0.95, 0.99].map((part) => share(took, part).toFixed(1));
  for (const row of tableOf(measured)) tell(row);
  tell(`all of these: p50 ${figures[0]}, p95 ${figures[1]}, p99 ${figures[2]} ms; load average ${load()}`);
  const most = Math.max(...measured.map((one) => one.residentMb));
  const postgres = await sharedMb(ways.postmasterPid);
  tell(`memory while it was asked: the server ${most} MB at most, PostgreSQL ${postgres} MB`);
}

/** Only when these reports are not there from an earlier run. */
async function fill(owner: Database, municipalityId: string): Promise<void> {
  const { rows } = await inTenant(owner, municipalityId, ({ kysely }) =>
    sql<{ count: number }>`select count(*) as count from report`.execute(kysely),
  );
  const count = rows[0]?.count ?? 0;
  if (count > REPORTS / 2) return tell(`${count} reports are there, ${await sizeMb(owner)} MB`);
  const started = performance.now();
  await multiply(owner, municipalityId, { reports: REPORTS, tell });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  tell(`${REPORTS} reports in ${seconds} s, ${await sizeMb(owner)} MB`);
}

async function serve({ ownerUrl, appUrl, folder }: BenchDatabase): Promise<RunningServer> {
  const server = await startServer({
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: appUrl,
    DATA_DIR: join(folder, 'server'),
    API_REQUESTS_PER_MINUTE: '1000000',
  });
  stops.push(server.stop);
  return server;
}

/** What a server does first, destroying what is due, takes the processor from who asks. */
async function firstRunOver(owner: Database, municipalityId: string): Promise<void> {
  const isOver = () =>
    inTenant(owner, municipalityId, async ({ kysely }) => {
      const { rows } = await sql<{ at: Date }>`select at from destruction_look`.execute(kysely);
      return rows.some(({ at }) => at > since);
    });
  const since = await databaseNow(owner);
  const started = performance.now();
  while (!(await isOver())) await sleep(1000);
  tell(`the first run of what destroys took ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function postmasterOf(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  return text === '' ? undefined : Number.parseInt(text, 10);
}

async function sizeMb(owner: Database): Promise<number> {
  const { rows } = await sql<{ mb: number }>`
    select pg_database_size(current_database()) / 1000000 as mb`.execute(owner);
  return rows[0]?.mb ?? 0;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '';
}
