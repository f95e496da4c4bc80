import type { BrowserContext, Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { inTenant } from '../../src/kit/db.ts';
import { listen, type Listening } from '../../src/server/listen.ts';
import { faultsAtWidths } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { aJpeg } from '../support/pictures.ts';
import { logIn } from '../support/site.ts';
import { foundComplex } from '../support/town.ts';

/** The round in a real browser, whose server goes away and comes back: that is what a stairwell does. */
let house: TestHouse;
let server: Listening;
let port = 0;
let browser: Awaited<ReturnType<typeof startBrowser>>;
let phone: BrowserContext;
let linden = '';

beforeAll(async () => {
  house = await openHouse();
  linden = await foundComplex(house.db.owner, house.towns[0], { code: 'L-1' });
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
  phone = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
  });
  phone.setDefaultTimeout(10_000);
});
afterEach(() => phone.close());

async function loseCoverage(): Promise<void> {
  await server.stop();
}

async function findCoverage(): Promise<void> {
  server = await listen(house.app.fetch, { host: '127.0.0.1', port });
}

/** The round, when its service worker has what it needs to open without coverage. */
async function openRound(login = 'huismeester'): Promise<Page> {
  const page = await phone.newPage();
  await logIn(page, login);
  await page.goto('/proefstad/ronde');
  await isReady(page);
  await expect.poll(() => page.evaluate(() => caches.match('/proefstad/ronde').then(Boolean))).toBe(true);
  return page;
}

async function isReady(page: Page): Promise<void> {
  await page.locator('[data-round][data-ready]').waitFor();
}

async function note(page: Page, sentence: string, { photo }: { photo?: Buffer } = {}): Promise<void> {
  await page.locator('label', { hasText: 'Stuk of vies' }).click();
  await page.locator('textarea[name=story]').fill(sentence);
  await page.locator('input[name=address]').fill('proefstraat 1');
  if (photo) {
    const file = { name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: photo };
    await page.locator('input[type=file]').setInputFiles(file);
  }
  await page.getByRole('button', { name: 'Versturen' }).click();
}

const queue = (page: Page) => page.locator('[data-round-queue]').innerText();

/** How many reports there are with this sentence, with how many photos in all, and who made them. */
async function taken(sentence: string) {
  const [town] = house.towns;
  return inTenant(house.db.app, town.id, async ({ kysely }) => {
    const { rows } = await sql<{ reports: number; photos: number; by: string | null }>`
      select count(distinct w.report_id)::int as reports, count(p.id)::int as photos, min(e.actor_id::text) as by
      from report_words w
      left join report_photo p on p.municipality_id = w.municipality_id and p.report_id = w.report_id
      left join event e on e.municipality_id = w.municipality_id and e.stream = 'report:' || w.report_id and e.seq = 1
      where w.municipality_id = ${town.id} and w.body = ${sentence}`.execute(kysely);
    return rows[0];
  });
}

it('takes a note with its photo in at once where there is coverage', async () => {
  const page = await openRound();
  await note(page, 'De lamp bij de trap is stuk.', { photo: await aJpeg(60, 40, '#884400') });
  await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  expect(await taken('De lamp bij de trap is stuk.')).toEqual({
    reports: 1,
    photos: 1,
    by: house.towns[0].users['huismeester'],
  });
  // the place is known for the next one
  expect(await page.locator('input[name=address]').inputValue()).toBe('proefstraat 1');
});

