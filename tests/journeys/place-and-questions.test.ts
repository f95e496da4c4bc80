import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { globePoint } from '@wijkverbond/core/spatial';
import { inTenant } from '../../src/kit/db.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { openSite, type Site } from '../support/site.ts';
import { layInTheNetherlands } from '../support/town.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await layInTheNetherlands(site.house.db.owner, site.house.towns[0]);
}, 180_000);
afterAll(async () => {
  await site?.close();
});

const HOME = globePoint({ xM: 155_250, yM: 463_250 });

async function visitor({ scripts = false, width = 390 } = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 844 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
    // axe is put into the page
    bypassCSP: scripts,
    geolocation: { latitude: HOME?.latDeg ?? 0, longitude: HOME?.lonDeg ?? 0, accuracy: 12 },
    permissions: ['geolocation'],
  });
  return context.newPage();
}

async function fillIn(page: Page): Promise<void> {
  await page.goto('/proefstad/melden');
  await page.locator('input[name=dangers][value=none]').check();
  await page.locator('input[name=sights][value=damage]').check();
  await page.locator('textarea[name=story]').fill('De bank is kapot.');
  await page.locator('input[name=about][value=place]').check();
}

const stored = async () => {
  const { rows } = await inTenant(site.house.db.app, site.house.towns[0].id, ({ kysely }) =>
    sql<{ source: string; x_m: number; y_m: number; urgency: string }>`
      select source, x_m, y_m, assessment.urgency
      from report join report_place on report_place.report_id = report.id
      join assessment on assessment.report_id = report.id
      order by number desc limit 1`.execute(kysely),
  );
  return rows[0];
};

it.each([
  ['a phone', 390],
  ['a desk', 1280],
])('points out a place and answers a question without scripts, on %s', async (_what, width) => {
  const page = await visitor({ width });
  await fillIn(page);
  // the first button of a form is the one that Enter presses
  await page.getByRole('button', { name: 'Wijs het aan op de kaart' }).click();
  await page.waitForLoadState();
  const map = page.locator('input[type=image]:visible');
  expect(await map.count()).toBe(1);
  const box = await map.boundingBox();
  await map.click({ position: { x: (box?.width ?? 0) * 0.65, y: (box?.height ?? 0) * 0.5 } });
  await page.getByRole('button', { name: 'Dit is de plek' }).click();
  await page.waitForLoadState();
  await page.getByText('U hebt een plek aangewezen in Proefbuurt.').waitFor();
  expect(await page.locator('textarea[name=story]').inputValue()).toBe('De bank is kapot.');
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForLoadState();
  await page.getByText('Kan iemand zich eraan bezeren?').waitFor();
  await page.getByLabel('Ja', { exact: true }).check();
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForLoadState();
  await page.waitForURL('**/melden/ontvangen');
  const place = await stored();
  expect(place).toMatchObject({ source: 'pin', urgency: 'today' });
  // a third of the way to the right of the middle; the finger is not finer than some metres
  expect(Math.abs((place?.x_m ?? 0) - 155_720)).toBeLessThan(10);
  expect(Math.abs((place?.y_m ?? 0) - 463_500)).toBeLessThan(10);
  await page.context().close();
});

it('sends the form, and opens no map, when somebody presses Enter in a field', async () => {
  const page = await visitor();
  await fillIn(page);
  await page.locator('input[name=address]').fill('proefstraat 1');
  await page.locator('input[name=address]').press('Enter');
  await expect.poll(() => page.locator('h1').innerText()).toBe('Nog één vraag');
  await page.context().close();
});

it('uses the place of the telephone with one script of our own, and says how sure it is', async () => {
  const page = await visitor({ scripts: true });
  await fillIn(page);
  await page.getByRole('button', { name: 'Gebruik de plek waar ik nu ben' }).click();
  await page.waitForLoadState();
  await page.getByText('Uw telefoon weet de plek op ongeveer 12 meter.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Dit is de plek' }).click();
  await page.waitForLoadState();
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForLoadState();
  await page.getByText('Kan iemand zich eraan bezeren?').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForLoadState();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByLabel('Dat weet ik niet').check();
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForLoadState();
  await page.waitForURL('**/melden/ontvangen');
  expect(await stored()).toMatchObject({ source: 'gps', x_m: 155_250, y_m: 463_250 });
  await page.context().close();
});

it('says so when the telephone does not tell where it is', async () => {
  const page = await visitor({ scripts: true });
  await page.context().clearPermissions();
  await fillIn(page);
  await page.getByRole('button', { name: 'Gebruik de plek waar ik nu ben' }).click();
  await page.waitForLoadState();
  await expect
    .poll(() => page.locator('[data-own-place-note]').innerText())
    .toContain('Uw plek is niet gevonden.');
  await page.context().close();
});
