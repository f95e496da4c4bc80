import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsAtWidths } from '../support/axe.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function visitor(width: number, { scripts = false } = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 900 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
    // axe is put into the page
    bypassCSP: scripts,
  });
  return context.newPage();
}

const CODE = /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/;
const words = (page: Page) => page.locator('main').innerText();

it('goes from a call to an answer, and from an answer that was none to somebody else, without scripts', async () => {
  const desk = await visitor(1280);
  await logIn(desk, 'coordinator');
  await desk.getByRole('link', { name: 'Melding aannemen' }).click();
  await desk.locator('input[name=dangers][value=none]').check();
  await desk.locator('input[name=sights][value=damage]').check();
  await desk.locator('textarea[name=story]').fill('De bank bij de vijver is kapot.');
  await desk.locator('input[name=about][value=place]').check();
  await desk.locator('input[name=address]').fill('proefstraat 1');
  await desk.getByRole('button', { name: 'Melding versturen' }).click();
  await desk.waitForLoadState();
  await desk.getByLabel('Nee', { exact: true }).check();
  await desk.getByRole('button', { name: 'Melding versturen' }).click();
  await desk.waitForLoadState();
  await desk.waitForURL('**/werk/nieuw/*');
  const code = CODE.exec(await words(desk))?.[0] ?? '';
  const number = /Melding (\d+) is binnen/.exec(await words(desk))?.[1] ?? '';

  const worker = await visitor(390);
  await logIn(worker, 'openbaar');
  await worker.locator('input[name=nummer]').fill(number);
  await worker.getByRole('button', { name: 'Openen' }).click();
  await worker.waitForLoadState();
  await worker.waitForURL(`**/werk/${number}`);
  await worker
    .locator('form', { has: worker.locator('input[name=intent][value=accept]') })
    .locator('button')
    .click();
  await worker.waitForLoadState();
  const close = worker.locator('form', { has: worker.locator('input[name=intent][value=close]') });
  await worker.locator('summary', { hasText: 'Afronden' }).click();
  await close.locator('select[name=outcome], input[name=outcome]').first().waitFor();
  const select = close.locator('select[name=outcome]');
  if ((await select.count()) > 0) await select.selectOption('helped');
  else await close.locator('input[name=outcome][value=helped]').check();
  await close.locator('textarea[name=message]').fill('De bank is gemaakt.');
  await close.getByRole('button', { name: 'Bekijken wat de melder leest' }).click();
  await worker.getByText('Dit leest de melder').waitFor();
  await close.getByRole('button', { name: 'Versturen en afronden' }).click();
  await worker.getByText('is afgerond').waitFor();

  const caller = await visitor(390);
  await caller.goto('/proefstad/volgen');
  await caller.locator('input[name=code]').first().fill(code);
  await caller.locator('main form button[type=submit]').first().click();
  await caller.waitForLoadState();
  await caller.waitForURL('**/volgen/melding');
  expect(await words(caller)).toContain('De bank is gemaakt.');
  await caller.locator('textarea[name=again]').fill('Hij wiebelt nog.');
  await caller.getByRole('button', { name: 'Vraag om nog een keer te kijken' }).click();
  await caller.waitForLoadState();
  await expect.poll(() => words(caller)).not.toContain('Is het niet opgelost?');

  await desk.goto(`/proefstad/werk/${number}`);
  expect(await words(desk)).toContain('De melder vond het niet opgelost. Iemand anders kijkt nog een keer.');
  expect(await words(desk)).toContain('Hij wiebelt nog.');
});

it('has no accessibility fault while taking in a report, at 390, 768 and 1440 pixels', async () => {
  const page = await visitor(390, { scripts: true });
  const faults = () => faultsAtWidths(page, [390, 768, 1440]);
  await logIn(page, 'coordinator');
  await page.goto('/proefstad/werk/nieuw');
  expect(await faults()).toEqual([]);
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  expect(await faults()).toEqual([]);
  await page.locator('input[name=dangers][value=weapon]').check();
  await page.locator('input[name=about][value=someone]').check();
  await page.getByRole('button', { name: 'Melding versturen' }).click();
  await page.waitForURL('**/werk/nieuw/*');
  expect(await faults()).toEqual([]);
  expect(await page.locator('a[href="tel:112"]').count()).toBeGreaterThan(1);
  await page.goto('/proefstad/werk?nummer=x');
  expect(await faults()).toEqual([]);
});
