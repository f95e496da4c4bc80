import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoLogins } from '../../fixtures/seed.ts';
import { readConfig } from '../../src/kit/config.ts';
import { silent } from '../../src/kit/log.ts';
import { createApp } from '../../src/server/app.ts';
import { makeDoor } from '../../src/server/door.ts';
import { listen } from '../../src/server/listen.ts';
import { makeServices } from '../../src/server/wiring.ts';
import { startBrowser } from './browser.ts';
import { houseDecisions, pages, strictTexts } from './content.ts';
import { seededDatabase } from './seeded.ts';

/** The demo town as a visitor of this machine meets it, and a browser to visit it with. */
export interface DemoSite {
  readonly address: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openDemoSite(): Promise<DemoSite> {
  await pages();
  const db = await seededDatabase();
  const config = readConfig({ LOGINS_PER_HOUR: '10000', SECRETS_KEY: '5e'.repeat(32) });
  const services = makeServices(config, await houseDecisions(), (slug) => ({
    password: DEMO_PASSWORD,
    logins: demoLogins().filter(({ municipality }) => municipality === slug),
    codes: [],
  }));
  const app = await createApp({
    ...makeDoor(db.app, { demoAllowed: true }),
    db: db.app,
    log: silent,
    texts: strictTexts(),
    services,
    health: async () => ({ database: true }),
  });
  const server = await listen(app.fetch, { host: '127.0.0.1', port: 0 });
  const browser = await startBrowser();
  const close = async () => {
    await browser.close();
    await server.stop();
    await db.close();
  };
  return { address: server.address, browser, close };
}
