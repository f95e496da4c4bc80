/**
 * How many reports a second the house takes in over HTTP, beside what PostgreSQL itself does with the same statements.
 * Run: node bench/intake.ts [seconds of one measurement]. DATABASE_URL and APP_DATABASE_URL name another PostgreSQL,
 * SERVERS the number of server processes. bench/README.md says what the figures mean.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { captureIntake, type Intake } from './intake/capture.ts';
import { makeDatabase, type BenchDatabase } from './intake/database.ts';
import type { LoadOrder, LoadResult } from './intake/load.ts';
import { findPgbench, MODES, runPgbench, type Mode } from './intake/pgbench.ts';
import { startServer } from './intake/server.ts';
import { pgbenchScript } from './intake/statements.ts';

const SECONDS = Number(process.argv[2] ?? 15);
const SERVERS = Number(process.env['SERVERS'] ?? 1);
/** Of each server process to the database, and as many clients of pgbench. */
const CONNECTIONS = 10;
const ROUNDS = 3;
const P99_LIMIT_MS = 250;
const FIRST_RATE = 100;
const STEP = 1.1;

const stops: (() => Promise<void>)[] = [];
try {
  const database = await makeDatabase();
  stops.push(database.close);
  await measure(database);
} finally {
  for (const stop of stops.toReversed()) await stop();
}

type Run = (ratePerS: number, seconds: number) => Promise<LoadResult>;

async function measure(database: BenchDatabase): Promise<void> {
  const urls: string[] = [];
  for (let number = 1; number <= SERVERS; number += 1) urls.push(await serve(database, number));
  console.log(await surroundings(database.appUrl));
  const intake = await captureIntake(database.appUrl);
  console.log(`one post: ${intake.statements.length} statements`);
  const { path, address } = intake;
  const run: Run = (ratePerS, seconds) => load({ urls, path, address, ratePerS, seconds });
  await compare(await highestRate(run), { run, intake, database });
}

async function serve({ ownerUrl, appUrl, folder }: BenchDatabase, number: number): Promise<string> {
  const server = await startServer({
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: appUrl,
    DATA_DIR: join(folder, `server-${number}`),
    DATABASE_CONNECTIONS: String(CONNECTIONS),
    REPORTS_PER_HOUR: '1000000',
    TRUSTED_PROXIES: '1',
  });
  stops.push(server.stop);
  return server.url;
}

/** Steps up until a rate is not sustained in two tries, and gives the last one that was. */
async function highestRate(run: Run): Promise<number> {
  const seconds = Math.max(5, SECONDS / 3);
  const holds = async (ratePerS: number) => isSustained(ratePerS, await shown(run, ratePerS, seconds));
  // The first thousand requests of a process are slower than all others.
  for (const ratePerS of [FIRST_RATE, FIRST_RATE]) await run(ratePerS, seconds);
  let sustained = 0;
  for (let rate = FIRST_RATE; (await holds(rate)) || (await holds(rate)); rate = Math.round(rate * STEP)) {
    sustained = rate;
  }
  return sustained;
}

/** That rate and pgbench in turn, so that what else the machine does falls on both; the median of each counts. */
async function compare(
  highest: number,
  { run, intake, database }: { run: Run; intake: Intake; database: BenchDatabase },
): Promise<void> {
  const rates: number[] = [];
  const tps: Record<Mode, number[]> = { extended: [], prepared: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    rates.push(await sustainedFrom(highest, run));
    for (const [index, mode] of MODES.entries()) {
      const found = await pgbench(mode, { intake, database, batch: round * MODES.length + index });
      if (found !== undefined) tps[mode].push(found);
    }
  }
  const rate = median(rates);
  console.log(`intake over HTTP: ${rate}/s (${rates.join(', ')}), ${SERVERS} server process(es)`);
  if (!findPgbench())
    console.log('no pgbench on this machine (Debian: postgresql-15): nothing to compare with');
  for (const mode of MODES.filter((one) => tps[one].length > 0)) {
    const middle = median(tps[mode]);
    const all = tps[mode].map((one) => one.toFixed(0)).join(', ');
    console.log(
      `pgbench -M ${mode}: ${middle.toFixed(0)}/s (${all}); intake is ${(rate / middle).toFixed(2)} of it`,
    );
  }
  console.log(`load of the machine at the end: ${loadOfMachine()}`);
}

/** Goes down from `ratePerS` until a rate holds for the whole measurement. */
async function sustainedFrom(ratePerS: number, run: Run): Promise<number> {
  for (let rate = ratePerS; rate > 1; rate = Math.floor(rate / 1.05)) {
    if (isSustained(rate, await shown(run, rate, SECONDS))) return rate;
  }
  return 0;
}

function isSustained(ratePerS: number, { acceptedPerS, p99Ms, refused }: LoadResult): boolean {
  return acceptedPerS >= 0.99 * ratePerS && p99Ms < P99_LIMIT_MS && Object.keys(refused).length === 0;
}

async function pgbench(
  mode: Mode,
  { intake, database, batch }: { intake: Intake; database: BenchDatabase; batch: number },
): Promise<number | undefined> {
  const program = findPgbench();
  if (!program) return undefined;
  const script = pgbenchScript(intake, batch);
  const scriptFile = join(database.folder, 'intake.sql');
  const tps = await runPgbench(program, {
    url: database.appUrl,
    scriptFile,
    script,
    mode,
    clients: CONNECTIONS * SERVERS,
    seconds: SECONDS,
  });
  console.log(`  pgbench -M ${mode}: ${tps.toFixed(0)}/s`);
  return tps;
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const file = fileURLToPath(new URL('intake/load.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(order)]);
  return JSON.parse(stdout) as LoadResult;
}

async function shown(run: Run, ratePerS: number, seconds: number): Promise<LoadResult> {
  const result = await run(ratePerS, seconds);
  const { acceptedPerS, refused, p50Ms, p95Ms, p99Ms } = result;
  const [p50, p95, p99] = [p50Ms, p95Ms, p99Ms].map((ms) => ms.toFixed(0));
  const others = Object.entries(refused).map(([status, count]) => `, ${count} × ${status}`);
  const latencies = `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`;
  console.log(
    `  ${ratePerS}/s offered: ${acceptedPerS.toFixed(0)}/s accepted, ${latencies}${others.join('')}`,
  );
  return result;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function loadOfMachine(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}

async function surroundings(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ settings: string }>(
    `select string_agg(name || ' ' || setting, ', ' order by name) as settings from pg_settings
     where name in ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit')`,
  );
  await client.end();
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}, load ${loadOfMachine()}`;
  return `${machine}; PostgreSQL: ${rows[0]?.settings}`;
}