it('keeps a note and its photo without coverage, through a killed tab, and sends it once when there is coverage', async () => {
  const page = await openRound();
  await loseCoverage();
  try {
    await page.reload();
    await isReady(page);
    await note(page, 'Water in de kelder.', { photo: await aJpeg(60, 40, '#004488') });
    await expect.poll(() => queue(page)).toContain('Wacht op bereik');
    await page.close();
  } finally {
    await findCoverage();
  }
  const [again, twin] = [await phone.newPage(), await phone.newPage()];
  await Promise.all([again.goto('/proefstad/ronde'), twin.goto('/proefstad/ronde')]);
  await expect.poll(() => queue(again), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  await again.reload();
  await isReady(again);
  expect(await taken('Water in de kelder.')).toMatchObject({ reports: 1, photos: 1 });
});

it('keeps one note beside the other when the page itself comes from the telephone', async () => {
  const page = await openRound();
  await loseCoverage();
  try {
    for (const sentence of ['De eerste zonder bereik.', 'De tweede zonder bereik.']) {
      await page.reload();
      await isReady(page);
      await note(page, sentence);
      await expect.poll(() => queue(page)).toContain(sentence);
    }
  } finally {
    await findCoverage();
  }
  await page.reload();
  await expect.poll(() => queue(page), { timeout: 15_000 }).not.toContain('Wacht');
  for (const sentence of ['De eerste zonder bereik.', 'De tweede zonder bereik.'])
    expect(await taken(sentence)).toMatchObject({ reports: 1 });
});

it('knows the complex of the last note without coverage: then three taps are a report in it', async () => {
  const page = await openRound();
  const complex = page.locator('select[name=complex]');
  const place = page.locator('input[name=address]');
  const photo = { name: 'lift.jpg', mimeType: 'image/jpeg', buffer: await aJpeg(60, 40, '#556677') };
  await loseCoverage();
  try {
    await page.reload();
    await isReady(page);
    await complex.selectOption({ label: 'De Linde (L-1)' });
    await place.fill('portiek 3');
    await page.locator('label', { hasText: 'Stuk of vies' }).click();
    await page.locator('textarea[name=story]').fill('De deur van het portiek klemt.');
    await page.getByRole('button', { name: 'Versturen' }).click();
    await expect.poll(() => queue(page)).toContain('De deur van het portiek klemt.');
    await page.reload();
    await isReady(page);
    expect([await complex.inputValue(), await place.inputValue()]).toEqual([linden, '']);
    await page.locator('label', { hasText: 'Stuk of vies' }).click();
    await page.locator('input[type=file]').setInputFiles(photo);
    await page.getByRole('button', { name: 'Versturen' }).click();
    await expect.poll(() => queue(page)).toContain('Foto’s: 1');
  } finally {
    await findCoverage();
  }
  await page.reload();
  await expect
    .poll(async () => (await queue(page)).match(/Verstuurd: melding \d+/g)?.length, { timeout: 15_000 })
    .toBe(2);
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql`select inside from report_place where complex_id = ${linden} and address_id is null
      order by inside nulls last`.execute(kysely),
  );
  expect(rows).toEqual([{ inside: 'portiek 3' }, { inside: null }]);
});

it('lets an address that stood there from the note before go when a complex is chosen, and keeps what was typed', async () => {
  const page = await openRound();
  const place = page.locator('input[name=address]');
  await note(page, 'Voor de deur.');
  await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  expect(await place.inputValue()).toBe('proefstraat 1');
  await page.locator('select[name=complex]').selectOption(linden);
  expect(await place.inputValue()).toBe('');
  await place.fill('hal');
  await page.locator('select[name=complex]').selectOption('');
  expect(await place.inputValue()).toBe('hal');
});

it('says it when the telephone is full and there is no coverage, and leaves what was written; with coverage it is sent', async () => {
  const page = await openRound();
  const devtools = await phone.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.address, quotaSize: 1 });
  await loseCoverage();
  try {
    await note(page, 'De telefoon is vol.', { photo: await aJpeg(60, 40, '#333333') });
    await expect
      .poll(() => page.locator('[data-round-mistake]').innerText(), { timeout: 15_000 })
      .toContain('Deze telefoon is vol');
    expect(await page.locator('textarea[name=story]').inputValue()).toBe('De telefoon is vol.');
  } finally {
    await findCoverage();
  }
  await page.getByRole('button', { name: 'Versturen' }).click();
  await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  expect(await taken('De telefoon is vol.')).toMatchObject({ reports: 1, photos: 1 });
});

/** While `act` runs, the server answers as `answer` makes of what it would have said. */
async function withServer(answer: (request: Request) => Promise<Response>, act: () => Promise<void>) {
  await loseCoverage();
  server = await listen(answer, { host: '127.0.0.1', port });
  try {
    await act();
  } finally {
    await server.stop();
    await findCoverage();
  }
}

