import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { sendReport, type SentReport } from '../support/house.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

async function worker(login: string, { width = 1280, scripts = false } = {}): Promise<Page> {
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

const LAMP = {
  observations: { danger: { kind: 'none' as const }, sights: ['damage' as const], about: 'place' as const },
  story: 'De deur van de berging is kapot en er ligt glas.',
};

async function accepted(page: Page): Promise<SentReport> {
  const report = await sendReport(site.house, site.house.towns[0], LAMP);
  await page.goto(`/proefstad/werk/${report.number}`);
  await page.locator('form:has(input[value=accept]) button').click();
  await page.waitForLoadState();
  return report;
}

async function ask(page: Page, service: string, words: string): Promise<void> {
  const form = page.locator('form:has(input[name=intent][value=split])');
  await page.getByText('Vraag een andere organisatie een deel te doen').click();
  await form.locator('select[name=service]').selectOption({ label: service });
  await form.locator('textarea[name=ask]').fill(words);
  await form.locator('button').click();
  await page.waitForLoadState();
}

const partNumber = async (page: Page): Promise<string> => {
  const head = await page.locator('.wijk-parts__head').last().innerText();
  return /Deel (\d+)/.exec(head)?.[1] ?? '';
};

it('asks a part, which another organisation does, and ends the whole after it, without scripts', async () => {
  const owner = await worker('openbaar');
  const doer = await worker('huismeester', { width: 390 });
  const report = await accepted(owner);
  await ask(owner, 'caretaker', 'Maak het glas weg en zet de deur vast.');
  expect(await owner.locator('main').innerText()).toContain('Het deel van melding');
  const part = await partNumber(owner);

  await doer.goto('/proefstad/werk');
  expect(await doer.locator('main').innerText()).toContain(`Deel ${part}: `);
  await doer.goto(`/proefstad/werk/${part}`);
  const offered = await doer.locator('main').innerText();
  expect(offered).toContain(`Dit is een deel van melding ${report.number}.`);
  expect(offered).not.toContain('Maak het glas weg');
  expect(offered).not.toContain('berging');
  await doer.locator('form:has(input[value=accept]) button').click();
  await doer.waitForLoadState();
  const begun = await doer.locator('main').innerText();
  expect(begun).toContain('Maak het glas weg en zet de deur vast.');
  // the place was ticked, because it is about a place; the words were not
  expect(begun).toContain('Proefstraat 1');
  expect(begun).not.toContain('berging is kapot');

  // who tries to end the whole is asked about the part
  await owner.reload();
  await owner.locator('details:has(input[value=close]) > summary').click();
  expect(await owner.locator('main').innerText()).toContain('Er is nog een deel open');

  const finish = doer.locator('form:has(input[value=finish-part])');
  await finish.locator('select[name=outcome]').selectOption('part-done');
  await finish.locator('textarea[name=result]').fill('Glas is weg, deur zit vast.');
  await finish.locator('button').click();
  await doer.waitForLoadState();
  expect(await doer.locator('main').innerText()).toContain(`Deel ${part} is afgerond.`);

  await owner.goto(`/proefstad/werk/${report.number}`);
  const told = await owner.locator('main').innerText();
  expect(told).toContain('Glas is weg, deur zit vast.');
  expect(told).toContain('Elk deel heeft een uitkomst.');
  expect(told).toContain(`Deel ${part} heeft een uitkomst: Deel gedaan.`);
  await owner.context().close();
  await doer.context().close();
});

it('says beside the field what is missing, and keeps what was typed', async () => {
  const owner = await worker('openbaar');
  await accepted(owner);
  const form = owner.locator('form:has(input[name=intent][value=split])');
  await owner.getByText('Vraag een andere organisatie een deel te doen').click();
  await form.locator('textarea[name=ask]').fill('Kijk bij de buren.');
  await form.locator('input[value=story]').check();
  await form.locator('button').click();
  await owner.waitForLoadState();
  expect(await form.locator('textarea[name=ask]').inputValue()).toBe('Kijk bij de buren.');
  expect(await form.locator('input[value=story]').isChecked()).toBe(true);
  await form.locator('select[name=service]').selectOption({ label: 'caretaker' });
  await form.locator('button').click();
  await owner.waitForLoadState();
  expect(await form.innerText()).toContain('Kies waarom zij de woorden van de melder moeten lezen.');
  expect(await form.locator('textarea[name=ask]').inputValue()).toBe('Kijk bij de buren.');
  await owner.context().close();
});

it('takes one of two parts back and ends the other with a reason, by keys where there are scripts', async () => {
  const owner = await worker('openbaar', { scripts: true });
  await accepted(owner);
  await ask(owner, 'caretaker', 'Maak het glas weg.');
  await ask(owner, 'mediation', 'Praat met de buren.');
  const second = await partNumber(owner);
  expect(await accessibilityFaults(owner)).toEqual([]);
  const asked = await worker('opbouwwerk', { width: 390, scripts: true });
  await asked.goto(`/proefstad/werk/${second}`);
  expect(await accessibilityFaults(asked)).toEqual([]);
  await asked.context().close();
  await owner.keyboard.press('-');
  await owner.keyboard.press('Enter');
  await expect.poll(() => owner.locator('main').innerText()).toContain('Het deel is terug.');
  expect(await owner.locator('.wijk-parts__item').first().innerText()).toContain(
    'Terug: beslis wie het doet',
  );
  const drop = owner.locator(`form:has(input[value="drop-part.${second}"])`);
  await owner.getByText(`Deel ${second} beëindigen`).click();
  await drop.locator('button').click();
  // of two forms the one that was sent says what is missing
  await expect.poll(() => drop.locator('.utrecht-form-field--invalid').count()).toBe(1);
  expect(await owner.locator('main .utrecht-form-field--invalid').count()).toBe(1);
  await drop.locator('textarea').fill('De buren hebben het zelf gedaan.');
  await drop.locator('button').click();
  await expect.poll(() => owner.locator('main').innerText()).toContain('Het deel is beëindigd.');
  expect(await owner.locator('.wijk-parts__item').last().innerText()).toContain(
    'De buren hebben het zelf gedaan.',
  );
  await owner.context().close();
});
