import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../kit/config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { roleOf } from './migrate.ts';

export interface Connection {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** The owner's, when a server of one's own has no role for destroying. */
  readonly retentionUrl: string;
  readonly appRole: string;
  readonly retentionRole: string | undefined;
  /** Where the embedded PostgreSQL keeps its files; undefined on a server of one's own. */
  readonly folder: string | undefined;
  /** Ends the embedded PostgreSQL when it was started here; nothing else. */
  readonly stop: () => Promise<void>;
}

const CHECKOUT_DATA = fileURLToPath(new URL('../../data', import.meta.url));

/** The folder of everything that this installation keeps on disk. */
export function dataFolder(config: Pick<Config, 'DATA_DIR'>): string {
  return config.DATA_DIR ?? CHECKOUT_DATA;
}

/** The database of this installation: the server that the configuration names, else the embedded one, started or joined. */
export async function connect(config: Config, log: (line: string) => void): Promise<Connection> {
  const { DATABASE_URL, APP_DATABASE_URL, RETENTION_DATABASE_URL } = config;
  if (DATABASE_URL && APP_DATABASE_URL) {
    return {
      ownerUrl: DATABASE_URL,
      appUrl: APP_DATABASE_URL,
      retentionUrl: RETENTION_DATABASE_URL ?? DATABASE_URL,
      appRole: roleOf(APP_DATABASE_URL),
      retentionRole: RETENTION_DATABASE_URL && roleOf(RETENTION_DATABASE_URL),
      folder: undefined,
      stop: async () => {},
    };
  }
  const dataDir = join(dataFolder(config), 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir, shelf: CHECKOUT_DATA, log });
  return { ...postgres, appRole: roleOf(postgres.appUrl), retentionRole: roleOf(postgres.retentionUrl) };
}
