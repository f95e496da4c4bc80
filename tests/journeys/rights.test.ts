import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { perform } from '../../src/handovers/index.ts';
import { advanceClock } from '../../src/kit/clock.ts';
import { createDatabase, inTenant } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import { destroyDue } from '../../src/rights/index.ts';
import { faultsAtWidths } from '../support/axe.ts';
import { cookieOf, reporterCookie, sendReport, type SentReport } from '../support/house.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let report: SentReport;

beforeAll(async () => {
  site = await openSite();
  await destroySomething();
  report = await sendReport(site.house, site.house.towns[0]);
}, 180_000);
afterAll(async () => {
  await site?.close();
});

/** A report of two years ago, so that there are proofs to show. */
async function destroySomething(): Promise<void> {
  const [town] = site.house.towns;
  const old = await sendReport(site.house, town);
  const worker = await inTenant(site.house.db.app, town.id, (tx) =>
    userActor(tx, town.users['opbouwwerk'] ?? ''),
  );
  if (!worker) throw new Error('no worker');
  await perform(site.house.db.app, worker, old.number, { command: 'accept' });
  await perform(site.house.db.app, worker, old.number, { command: 'close', outcome: 'helped', message: '' });
  await advanceClock(site.house.db.owner, 740 * 86_400_000, { production: false });
  const retention = createDatabase(site.house.db.retentionUrl, { connections: 1 });
  await destroyDue(retention, town.id);
  await retention.destroy();
}

async function visitor(
  cookie: string,
  { width, scripts = false }: { width: number; scripts?: boolean },
): Promise<Page> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    javaScriptEnabled: scripts,
    bypassCSP: scripts,
    viewport: { width, height: 900 },
    locale: 'nl-NL',
  });
  const [name = '', value = ''] = cookie.split('=');
  if (value) await context.addCookies([{ name, value, url: site.server.address }]);
  return context.newPage();
}

async function open(page: Page, summary: string): Promise<void> {
  await page.locator('details:not([open]) > summary', { hasText: summary }).first().click();
}

it('lets an officer enter a request, see the report, block it and decide, without a script', async () => {
  const page = await visitor(await cookieOf(site.house, site.house.towns[0], 'rechten'), { width: 390 });
  await page.goto('/proefstad/rechten');
  await open(page, 'Een verzoek inschrijven');
  const form = page.locator('form', { has: page.locator('input[value=register]') });
  await form.locator('input[name=reportNumber]').fill(String(report.number));
  await form.locator('input[name=kind][value=correct]').check();
  await form.locator('input[name=askedBy][value=person]').check();
  await form.locator('button[type=submit]').click();
  await page.locator('main a', { hasText: `Verbetering · melding ${report.number}` }).click();
  expect(await page.locator('main').innerText()).not.toContain('Een geheim verhaal.');
  await page.locator('button', { hasText: 'Het is vastgesteld' }).click();
  await page.locator('main a', { hasText: 'Melding openen' }).click();
  expect(await page.locator('main').innerText()).toContain('Een geheim verhaal.');
  await page.locator('select[name=words]').selectOption({ index: 1 });
  await page.locator('textarea[name=body]').fill('Het was een andere dag.');
  await page.locator('button', { hasText: 'Verbetering opslaan' }).click();
  await page.waitForLoadState();
  expect(await page.locator('main').innerText()).toContain('Vervangen op');
  await page.goto('/proefstad/rechten');
  await open(page, 'Een melding blokkeren');
  const block = page.locator('form', { has: page.locator('input[name=intent][value=block]') });
  await block.locator('input[name=reportNumber]').fill(String(report.number));
  await block.locator('input[name=reason][value=court-case]').check();
  await block.locator('button[type=submit]').click();
  await page.waitForLoadState();
  expect(await page.locator('main').innerText()).toContain(`Melding ${report.number}: rechtszaak`);
  const { rows } = await inTenant(site.house.db.app, site.house.towns[0].id, (tx) =>
    sql`select reason from report_block where report_id = ${report.reportId} and lifted_at is null`.execute(
      tx.kysely,
    ),
  );
  expect(rows).toEqual([{ reason: 'court-case' }]);
});

it('no page has an accessibility fault or runs out of the screen, on a phone and on a desk, in either language', async () => {
  const [town] = site.house.towns;
  const reporter = await reporterCookie(site.house, town, report.reportId);
  const officer = await cookieOf(site.house, town, 'rechten');
  const worker = await cookieOf(site.house, town, 'coordinator');
  const walk: [cookie: string, paths: string[]][] = [
    ['', ['/privacy']],
    [reporter, ['/volgen/melding/inzage']],
    [officer, ['/rechten', '/vernietiging', '/verwerkingen', '/verwerkingen?tekst=dpia']],
    [worker, [`/werk/${report.number}`, '/werk', '/overzicht?lijst=informeren']],
  ];
  const faults: string[] = [];
  for (const [cookie, paths] of walk) {
    const page = await visitor(cookie, { width: 390, scripts: true });
    const look = async (path: string, language: string, width: number) => {
      await page.goto(`/proefstad${path}${path.includes('?') ? '&' : '?'}taal=${language}`);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      faults.push(
        ...(await faultsAtWidths(page, [width])).map((fault) => `${path} in ${language}: ${fault}`),
      );
    };
    for (const path of paths) {
      await look(path, 'nl', 390);
      await look(path, 'en', 1440);
    }
    await page.context().close();
  }
  expect(faults).toEqual([]);
});
