import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, faultsAtWidths } from '../support/axe.ts';
import { openSite, type Site } from '../support/site.ts';
import { tablesToShow } from '../support/tables.ts';
import { TEST_PASSWORD } from '../support/town.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

interface Look {
  readonly width?: number;
  readonly language?: string;
  /** Off for who uses the page; on where axe must look into it. */
  readonly scripts?: boolean;
}

async function logIn(
  login: string,
  { width = 1440, language = 'nl', scripts = false }: Look = {},
): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    javaScriptEnabled: scripts,
    bypassCSP: scripts,
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`/proefstad/inloggen?taal=${language}`);
  await page.locator('main form input[name=login][type=text]').fill(login);
  await page.locator('main form input[name=password][type=password]').fill(TEST_PASSWORD);
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL((url) => !url.pathname.endsWith('/inloggen'));
  await page.goto('/proefstad/beslistabellen');
  return page;
}

const form = (page: Page, intent: string) =>
  page.locator('form', { has: page.locator(`input[name=intent][value=${intent}]`) });

async function sent(page: Page, intent: string): Promise<void> {
  const closed = page.locator('details:not([open])', { has: form(page, intent) });
  for (const details of await closed.all()) await details.locator('summary').first().click();
  await form(page, intent).locator('button[type=submit]').last().click();
  await page.waitForLoadState();
}

it('changes a rule on a phone, has it approved, puts it to use and goes back', async () => {
  const manager = await logIn('beheerder', { width: 390 });
  await form(manager, 'draft').locator('textarea[name=note]').fill('Eenzaamheid eerst naar het wijkteam');
  await sent(manager, 'draft');
  const set = new URL(manager.url()).pathname;

  await manager.goto(`${set}/hulp`);
  const row = manager.locator('tr', { hasText: 'Aard: Veel alleen' }).first();
  await row.locator('a', { hasText: 'Wijzigen' }).click();
  await manager.locator('select[name=gives-firstService]').selectOption('district-team');
  await manager.locator('textarea[name=nl]').fill('Wie veel alleen is, krijgt eerst het wijkteam.');
  await sent(manager, 'save');
  expect(await manager.locator('main').innerText()).toContain('De regel is bewaard.');

  await manager.goto(`${set}/proberen`);
  await manager.locator('input[name=dangers][value=none]').check();
  await manager.locator('input[name=sights][value=lonely]').check();
  await manager.locator('input[name=about][value=someone]').check();
  await manager.locator('main form button[type=submit]').last().click();
  expect(await manager.locator('main').innerText()).toContain(
    'Wie veel alleen is, krijgt eerst het wijkteam.',
  );

  await manager.goto(set);
  await sent(manager, 'propose');
  expect(await manager.locator('main').innerText()).toContain('De goedkeuring is gevraagd.');
  const approver = await logIn('goedkeurder');
  await approver.goto(set);
  await sent(approver, 'approve');
  await manager.goto(set);
  await sent(manager, 'activate');
  expect(await manager.locator('main').innerText()).toContain('Nieuwe meldingen worden ermee beoordeeld.');

  await manager.goto('/proefstad/beslistabellen');
  const back = manager.locator('details', { has: form(manager, 'undo') });
  await back.locator('summary').click();
  await form(manager, 'undo').locator('input[name=reason]').fill('Toch niet');
  await form(manager, 'undo').locator('button[type=submit]').click();
  await manager.waitForLoadState();
  expect(await manager.locator('main').innerText()).toContain('De versie van hiervoor geldt weer.');
  for (const page of [manager, approver]) await page.context().close();
});

it.each([
  ['nl', [390, 1440]],
  ['en', [768]],
] as const)('has no accessibility fault and fits, in %s at %j px', async (language, widths) => {
  const { number, guestId } = await tablesToShow(site.house);
  const page = await logIn('beheerder2', { language, scripts: true });
  const drafts = ['', '/hulp', '/hulp/hulp-money', '/gevaar/nieuw', '/proberen', '/vergelijken', '/inlezen'];
  for (const path of ['', '/standaard', '/uitnodiging', ...drafts.map((rest) => `/${number}${rest}`)]) {
    await page.goto(`/proefstad/beslistabellen${path}`);
    expect([path, await faultsAtWidths(page, widths)]).toEqual([path, []]);
    expect(await page.locator('script').count()).toBe(0);
  }
  await page.context().close();
  const guest = await logIn('goedkeurder', { language, scripts: true });
  await guest.goto(`/proefstad/beslistabellen/uitnodiging/${guestId}`);
  expect(await faultsAtWidths(guest, widths)).toEqual([]);
  await guest.context().close();
});

it('has no accessibility fault when everything is wrong', async () => {
  const { number } = await tablesToShow(site.house);
  const page = await logIn('beheerder2', { width: 390, scripts: true });
  await page.goto(`/proefstad/beslistabellen/${number}/tempo/nieuw`);
  await sent(page, 'add');
  expect(await page.locator('[aria-invalid=true]').count()).toBe(5);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`/proefstad/beslistabellen/${number}/proberen`);
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForLoadState();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`/proefstad/beslistabellen/${number}/inlezen`);
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForLoadState();
  expect(await page.locator('main').innerText()).toContain('Kies een bestand.');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.context().close();
});
