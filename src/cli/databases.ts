import { createDatabase, type Database } from '../kit/db.ts';
import type { Config } from '../kit/config.ts';
import { connect } from '../server/connect.ts';

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
  const { ownerUrl, appUrl, retentionUrl, stop } = await connect(config, () => {});
  const [owner, app, retention] = [ownerUrl, appUrl, retentionUrl].map((url) =>
    createDatabase(url, { connections: 2 }),
  ) as [Database, Database, Database];
  try {
    return await work({ config, owner, app, retention });
  } finally {
    await Promise.all([owner, app, retention].map((db) => db.destroy()));
    await stop();
  }
}
