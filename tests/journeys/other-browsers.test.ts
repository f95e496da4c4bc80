import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import { otherEngines, type Engine, type Look } from '../support/engines/engine.ts';
import { watchServer, type WatchedServer } from '../support/engines/watched-server.ts';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../support/house.ts';
import { aJpeg } from '../support/pictures.ts';
import { enter, KEYS, openTab, pageFaults, type Tab } from './tab.ts';

/** What people do most, in the browsers beside Chromium that this machine has. CONTRIBUTING.md says how to have them. */
const engines = otherEngines();
const PHONE: Look = { width: 390 };
const DESK: Look = { width: 1440, height: 900 };
const CODE = /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/;

let house: TestHouse;
let server: WatchedServer;
let folder = '';
let photo = '';
const tabs: Tab[] = [];

beforeAll(async () => {
  if (engines.length === 0) return;
  house = await openHouse();
  server = await watchServer(house.app.fetch);
  folder = await mkdtemp(join(tmpdir(), 'wijk-photo-'));
  photo = join(folder, 'lamp.jpg');
  await writeFile(photo, await aJpeg(1200, 900, '#22aa22'));
}, 180_000);
afterEach(async () => {
  await Promise.all(tabs.splice(0).map((tab) => tab.close()));
});
afterAll(async () => {
  await server?.stop();
  await house?.close();
  if (folder !== '') await rm(folder, { recursive: true });
});

async function visitor(engine: Engine, look: Look): Promise<Tab> {
  const tab = await openTab(engine, server.address, look);
  tabs.push(tab);
  return tab;
}

async function staff(engine: Engine, login: string, look: Look): Promise<Tab> {
  const tab = await visitor(engine, look);
  await enter(tab, login);
  return tab;
}

/** The page as it stands has no fault, and none was told since the last time. */
async function isSound(tab: Tab): Promise<void> {
  expect(await pageFaults(tab)).toEqual([]);
  expect(server.takeFaults()).toEqual([]);
}

const LAMP = {
  observations: { danger: { kind: 'none' as const }, sights: ['damage' as const], about: 'place' as const },
  story: 'De lamp is stuk.',
};
const at = (xM: number, yM: number) => ({
  addressId: undefined,
  spot: { point: { xM, yM }, source: 'pin' as const },
});

async function acceptedBy(login: string, changes = {}): Promise<SentReport> {
  const [town] = house.towns;
  const report = await sendReport(house, town, { ...LAMP, ...changes });
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  const done = await perform(house.db.app, actor, report.number, { command: 'accept' });
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return report;
}

/** Where the last report lies, and how many photos it has. */
async function lastReport() {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<{ number: number; source: string; photos: number }>`
      select report.number, report_place.source,
        (select count(*)::int from report_photo where report_photo.report_id = report.id) as photos
      from report join report_place on report_place.report_id = report.id
      order by report.number desc limit 1`.execute(kysely),
  );
  return rows[0];
}

async function taken(sentence: string) {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<{ reports: number; photos: number }>`
      select count(distinct w.report_id)::int as reports, count(p.id)::int as photos
      from report_words w left join report_photo p on p.report_id = w.report_id
      where w.body = ${sentence}`.execute(kysely),
  );
  return rows[0];
}

const focused = (tab: Tab) =>
  tab.ask(() => {
    const here = document.activeElement;
    const intent = here?.closest('form')?.querySelector<HTMLInputElement>('[name=intent]')?.value;
    return { name: here?.getAttribute('name') ?? null, intent: intent ?? null };
  });

async function fillIn(tab: Tab, story: string): Promise<void> {
  await tab.touch('input[name=dangers][value=none]');
  await tab.touch('input[name=sights][value=damage]');
  await tab.write('textarea[name=story]', story);
  await tab.touch('input[name=about][value=place]');
}

/** All that can be wrong: a style that is refused, a script that is not there, one that fails, and two first headings. */
const BAD_PAGE = `<!doctype html><html lang="nl"><head><title>Fout</title></head><body><h1>Een</h1><h1>Twee</h1>
  <div style="width: 3000px">breed</div><script src="/weg.js"></script><script src="/fout.js"></script></body></html>`;

async function badSite(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/weg.js') return new Response('', { status: 404 });
  if (pathname === '/fout.js')
    return new Response("throw new Error('hier')", { headers: { 'content-type': 'text/javascript' } });
  const headers = {
    'content-type': 'text/html',
    'content-security-policy': "default-src 'self'; script-src 'self'",
  };
  return new Response(BAD_PAGE, { headers });
}

