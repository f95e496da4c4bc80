import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { restore } from '../src/cli/backup/restore.ts';
import { findBreaches } from '../src/cli/verify.ts';
import { createDatabase } from '../src/kit/db.ts';
import { allMunicipalities } from '../src/places/index.ts';
import { destroyDue } from '../src/rights/index.ts';
import { appliedMigrations, knownMigrations, roleOf } from '../src/server/migrate.ts';
import { bareDatabase, type TestDatabase } from './support/database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const releases = readdirSync(join(root, 'fixtures/releases'));

function migrationsOf(release: string): Record<string, string> {
  const file = join(root, 'fixtures/releases', release, 'migrations.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

describe.each(releases)('release %s', (release) => {
  let target: TestDatabase;
  beforeEach(async () => {
    target = await bareDatabase();
  });
  afterEach(() => target.close());

  it('has migrations that never change', () => {
    const now = Object.keys(migrationsOf(release)).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, 'db/migrations', file)))
        .digest('hex'),
    ]);
    // A change to one of these needs a new migration instead.
    expect(Object.fromEntries(now)).toEqual(migrationsOf(release));
  });

  it('is taken over by this version with all that was in it', async () => {
    const { ownerUrl, retentionUrl } = inject('testServer');
    const restored = await restore({
      ownerUrl: target.ownerUrl,
      appRole: roleOf(target.appUrl),
      retentionRole: retentionUrl === ownerUrl ? undefined : roleOf(retentionUrl),
      file: join(root, 'fixtures/releases', release, 'town.backup'),
      passphrase: undefined,
    });
    expect(restored.head.migrations.map((name) => `${name}.ts`)).toEqual(
      Object.keys(migrationsOf(release)).toSorted(),
    );
    expect(await appliedMigrations(target.owner)).toEqual(await knownMigrations());
    await destroyWhatExpired(target);
    expect(restored.tail.tables.report?.rows).toBeGreaterThan(0);
    expect(await findBreaches(target.app)).toEqual([]);
  });
});

/** The fixture grows old: its words pass their time, as they would in a real installation. */
async function destroyWhatExpired({ retentionUrl }: TestDatabase): Promise<void> {
  const retention = createDatabase(retentionUrl, { connections: 1 });
  for (const { id } of await allMunicipalities(retention)) await destroyDue(retention, id);
  await retention.destroy();
}
