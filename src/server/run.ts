import { readConfig, type Config } from '../kit/config.ts';
import { createDatabase, SERVING_PAUSE_MS, type Database } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { connect } from './connect.ts';
import { refuseUnsafeServer } from './database-checks.ts';
import { listen } from './listen.ts';
import { migrate } from './migrate.ts';
import { startNightly } from './nightly.ts';
import { startRetention } from './retention.ts';
import { refuseUnsafeProduction } from './production-checks.ts';

/** What the composition root makes of a database: pages and API, and the clock. */
export interface House {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** What the person at the keyboard should know, beside the address. */
  readonly welcome: readonly string[];
  /** Ends the answers that would go on for ever, before those that are under way are waited for. */
  readonly hangUp?: () => void;
  /** Ends what runs in the background. */
  readonly stop: () => Promise<void>;
}

export interface Plan {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Fills a database that has just been made; called at every start, and does nothing when there is something. */
  readonly furnish: (databases: { owner: Database; app: Database; config: Config }) => Promise<void>;
  /** `folder` is where the embedded PostgreSQL keeps its files, when it is that one. */
  readonly open: (
    db: Database,
    config: Config,
    at: { folder: string | undefined; appUrl: string },
  ) => Promise<House>;
}

export interface Run {
  readonly address: string;
  readonly welcome: readonly string[];
  /** Answers the running requests, then closes everything that was opened, last first. */
  readonly stop: () => Promise<void>;
}

/** Database, tables, first contents, pages, clock, port: in this order. What was opened is closed again when a later one fails. */
export async function run({ env, log, furnish, open }: Plan): Promise<Run> {
  const config = readConfig(env);
  refuseUnsafeProduction(config);
  const opened: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
    const connection = await connect(config, (line) => log('warn', 'postgres', { line }));
    opened.push(connection.stop);
    await migrate(connection);
    const db = createDatabase(connection.appUrl, {
      connections: config.DATABASE_CONNECTIONS,
      longestPauseMs: SERVING_PAUSE_MS,
    });
    opened.push(() => db.destroy());
    await refuseUnsafeServer(db, connection.appUrl);
    await withOwner(connection.ownerUrl, (owner) => furnish({ owner, app: db, config }));
    const house = await open(db, config, connection);
    opened.push(house.stop);
    const retention = startRetention({ app: db, retentionUrl: connection.retentionUrl, log });
    opened.push(() => retention.stop());
    const nightly = startNightly({ db, appUrl: connection.appUrl, log });
    opened.push(() => nightly.stop());
    const { address, stop: close } = await listen(house.fetch, { host: config.HOST, port: config.PORT });
    opened.push(close);
    opened.push(async () => house.hangUp?.());
    return { address, welcome: house.welcome, stop };
  } catch (error) {
    await stop().catch((failure: unknown) => log('error', 'stop.failed', errorFields(failure)));
    throw error;
  }
}

async function withOwner(url: string, work: (owner: Database) => Promise<void>): Promise<void> {
  const owner = createDatabase(url, { connections: 2 });
  try {
    await work(owner);
  } finally {
    await owner.destroy();
  }
}
