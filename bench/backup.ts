/** `node bench/backup.ts [rows]`: backs up and restores a town with that many lines of history; prints time, size and memory. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { OEFENDORP } from '../fixtures/oefendorp/town.ts';
import { seedTowns } from '../fixtures/seed.ts';
import { backUp } from '../src/cli/backup/back-up.ts';
import { restore } from '../src/cli/backup/restore.ts';
import { createDatabase, inTenant } from '../src/kit/db.ts';
import { silent } from '../src/kit/log.ts';
import { allMunicipalities } from '../src/places/index.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/server/embedded-postgres.ts';
import { migrate } from '../src/server/migrate.ts';
import { readDecisions } from '../src/server/wiring.ts';

const rows = Number(process.argv[2] ?? 200_000);
const ROLES = { appRole: 'wijk_app', retentionRole: 'wijk_retention' };
const dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-bench-'));
await chmod(dataDir, 0o755);
const shelf = fileURLToPath(new URL('../data', import.meta.url));
const postgres = await startEmbeddedPostgres({ dataDir, shelf, log: (line) => console.error(line) });
try {
  await migrate({ ownerUrl: postgres.ownerUrl, ...ROLES });
  await fill();
  for (const passphrase of [undefined, 'a passphrase of a bench']) await measure(passphrase);
} finally {
  await postgres.stop();
  await removeEmbeddedPostgres(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  const db = createDatabase(postgres.ownerUrl, { connections: 1 });
  const decisions = await readDecisions();
  await seedTowns({ ownerDb: db, decisions, log: silent, production: false }, [
    { town: OEFENDORP, reports: 12 },
  ]);
  const [town] = await allMunicipalities(db);
  if (!town) throw new Error('expected a town');
  await inTenant(db, town.id, (tx) =>
    sql`insert into event (municipality_id, stream, seq, id, at, actor_kind, kind, data)
      select ${town.id}, 'bench:' || (n / 8), n % 8 + 1, gen_random_uuid(), wijk_now(), 'user', 'assigned',
        jsonb_build_object('status', 'offered', 'ownerId', gen_random_uuid(), 'nextStep', 'accept', 'deadline', wijk_now(), 'overdueCount', 0)
      from generate_series(0, ${rows - 1}) n`.execute(tx.kysely),
  );
  await db.destroy();
}

async function measure(passphrase: string | undefined): Promise<void> {
  const file = join(dataDir, passphrase ? 'sealed.backup' : 'plain.backup');
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await admin.query('create database copy owner wijk_owner');
  const ownerUrl = postgres.ownerUrl.replace(/\/[^/]*$/, '/copy');
  const what = passphrase ? 'encrypted' : 'plain';
  const made = await timed(`${what} backup`, () =>
    backUp({ ownerUrl: postgres.ownerUrl, file, passphrase, program: 'bench' }),
  );
  console.log(`  ${made.tail.tables.event?.rows} events, ${(made.bytes / 1e6).toFixed(1)} MB`);
  await timed(`${what} restore`, () => restore({ ownerUrl, ...ROLES, file, passphrase }));
  await admin.query('drop database copy with (force)');
  await admin.end();
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let peak = 0;
  const looking = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const result = await work();
  clearInterval(looking);
  console.log(
    `${name}: ${((performance.now() - started) / 1000).toFixed(2)} s, at most ${Math.round(peak / 1e6)} MB of memory`,
  );
  return result;
}