it.skipIf(engines.length === 0)(
  'hears what is wrong with a page, in Firefox and in WebKit where they are: see CONTRIBUTING.md',
  async () => {
    const bad = await watchServer(badSite);
    for (const engine of engines) {
      const tab = await openTab(engine, bad.address, PHONE);
      tabs.push(tab);
      await tab.goto('/slecht');
      const told: string[] = [];
      const hears = (words: RegExp) => {
        told.push(...bad.takeFaults());
        return told.some((fault) => words.test(fault));
      };
      for (const words of [/hier/, /404 \/weg\.js/, /not loaded: .*weg\.js/, /style-src/])
        await tab.until(() => hears(words));
      expect(await pageFaults(tab)).toEqual(['/slecht has 2 first headings']);
    }
    await bad.stop();
  },
);

describe.each(engines)('$name', (engine) => {
  it('brings a report with a pin and a photo in from a phone, to an answer, and back when that was none', async () => {
    const resident = await visitor(engine, PHONE);
    await resident.goto('/proefstad');
    await isSound(resident);
    await resident.goto('/proefstad/melden');
    await isSound(resident);
    await fillIn(resident, 'De bank bij de vijver is kapot.');
    await resident.attach('input[name=photo]', [photo]);
    await resident.press('Wijs het aan op de kaart');
    await isSound(resident);
    await resident.pressAt('input[type=image]', { x: 0.65, y: 0.5 });
    await resident.press('Dit is de plek');
    await resident.sees('U hebt een plek aangewezen in Proefbuurt.');
    await isSound(resident);
    await resident.press('Melding versturen');
    await resident.sees('Kan iemand zich eraan bezeren?');
    await isSound(resident);
    await resident.touch('Nee');
    await resident.press('Melding versturen');
    await resident.sees(CODE);
    expect(await resident.path()).toBe('/proefstad/melden/ontvangen');
    await isSound(resident);
    const code = CODE.exec(await resident.words())?.[0] ?? '';
    const report = await lastReport();
    expect(report).toMatchObject({ source: 'pin', photos: 1 });

    const worker = await staff(engine, 'openbaar', DESK);
    await worker.goto(`/proefstad/werk/${report?.number}`);
    await worker.press('form:has(input[name=intent][value=accept]) button');
    await worker.sees('De bank bij de vijver is kapot.');
    await worker.until(() =>
      worker.ask(() =>
        [...document.querySelectorAll('main img')].every((img) => (img as HTMLImageElement).naturalWidth > 0),
      ),
    );
    await isSound(worker);
    await worker.touch('summary', 'details:has(> * input[value=ask])');
    await worker.write('textarea[name=question]', 'Welke bank is het?');
    await worker.press('button[name=step][value=preview]', 'form:has(input[value=ask])');
    await worker.sees('Dit leest de melder');
    await isSound(worker);
    await worker.press('button[type=submit]', 'form:has(input[value=ask])');

    await resident.goto('/proefstad/volgen');
    await resident.write('input[name=code][type=text]', code.toLowerCase().replaceAll('-', ''));
    await resident.touch('input[name=keep]');
    await isSound(resident);
    await resident.press('main form button[type=submit]');
    await resident.sees('Welke bank is het?');
    await isSound(resident);
    await resident.write('textarea[name=answer]', 'De linker.');
    await resident.press('button[type=submit]', 'form:has(textarea[name=answer])');
    await resident.goto('/proefstad/volgen/meldingen');
    await resident.sees(`Melding ${report?.number}`);
    await isSound(resident);

    await worker.goto(`/proefstad/werk/${report?.number}`);
    await worker.sees('De linker.');
    await worker.touch('summary', 'details:has(> * input[value=close])');
    await worker.choose('form:has(input[value=close]) select[name=outcome]', 'helped');
    await worker.choose('form:has(input[value=close]) select[name=text]', 'helped');
    await worker.press('button[name=step][value=fill]', 'form:has(input[value=close])');
    expect(
      await worker.ask(() => document.querySelector<HTMLTextAreaElement>('textarea[name=message]')?.value),
    ).toMatch(/\w/);
    await isSound(worker);
    await worker.press('button[name=step][value=preview]', 'form:has(input[value=close])');
    await worker.sees('Dit leest de melder');
    await worker.press('Versturen en afronden');
    await worker.sees('is afgerond');
    await isSound(worker);

    await resident.goto('/proefstad/volgen/melding');
    await isSound(resident);
    await resident.write('textarea[name=again]', 'Hij wiebelt nog.');
    await resident.press('Vraag om nog een keer te kijken');
    await resident.until(async () => !(await resident.words()).includes('Is het niet opgelost?'));
    await isSound(resident);
  });

  it('takes in a call, goes through the list by keys, and sends nothing by a key alone', async () => {
    const desk = await staff(engine, 'coordinator', DESK);
    await desk.press('Melding aannemen');
    await isSound(desk);
    await fillIn(desk, 'Er ligt glas op het pad.');
    await desk.write('input[name=address]', 'proefstraat 1');
    await desk.press('Melding versturen');
    await desk.touch('Nee');
    await desk.press('Melding versturen');
    await desk.sees(/Melding \d+ is binnen/);
    await isSound(desk);
    const number = /Melding (\d+) is binnen/.exec(await desk.words())?.[1];

    const worker = await staff(engine, 'openbaar', DESK);
    await worker.key('?');
    await worker.until(() =>
      worker.ask(() => document.querySelector<HTMLDialogElement>('[data-keys]')?.open === true),
    );
    await isSound(worker);
    await worker.key(KEYS.escape);
    await worker.until(() =>
      worker.ask(() => document.querySelector<HTMLDialogElement>('[data-keys]')?.open === false),
    );
    await worker.key('/');
    expect(await focused(worker)).toMatchObject({ name: 'nummer' });
    await worker.write('input[name=nummer]', String(number));
    await worker.key(KEYS.enter);
    await worker.until(async () => (await worker.path()) === `/proefstad/werk/${number}`);
    await worker.until(() => worker.ask(() => document.readyState === 'complete'));
    await worker.key('a');
    expect(await focused(worker)).toMatchObject({ intent: 'accept' });
    await worker.key('w');
    expect(await focused(worker)).toMatchObject({ intent: 'decline' });
    expect(await worker.ask(() => document.querySelectorAll('form:has(input[value=accept])').length)).toBe(1);
    await worker.goto('/proefstad/werk/lijst?bereik=dienst');
    await isSound(worker);
    await worker.key('j');
    await worker.key('u');
    expect(await worker.ask(() => document.querySelectorAll('input[name=melding]:checked').length)).toBe(1);
    await worker.resize(390, 844);
    await isSound(worker);
  });

  it('says on an open list what came in, and shows it when asked', async () => {
    const worker = await staff(engine, 'opbouwwerk', DESK);
    const told = () =>
      worker.ask(() => document.querySelector('[data-live] [role=status]')?.textContent ?? '');
    await worker.until(() => house.live.count() === 1);
    const report = await sendReport(house, house.towns[0]);
    await worker.until(async () => (await told()) === '1 melding is nieuw of gewijzigd.');
    await worker.touch('[data-live] a');
    await worker.until(async () => (await told()) === 'U ziet nu de laatste stand.');
    expect(
      await worker.ask((n) => document.querySelectorAll(`main a[href$="/werk/${n}"]`).length, report.number),
    ).toBe(1);
    await isSound(worker);
  });

  it('keeps notes and their photos without coverage, and sends each once', async () => {
    const phone = await staff(engine, 'huismeester', PHONE);
    const isReady = () => phone.ask(() => document.querySelector('[data-round][data-ready]') !== null);
    const queue = () =>
      phone.ask(() => document.querySelector<HTMLElement>('[data-round-queue]')?.innerText ?? '');
    const sentence = `${engine.name}: water in de kelder.`;
    await phone.goto('/proefstad/ronde');
    await phone.until(isReady);
    await phone.until(() => phone.ask(() => caches.match('/proefstad/ronde').then(Boolean)));
    await isSound(phone);
    await server.lose();
    try {
      await phone.goto('/proefstad/ronde');
      await phone.until(isReady);
      await phone.touch('Stuk of vies');
      await phone.write('textarea[name=story]', sentence);
      await phone.write('input[name=address]', 'proefstraat 1');
      await phone.attach('input[type=file]', [photo]);
      await phone.touch('Versturen');
      await phone.until(async () => (await queue()).includes('Wacht op bereik'));
      expect(await phone.ask(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true);
    } finally {
      await server.find();
    }
    await phone.goto('/proefstad/ronde');
    await phone.until(async () => /Verstuurd: melding \d+/.test(await queue()));
    expect(await taken(sentence)).toEqual({ reports: 1, photos: 1 });
    await isSound(phone);
  });

  it('has the numbers to call without coverage, and keeps a form that cannot be sent', async () => {
    const phone = await staff(engine, 'huismeester', PHONE);
    await phone.goto('/proefstad/veilig-werken');
    await phone.until(() => phone.ask(() => document.querySelector('[data-safe-work][data-kept]') !== null));
    await isSound(phone);
    await phone.goto('/proefstad/veilig-werken/agressie');
    await isSound(phone);
    // a form that moves when it is touched is pressed beside
    await phone.touch('Bedreigen');
    await phone.touch('input[name=police][value=no]');
    await phone.write('textarea[name=story]', 'Hij liet me niet door.');
    await server.lose();
    try {
      await phone.touch('Melden', 'main');
      await phone.until(() =>
        phone.ask(() => document.querySelector<HTMLElement>('[data-no-coverage]')?.hidden === false),
      );
      await phone.goto('/proefstad/veilig-werken');
      await phone.sees('Er is nu geen bereik');
      expect(await phone.ask(() => document.querySelector('main a[href="tel:112"]') !== null)).toBe(true);
    } finally {
      await server.find();
    }
    await phone.goto('/proefstad/veilig-werken/agressie');
    await phone.touch('Bedreigen');
    await phone.touch('input[name=police][value=no]');
    await phone.write('textarea[name=story]', 'Hij liet me niet door.');
    await phone.press('Melden', 'main');
    await phone.sees('Hij liet me niet door.');
    server.takeFaults();
  });

  it('reads a list that was copied from Excel', async () => {
    const desk = await staff(engine, 'coordinator', DESK);
    const sentence = `${engine.name}: de lamp is al weken stuk.`;
    await desk.goto('/proefstad/werk/inlezen');
    await isSound(desk);
    await desk.ask((cells) => {
      const field = document.querySelector<HTMLTextAreaElement>('textarea[name=cellen]');
      if (field) field.value = cells;
    }, `Omschrijving\tStraat\tHuisnummer\tSoort\tZaaknummer\n${sentence}\tProefstraat\t1\tStuk of vies\tZ-${engine.name}`);
    await desk.press('Bekijken');
    await desk.sees(sentence);
    await isSound(desk);
    await desk.touch('input[name=rij]');
    await desk.touch('Nee, ik heb de gekozen rijen gelezen');
    await desk.press('Gekozen rijen inlezen');
    await desk.sees(/ingelezen/);
    expect(await taken(sentence)).toMatchObject({ reports: 1 });
    await isSound(desk);
    await desk.resize(390, 844);
    await isSound(desk);
  });

  it('shows the list and what everybody may see on maps, and leads from a pin to a report', async () => {
    const lamp = await acceptedBy('openbaar', at(150, 150));
    const desk = await staff(engine, 'openbaar', DESK);
    await desk.goto('/proefstad/werk/lijst?beeld=kaart&bereik=dienst');
    await desk.until(() => desk.ask(() => document.querySelectorAll('svg a').length > 0));
    await isSound(desk);
    await desk.goto('/proefstad/werk/lijst?beeld=kaart&bereik=dienst&kijk=150,150,100');
    await desk.resize(390, 844);
    await isSound(desk);
    await desk.goto(`/proefstad/werk/${lamp.number}`);
    await isSound(desk);
    const resident = await visitor(engine, PHONE);
    await resident.goto('/proefstad');
    await resident.press('Kijk op de kaart');
    await resident.until(() => resident.ask(() => document.querySelectorAll('svg a').length > 0));
    await isSound(resident);
    await resident.touch('svg a');
    expect(await resident.ask(() => location.hash)).toMatch(/^#plek-/);
    await isSound(resident);
    await resident.goto('/proefstad/kaart?kijk=150,150,400');
    await resident.press('Meld iets op deze plek');
    await resident.until(() =>
      resident.ask(() =>
        [...document.images].some(({ naturalWidth, alt }) => naturalWidth > 0 && alt.startsWith('Kaart')),
      ),
    );
    await isSound(resident);
  });

  it('can be read in the dark', async () => {
    const tab = await visitor(engine, { ...PHONE, scheme: 'dark' });
    for (const path of ['/proefstad', '/proefstad/melden', '/proefstad/kaart']) {
      await tab.goto(path);
      const [ground = 255] = await tab.ask(() =>
        (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(Number),
      );
      expect(ground).toBeLessThan(64);
      await isSound(tab);
    }
  });

  it.runIf(engine.hasForcedColours)('shows what can be pressed in the colours of the system', async () => {
    const tab = await visitor(engine, { ...PHONE, forcedColours: true });
    for (const path of ['/proefstad', '/proefstad/melden', '/proefstad/inloggen']) {
      await tab.goto(path);
      expect(await tab.ask(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
      const flat = await tab.ask(() =>
        [...document.querySelectorAll('main button, main .utrecht-button, main a[href^="tel:"]')]
          .filter((each) => each.getBoundingClientRect().width > 4)
          .filter((each) => {
            const { borderTopStyle, textDecorationLine } = getComputedStyle(each);
            return borderTopStyle === 'none' && textDecorationLine === 'none';
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 100)),
      );
      expect(flat).toEqual([]);
      await isSound(tab);
    }
  });
});
