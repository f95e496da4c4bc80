import { TOTP, Secret } from 'otpauth';
import { sql } from 'kysely';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type Listening } from '../../src/server/listen.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { openHouse, sendReport, type TestHouse } from '../support/house.ts';
import {
  CLIENT_SECRET,
  clientOf,
  register,
  startIdentityProvider,
  type TestProvider,
} from '../support/identity-provider.ts';
import { askSecondFactor, TEST_PASSWORD } from '../support/town.ts';
import { anotherApp } from '../support/visitor.ts';

let house: TestHouse;
let server: Listening;
let idp: TestProvider;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  await askSecondFactor(house.db.owner, house.towns[0]);
  const env = { OIDC_SECRET_PROEF: CLIENT_SECRET, SECRETS_KEY: '5e'.repeat(32), LOGINS_PER_HOUR: '1000' };
  const app = await anotherApp(house, { env });
  server = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
  const { address: origin } = server;
  idp = await startIdentityProvider([clientOf('wijk', { origin, town: 'proefstad', slug: 'gemeente' })]);
  await register(house.db, house.towns[0], { slug: 'gemeente', issuer: idp.issuer, clientId: 'wijk' });
  browser = await startBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await idp?.close();
  await server?.stop();
  await house?.close();
});

/** A visitor without scripts, on a phone: what works here works everywhere. */
async function visitor({ scripts = false } = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.address,
    javaScriptEnabled: scripts,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
  });
  return context.newPage();
}

async function logInByName(page: Page, login: string): Promise<void> {
  await page.locator('main form input[name=login][type=text]').fill(login);
  await page.locator('main form input[name=password]').fill(TEST_PASSWORD);
  await press(page, page.locator('main form button[type=submit]').first());
}

/** Presses a button that sends a form, and waits for the page that answers. */
async function press(page: Page, button: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), button.click()]);
  await page.waitForLoadState();
}

const textOf = (page: Page) => page.locator('main').innerText();

it('goes to the provider and back, and logs out at both', async () => {
  idp.accounts.set('fatima', {
    claims: { groups: ['wijkteam'], name: 'Fatima de Proef', preferred_username: 'fatima' },
  });
  const page = await visitor();
  await page.goto('/proefstad/werk');
  await page.getByRole('link', { name: 'Inloggen met Gemeente-inlog' }).click();
  await page.locator('input[name=sub]').fill('fatima');
  await press(page, page.getByRole('button', { name: 'Verder' }));
  await page.waitForURL('**/proefstad/werk');
  expect(await page.locator('header').innerText()).toContain('Fatima de Proef');
  await page.locator('header form button').click();
  // the provider's own question, to which our page led by itself
  await page.waitForURL(`${idp.issuer}/session/end**`);
  // its form posts by a script; without one the visitor presses the button of the browser's own
  expect(await page.locator('body').innerText()).toContain('sign-out');
  await page.goto('/proefstad/werk');
  expect(page.url()).toContain('/proefstad/inloggen');
}, 60_000);

it('sets up the second step with a phone, and asks for it from then on', async () => {
  const page = await visitor();
  await page.goto('/proefstad/logboek');
  await logInByName(page, 'privacy');
  expect(page.url()).toContain('/inloggen/tweede-stap');
  const size = await page.locator('svg.wijk-qr').boundingBox();
  expect(size?.width ?? 0).toBeGreaterThan(150);
  const secret = (await page.locator('code.wijk-code').innerText()).replaceAll(' ', '');
  // never a code of before: it may be two steps old by the time it is looked at
  const codeAt = (steps: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: performance.timeOrigin + performance.now() + steps * 30_000,
    });
  await page.locator('input[name=code]').fill('000 000');
  await press(page, page.locator('main form button[type=submit]'));
  expect(await textOf(page)).toContain('Deze code klopt niet');
  await page.locator('input[name=code]').fill(codeAt(0));
  await press(page, page.locator('main form button[type=submit]'));
  expect(await page.locator('.wijk-recovery-codes li').count()).toBe(10);
  await page.getByRole('link', { name: 'Ik heb ze bewaard' }).click();
  await page.waitForURL('**/proefstad/logboek');

  const again = await visitor();
  await again.goto('/proefstad/logboek');
  await logInByName(again, 'privacy');
  expect(await again.locator('svg.wijk-qr').count()).toBe(0);
  await again.locator('input[name=code]').fill(codeAt(1));
  await press(again, again.locator('main form button[type=submit]'));
  await again.waitForURL('**/proefstad/logboek');
}, 60_000);

