import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { sendForm } from '../support/browser.ts';
import { aJpeg } from '../support/pictures.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());

const PHONE = { width: 390, height: 844 };

/** Without scripts, on a phone. */
async function visitor(): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    javaScriptEnabled: false,
    viewport: PHONE,
    locale: 'nl-NL',
  });
  return context.newPage();
}

async function staff(login: string): Promise<Page> {
  const page = await visitor();
  await logIn(page, login);
  return page;
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const words = (page: Page) => page.locator('main').innerText();
const isDrawn = (page: Page) =>
  page
    .locator('main img')
    .evaluateAll((images) =>
      images.every((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0),
    );

async function fillIn(page: Page, story: string): Promise<void> {
  await page.goto('/proefstad/melden');
  await page.locator('input[name=dangers][value=none]').check();
  await page.locator('input[name=sights][value=damage]').check();
  await page.locator('textarea[name=story]').fill(story);
  await page.locator('input[name=about][value=place]').check();
  await page.locator('input[name=address]').fill('proefstraat 1');
}

it('takes three photos along from a phone, keeps them through a mistake, and shows what was done about it', async () => {
  const resident = await visitor();
  await fillIn(resident, '');
  const photos = await Promise.all(
    ['#22aa22', '#aaaa22', '#aa22aa'].map((colour) => aJpeg(1200, 900, colour)),
  );
  await resident
    .locator('input[name=photo]')
    .setInputFiles([
      ...photos.map((photo) => file('foto.jpg', photo)),
      file('brief.jpg', Buffer.from('geen foto')),
    ]);
  await sendForm(resident);
  expect(await words(resident)).toContain('3 foto’s zijn al binnen');
  expect(await words(resident)).toContain('Eén bestand is geen foto die wij kunnen lezen.');

  await resident.locator('textarea[name=story]').fill('De lamp bij de ingang is al weken stuk.');
  await sendForm(resident);
  await resident.waitForURL('**/melden/ontvangen');
  expect(await words(resident)).toContain('Uw 3 foto’s zijn ook binnen.');
  const code = /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/.exec(await words(resident))?.[0] ?? '';

  const worker = await staff('openbaar');
  await worker.locator('main a[href*="/werk/"]:not([href*="/werk/lijst"])').first().click();
  expect(await worker.locator('main img').count()).toBe(0);
  await worker
    .locator('form', { has: worker.locator('input[name=intent][value=accept]') })
    .locator('button')
    .click();
  await worker.locator('main h1').waitFor();
  await expect.poll(() => worker.locator('main img').count()).toBe(3);
  await expect.poll(() => isDrawn(worker)).toBe(true);
  const report = worker.url();

  const [answer] = await Promise.all([
    worker.waitForResponse((response) => /\/fotos\/[0-9a-f-]+$/.test(response.url())),
    worker.getByRole('link', { name: 'Foto 1 openen' }).click(),
  ]);
  expect(await sharp(await answer.body()).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1200,
    height: 900,
  });

  await worker.goto(`${report}/fotos`);
  await worker
    .locator('input[name=photo]')
    .setInputFiles([file('klaar.jpg', await aJpeg(800, 600, '#ffffff'))]);
  await worker.getByRole('button', { name: 'Foto’s versturen' }).click();
  await worker.getByRole('button', { name: 'Foto 4 delen met de melder' }).click();
  expect(await words(worker)).toContain('De melder ziet de foto nu ook.');
  const removal = worker.locator('form', { has: worker.locator('input[name=intent][value=remove-photo]') });
  await removal.locator('select[name=photo]').selectOption({ label: 'Foto 1' });
  await removal.locator('select[name=reason]').selectOption('person');
  await removal.locator('button').click();
  expect(await words(worker)).toContain('De foto is weggehaald.');
  await worker.goto(report);
  expect(await worker.locator('main img').count()).toBe(3);
  expect(await words(worker)).toContain('Foto weggehaald: Iemand is herkenbaar.');

  await resident.goto('/proefstad/volgen');
  await resident.locator('input[name=code]').fill(code);
  await resident.locator('main form button[type=submit]').click();
  await resident.waitForURL('**/volgen/melding');
  expect(await resident.locator('main img').count()).toBe(3);
  expect(await words(resident)).toContain('Van een medewerker');
  await resident
    .locator('input[name=photo]')
    .setInputFiles([file('nog-een.jpg', await aJpeg(400, 300, '#123456'))]);
  await resident.getByRole('button', { name: 'Foto’s versturen' }).click();
  await resident.waitForURL('**/volgen/melding#photos');
  expect(await resident.locator('main img').count()).toBe(4);
  await expect.poll(() => isDrawn(resident)).toBe(true);
});

it('has no accessibility fault where photos are, in either language, and fits a phone', async () => {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: PHONE,
    bypassCSP: true,
  });
  const page = await context.newPage();
  await fillIn(page, '');
  await page
    .locator('input[name=photo]')
    .setInputFiles([file('a.jpg', await aJpeg(300, 200)), file('b.jpg', Buffer.from('x'))]);
  await sendForm(page);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.locator('textarea[name=story]').fill('De lamp is stuk.');
  await sendForm(page);
  await page.waitForURL('**/melden/ontvangen');
  const desk = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: PHONE,
    bypassCSP: true,
  });
  const work = await desk.newPage();
  await logIn(work, 'coordinator');
  await work.goto('/proefstad/overzicht?lijst=open');
  const paths = await work
    .locator('main a[href*="/werk/"]:not([href*="/werk/lijst"])')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const newest = paths.toSorted().at(-1) ?? '';
  for (const language of ['nl', 'en']) {
    for (const [who, path] of [
      [page, '/proefstad/volgen/melding'],
      [page, '/proefstad/volgen/melding/fotos'],
      [work, newest],
      [work, `${newest}/fotos`],
    ] as const) {
      await who.goto(`${path}?taal=${language}`);
      expect([path, await who.locator('main img').count()]).toEqual([path, 1]);
      expect([path, await accessibilityFaults(who)]).toEqual([path, []]);
      expect(await who.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    }
  }
  await Promise.all([context.close(), desk.close()]);
});
