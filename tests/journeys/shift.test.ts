import type { Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTenant } from '../../src/kit/db.ts';
import { accessibilityFaults, faultsOfLooks } from '../support/axe.ts';
import { sendReport } from '../support/house.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

interface Look {
  readonly width: number;
  readonly scripts: boolean;
}

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function worker(login: string, { width, scripts }: Look): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 900 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await logIn(page, login);
  return page;
}

it.each([
  { width: 390, scripts: true },
  { width: 1440, scripts: true },
  { width: 1280, scripts: false },
])('hands over the shift at $width pixels, scripts: $scripts', async (look) => {
  const { width, scripts } = look;
  // axe is a script itself
  const find = width === 390 ? accessibilityFaults : faultsOfLooks;
  const faults = (of: Page) => (scripts ? find(of) : Promise.resolve([]));
  const town = site.house.towns[0];
  await inTenant(site.house.db.owner, town.id, ({ kysely }) =>
    sql`update municipality set settings = settings || '{"shiftTerm": {"amount": 20160, "unit": "minutes"}}'`.execute(
      kysely,
    ),
  );
  const { number } = await sendReport(site.house, town, {
    observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
  });
  const page = await worker('wijkteam', look);
  await page.goto(`/proefstad/werk/${number}`);
  await page.locator('form:has(input[value=accept]) button').click();
  await page.goto('/proefstad/werk');
  await page.getByRole('link', { name: 'Dienst overdragen' }).click();
  expect(await faults(page)).toEqual([]);
  const isWide = scripts && (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth));
  expect(isWide).toBe(false);
  await page.locator(`[name=regel-${number}]`).fill(`Bel voor tienen, breedte ${width}.`);
  await page.getByRole('button', { name: 'Overdragen' }).click();
  // nobody would read it: nothing typed is lost
  expect(await faults(page)).toEqual([]);
  expect(await page.locator(`[name=regel-${number}]`).inputValue()).toContain('Bel voor tienen');
  await page.locator('[name=volgende]').selectOption({ label: 'Naam wijkteam2' });
  await page.getByRole('button', { name: 'Overdragen' }).click();
  expect(await page.locator('[role=status]').textContent()).toContain('Overgedragen aan Naam wijkteam2');
  expect(await faults(page)).toEqual([]);
  const next = await worker('wijkteam2', look);
  await next.goto('/proefstad/werk');
  expect(await next.locator('main').textContent()).toContain(`Bel voor tienen, breedte ${width}.`);
  expect(await faults(next)).toEqual([]);
  await next.getByRole('button', { name: 'Gelezen' }).first().click();
  expect(await next.locator('main').textContent()).not.toContain(`Bel voor tienen, breedte ${width}.`);
  await page.goto('/proefstad/werk/overdragen');
  expect(await page.locator('main').textContent()).toContain('Gelezen door Naam wijkteam2');
  await page.context().close();
  await next.context().close();
});
