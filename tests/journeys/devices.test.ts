import { createECDH, randomBytes } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

/**
 * Notices on a device, in a real browser. What a browser without a screen cannot do is reach the push service of its maker
 * and show a notice: a subscription is given to it, and what it was asked to show is written down. All else is its own.
 */
let site: Site;
let device: BrowserContext;

beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(() => site?.close());
beforeEach(async () => {
  device = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
  });
  device.setDefaultTimeout(10_000);
  await device.grantPermissions(['notifications'], { origin: site.server.address });
});
afterEach(() => device.close());

async function openPage(): Promise<Page> {
  const page = await device.newPage();
  await logIn(page, 'opbouwwerk');
  await page.goto('/proefstad/account/apparaten');
  return page;
}

/** What the push service of the browser would have given. */
async function giveSubscription(): Promise<void> {
  const [p256dh = '', auth = ''] = [createECDH('prime256v1').generateKeys(), randomBytes(16)].map((bytes) =>
    bytes.toString('base64url'),
  );
  const given = JSON.stringify({ endpoint: 'https://push.test/send/1', keys: { p256dh, auth } });
  await device.addInitScript(`{
    const given = ${given};
    const subscription = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true };
    Object.defineProperty(Notification, 'permission', { get: () => 'default' });
    PushManager.prototype.subscribe = async () => (localStorage.setItem('subscribed', '1'), subscription);
    PushManager.prototype.getSubscription = async () => (localStorage.getItem('subscribed') ? subscription : null);
  }`);
}

it('switches a device on, knows it again, and has no fault for who cannot see', async () => {
  await giveSubscription();
  const page = await openPage();
  await page.getByRole('button', { name: 'Zet meldingen aan' }).click();
  await page.waitForURL('**/account/apparaten?gedaan=aan');
  expect(await page.getByText('Op dit apparaat krijgt u meldingen.').isVisible()).toBe(true);
  expect(await page.locator('[data-mark]').getByText('Dit apparaat').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Zet meldingen aan' }).isVisible()).toBe(false);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stuur een proefbericht' }).click();
  await page.waitForURL('**/account/apparaten?gedaan=proef');
  await page.getByRole('button', { name: 'Zet uit' }).click();
  await page.waitForURL('**/account/apparaten?gedaan=weg');
  expect(await page.getByText('U krijgt op geen enkel apparaat meldingen.').isVisible()).toBe(true);
});

it('shows what comes in once under its tag, without a word of a report, beside the round that keeps its queue', async () => {
  const page = await openPage();
  const scope = `${site.server.address}/proefstad/account/`;
  const cdp = await device.newCDPSession(page);
  const registered = Promise.withResolvers<string>();
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations.find(({ scopeURL }) => scopeURL === scope);
    if (found) registered.resolve(found.registrationId);
  });
  await cdp.send('ServiceWorker.enable');
  await page.evaluate(`(async () => {
    const base = '/proefstad/account/';
    const registration = await navigator.serviceWorker.register(base + 'apparaten-werker.js', { scope: base });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker.state === 'activated') return;
    await new Promise((done) => worker.addEventListener('statechange', () => worker.state === 'activated' && done()));
  })()`);
  const registrationId = await registered.promise;
  const shown = { title: 'Er is iets voor u', body: 'Een melding is bijna te laat.', tag: 'a', lang: 'nl' };
  const data = JSON.stringify({ ...shown, path: '/proefstad/werk/7' });
  const [worker] = device.serviceWorkers().filter((each) => each.url().endsWith('/apparaten-werker.js'));
  if (!worker) throw new Error('expected the service worker to run');
  await worker.evaluate(`self.shown = new Map();
    self.registration.showNotification = async (title, { body, tag, data }) =>
      void self.shown.set(tag, { title, body, tag, path: data.path });`);
  /** As a screen has them: the same tag again takes the place of what is there. */
  const notices = () => worker.evaluate<{ title: string; path: string }[]>('[...self.shown.values()]');
  const deliver = (text: string) =>
    cdp.send('ServiceWorker.deliverPushMessage', { origin: site.server.address, registrationId, data: text });
  await deliver(data);
  await deliver(data);
  const expected = { title: shown.title, body: shown.body, tag: 'a', path: '/proefstad/werk/7' };
  await expect.poll(notices).toEqual([expected]);
  await deliver('not json');
  await expect
    .poll(async () => (await notices()).map(({ title, path }) => [title, path]))
    .toContainEqual(['Er is iets voor u', '/proefstad/werk']);
  await page.goto('/proefstad/ronde');
  await page.locator('[data-round][data-ready]').waitFor();
  const scopes = await page.evaluate<string[]>(
    `navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => new URL(scope).pathname).toSorted())`,
  );
  expect(scopes).toEqual(['/proefstad/', '/proefstad/account/']);
});
