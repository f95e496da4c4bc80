import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import { listen, type Listening } from '../../src/server/listen.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { openHouse, sendReport, type TestHouse } from '../support/house.ts';
import { logIn } from '../support/site.ts';

/** Safe work on a telephone: help without coverage, telling once, and a team lead who asks. */
let house: TestHouse;
let server: Listening;
let port = 0;
let browser: Awaited<ReturnType<typeof startBrowser>>;
let phone: BrowserContext;

beforeAll(async () => {
  house = await openHouse();
  server = await listen(house.app.fetch, { host: '127.0.0.1', port: 0 });
  port = Number(new URL(server.address).port);
  browser = await startBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await house?.close();
});
beforeEach(async () => {
  phone = await aPhone();
});
afterEach(() => phone.close());

async function aPhone({ scripts = true, width = 390 } = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width, height: 844 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(10_000);
  return context;
}

const text = (page: Page) => page.locator('main').innerText();

async function fillIn(page: Page, story: string): Promise<void> {
  await page.locator('label', { hasText: 'Bedreigen' }).click();
  await page.locator('input[name=police][value=no]').check();
  await page.locator('textarea[name=story]').fill(story);
}

it('has the numbers to call without coverage, and nothing else of the page', async () => {
  const page = await phone.newPage();
  await logIn(page, 'huismeester');
  await page.goto('/proefstad/veilig-werken');
  await page.locator('[data-safe-work][data-kept]').waitFor();
  await server.stop();
  try {
    await page.goto('/proefstad/veilig-werken');
    expect(await text(page)).toContain('Er is nu geen bereik');
    const call = page.locator('main a[href="tel:112"]');
    expect(await call.isVisible()).toBe(true);
    expect((await call.boundingBox())?.height).toBeGreaterThan(48);
    expect(await page.locator('main a[href$="/agressie"]').count()).toBe(0);
    // it looks like itself
    expect(await page.locator('.wijk-emergency').evaluate((box) => getComputedStyle(box).color)).toBe(
      'rgb(255, 255, 255)',
    );
  } finally {
    server = await listen(house.app.fetch, { host: '127.0.0.1', port });
  }
  await page.goto('/proefstad/veilig-werken');
  expect(await text(page)).toContain('Agressie melden');
});

it('forgets the kept page when somebody logs out', async () => {
  const page = await phone.newPage();
  await logIn(page, 'huismeester');
  await page.goto('/proefstad/veilig-werken');
  await page.locator('[data-safe-work][data-kept]').waitFor();
  await page.locator('.wijk-person button').click();
  await page.waitForURL('**/proefstad/**');
  const kept = () => page.evaluate(() => caches.match('/proefstad/veilig-werken?alleen-hulp').then(Boolean));
  await expect.poll(kept).toBe(false);
});

it('says that a form cannot be sent without coverage, keeps what was typed, and sends it once after', async () => {
  const page = await phone.newPage();
  await logIn(page, 'huismeester');
  await page.goto('/proefstad/veilig-werken/agressie');
  await fillIn(page, 'Hij liet me niet door.');
  const send = page.getByRole('button', { name: 'Melden', exact: true });
  await server.stop();
  try {
    await send.click();
    await page.locator('[data-no-coverage]:not([hidden])').waitFor();
    expect(await page.locator('textarea[name=story]').inputValue()).toBe('Hij liet me niet door.');
  } finally {
    server = await listen(house.app.fetch, { host: '127.0.0.1', port });
  }
  await send.click();
  await page.waitForURL('**/agressie/*');
  expect(await text(page)).toContain('Hij liet me niet door.');
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('goes from the round to a team lead who asks how it goes, without scripts', async () => {
  const employee = await (await aPhone({ scripts: false })).newPage();
  await logIn(employee, 'huismeester');
  await employee.goto('/proefstad/ronde');
  await employee.locator('main').getByRole('link', { name: 'Veilig werken' }).click();
  expect(await employee.getByRole('heading', { level: 1 }).innerText()).toBe('Veilig werken');
  await employee.getByRole('link', { name: 'Agressie melden' }).click();
  await fillIn(employee, 'Zij gooide een vaas.');
  await employee.getByRole('button', { name: 'Melden', exact: true }).click();
  await employee.getByRole('button', { name: 'Ik wil praten' }).click();
  await employee.waitForURL('**gewijzigd');

  const lead = await (await aPhone({ scripts: false, width: 1440 })).newPage();
  await logIn(lead, 'corporatie-lead');
  await lead.locator('main').getByRole('link', { name: 'Veilig werken' }).click();
  const wanted = lead.getByRole('link', { name: 'Bekijk wie en wat' }).last();
  await wanted.click();
  expect(await text(lead)).toContain('De medewerker wil graag praten.');
  await lead.locator('input[name=outcome][value=spoken]').check();
  await lead.locator('label', { hasText: 'Even vrij' }).click();
  await lead.getByRole('button', { name: 'Opslaan' }).click();
  await lead.waitForURL('**gewijzigd');

  await employee.goto('/proefstad/veilig-werken');
  await employee.locator('main .wijk-plain-list a').first().click();
  expect(await text(employee)).toContain('Even vrij');
  await employee.context().close();
  await lead.context().close();
});

it('asks a colleague along on a visit, who says yes on a telephone, without scripts', async () => {
  const [town] = house.towns;
  const { number } = await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['neglect'], about: 'someone' },
  });
  await bringTo(number, 'wijkteam');
  const planner = await (await aPhone({ scripts: false })).newPage();
  await logIn(planner, 'wijkteam');
  await planner.goto(`/proefstad/werk/${number}`);
  await planner.getByRole('link', { name: 'Bezoek plannen' }).click();
  await planner.locator('input[name=company][value=colleague]').check();
  await planner.locator('select[name=colleague]').selectOption({ label: 'Naam wijkteam2' });
  await planner.getByRole('button', { name: 'Bezoek plannen' }).click();
  await planner.waitForURL('**gepland');
  expect(await text(planner)).toContain('Naam wijkteam2 heeft nog niet geantwoord.');

  const colleague = await (await aPhone({ scripts: false })).newPage();
  await logIn(colleague, 'wijkteam2');
  await colleague.locator('main').getByRole('link', { name: 'Veilig werken' }).click();
  await colleague.getByRole('button', { name: 'Ik ga mee' }).click();
  await planner.goto('/proefstad/veilig-werken');
  expect(await text(planner)).toContain('Naam wijkteam2 gaat met u mee op bezoek.');
  await planner.getByRole('button', { name: 'Geweest, of gaat niet door' }).click();
  expect(await text(planner)).not.toContain('Naam wijkteam2');
  await planner.context().close();
  await colleague.context().close();
});

/** The coordinator hands it to the district team, where this person accepts. */
async function bringTo(number: number, login: string): Promise<void> {
  const [town] = house.towns;
  const as = (who: string) =>
    inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[who] ?? '')).then((actor) => {
      if (!actor) throw new Error(`no user ${who}`);
      return actor;
    });
  const service = { command: 'hand-on', serviceId: town.services['district-team'] ?? '' } as const;
  await perform(house.db.app, await as('coordinator'), number, { command: 'take-over' });
  await perform(house.db.app, await as('coordinator'), number, service);
  await perform(house.db.app, await as(login), number, { command: 'accept' });
}

it.each(['', '/agressie', '/bezoek'])('has no faults that axe finds on veilig-werken%s', async (path) => {
  const page = await phone.newPage();
  await logIn(page, 'corporatie-lead');
  await page.goto(`/proefstad/veilig-werken${path}`);
  expect(await accessibilityFaults(page)).toEqual([]);
});
