import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { sendReport, type SentReport } from '../support/house.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;
let lamp: SentReport;
let tile: SentReport;
let person: SentReport;
beforeAll(async () => {
  site = await openSite();
  const [town] = site.house.towns;
  const observations = {
    danger: { kind: 'none' as const },
    sights: ['damage' as const],
    about: 'place' as const,
  };
  const at = (xM: number, yM: number) => ({
    addressId: undefined,
    spot: { point: { xM, yM }, source: 'pin' as const },
  });
  lamp = await sendReport(site.house, town, { observations, ...at(150, 150) });
  tile = await sendReport(site.house, town, { observations, ...at(250, 150) });
  person = await sendReport(site.house, town, { observations: { ...observations, about: 'someone' } });
  const actor = await inTenant(site.house.db.app, town.id, (tx) =>
    userActor(tx, town.users['openbaar'] ?? ''),
  );
  if (!actor) throw new Error('expected somebody of public space');
  for (const { number } of [lamp, tile, person]) {
    const done = await perform(site.house.db.app, actor, number, { command: 'accept' });
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  }
}, 180_000);
afterAll(async () => {
  await site?.close();
});

interface Visitor {
  readonly width?: number;
  readonly language?: string;
  readonly scheme?: 'light' | 'dark';
  readonly scripts?: boolean;
}

/** With scripts only where axe has to look. */
async function visitor({
  width = 1280,
  language = 'nl',
  scheme = 'light',
  scripts = false,
}: Visitor = {}): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width, height: 900 },
    locale: language,
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    bypassCSP: scripts,
  });
  return context.newPage();
}

const LIST = '/proefstad/werk/lijst?beeld=kaart&bereik=dienst';

it('leads from the work to the map, nearer by a pin, and to a report, without scripts', async () => {
  const page = await visitor();
  await logIn(page, 'openbaar');
  await page.getByRole('link', { name: 'Op de kaart' }).click();
  await page.waitForURL('**/werk/lijst?beeld=kaart');
  await page.getByText('3 meldingen op dit stuk van de kaart.').waitFor();
  const pins = page.locator('svg a');
  expect(await pins.count()).toBe(2);
  await page.getByRole('link', { name: /^A: 2 meldingen, Proefbuurt/ }).focus();
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toBe('#plek-A');
  await page.locator('#plek-A').getByRole('link', { name: 'Dichterbij' }).click();
  await page.waitForURL('**kijk=**');
  expect(await pins.count()).toBe(2);
  expect(await page.locator('main').textContent()).toContain('1 melding ligt erbuiten.');
  await page.getByRole('link', { name: new RegExp(`^${tile.number} `) }).click();
  await page.waitForURL(`**/werk/${tile.number}`);
  await page.getByRole('img', { name: 'Kaart met een speld op de plek van de melding' }).waitFor();
  await page.context().close();
});

it('shows everybody what is in the street, and brings a report from there with its place on a map', async () => {
  const page = await visitor({ width: 390 });
  await page.goto('/proefstad');
  await page.getByRole('link', { name: 'Kijk op de kaart' }).click();
  await page.waitForURL('**/kaart');
  await page.getByText('2 meldingen op dit stuk van de kaart.').waitFor();
  expect(await page.locator('main').textContent()).not.toContain(String(person.number));
  await page.getByText('Kies een buurt, soort of periode').click();
  await page.getByLabel('Stand').selectOption('afgerond');
  await page.getByRole('button', { name: 'Laat zien' }).click();
  await page.getByText('Hier is niets gemeld').waitFor();
  await page.goto('/proefstad/kaart?kijk=150,150,400');
  await page.getByRole('link', { name: 'Meld iets op deze plek' }).click();
  await page.waitForURL('**/melden?plek=**');
  const chosen = page.getByRole('img', { name: 'Kaart met een speld op de plek die u koos' });
  expect(await chosen.getAttribute('src')).toBe('/proefstad/melden/kaart/narrow/150,150,400');
  await page.context().close();
});

it.each([
  { path: LIST, as: 'openbaar', width: 1440, language: 'nl' },
  { path: LIST, as: 'openbaar', width: 390, language: 'en', scheme: 'dark' as const },
  { path: '/proefstad/kaart', width: 390, language: 'nl' },
  { path: '/proefstad/kaart?kijk=150,150,400', width: 1440, language: 'en', scheme: 'dark' as const },
])('can be read by everybody: $path at $width, in $language', async ({ path, as, ...look }) => {
  const page = await visitor({ ...look, scripts: true });
  if (as !== undefined) await logIn(page, as);
  await page.goto(path);
  await page.locator('svg a').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
  // what is pressed is large enough, however narrow the map is
  const sizes = await page.locator('svg a').evaluateAll((pins) =>
    pins.map((pin) => {
      const { width, height } = pin.getBoundingClientRect();
      return Math.min(width, height);
    }),
  );
  for (const size of sizes) expect(size).toBeGreaterThanOrEqual(24);
  await page.context().close();
});

it('is one clear page on paper, with the map and the list and nothing to press', async () => {
  const page = await visitor();
  await logIn(page, 'openbaar');
  await page.goto(LIST);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('svg.wijk-map').isVisible()).toBe(true);
  expect(await page.getByText(`${lamp.number} Straat en buitenruimte`).isVisible()).toBe(true);
  expect(await page.getByRole('link', { name: 'Dichterbij' }).first().isVisible()).toBe(false);
  const paper = await page.pdf({
    format: 'A4',
    margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' },
  });
  expect(paper.toString('latin1').match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  await page.context().close();
});
