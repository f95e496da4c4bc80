import type { Browser, Page } from 'playwright-core';
import { listen, type Listening } from '../../src/server/listen.ts';
import { startBrowser } from './browser.ts';
import { openHouse, type TestHouse } from './house.ts';
import { TEST_PASSWORD } from './town.ts';

/** A house that answers at a port, and a browser to visit it with. */
export interface Site {
  readonly house: TestHouse;
  readonly server: Listening;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const house = await openHouse();
  const server = await listen(house.app.fetch, { host: '127.0.0.1', port: 0 });
  const browser = await startBrowser();
  const close = async () => {
    await browser.close();
    await server.stop();
    await house.close();
  };
  return { house, server, browser, close };
}

/** Logs in by name and password, and waits for the page that comes after it. */
export async function logIn(page: Page, login: string): Promise<void> {
  await page.goto('/proefstad/inloggen');
  await page.locator('main form input[name=login][type=text]').fill(login);
  await page.locator('main form input[name=password][type=password]').fill(TEST_PASSWORD);
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/proefstad/werk');
}