it('is one report when the answer to the first time got lost', async () => {
  const page = await openRound();
  let lost = 0;
  const { app } = house;
  await withServer(
    async (request) => {
      const response = await app.fetch(request);
      if (!request.url.endsWith('/ronde/wachtrij') || lost > 0) return response;
      lost += 1;
      return new Response(null, { status: 502 });
    },
    async () => {
      await note(page, 'De deur sluit niet.');
      await expect.poll(() => queue(page)).toContain('Wacht op bereik');
      await page.reload();
      await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
    },
  );
  expect([lost, (await taken('De deur sluit niet.'))?.reports]).toEqual([1, 1]);
});

it('keeps the queue when the session has ended, and sends it after logging in again', async () => {
  const page = await openRound();
  await phone.clearCookies();
  await note(page, 'De bel doet het niet.');
  await expect.poll(() => queue(page)).toContain('Wacht tot u weer inlogt');
  expect(await taken('De bel doet het niet.')).toMatchObject({ reports: 0 });
  await logIn(page, 'huismeester');
  await page.goto('/proefstad/ronde');
  await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
});

it("does not send somebody's notes in the name of who logs in later, shows them nothing of it, and keeps them through a log-out", async () => {
  const page = await openRound();
  await loseCoverage();
  try {
    await note(page, 'Alleen van mij.');
    await expect.poll(() => queue(page)).toContain('Wacht op bereik');
  } finally {
    await findCoverage();
  }
  await phone.clearCookies();
  const other = await openRound('woonconsulent');
  await expect.poll(() => queue(other)).toContain('Meldingen van een collega op deze telefoon: 1');
  expect(await queue(other)).not.toContain('Alleen van mij');
  await other.getByRole('button', { name: 'Uitloggen' }).click();
  await other.waitForURL('**/inloggen?uit');
  expect(await other.evaluate(() => caches.keys())).toEqual([]);
  expect(await taken('Alleen van mij.')).toMatchObject({ reports: 0 });
  await logIn(other, 'huismeester');
  await other.goto('/proefstad/ronde');
  await expect.poll(() => queue(other), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  expect(await taken('Alleen van mij.')).toMatchObject({ by: house.towns[0].users['huismeester'] });
});

it('shows nobody the page of an earlier one: not after a log-out, and not when the session ended and somebody else came', async () => {
  const page = await openRound();
  const ofWhom = () => page.locator('[data-round]').getAttribute('data-who');
  const caretaker = await ofWhom();
  await phone.clearCookies();
  await logIn(page, 'woonconsulent');
  const kept = () =>
    page.evaluate(async () => (await caches.match('/proefstad/ronde'))?.text().then((html) => html));
  await expect.poll(kept).toContain('data-who=');
  await expect.poll(kept).not.toContain(`data-who="${caretaker}"`);
  await loseCoverage();
  try {
    await page.goto('/proefstad/ronde');
    expect(await ofWhom()).not.toBe(caretaker);
    await page.getByRole('button', { name: 'Uitloggen' }).click();
    await expect.poll(() => page.goto('/proefstad/ronde').catch(() => 'nothing')).toBe('nothing');
  } finally {
    await findCoverage();
  }
});

it('runs the newest version of its worker at the next opening, and drops what an older one kept', async () => {
  const page = await openRound();
  expect(await page.evaluate(() => caches.keys())).toEqual(['ronde-2']);
  const { app } = house;
  await withServer(
    async (request) => {
      if (!request.url.endsWith('/ronde-werker.js')) return app.fetch(request);
      request.headers.delete('accept-encoding');
      const response = await app.fetch(request);
      const script = (await response.text()).replace("'ronde-2'", "'ronde-3'");
      return new Response(script, { headers: { 'content-type': 'text/javascript' } });
    },
    async () => {
      // opened once it is fetched, opened again it is the one that runs
      await expect
        .poll(
          async () => {
            await page.reload();
            await isReady(page);
            return page.evaluate(() => caches.keys());
          },
          { timeout: 90_000, interval: 1_000 },
        )
        .toEqual(['ronde-3']);
    },
  );
});

it('shows why a note was not accepted and loses nothing: put right, it is sent', async () => {
  const page = await openRound();
  await page.locator('label', { hasText: 'Stuk of vies' }).click();
  await page.locator('textarea[name=story]').fill('Glas op het pad.');
  await page.locator('input[name=address]').fill('nergensstraat 99');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await expect.poll(() => queue(page)).toContain('Niet aangenomen');
  await page.getByRole('button', { name: 'Aanpassen' }).click();
  await expect.poll(() => page.locator('textarea[name=story]').inputValue()).toBe('Glas op het pad.');
  await page.locator('input[name=address]').fill('proefstraat 1');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await expect.poll(() => queue(page), { timeout: 15_000 }).toMatch(/Verstuurd: melding \d+/);
  expect(await taken('Glas op het pad.')).toMatchObject({ reports: 1 });
});

it('never keeps danger: the buttons that call stand there instead, with and without coverage', async () => {
  const page = await openRound();
  await loseCoverage();
  try {
    await page.reload();
    await isReady(page);
    await page.locator('label', { hasText: 'Iemand in gevaar' }).click();
    expect(await page.getByRole('button', { name: 'Versturen' }).isVisible()).toBe(false);
    expect(await page.locator('main a[href="tel:112"]').isVisible()).toBe(true);
    expect(await page.locator('[data-round-queue]').isVisible()).toBe(false);
  } finally {
    await findCoverage();
  }
});

it('opens with a photo and words that another app shared, also without coverage', async () => {
  const page = await openRound();
  await loseCoverage();
  try {
    const bytes = [...(await aJpeg(60, 40, '#226622'))];
    await page.evaluate(async (picture) => {
      const body = new FormData();
      body.append('text', 'Uit de groepsapp: de kast is open.');
      body.append('photo', new File([new Uint8Array(picture)], 'a.jpg', { type: 'image/jpeg' }));
      await fetch('/proefstad/ronde/delen', { method: 'POST', body, redirect: 'manual' });
    }, bytes);
    await page.goto('/proefstad/ronde?gedeeld');
    await expect
      .poll(() => page.locator('textarea[name=story]').inputValue())
      .toBe('Uit de groepsapp: de kast is open.');
    expect(
      await page.locator('input[type=file]').evaluate((input: HTMLInputElement) => input.files?.length),
    ).toBe(1);
  } finally {
    await findCoverage();
  }
});

it('caches no page but that of the round, and of safe work whom to call', async () => {
  const page = await openRound();
  await page.goto('/proefstad/ronde/meldingen');
  await page.goto('/proefstad/werk');
  const cached = () =>
    page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      const paths = (await cache.keys()).map(({ url }) => url.slice(location.origin.length));
      return paths.filter((path) => !/^\/assets\/|\.(?:js|svg|png|css|webmanifest)$/.test(path));
    });
  await expect.poll(cached).toEqual(['/proefstad/ronde', '/proefstad/veilig-werken?alleen-hulp']);
});

