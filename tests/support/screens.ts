import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoLink } from '../../fixtures/outside.ts';
import { DEMO_PASSWORD, demoCodes, type DemoCode } from '../../fixtures/seed.ts';
import type { Language } from '../../src/kit/translate.ts';

/** A screen of the demo town, and how somebody comes there. */
export interface Screen {
  /** Also the name of its picture. */
  readonly name: string;
  /** Below the municipality. */
  readonly path: string;
  /** The log-in of who sees it; without one a visitor. */
  readonly as?: string;
  /** The follow-up code under which a reporter sees it. */
  readonly code?: DemoCode['name'];
  /** What is done on that page: the screen is where it leads. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Every kind of page, with something on it. The pictures of `npm run gallery` and the tests of pages walk this list. */
export const SCREENS: readonly Screen[] = [
  { name: 'begin', path: '' },
  { name: 'melden', path: '/melden' },
  { name: 'melden-fouten', path: '/melden', act: (page) => press(page, 'main form button[type=submit]') },
  { name: 'melden-bewaard', path: '/melden', act: (page) => press(page, 'button[name=go][value=save]') },
  { name: 'melden-verder', path: '/melden/verder' },
  { name: 'kaart', path: '/kaart' },
  { name: 'kaart-dichtbij', path: '/kaart?kijk=157600,530600,600' },
  { name: 'volgen', path: '/volgen' },
  { name: 'mijn-meldingen', path: '/volgen', act: keepCode },
  { name: 'melding-van-de-melder', path: '/volgen/melding', code: 'question' },
  { name: 'melding-klaar', path: '/volgen/melding', code: 'repaired' },
  { name: 'melding-inzage', path: '/volgen/melding/inzage', code: 'repaired' },
  { name: 'vraag-naar-buiten', path: `/buiten/${demoLink('voorbeeldstad')}` },
  {
    name: 'vraag-naar-buiten-fouten',
    path: `/buiten/${demoLink('voorbeeldstad')}`,
    act: (page) => press(page, 'main details:first-of-type button[type=submit]'),
  },
  { name: 'vraag-naar-buiten-weg', path: '/buiten/0' },
  { name: 'privacy', path: '/privacy' },
  { name: 'toegankelijkheid', path: '/toegankelijkheid' },
  { name: 'zekerheid', path: '/zekerheid', as: 'coordinator' },
  { name: 'bestaat-niet', path: '/bestaat-niet' },
  { name: 'inloggen', path: '/inloggen' },
  { name: 'onderdelen', path: '/onderdelen' },
  { name: 'werk', path: '/werk', as: 'wijkteam.zuid' },
  { name: 'werk-lijst', path: '/werk/lijst', as: 'wijkteam.zuid' },
  { name: 'werk-kaart', path: '/werk/lijst?beeld=kaart&bereik=dienst', as: 'wijkteam.zuid' },
  { name: 'werk-samen-fouten', path: '/werk/lijst', as: 'wijkteam.zuid', act: bulkWithoutChoice },
  { name: 'werk-overdragen', path: '/werk/overdragen', as: 'wijkteam.zuid' },
  {
    name: 'werk-overdragen-fouten',
    path: '/werk/overdragen',
    as: 'wijkteam.zuid',
    act: (page) => press(page, 'main form button[type=submit]'),
  },
  { name: 'werk-toetsen', path: '/werk', as: 'wijkteam.zuid', act: openKeys },
  { name: 'melding', path: '/werk', as: 'wijkteam.zuid', act: openReport },
  { name: 'melding-fotos', path: '/werk', as: 'wijkteam.zuid', act: openPhotos },
  {
    name: 'melding-documenten',
    path: '/werk/lijst?bereik=alles&zoek=niemand+containerruimte',
    as: 'coordinator',
    act: openDocuments,
  },
  { name: 'eigen-berichten', path: '/account/berichten', as: 'wijkteam.zuid' },
  { name: 'eigen-apparaten', path: '/account/apparaten', as: 'wijkteam.zuid' },
  { name: 'eigen-rooster', path: '/account/rooster', as: 'coordinator' },
  { name: 'ronde', path: '/ronde', as: 'opbouwwerker' },
  { name: 'ronde-meldingen', path: '/ronde/meldingen', as: 'opbouwwerker' },
  { name: 'veilig-werken', path: '/veilig-werken', as: 'teamleider.wijkteam' },
  { name: 'bezoek-plannen', path: '/veilig-werken/bezoek', as: 'wijkteam.zuid' },
  { name: 'agressie-melden', path: '/veilig-werken/agressie', as: 'wijkteam.zuid' },
  {
    name: 'agressie-melden-fouten',
    path: '/veilig-werken/agressie',
    as: 'wijkteam.zuid',
    act: tellNothing,
  },
  { name: 'agressie-gemeld', path: '/veilig-werken', as: 'wijkteam.noord', act: openIncident },
  { name: 'nazorg', path: '/veilig-werken', as: 'teamleider.wijkteam', act: openIncident },
  { name: 'account', path: '/account', as: 'wijkteam.zuid' },
  { name: 'meldpunt', path: '/werk/nieuw', as: 'meldpunt' },
  { name: 'lijst-brengen', path: '/werk/inlezen', as: 'meldpunt' },
  { name: 'lijst-inlezen', path: '/werk/inlezen', as: 'meldpunt', act: bringList },
  { name: 'coordinator', path: '/overzicht', as: 'coordinator' },
  { name: 'coordinator-open', path: '/overzicht?lijst=open', as: 'coordinator' },
  { name: 'cijfers', path: '/overzicht/cijfers', as: 'coordinator' },
  { name: 'cijfers-teamleider', path: '/overzicht/cijfers', as: 'teamleider.wijkteam' },
  { name: 'coordinator-melding', path: '/overzicht?lijst=open', as: 'coordinator', act: openReport },
  { name: 'samenvatting', path: '/overzicht?lijst=open', as: 'coordinator', act: openSummary },
  {
    name: 'melding-met-delen',
    path: '/werk/lijst?bereik=alles&zoek=niemand+containerruimte',
    as: 'coordinator',
    act: openReport,
  },
  {
    name: 'melding-wacht-op-buiten',
    path: '/werk/lijst?bereik=alles&stap=await-outside',
    as: 'coordinator',
    act: openReport,
  },
  { name: 'buitenpartijen', path: '/buitenpartijen', as: 'beheer' },
  { name: 'leidinggevende', path: '/overzicht', as: 'leidinggevende' },
  { name: 'bezetting', path: '/bezetting', as: 'coordinator' },
  { name: 'afwezig', path: '/afwezig', as: 'coordinator' },
  { name: 'bezetting-rooster', path: '/bezetting/rooster', as: 'coordinator' },
  { name: 'bezetting-week', path: '/bezetting/week', as: 'coordinator' },
  { name: 'spiegel', path: '/spiegel', as: 'coordinator' },
  { name: 'spiegel-bouwsteen', path: '/spiegel/4', as: 'beheer' },
  { name: 'instellingen', path: '/instellingen', as: 'beheer' },
  { name: 'berichten', path: '/berichten', as: 'beheer' },
  { name: 'logboek', path: '/logboek', as: 'privacy' },
  { name: 'gebruikers', path: '/gebruikers', as: 'beheer' },
  { name: 'gebruiker', path: '/gebruikers', as: 'beheer', act: (page) => follow(page, USER) },
  { name: 'gebruiker-nieuw', path: '/gebruikers/nieuw', as: 'beheer' },
  { name: 'standaardteksten', path: '/standaardteksten', as: 'beheer' },
  { name: 'standaardtekst', path: '/standaardteksten/helped', as: 'beheer' },
  { name: 'vervolgvragen', path: '/vervolgvragen', as: 'beheer' },
  { name: 'vervolgvraag', path: '/vervolgvragen/money-threat', as: 'beheer' },
  { name: 'tevredenheid', path: '/tevredenheid', as: 'beheer' },
  { name: 'openbare-namen', path: '/openbare-namen', as: 'beheer' },
  { name: 'mailteksten', path: '/mailteksten', as: 'beheer' },
  { name: 'mailtekst', path: '/mailteksten/ontvangen/nl', as: 'beheer' },
  { name: 'mailtekst-fouten', path: '/mailteksten/vraag/nl', as: 'beheer', act: emptyLetter },
  { name: 'mail-afzender', path: '/mailteksten/afzender', as: 'beheer' },
  { name: 'beslistabellen', path: '/beslistabellen', as: 'tabelbeheer' },
  { name: 'beslistabel', path: '/beslistabellen/standaard/hulp', as: 'tabelbeheer' },
  { name: 'beslistabel-proberen', path: '/beslistabellen/standaard/proberen', as: 'tabelbeheer' },
  { name: 'beslistabel-vergelijken', path: '/beslistabellen/standaard/vergelijken', as: 'tabelbeheer' },
  { name: 'rechten', path: '/rechten', as: 'rechten' },
  { name: 'vernietiging', path: '/vernietiging', as: 'rechten' },
  { name: 'verwerkingen', path: '/verwerkingen', as: 'rechten' },
];

const TOWN = '/voorbeeldstad';
const USER = 'main a[href*="/gebruikers/"]:not([href$="/nieuw"])';
const REPORT = 'main a[href*="/werk/"]:not([href*="/werk/lijst"]):not([href*="/werk/nieuw"])';

/** A mail without its link, sent to be kept. */
async function emptyLetter(page: Page): Promise<void> {
  await page.fill('main textarea[name=body]', 'Wij hebben een vraag over melding {naam}.');
  await press(page, 'main form button[name=step][value=save]');
}

async function press(page: Page, selector: string): Promise<void> {
  const button = page.locator(selector).last();
  await button.click();
  await page.waitForLoadState();
}

async function follow(page: Page, selector: string): Promise<void> {
  const href = await page.locator(selector).first().getAttribute('href');
  if (href === null) throw new Error(`expected an address on ${selector} of ${page.url()}`);
  await page.goto(href);
}

/** The form asks first whether there is coverage, and is sent after that. */
async function tellNothing(page: Page): Promise<void> {
  await press(page, 'main form button[type=submit]');
  await page.locator('#error-summary').waitFor();
  await page.waitForLoadState();
}

const INCIDENT = 'main a[href*="/veilig-werken/agressie/"]';

async function openIncident(page: Page): Promise<void> {
  await follow(page, INCIDENT);
}

async function openReport(page: Page): Promise<void> {
  await follow(page, REPORT);
}

/** The answer to a form that was sent without what it is about. */
async function bulkWithoutChoice(page: Page): Promise<void> {
  await press(page, '.wijk-bulk button[type=submit]');
}

async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page.locator('[data-keys]').waitFor();
}

