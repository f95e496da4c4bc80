import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, faultsOfLooks, faultsOfWidth } from '../support/axe.ts';
import { openDemoSite, type DemoSite } from '../support/demo-site.ts';
import { SCREENS, visitScreens } from '../support/screens.ts';

/** A window of 1,280 pixels at 400 %. */
const ZOOMED = 320;
const PHONE = 390;
const DESK = 1440;

async function faultsAt(page: Page): Promise<string[]> {
  const headings = await page.locator('main h1').count();
  const onPhone = [...(await faultsOfWidth(page, PHONE)), ...(await accessibilityFaults(page))];
  await page.setViewportSize({ width: ZOOMED, height: 900 });
  const zoomed = await faultsOfWidth(page, ZOOMED);
  await page.setViewportSize({ width: DESK, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark' });
  return [
    ...(headings === 1 ? [] : ['no single heading']),
    ...onPhone,
    ...zoomed,
    ...(await faultsOfLooks(page)),
  ];
}

/** Every second screen from `first` on: two files walk them side by side. Gives the site that they are on. */
export function walkScreens(first: 0 | 1): () => DemoSite {
  let site: DemoSite;
  beforeAll(async () => {
    site = await openDemoSite();
  }, 240_000);
  afterAll(() => site?.close());

  it('fits every screen into a phone and at 400 % zoom, and has no accessibility fault there nor in the dark on a desk', async () => {
    const screens = SCREENS.filter((_, at) => at % 2 === first);
    const look = { language: 'nl', width: PHONE, screens } as const;
    const faults: string[] = [];
    const visited: string[] = [];
    for await (const { screen, page } of visitScreens(site.browser, site.address, look)) {
      visited.push(screen.name);
      faults.push(...(await faultsAt(page)).map((fault) => `${screen.name}: ${fault}`));
    }
    expect(visited).toEqual(screens.map(({ name }) => name));
    expect(faults).toEqual([]);
  });
  return () => site;
}