it('loses nothing that was typed when the session ends meanwhile', async () => {
  const report = await sendReport(house, house.towns[0]);
  const page = await visitor();
  await page.goto(`/proefstad/werk/${report.number}`);
  await logInByName(page, 'opbouwwerk');
  await press(
    page,
    page.locator('form', { has: page.locator('input[name=intent][value=accept]') }).locator('button'),
  );
  const note = page.locator('form', { has: page.locator('textarea[name=note]') });
  for (const details of await page.locator('details:not([open])', { has: note }).all())
    await details.locator('summary').first().click();
  await note.locator('textarea').fill('Een lang verhaal dat niet weg mag.');
  await sql`delete from session`.execute(house.db.app);
  await press(page, note.locator('button[type=submit]'));
  expect(await textOf(page)).toContain('Uw sessie was afgelopen');
  await logInByName(page, 'opbouwwerk');
  expect(await textOf(page)).toContain('Een lang verhaal dat niet weg mag.');
  await press(page, page.getByRole('button', { name: 'Alsnog versturen' }));
  await page.waitForURL(`**/proefstad/werk/${report.number}`);
  expect(await textOf(page)).toContain('Een lang verhaal dat niet weg mag.');
}, 60_000);

it('lets a functional manager make somebody, who chooses a password, and let that person leave', async () => {
  const manager = await visitor();
  await manager.goto('/proefstad/gebruikers');
  await logInByName(manager, 'beheer');
  await manager.getByRole('link', { name: 'Gebruiker toevoegen' }).click();
  await manager.locator('input[name=name]').fill('Jan de Nieuwe');
  await manager.locator('input[name=login]').fill('jan.nieuw');
  await manager.locator('select[name=party]').selectOption({ label: 'welzijn' });
  await manager.locator('input[name=roles][value=community-worker]').check();
  await press(manager, manager.locator('main form button[type=submit]'));
  const link = await manager.locator('code.wijk-code').innerText();
  const person = await visitor();
  await person.goto(link);
  for (const name of ['password', 'repeat'])
    await person.locator(`input[name=${name}]`).fill('vier gewone woorden');
  await press(person, person.locator('main form button[type=submit]'));
  expect(await textOf(person)).toContain('Uw wachtwoord is bewaard');
  await person.locator('main form input[name=login][type=text]').fill('jan.nieuw');
  await person.locator('main form input[name=password]').fill('vier gewone woorden');
  await person.locator('main form button[type=submit]').first().click();
  await person.waitForURL('**/proefstad/werk');
  await manager.getByRole('link', { name: 'Naar deze gebruiker' }).click();
  await manager.locator('input[name=sure]').check();
  await press(manager, manager.getByRole('button', { name: 'Laten vertrekken' }));
  expect(await textOf(manager)).toContain('Vertrokken');
  await person.reload();
  expect(person.url()).toContain('/proefstad/inloggen');
}, 60_000);

it.each(['nl', 'en'])(
  'is accessible on every page of it, in %s',
  async (language) => {
    const page = await visitor({ scripts: true });
    const faults: string[] = [];
    const look = async (what: string) => {
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const overflow = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        if (overflow === true) faults.push(`${what} at ${width}: wider than the screen`);
      }
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${what}: ${fault}`));
    };
    await page.goto(`/proefstad/inloggen?taal=${language}`);
    await look('log-in');
    await logInByName(page, 'beheer');
    await look('users');
    await page.goto('/proefstad/gebruikers/nieuw');
    await look('new user');
    await press(page, page.locator('main form button[type=submit]'));
    await look('new user, refused');
    await page.goto(`/proefstad/gebruikers/${house.towns[0].users['wijkteam-lead']}`);
    await look('user');
    await press(
      page,
      page.getByRole('button', { name: language === 'nl' ? 'Laten vertrekken' : 'Let leave' }),
    );
    await look('user, refused');
    await page.goto('/proefstad/account');
    await look('account');
    await page.context().clearCookies();
    await page.goto(`/proefstad/inloggen/gemeente/terug?state=x&taal=${language}`);
    await look('provider problem');
    await page.goto('/proefstad/wachtwoord/oud');
    await look('old link');
    await page.goto('/proefstad/inloggen');
    await logInByName(page, 'privacy');
    await look('second step');
    expect(faults).toEqual([]);
  },
  120_000,
);
