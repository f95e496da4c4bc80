import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, type Site } from '../support/site.ts';

/** The page itself, on the line: some four packets, so that it is there in the first round trips. */
const PAGE_BYTES = 6_000;
/** All that a first visit brings: page, style sheets, two weights of one letter, and at most one small script of ours. */
const VISIT_BYTES = 60_000;
const SCRIPT_BYTES = 1_500;

let site: Site;
beforeAll(async () => {
  site = await openSite();
}, 180_000);
afterAll(async () => {
  await site?.close();
});

interface Visit {
  readonly page: Page;
  /** Bytes on the line of all that came since, without headers, by what it was. */
  readonly weigh: () => Promise<ReadonlyMap<string, number>>;
  readonly close: () => Promise<void>;
}

async function visit({ scripts }: { scripts: boolean }): Promise<Visit> {
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  const came: Request[] = [];
  page.on('requestfinished', (request) => came.push(request));
  const weigh = async () => {
    const bytes = new Map<string, number>();
    for (const request of came) {
      const { responseBodySize } = await request.sizes();
      bytes.set(request.resourceType(), (bytes.get(request.resourceType()) ?? 0) + responseBodySize);
    }
    return bytes;
  };
  return { page, weigh, close: () => context.close() };
}

it.each([
  '/',
  '/proefstad',
  '/proefstad/melden',
  '/proefstad/kaart',
  '/proefstad/volgen',
  '/proefstad/privacy',
  '/proefstad/inloggen',
])('brings little to a first visit of %s', async (path) => {
  const { page, weigh, close } = await visit({ scripts: true });
  await page.goto(path, { waitUntil: 'networkidle' });
  const bytes = await weigh();
  const all = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  expect(bytes.get('document')).toBeGreaterThan(0);
  expect(bytes.get('document')).toBeLessThan(PAGE_BYTES);
  expect(bytes.get('script') ?? 0).toBeLessThan(SCRIPT_BYTES);
  expect(all).toBeLessThan(VISIT_BYTES);
  await close();
});

it('asks six answers on two pages of who reports something in the street, and nothing else has to be filled in', async () => {
  const { page, close } = await visit({ scripts: false });
  let [answers, pages] = [0, 0];
  const answer = async (doing: Promise<void>) => {
    await doing;
    answers += 1;
  };
  const send = async () => {
    await page.getByRole('button', { name: 'Melding versturen' }).click();
    await page.waitForLoadState();
    pages += 1;
  };
  await page.goto('/proefstad/melden');
  await answer(page.locator('input[name=dangers][value=none]').check());
  await answer(page.locator('input[name=sights][value=damage]').check());
  await answer(page.locator('textarea[name=story]').fill('De lantaarn doet het niet.'));
  await answer(page.locator('input[name=about][value=place]').check());
  await answer(page.locator('input[name=address]').fill('proefstraat 1'));
  await send();
  await answer(page.locator('input[name=q-street-hurt][value=no]').check());
  await send();
  await page.waitForURL('**/melden/ontvangen');
  expect({ answers, pages }).toEqual({ answers: 6, pages: 2 });
  await close();
});
