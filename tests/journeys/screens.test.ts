import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, faultsOfLooks } from '../support/axe.ts';
import { openDemoSite, type DemoSite } from '../support/demo-site.ts';
import { markupFaults } from '../support/markup.ts';
import { contentSize, SCREENS, visitScreens, type Look } from '../support/screens.ts';

/** A window of 1,280 pixels at 400 %. */
const ZOOMED = 320;
const PHONE = 390;
const DESK = 1440;

let site: DemoSite;

beforeAll(async () => {
  site = await openDemoSite();
}, 240_000);
afterAll(() => site?.close());

/** What is wrong on each screen, with the name of the screen before it. */
async function faultsOf(look: Look, find: (page: Page) => Promise<string[]>): Promise<string[]> {
  const faults: string[] = [];
  let visited = 0;
  for await (const { screen, page } of visitScreens(site.browser, site.address, look)) {
    visited += 1;
    if ((await page.locator('main h1').count()) !== 1) faults.push(`${screen.name}: no single heading`);
    faults.push(...(await find(page)).map((fault) => `${screen.name}: ${fault}`));
  }
  expect(visited).toBe(SCREENS.length);
  return faults;
}

const tooWide = async (page: Page, width: number) => {
  const { width: found } = await contentSize(page);
  return found <= width ? [] : [`${found} pixels wide in a window of ${width}`];
};

it('fits every screen into a phone and at 400 % zoom, and has no accessibility fault there nor in the dark on a desk', async () => {
  const faults = await faultsOf({ language: 'nl', width: PHONE }, async (page) => {
    const onPhone = [...(await tooWide(page, PHONE)), ...(await accessibilityFaults(page))];
    await page.setViewportSize({ width: ZOOMED, height: 900 });
    const zoomed = await tooWide(page, ZOOMED);
    await page.setViewportSize({ width: DESK, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    return [...onPhone, ...zoomed, ...(await faultsOfLooks(page))];
  });
  expect(faults).toEqual([]);
});

it('writes valid markup for every component', async () => {
  for (const language of ['nl', 'en']) {
    const response = await fetch(`${site.address}/voorbeeldstad/onderdelen`, {
      headers: { cookie: `taal=${language}` },
    });
    expect(await markupFaults(await response.text())).toEqual([]);
  }
});
