import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, type Database } from '../../src/kit/db.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts';
import { migrate, roleOf } from '../../src/server/migrate.ts';
import { testDatabase } from '../support/database.ts';
import { freePort, killPostgres, startProcess, type RunningProcess } from './processes.ts';

/** Where the killing happens: a PostgreSQL of our own that can be killed as well, or a server that others use too. */
export interface KillPlace {
  readonly owner: Database;
  readonly app: Database;
  readonly env: Readonly<Record<string, string>>;
  readonly killDatabase: (() => Promise<void>) | undefined;
  readonly close: () => Promise<void>;
}

export async function openPlace(within: string): Promise<KillPlace> {
  const surroundings = { REPORTS_PER_HOUR: '1000000', NODE_COMPILE_CACHE: join(within, 'compiled') };
  if (process.env['DATABASE_URL']) {
    const database = await testDatabase();
    const env = { ...surroundings, DATABASE_URL: database.ownerUrl, APP_DATABASE_URL: database.appUrl };
    return { ...database, env, killDatabase: undefined };
  }
  const dataDir = join(within, 'postgres');
  const shelf = fileURLToPath(new URL('../../data', import.meta.url));
  const postgres = await startEmbeddedPostgres({ dataDir, shelf, log: () => {} });
  await migrate({
    ...postgres,
    appRole: roleOf(postgres.appUrl),
    retentionRole: roleOf(postgres.retentionUrl),
  });
  const owner = createDatabase(postgres.ownerUrl, { connections: 1 });
  const app = createDatabase(postgres.appUrl, { connections: 2 });
  return {
    owner,
    app,
    env: { ...surroundings, DATABASE_URL: postgres.ownerUrl, APP_DATABASE_URL: postgres.appUrl },
    killDatabase: () => killPostgres(dataDir),
    close: async () => {
      await Promise.all([owner.destroy(), app.destroy()]);
      await postgres.stop();
      await removeEmbeddedPostgres(dataDir);
    },
  };
}

/** Tries again when the database is killed while it starts: whoever runs a server would. */
export async function startServer(place: KillPlace): Promise<RunningProcess> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await startProcess('server.ts', { ...place.env, PORT: String(await freePort()) });
    } catch (error) {
      if (attempts === 10) throw error;
    }
  }
}
