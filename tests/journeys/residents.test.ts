import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTenant } from '../../src/kit/db.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { sendReport } from '../support/house.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(async () => {
  await site?.close();
});

/** On a phone. With scripts only where axe has to look. */
async function visitor({ scripts = false, language = 'nl' } = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width: 390, height: 844 },
    locale: language,
    javaScriptEnabled: scripts,
    bypassCSP: scripts,
  });
  return context.newPage();
}

async function fillIn(page: Page): Promise<void> {
  await page.goto('/proefstad/melden');
  await page.locator('input[name=dangers][value=none]').check();
  await page.locator('input[name=sights][value=damage]').check();
  await page.locator('textarea[name=story]').fill('De lantaarn doet het niet.');
  await page.locator('input[name=about][value=place]').check();
  await page.locator('input[name=address]').fill('proefstraat 1');
}

const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState();
};

const lamp = () =>
  sendReport(site.house, site.house.towns[0], {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  });

it('shows without scripts what is reported near already, and lets somebody say that it is the same', async () => {
  const { number, reportId } = await lamp();
  const page = await visitor();
  await fillIn(page);
  await press(page, 'Melding versturen');
  await page.getByText('Deze melding is er al. Is het dezelfde als die van u?').waitFor();
  await page.getByLabel('Iets dat stuk of vies is op straat, bij Proefstraat').check();
  await page.locator('input[name=q-street-hurt][value=no]').check();
  await press(page, 'Melding versturen');
  await page.waitForURL('**/melden/ontvangen');
  const { rows } = await inTenant(site.house.db.app, site.house.towns[0].id, ({ kysely }) =>
    sql<{ number: number; same: string }>`
      select report.number, same_as_id as same from report join report_same on report_same.report_id = report.id`.execute(
      kysely,
    ),
  );
  expect(rows).toEqual([{ number: number + 1, same: reportId }]);
  await page.context().close();
});

it.each(['nl', 'en'])('can be read by everybody, in %s', async (language) => {
  await lamp();
  const page = await visitor({ scripts: true, language });
  await fillIn(page);
  await press(page, language === 'nl' ? 'Melding versturen' : 'Send the report');
  await page.locator('input[name=same]').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await page.locator('script:not([src="/place.js"])').count()).toBe(0);
  await page.context().close();
});
