import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { sendReport, type SentReport } from '../support/house.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function worker(login: string, { width = 1280, scripts = true, locale = 'nl-NL' } = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 900 },
    locale,
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  await logIn(page, login);
  return page;
}

/** A report that opbouwwerk has in hand. */
async function accepted(page: Page): Promise<SentReport> {
  const report = await sendReport(site.house, site.house.towns[0]);
  await page.goto(`/proefstad/werk/${report.number}`);
  await page.locator('form:has(input[value=accept]) button').click();
  await page.waitForLoadState();
  return report;
}

describe('the own system of an organisation', () => {
  it('gets the summary with one button, and its reference finds the report', async () => {
    const page = await worker('opbouwwerk');
    const { number } = await accepted(page);
    await page.getByRole('link', { name: 'Samenvatting kopiëren' }).click();
    const block = page.getByLabel('Tekst om te kopiëren');
    expect(await block.inputValue()).toContain(`Melding ${number}, proefstad`);
    await page.getByRole('button', { name: 'Kopiëren' }).click();
    await page.getByText('Gekopieerd.').waitFor();
    // what was copied is what a paste brings
    await page.getByRole('link', { name: 'Terug naar de melding' }).click();
    await page.getByText('Kenmerk van uw eigen systeem noteren').click();
    const field = page.getByLabel('Kenmerk in uw eigen systeem');
    await field.focus();
    await page.keyboard.press('Control+V');
    expect(await field.inputValue()).toContain(`Melding ${number}`);
    await field.fill('2026-77');
    await page.getByRole('button', { name: 'Kenmerk bewaren' }).click();
    await page.getByText('Het kenmerk is bewaard.').waitFor();
    await page.goto('/proefstad/werk');
    await page.getByLabel('Nummer van een melding, of uw eigen kenmerk').fill('2026-77');
    await page.getByRole('button', { name: 'Openen' }).click();
    await page.waitForURL(`**/werk/${number}`);
  });

  it.each([
    ['nl-NL', 390],
    ['en-GB', 1440],
  ] as const)('can be served without scripts, in %s at %i pixels, without faults', async (locale, width) => {
    const page = await worker('opbouwwerk', { scripts: false, locale, width });
    const { number } = await accepted(page);
    await page.goto(`/proefstad/werk/${number}/samenvatting?met=woorden`);
    expect(await page.locator('textarea[readonly]').inputValue()).toContain('Een geheim verhaal.');
    expect(await page.locator('[data-copy-now]').isVisible()).toBe(false);
    await page.context().close();
    const scripted = await worker('opbouwwerk', { locale, width });
    for (const path of [`/proefstad/werk/${number}/samenvatting`, `/proefstad/werk/${number}`]) {
      await scripted.goto(path);
      expect(await accessibilityFaults(scripted)).toEqual([]);
      expect(await scripted.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});
