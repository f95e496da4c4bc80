import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBreaches } from '../../src/cli/verify.ts';
import { advanceClock } from '../../src/kit/clock.ts';
import { inTenant } from '../../src/kit/db.ts';
import { silent } from '../../src/kit/log.ts';
import { startClock } from '../../src/server/wiring.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { sendForm } from '../support/browser.ts';
import { logIn, openSite, type Site } from '../support/site.ts';

const HOUR_MS = 3_600_000;

let site: Site;
let clock: { stop(): Promise<void> };

beforeAll(async () => {
  site = await openSite();
  clock = await startClock(site.house.db.app, silent);
}, 180_000);
afterAll(async () => {
  await clock?.stop();
  await site?.close();
});

/** A visitor without scripts, on a phone: what works here works everywhere. */
async function visitor(): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
  });
  return context.newPage();
}

async function makeReport(page: Page, sight: string, about: string): Promise<string> {
  await page.goto('/proefstad/melden');
  await page.locator('input[name=dangers][value=none]').check();
  await page.locator(`input[name=sights][value=${sight}]`).check();
  await page.locator('textarea[name=story]').fill('De lamp bij de ingang is al weken stuk.');
  await page.locator(`input[name=about][value=${about}]`).check();
  await page.locator('input[name=address]').fill('proefstraat 1');
  await sendForm(page);
  await page.waitForURL('**/melden/ontvangen');
  const code = /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/.exec(await page.locator('main').innerText())?.[0];
  expect(code).toBeDefined();
  return code ?? '';
}

async function staff(login: string): Promise<Page> {
  const page = await visitor();
  await logIn(page, login);
  return page;
}

/** The form on the page that gives this order. */
const order = (page: Page, intent: string) =>
  page.locator('form', {
    has: page.locator(`input[name=intent][value=${intent}], button[name=intent][value=${intent}]`),
  });

async function give(
  page: Page,
  intent: string,
  fill: (form: ReturnType<typeof order>) => Promise<void> = async () => {},
): Promise<void> {
  const form = order(page, intent);
  for (const details of await page.locator('details:not([open])', { has: form }).all())
    await details.locator('summary').first().click();
  await fill(form);
  // what goes to the reporter is looked at before it is sent
  const look = form.locator('button[name=step][value=preview]');
  if ((await look.count()) > 0) {
    await look.click();
    await page.waitForLoadState();
    await page.getByText('Dit leest de melder').waitFor();
  }
  await order(page, intent).locator('button[type=submit]').first().click();
  await page.waitForLoadState();
}

it('follows one report from the form to the answer', async () => {
  const resident = await visitor();
  const code = await makeReport(resident, 'damage', 'place');
  expect(resident.url()).not.toContain(code);

  const worker = await staff('openbaar');
  await worker.locator('main a[href*="/werk/"]:not([href*="/werk/lijst"])').first().click();
  expect(await worker.locator('main').innerText()).not.toContain('De lamp bij de ingang');
  await give(worker, 'accept');
  expect(await worker.locator('main').innerText()).toContain('De lamp bij de ingang');
  await give(worker, 'ask', (form) =>
    form.locator('textarea[name=question]').fill('Is het de linker of de rechter?'),
  );

  await resident.goto('/proefstad/volgen');
  await resident.locator('input[name=code]').fill(code.toLowerCase().replaceAll('-', ''));
  await resident.locator('main form button[type=submit]').click();
  await resident.waitForURL('**/volgen/melding');
  expect(await resident.locator('main').innerText()).toContain('Is het de linker of de rechter?');
  await resident.locator('textarea[name=answer]').fill('De linker.');
  await resident
    .locator('form', { has: resident.locator('textarea[name=answer]') })
    .locator('button[type=submit]')
    .click();

  await worker.reload();
  expect(await worker.locator('main').innerText()).toContain('De linker.');
  await give(worker, 'close', async (form) => {
    await form.locator('select[name=outcome]').selectOption('helped');
    await form.locator('textarea[name=message]').fill('De lamp is gemaakt. Bedankt voor uw melding.');
  });
  await resident.goto('/proefstad/volgen/melding');
  expect(await resident.locator('main').innerText()).toContain('De lamp is gemaakt.');
});

