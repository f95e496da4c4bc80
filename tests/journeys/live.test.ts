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

const line = (page: Page) => page.locator('[data-live] [role=status]');
const row = (page: Page, number: number) => page.locator(`main a[href$="/werk/${number}"]`);
const openStreams = () => site.house.live.count();

/** Opens a page whose line is open too, so that what happens next is heard and not caught up with. */
async function open(page: Page, path: string, streams: number): Promise<void> {
  await page.goto(path);
  // the page before this one may still be hanging up
  await expect.poll(openStreams, { timeout: 10_000 }).toBe(streams);
}

it('says that there is something new, and shows it when asked, without taking what was typed or the focus', async () => {
  const page = await worker('opbouwwerk');
  await open(page, '/proefstad/werk', 1);
  const field = page.locator('input[name=nummer]');
  await field.fill('12');
  const report = await sendReport(site.house, site.house.towns[0]);
  await expect.poll(() => line(page).innerText()).toBe('1 melding is nieuw of gewijzigd.');
  expect(await row(page, report.number).count()).toBe(0);
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await sendReport(site.house, site.house.towns[0]);
  await expect.poll(() => line(page).innerText()).toBe('2 meldingen zijn nieuw of gewijzigd.');
  await page.locator('[data-live] a').click();
  await expect.poll(() => row(page, report.number).count()).toBe(1);
  expect(await line(page).innerText()).toBe('U ziet nu de laatste stand.');
  expect(await page.locator('input[name=nummer]').inputValue()).toBe('12');
  await page.context().close();
});

it('keeps the note of one when the other takes the report meanwhile', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const [one, other] = [await worker('opbouwwerk'), await worker('coordinator')];
  await one.goto(`/proefstad/werk/${report.number}`);
  await one.locator('form:has(input[value=accept]) button').click();
  await one.waitForLoadState();
  await one.locator('summary', { hasText: 'Notitie' }).click();
  await one.locator('textarea[name=note]').fill('Mevrouw belt morgen terug.');
  await expect.poll(openStreams).toBe(2);
  await other.goto(`/proefstad/werk/${report.number}`);
  await other
    .locator('summary', { hasText: 'Naar u toe halen' })
    .or(other.locator('details:has(input[value=take-over]) summary'))
    .first()
    .click();
  await other.locator('form:has(input[value=take-over]) button').click();
  await expect.poll(() => line(one).innerText()).toContain('Deze melding is niet meer bij u.');
  expect(await one.locator('textarea[name=note]').inputValue()).toBe('Mevrouw belt morgen terug.');
  await one.context().close();
  await other.context().close();
});

it('shows two people on one report to each other, and that one of them writes', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const [one, other] = [await worker('opbouwwerk'), await worker('coordinator')];
  await one.goto(`/proefstad/werk/${report.number}`);
  await one.locator('form:has(input[value=accept]) button').click();
  await one.waitForLoadState();
  await expect.poll(openStreams).toBe(2);
  await other.goto(`/proefstad/werk/${report.number}`);
  const here = (page: Page) => page.locator('[data-here-list]').innerText();
  await expect.poll(() => here(one)).toMatch(/^Ook hier: .*coordinator$/);
  await expect.poll(() => here(other)).toMatch(/^Ook hier: .*opbouwwerk$/);
  await one.locator('details:has(textarea[name=note]) > summary').click();
  await one.locator('textarea[name=note]').pressSequentially('Ik');
  await expect.poll(() => here(other)).toMatch(/^Ook hier: .*opbouwwerk\. Schrijft nu iets\.$/);
  expect(await accessibilityFaults(other)).toEqual([]);
  await other.goto('/proefstad/werk');
  await expect.poll(() => one.locator('[data-here-list]').innerText()).toBe('');
  await one.context().close();
  await other.context().close();
});

it('shows what was changed elsewhere around a note that is half typed', async () => {
  const report = await sendReport(site.house, site.house.towns[0]);
  const [one, other] = [await worker('opbouwwerk'), await worker('opbouwwerk', { scripts: false })];
  for (const page of [one, other]) await page.goto(`/proefstad/werk/${report.number}`);
  await other.locator('form:has(input[value=accept]) button').click();
  await other.waitForLoadState();
  await one.reload();
  const note = one.locator('textarea[name=note]');
  await one.locator('details:has(textarea[name=note]) > summary').click();
  await note.fill('Half getypt');
  await other.locator('form:has(input[value=contacted]) button').click();
  await other.waitForLoadState();
  await expect.poll(() => line(one).innerText()).toBe('Iemand heeft deze melding gewijzigd.');
  await one.locator('[data-live] a').click();
  await expect.poll(() => line(one).innerText()).toBe('U ziet nu de laatste stand.');
  expect(await note.inputValue()).toBe('Half getypt');
  expect(await one.locator('details:has(textarea[name=note])').getAttribute('open')).not.toBeNull();
  expect(await one.locator('form:has(input[value=close])').count()).toBe(1);
  await one.context().close();
  await other.context().close();
});

it('says so when the line is gone or the session ended, at 390 and 1280 pixels, and axe finds nothing', async () => {
  const page = await worker('opbouwwerk');
  await page.goto('/proefstad/werk');
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/proefstad/werk');
  await elsewhere.locator('button', { hasText: 'Uitloggen' }).click();
  await expect.poll(() => line(page).innerText()).toContain('U bent uitgelogd.');
  expect(await faultsAtWidths(page, [390, 1280])).toEqual([]);
  await page.context().close();
});
