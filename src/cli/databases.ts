import { createDatabase, type Database } from '../kit/db.ts';
import type { Config } from '../kit/config.ts';
import { connect, type Connection } from '../server/connect.ts';

export interface Databases {
  readonly config: Config;
  readonly owner: Database;
  readonly app: Database;
  readonly retention: Database;
}

/** The databases of this installation, whether its server runs or not. */
export async function withDatabases(
  config: Config,
  work: (databases: Databases) => Promise<number>,
): Promise<number> {
  const connection = await connect(config, () => {});
  try {
    return await onDatabases(config, connection, work);
  } finally {
    await connection.stop();
  }
}

/** The same over a connection that somebody else opened and closes. */
export async function onDatabases(
  config: Config,
  { ownerUrl, appUrl, retentionUrl }: Pick<Connection, 'ownerUrl' | 'appUrl' | 'retentionUrl'>,
  work: (databases: Databases) => Promise<number>,
): Promise<number> {
  const [owner, app, retention] = [ownerUrl, appUrl, retentionUrl].map((url) =>
    createDatabase(url, { connections: 2 }),
  ) as [Database, Database, Database];
  try {
    return await work({ config, owner, app, retention });
  } finally {
    await Promise.all([owner, app, retention].map((db) => db.destroy()));
  }
}
