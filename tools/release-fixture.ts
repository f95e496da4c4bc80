/**
 * `node tools/release-fixture.ts`: keeps a small town as this version makes it, for the test that later versions can take
 * it over, and the hashes of the migrations that made it. Once for each release; a fixture that is there is never made again.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OEFENDORP } from '../fixtures/oefendorp/town.ts';
import { seedTowns } from '../fixtures/seed.ts';
import { backUp } from '../src/cli/backup/back-up.ts';
import { createDatabase } from '../src/kit/db.ts';
import { silent } from '../src/kit/log.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/server/embedded-postgres.ts';
import { migrate } from '../src/server/migrate.ts';
import { readDecisions } from '../src/server/wiring.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'fixtures/releases', version);
const dataDir = await mkdtemp(join(tmpdir(), 'wijkverbond-release-'));
await chmod(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({
  dataDir,
  shelf: join(root, 'data'),
  log: (line) => console.error(line),
});
try {
  await migrate({ ownerUrl: postgres.ownerUrl, appRole: 'wijk_app', retentionRole: 'wijk_retention' });
  const ownerDb = createDatabase(postgres.ownerUrl, { connections: 1 });
  const decisions = await readDecisions();
  await seedTowns({ ownerDb, decisions, log: silent, production: false }, [{ town: OEFENDORP, reports: 5 }]);
  await ownerDb.destroy();
  const file = join(folder, 'town.backup');
  await backUp({ ownerUrl: postgres.ownerUrl, file, passphrase: undefined, program: version });
  await writeFile(join(folder, 'migrations.json'), `${JSON.stringify(await hashes(), null, 2)}\n`);
} finally {
  await postgres.stop();
  await removeEmbeddedPostgres(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

async function hashes(): Promise<Record<string, string>> {
  const migrations = join(root, 'db/migrations');
  const found: Record<string, string> = {};
  for (const file of (await readdir(migrations)).filter((name) => !name.endsWith('.test.ts')).toSorted())
    found[file] = createHash('sha256')
      .update(await readFile(join(migrations, file)))
      .digest('hex');
  return found;
}
