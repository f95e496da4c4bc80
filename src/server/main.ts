import { databaseNow } from '../kit/clock.ts';
import { allowsDemo, type Config } from '../kit/config.ts';
import { contentFile } from '../kit/content.ts';
import type { Database } from '../kit/db.ts';
import { log, type Log } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { allMunicipalities } from '../places/index.ts';
import type { DecisionSet } from '../triage/index.ts';
import type { DemoLogin, Services } from '../web/services.ts';
import { createApi } from './api.ts';
import { createApp, type AppDeps } from './app.ts';
import { makeDoor } from './door.ts';
import { run, type House, type Plan } from './run.ts';
import type { Place } from './running.ts';
import { endOnSignal } from './signals.ts';
import { makeServices, readDecisions, startClock } from './wiring.ts';

/** The demo towns; handed in, because they stand outside the house. */
export interface Demo {
  readonly seed: (options: {
    ownerDb: Database;
    decisions: DecisionSet;
    log: Log;
    production: boolean;
  }) => Promise<unknown>;
  readonly password: string;
  readonly logIns: () => readonly (DemoLogin & { readonly municipality: string })[];
}

type LogIns = Services['demoLogins'];

/** The server in this process, from the settings in `env` until a signal ends it; `place` is the data folder it holds. */
export async function main(env: Plan['env'], place: Place, demo: Demo): Promise<void> {
  let stop = async () => {};
  endOnSignal(() => stop(), log);
  const decisions = await readDecisions();
  const running = await run({
    env,
    log,
    furnish: ({ owner, config }) => furnish({ owner, config, decisions, demo }),
    open: (db, config) => open({ db, config, decisions, demo }),
  });
  stop = async () => {
    await running.stop();
    await place.leave();
  };
  await place.announce(running.address);
  const lines = [`Wijkverbond runs at ${running.address}`, ...running.welcome, ''];
  process.stdout.write(`\n${lines.join('\n')}\nStop it with Ctrl-C; everything is kept.\n`);
}

interface Parts {
  readonly config: Config;
  readonly decisions: DecisionSet;
  readonly demo: Demo;
}

/** The demo towns, in a database that has no municipality yet. */
async function furnish({ owner, config, decisions, demo }: Parts & { owner: Database }): Promise<void> {
  if (config.PRODUCTION || (await allMunicipalities(owner)).length > 0) return;
  process.stdout.write('Filling the demo town …\n');
  await demo.seed({ ownerDb: owner, decisions, log, production: config.PRODUCTION });
}

async function open({ db, config, decisions, demo }: Parts & { db: Database }): Promise<House> {
  const isShown = allowsDemo(config);
  const logIns: LogIns = (slug) => (isShown ? logInsOf(demo, slug) : undefined);
  const deps: AppDeps = {
    ...makeDoor(db, { demoAllowed: isShown }),
    db,
    log,
    texts: loadTexts(contentFile('texts'), { strict: false }),
    publicUrl: config.PUBLIC_URL,
    trustedProxies: config.TRUSTED_PROXIES,
    services: makeServices(config, decisions, logIns),
    health: async () => ({ database: Boolean(await databaseNow(db)) }),
  };
  const app = await createApp({ ...deps, api: createApi(deps, { demoAllowed: isShown }) });
  const clock = await startClock(db, log);
  const municipalities = await allMunicipalities(db);
  const welcome = municipalities.flatMap(({ slug, name }) => [
    `  /${slug}  ${name}`,
    ...linesOf(logIns(slug)),
  ]);
  return { fetch: app.fetch, welcome, stop: () => clock.stop() };
}

function logInsOf({ password, logIns }: Demo, slug: string): ReturnType<LogIns> {
  const logins = logIns().filter(({ municipality }) => municipality === slug);
  return logins.length === 0 ? undefined : { password, logins };
}

function linesOf(shown: ReturnType<LogIns>): string[] {
  if (!shown) return [];
  const width = Math.max(...shown.logins.map(({ login }) => login.length));
  return shown.logins.map(
    ({ login, name, role }) => `      ${login.padEnd(width)}  ${shown.password}  ${name} (${role})`,
  );
}