async function openPhotos(page: Page): Promise<void> {
  await openReport(page);
  await page.goto(`${new URL(page.url()).pathname}/fotos`);
}

async function openDocuments(page: Page): Promise<void> {
  await openReport(page);
  await page.goto(`${new URL(page.url()).pathname}/documenten`);
}

const LIST = [
  'Omschrijving\tAdres\tSoort\tZaaknummer',
  'De lamp in het portiek is al weken stuk.\tKadestraat 1\tStuk of vies\tZ-100',
  'Iemand zwaait met een mes.\t\t\t',
  '\tAchter de kerk\t\t',
].join('\n');

async function bringList(page: Page): Promise<void> {
  await page.locator('textarea[name=cellen]').fill(LIST);
  await press(page, 'main form button[type=submit]');
  await page.locator('main details summary').first().click();
}

async function openSummary(page: Page): Promise<void> {
  await openReport(page);
  await page.goto(`${new URL(page.url()).pathname}/samenvatting`);
}

export interface Look {
  readonly language: Language;
  readonly width: number;
  readonly scheme?: 'light' | 'dark';
}

/** Opens the screens one after another, each as who sees it, in a browser that is there already. */
export async function* visitScreens(
  browser: Browser,
  address: string,
  { language, width, scheme = 'light', screens = SCREENS }: Look & { readonly screens?: readonly Screen[] },
): AsyncGenerator<{ screen: Screen; page: Page }> {
  const contexts = new Map<string, BrowserContext>();
  try {
    for (const screen of screens) {
      const who = screen.as ?? screen.code ?? '';
      let context = contexts.get(who);
      if (!context) {
        context = await browser.newContext({
          baseURL: address,
          viewport: { width, height: 900 },
          locale: language === 'nl' ? 'nl-NL' : 'en-GB',
          colorScheme: scheme,
          reducedMotion: 'reduce',
        });
        contexts.set(who, context);
        await context.addCookies([{ name: 'taal', value: language, url: address }]);
        await enter(context, screen);
      }
      const page = await context.newPage();
      await page.goto(`${TOWN}${screen.path}`);
      await screen.act?.(page);
      yield { screen, page };
      await page.close();
    }
  } finally {
    for (const context of contexts.values()) await context.close();
  }
}