it('shows all that is wrong at once and keeps what was typed', async () => {
  const page = await visitor();
  await page.goto('/proefstad/melden');
  await page.locator('textarea[name=story]').fill('Dit blijft staan.');
  await page.locator('input[name=address]').fill('Nergensstraat 99');
  await sendForm(page);
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThanOrEqual(2);
  expect(await page.locator('textarea[name=story]').inputValue()).toBe('Dit blijft staan.');
  expect(await page.locator('input[name=address]').inputValue()).toBe('Nergensstraat 99');
});

it('passes a report on by the clock while the party is silent, and the history names an owner at every moment', async () => {
  const resident = await visitor();
  await makeReport(resident, 'lonely', 'someone');
  const { rows } = await latest();
  const number = rows[0]?.number ?? 0;
  for (const service of ['community-work', 'district-team']) {
    await expect.poll(() => offeredTo(number), { timeout: 10_000 }).toBe(service);
    await advanceClock(site.house.db.owner, 49 * HOUR_MS, { production: false });
  }
  await expect.poll(() => offeredTo(number), { timeout: 10_000 }).toBe('district-team, team lead');
  await advanceClock(site.house.db.owner, 49 * HOUR_MS, { production: false });
  await expect.poll(() => offeredTo(number), { timeout: 10_000 }).toBe('nobody');

  const later = await staff('coordinator');
  await later.goto(`/proefstad/werk/${number}`);
  const history = await later.locator('main').innerText();
  expect(history).toContain('Naam coordinator');
  expect(await order(later, 'decline').count()).toBe(0);
  expect(await order(later, 'hand-on').count()).toBe(1);
  expect(await findBreaches(site.house.db.app)).toEqual([]);
});

it('shows 112 when there is danger, and keeps a report with an owner', async () => {
  const page = await visitor();
  await page.goto('/proefstad/melden');
  await page.locator('input[name=dangers][value=injured]').check();
  await page.locator('input[name=about][value=someone]').check();
  await sendForm(page);
  await page.waitForURL('**/melden/ontvangen');
  expect(await page.locator('a[href="tel:112"]').count()).toBeGreaterThan(0);
  expect((await latest()).rows[0]).toMatchObject({ status: 'with-coordinator', next_step: 'check-danger' });
});

it.each(['/', '/proefstad', '/proefstad/melden', '/proefstad/volgen', '/proefstad/inloggen'])(
  'has no accessibility fault on %s',
  async (path) => {
    const context = await site.browser.newContext({
      baseURL: site.server.address,
      viewport: { width: 390, height: 844 },
      bypassCSP: true,
    });
    for (const language of ['nl', 'en']) {
      const page = await context.newPage();
      await page.goto(`${path}?taal=${language}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      // one page has a file of ours, which offers to find out where somebody is; no page ships the framework
      const scripts = path.endsWith('/melden') ? ['/place.js'] : [];
      expect(
        await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src'))),
      ).toEqual(scripts);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.close();
    }
    await context.close();
  },
);

it('has no accessibility fault on the pages for work', async () => {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width: 1440, height: 900 },
    bypassCSP: true,
  });
  const page = await context.newPage();
  await logIn(page, 'coordinator');
  const { rows } = await latest();
  for (const path of ['werk', 'overzicht', `werk/${rows[0]?.number ?? 0}`]) {
    await page.goto(`/proefstad/${path}`);
    expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
  }
  await context.close();
});

async function latest() {
  return inTenant(site.house.db.app, site.house.towns[0].id, (tx) =>
    sql<{
      number: number;
      status: string;
      next_step: string;
    }>`select number, status, next_step from report order by number desc limit 1`.execute(tx.kysely),
  );
}

async function offeredTo(number: number): Promise<string> {
  const { rows } = await inTenant(site.house.db.app, site.house.towns[0].id, (tx) =>
    sql<{ kind: string; lead: boolean }>`
      select service.kind, handover.team_lead_id is not null as lead
      from handover join report on report.id = handover.report_id join service on service.id = handover.service_id
      where report.number = ${number} and handover.status = 'offered'`.execute(tx.kysely),
  );
  const offer = rows[0];
  if (!offer) return 'nobody';
  return offer.lead ? `${offer.kind}, team lead` : offer.kind;
}
