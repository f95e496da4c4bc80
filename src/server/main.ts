import { allowsDemo, type Config } from '../kit/config.ts';
import { contentFile } from '../kit/content.ts';
import type { Database } from '../kit/db.ts';
import { log, type Log } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { allMunicipalities } from '../places/index.ts';
import type { DecisionSet } from '../triage/index.ts';
import type { DemoCode, DemoLogin, Services } from '../web/services.ts';
import { createApi } from './api.ts';
import { openSmtpDoor } from './smtp-door.ts';
import { createApp, type AppDeps } from './app.ts';
import { makeDoor } from './door.ts';
import { healthOf } from './health.ts';
import { startLive } from './live.ts';
import { makeMetrics } from './metrics.ts';
import { run, type House, type Plan } from './run.ts';
import type { Place } from './running.ts';
import { endOnSignal } from './signals.ts';
import { welcomeLines } from './welcome.ts';
import { secretsKey } from './secrets-key.ts';
import {
  makeServices,
  readDecisions,
  startClock,
  startMail,
  startTables,
  tieMessages,
  tieVisits,
} from './wiring.ts';

/** The demo towns; handed in, because they stand outside the house. */
export interface Demo {
  readonly seed: (options: {
    ownerDb: Database;
    decisions: DecisionSet;
    log: Log;
    production: boolean;
    tell: (line: string) => void;
  }) => Promise<unknown>;
  readonly password: string;
  readonly logIns: () => readonly (DemoLogin & { readonly municipality: string })[];
  readonly codes: () => readonly (DemoCode & { readonly municipality: string })[];
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
    open: (db, config, at) => open({ db, config, decisions, demo, ...at }),
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
  const tell = (line: string) => void process.stdout.write(`  ${line}\n`);
  process.stdout.write('Filling the demo towns, once: some half a minute.\n');
  await demo.seed({ ownerDb: owner, decisions, log, production: config.PRODUCTION, tell });
}

async function open({
  db,
  config: read,
  decisions,
  demo,
  folder,
  appUrl,
}: Parts & { db: Database; folder: string | undefined; appUrl: string }): Promise<House> {
  const config = { ...read, SECRETS_KEY: secretsKey(read) };
  const isShown = allowsDemo(config);
  const logIns: LogIns = (slug) => (isShown ? logInsOf(demo, slug) : undefined);
  const metrics = makeMetrics(db, log);
  tieMessages(db, config);
  tieVisits(db);
  const clock = await startClock(db, log, metrics.timers);
  const services = makeServices(config, decisions, logIns);
  const door = makeDoor(db, { demoAllowed: isShown });
  const url = config.LISTEN_DATABASE_URL ?? appUrl;
  const live = startLive({ ...door, db, url, log, demoAllowed: isShown });
  const deps: AppDeps = {
    ...door,
    routes: live.routes,
    db,
    log,
    texts: loadTexts(contentFile('texts'), { strict: false }),
    publicUrl: config.PUBLIC_URL,
    trustedProxies: config.TRUSTED_PROXIES,
    services,
    health: () => healthOf({ db, clock, folder, log }),
    metrics,
    insightToken: config.METRICS_TOKEN,
  };
  const t = deps.texts.translator('nl');
  const smtp = await openSmtpDoor({ db, config, log, t, onReceived: services.onReceived });
  const app = await createApp({ ...deps, api: createApi(deps, { demoAllowed: isShown }) });
  const mail = startMail(db, { config, texts: deps.texts, log });
  const tables = startTables(db, services, log);
  const municipalities = await allMunicipalities(db);
  const welcome = welcomeLines({ config, municipalities, demoOf: logIns });
  return {
    fetch: app.fetch,
    welcome,
    hangUp: live.hangUp,
    stop: async () =>
      void (await Promise.all([clock.stop(), tables.stop(), live.stop(), smtp?.stop(), mail?.stop()])),
  };
}

function logInsOf({ password, logIns, codes }: Demo, slug: string): ReturnType<LogIns> {
  const isHere = ({ municipality }: { readonly municipality: string }) => municipality === slug;
  const logins = logIns().filter(isHere);
  return logins.length === 0 ? undefined : { password, logins, codes: codes().filter(isHere) };
}