/** Logs in, or opens a report by its follow-up code, so that the pages of this context are that person’s. */
export async function enter(
  context: BrowserContext,
  { as, code }: Pick<Screen, 'as' | 'code'>,
): Promise<void> {
  if (as === undefined && code === undefined) return;
  const page = await context.newPage();
  if (as !== undefined) {
    await page.goto(`${TOWN}/inloggen`);
    await page.locator('main form input[name=login][type=text]').fill(as);
    await page.locator('main form input[name=password][type=password]').fill(DEMO_PASSWORD);
    await page.locator('main form button[type=submit]').first().click();
    await page.waitForURL((url) => !url.pathname.endsWith('/inloggen'));
  } else {
    await page.goto(`${TOWN}/volgen`);
    await page
      .locator('input[name=code][type=text]')
      .fill(demoCodes().find(({ name }) => name === code)?.code ?? '');
    await page.locator('main form button[type=submit]').first().click();
    await page.waitForURL('**/volgen/melding');
  }
  await page.close();
}

/** Keeps the code of a report on this device, and goes to the list of those. */
async function keepCode(page: Page): Promise<void> {
  const code = demoCodes().find(({ name }) => name === 'question')?.code ?? '';
  await page.locator('input[name=code][type=text]').fill(code);
  await page.locator('input[name=keep]').check();
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/volgen/melding');
  await page.goto(`${TOWN}/volgen/meldingen`);
}

/** In pixels; wider than its window makes a page scroll sideways. */
export async function contentSize(page: Page): Promise<{ width: number; height: number }> {
  const [width, height] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
  );
  return { width, height };
}
