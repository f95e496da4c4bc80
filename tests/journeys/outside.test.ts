import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { sendReport } from '../support/house.ts';
import { LAMP } from '../support/outside.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function browse(width: number, { scripts = false } = {}): Promise<Page> {
  const { address } = site.server;
  const viewport = { width, height: 900 };
  const wishes = { baseURL: address, viewport, locale: 'nl-NL', javaScriptEnabled: scripts };
  const page = await (await site.browser.newContext(wishes)).newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

const text = (page: Page) => page.locator('main').innerText();

it('asks an organisation without an account, which answers on a telephone, and the owner goes on, without scripts', async () => {
  const owner = await browse(1280);
  await logIn(owner, 'openbaar');
  const { number } = await sendReport(site.house, site.house.towns[0], LAMP);
  await owner.goto(`/proefstad/werk/${number}`);
  await owner.locator('form:has(input[value=accept]) button').click();
  await owner.waitForLoadState();
  await owner.locator('summary', { hasText: 'Vraag een organisatie zonder account' }).click();
  const form = owner.locator('form:has(input[value=ask-outside])');
  await form.locator('input[name=name]').fill('Netbeheer Noord');
  await form.locator('input[name=email]').fill('storing@netbeheer.test');
  await form.locator('textarea[name=body]').fill('Is deze lantaarn van u?');
  await form.locator('input[name=shows]').check();
  await form.locator('button').click();
  await owner.waitForLoadState();
  expect(await text(owner)).toContain('De vraag is gesteld');
  expect(await text(owner)).toContain('Wacht op een organisatie buiten het systeem');

  await owner.locator('summary', { hasText: 'Geef de link zelf door' }).click();
  await owner.getByRole('button', { name: 'Toon de link' }).click();
  await owner.waitForLoadState();
  const link = await owner.locator('[data-copy] textarea').inputValue();

  const outside = await browse(390);
  await outside.goto(new URL(link).pathname);
  const asked = await text(outside);
  for (const words of ['Een vraag van gemeente', 'Is deze lantaarn van u?', 'Proefstraat 1'])
    expect(asked).toContain(words);
  expect(asked).not.toContain('Geheim');
  const scripted = await browse(390, { scripts: true });
  await scripted.goto(new URL(link).pathname);
  expect(await accessibilityFaults(scripted)).toEqual([]);
  await outside.locator('summary', { hasText: 'Wij geven antwoord' }).click();
  const answer = outside.locator('form:has(input[value=answer])');
  await answer.locator('button').click();
  await outside.waitForLoadState();
  expect(await text(outside)).toContain('Vul uw naam in.');
  await answer.locator('textarea[name=body]').fill('Ja. Wij maken hem vrijdag.');
  await answer.locator('input[name=name]').fill('Noor Buiten');
  await answer.locator('input[name=role]').fill('opzichter');
  await answer.locator('button').click();
  await outside.waitForLoadState();
  expect(await text(outside)).toContain('Uw antwoord is binnen');
  await outside.goto(new URL(link).pathname);
  expect(await text(outside)).toContain('Deze link werkt niet');

  await owner.goto('/proefstad/werk');
  expect(await text(owner)).toContain('antwoordde een organisatie buiten het systeem');
  await owner.goto(`/proefstad/werk/${number}`);
  const back = await text(owner);
  for (const words of ['Ja. Wij maken hem vrijdag.', 'Noor Buiten, opzichter', 'Antwoord gekregen'])
    expect(back).toContain(words);
}, 120_000);
