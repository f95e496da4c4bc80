import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, faultsAtWidths } from '../support/axe.ts';
import { sendReport } from '../support/house.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function worker(login: string, { width = 1280, scripts = true } = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 900 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  await logIn(page, login);
  return page;
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent);
const intent = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.closest('form')?.querySelector<HTMLInputElement>('[name=intent]')?.value,
  );

it('goes through the list, opens a report and its forms, and sends nothing by a key alone', async () => {
  const [one, two] = [
    await sendReport(site.house, site.house.towns[0]),
    await sendReport(site.house, site.house.towns[0]),
  ];
  const page = await worker('opbouwwerk');
  await page.goto('/proefstad/werk');
  const at = () => page.evaluate(() => (document.activeElement as HTMLAnchorElement).pathname);
  await page.keyboard.press('j');
  const first = await at();
  await page.keyboard.press('j');
  expect([first, await at()].toSorted()).toEqual(
    [one, two].map(({ number }) => `/proefstad/werk/${number}`).toSorted(),
  );
  await page.keyboard.press('k');
  expect(await at()).toBe(first);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${first}`);
  await page.keyboard.press('a');
  expect(await intent(page)).toBe('accept');
  await page.keyboard.press('w');
  expect(await intent(page)).toBe('decline');
  // still offered: keys opened forms and sent none
  expect(await page.locator('form:has(input[value=accept])').count()).toBe(1);
  // the focus is in a field now, where keys are dead
  await page.reload();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await page.locator('details:has(textarea[name=note])').waitFor();
  await page.keyboard.press('n');
  expect(await focused(page)).toBe('note');
  await page.context().close();
});

it('leaves what is typed alone, and combinations of the browser too', async () => {
  await sendReport(site.house, site.house.towns[0]);
  const page = await worker('opbouwwerk');
  await page.goto('/proefstad/werk');
  await page.keyboard.press('/');
  expect(await focused(page)).toBe('nummer');
  await page.keyboard.type('jk?a');
  expect(await page.locator('input[name=nummer]').inputValue()).toBe('jk?a');
  expect(await page.locator('[data-keys]').isVisible()).toBe(false);
  await page.locator('h1').click();
  await page.keyboard.press('Alt+j');
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('A');
  await page.context().close();
});

it('shows its keys, and stays switched off, on a phone and on a desk', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const page = await worker('opbouwwerk', { width: 390 });
  await page.goto(`/proefstad/werk/${report.number}`);
  await page.keyboard.press('?');
  const sheet = page.locator('[data-keys]');
  expect(await sheet.isVisible()).toBe(true);
  expect(await sheet.innerText()).toMatch(/Aannemen/);
  expect(await sheet.innerText()).not.toMatch(/Heropenen/);
  expect(await faultsAtWidths(page, [390, 1280])).toEqual([]);
  // what stands behind the sheet is out of reach
  await page.keyboard.press('w');
  expect(await intent(page)).not.toBe('decline');
  await page.locator('[data-keys-switch]').click();
  expect(await sheet.innerText()).toContain('De toetsen staan uit');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.keyboard.press('?');
  expect(await sheet.isVisible()).toBe(false);
  await page.keyboard.press('a');
  expect(await intent(page)).toBeUndefined();
  await page.locator('[data-keys-open]').click();
  await page.locator('[data-keys-switch]').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  expect(await intent(page)).toBe('accept');
  await page.context().close();
});

it('goes back to the list, and is not there without scripts', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const page = await worker('opbouwwerk');
  await page.goto(`/proefstad/werk/${report.number}`);
  await page.keyboard.press('l');
  await page.waitForURL('**/proefstad/werk');
  await page.context().close();
  const plain = await worker('opbouwwerk', { scripts: false });
  await plain.goto('/proefstad/werk');
  expect(await plain.locator('[data-keys-open]').isVisible()).toBe(false);
  await plain.context().close();
});

it('chooses several reports by key, and does nothing with them by a key alone', async () => {
  for (let at = 0; at < 3; at += 1) await sendReport(site.house, site.house.towns[0]);
  const page = await worker('opbouwwerk');
  await page.goto('/proefstad/werk/lijst?bereik=dienst');
  const ticked = () => page.locator('input[name=melding]:checked').count();
  const all = await page.locator('input[name=melding]').count();
  await page.keyboard.press('j');
  await page.keyboard.press('u');
  await page.keyboard.press('j');
  await page.keyboard.press('u');
  expect(await ticked()).toBe(2);
  await page.keyboard.press('u');
  expect(await ticked()).toBe(1);
  await page.keyboard.press('p');
  expect(await ticked()).toBe(all);
  // one left out is left out
  await page.keyboard.press('u');
  expect([await ticked(), await page.locator('input[name=alle]').isChecked()]).toEqual([all - 1, false]);
  await page.keyboard.press('q');
  expect(await focused(page)).toBe('wat');
  await page.locator('h1').click();
  await page.keyboard.press('y');
  expect(await focused(page)).toBe('adres');
  await page.locator('h1').click();
  await page.keyboard.press('1');
  await page.waitForURL('**/werk/lijst?bereik=mij');
  await page.keyboard.press('/');
  expect(await focused(page)).toBe('zoek');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.context().close();
});

it('prints a list and a report with its head, and with nothing to press', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const page = await worker('opbouwwerk');
  for (const path of ['/proefstad/werk/lijst?bereik=dienst', `/proefstad/werk/${report.number}`]) {
    await page.goto(path);
    expect(await page.locator('[data-print]').isVisible()).toBe(true);
    expect(await page.locator('.wijk-printed').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.wijk-printed').innerText()).toMatch(
      /proefstad · Naam opbouwwerk Afgedrukt op /,
    );
    // what was opened is printed, under its heading
    const pressed = page.locator('main :is(button, input, select, textarea, details:not([open]) > summary)');
    expect([path, await pressed.filter({ visible: true }).count()]).toEqual([path, 0]);
    await page.emulateMedia({ media: 'screen' });
  }
  await page.context().close();
});
