import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '../../src/kit/db.ts';
import type { App } from '../../src/server/app.ts';
import { faultsAtWidths } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { anotherApp } from '../support/visitor.ts';

let house: TestHouse;
let gone: Database;
let browser: Browser;
const servers: Server[] = [];
let addresses: { well: string; ill: string };

beforeAll(async () => {
  house = await openHouse();
  gone = createDatabase('postgres://nobody@127.0.0.1:1/none');
  const ill = await anotherApp({ ...house, db: { ...house.db, app: gone } }, {});
  addresses = { well: await serve(house.app), ill: await serve(ill) };
  browser = await startBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
  await gone.destroy();
  await house.close();
});

async function serve(app: App): Promise<string> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([
  ['nl', [390, 1440]],
  ['en', [768]],
] as const)(
  'can be used by everybody: accessibility, not found and outage, in %s at %j pixels',
  async (language, widths) => {
    const context = await browser.newContext({ locale: language });
    const page = await context.newPage();
    for (const address of [
      `${addresses.well}/proefstad/toegankelijkheid`,
      `${addresses.well}/proefstad/nergens`,
      `${addresses.ill}/proefstad/melden`,
    ]) {
      await page.goto(address);
      expect([address, await faultsAtWidths(page, widths)]).toEqual([address, []]);
    }
    await context.close();
  },
);
