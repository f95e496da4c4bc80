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

const LIST = [
  'Omschrijving\tStraat\tHuisnummer\tSoort\tZaaknummer',
  'De lamp is al weken stuk.\tProefstraat\t1\tStuk of vies\tZ-100',
  '"Elke avond herrie,\nook doordeweeks."\tProefstraat\t1\tHerrie of ruzie\tZ-101',
  'Iemand zwaait met een mes.\tProefstraat\t1\t\t',
].join('\n');

describe('a list from a spreadsheet', () => {
  it('is pasted, looked at, taken in for the rows that were chosen, and found by its own reference', async () => {
    const page = await worker('coordinator', { width: 1440 });
    await page.goto('/proefstad/werk/nieuw');
    await page.getByRole('link', { name: 'Lees een lijst uit Excel in' }).click();
    await page.getByLabel('Geplakte cellen').fill(LIST);
    await page.getByRole('button', { name: 'Bekijken' }).click();
    await page.getByRole('heading', { name: 'Lijst inlezen' }).waitFor();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Rij 4', 'Rij 2', 'Rij 3']);
    expect(await page.locator('input[name=rij]:checked').count()).toBe(0);
    await page.getByRole('link', { name: 'Vink de 2 rijen zonder opmerkingen aan' }).click();
    expect(await page.locator('input[name=rij]:checked').count()).toBe(2);
    await page.getByLabel('Nee, ik heb de gekozen rijen gelezen').check();
    await page.getByRole('button', { name: 'Gekozen rijen inlezen' }).click();
    await page.getByRole('heading', { name: '2 rijen zijn ingelezen' }).waitFor();
    // the browser’s own way back and again: nothing is made twice
    await page.getByLabel('Dat weet ik niet: laat het meldpunt er vandaag naar kijken').check();
    await page.getByLabel('Rij 4 inlezen').check();
    await page.getByRole('button', { name: 'Gekozen rijen inlezen' }).click();
    await page.getByRole('heading', { name: '3 rijen zijn ingelezen' }).waitFor();
    await page.goto('/proefstad/werk?nummer=Z-100');
    await page.getByText('De lamp is al weken stuk.').waitFor();
  });

  it.each([
    ['nl-NL', 390],
    ['en-GB', 1440],
  ] as const)(
    'fits and has no accessibility fault, in %s at %i pixels, also without scripts',
    async (locale, width) => {
      const page = await worker('huismeester', { locale, width });
      await page.goto('/proefstad/werk/inlezen');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.locator('textarea[name=cellen]').fill(`${LIST}\n\tNergens 12\t\t\t`);
      await page.locator('main form button[type=submit]').last().click();
      await page.waitForURL(/inlezen\/[0-9a-f-]{36}/);
      await page.locator('main details').first().locator('summary').click();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const plain = await worker('huismeester', { locale, width, scripts: false });
      await plain.goto(page.url());
      await plain.locator('input[name=rij]').last().check();
      await plain.locator('input[name=gevaar][value=none]').check();
      await plain.locator('form:has(input[value=inlezen]) button').click();
      await plain.waitForURL('**?ingelezen');
      expect(await plain.locator('.utrecht-alert--ok').count()).toBe(1);
    },
  );
});