it('works without scripts, and tells the maker what was done', async () => {
  const plain = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 390, height: 844 },
    locale: 'nl-NL',
    javaScriptEnabled: false,
  });
  const page = await plain.newPage();
  await logIn(page, 'huismeester');
  await page.goto('/proefstad/ronde');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await expect.poll(() => page.locator('main').innerText()).toContain('Kies wat u ziet.');
  await note(page, 'Zonder script.');
  await page.waitForURL('**/ronde?verstuurd=*');
  const number = /melding (\d+)/.exec(await page.locator('main').innerText())?.[1] ?? '?';
  await page.getByRole('link', { name: 'Mijn meldingen van de ronde' }).first().click();
  await page.waitForURL('**/ronde/meldingen');
  expect(await page.locator('main').innerText()).toContain(`Melding ${number}`);
  await plain.close();
});

it('has no accessibility fault and no scroll to the side, at 390, 768 and 1440 pixels', async () => {
  const context = await browser.newContext({ baseURL: server.address, locale: 'nl-NL', bypassCSP: true });
  const page = await context.newPage();
  await logIn(page, 'huismeester');
  for (const path of ['/proefstad/ronde/meldingen', '/proefstad/ronde']) {
    await page.goto(path);
    expect(await faultsAtWidths(page, [390, 768, 1440])).toEqual([]);
  }
  await page.locator('label', { hasText: 'Iemand in gevaar' }).click();
  expect(await faultsAtWidths(page, [390, 768, 1440])).toEqual([]);
  await context.close();
});
