import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { loadTexts } from '../kit/texts.ts';
import { DataClass } from '../people/model.ts';
import { privacyDocument } from './index.ts';
import { groundText, termsText } from './terms.ts';

const t = loadTexts(contentFile('texts'), { strict: true }).translator('nl');

let house: TestHouse;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  await inTenant(house.db.owner, town.id, (tx) =>
    sql`update data_class set verified = true, retention_days = 730, anonymise_days = 90 where class = 'contact'`.execute(
      tx.kysely,
    ),
  );
}, 180_000);
afterAll(() => house.close());

const documentOf = (kind: 'dpia' | 'register') =>
  privacyDocument(house.db.app, town.id, { kind, t, asksRegister: false });

describe('a term in words', () => {
  const terms = {
    ground: 'AVG 6(1)(e)',
    purpose: '',
    source: '',
    tables: [] as string[],
    countsFrom: 'closing' as const,
    verified: true,
  };

  it.each([
    [730, undefined, '2 jaar nadat de melding is afgesloten'],
    [1827, undefined, '5 jaar nadat de melding is afgesloten'],
    [90, undefined, '90 dagen nadat de melding is afgesloten'],
    [1, undefined, '1 dag nadat de melding is afgesloten'],
    [730, 90, 'onherkenbaar na 90 dagen, weg na 2 jaar, nadat de melding is afgesloten'],
  ])('of %i days, blanked after %s, is: %s', (destroyDays, anonymiseDays, words) => {
    expect(termsText(t, { ...terms, destroyDays, anonymiseDays })).toBe(words);
  });

  it('says that nobody has decided on it yet', () => {
    expect(termsText(t, { ...terms, destroyDays: 365, verified: false })).toBe(
      '1 jaar nadat de melding is afgesloten (nog niet vastgesteld)',
    );
  });

  it('names a ground that is not of the AVG as it stands', () => {
    expect([groundText(t, 'AVG 6(1)(c)'), groundText(t, 'Wmo 5.1.1')]).toEqual([
      'een plicht uit de wet (AVG 6(1)(c))',
      'Wmo 5.1.1',
    ]);
  });
});

describe.each(['register', 'dpia'] as const)('the %s', (kind) => {
  it('names every class with the ground and the term that the database holds', async () => {
    const text = await documentOf(kind);
    for (const name of DataClass.options) expect(text).toContain(`| ${t(`people.data-class.${name}`)} |`);
    expect(text).toContain(
      '| contactgegevens | onherkenbaar na 90 dagen, weg na 2 jaar, nadat de melding is afgesloten |',
    );
    expect(text).toMatch(/\| adres \| [^|]*nog niet vastgesteld\) \|/);
  });

  it('names parties of this municipality, and no person', async () => {
    const text = await documentOf(kind);
    expect(text).toContain('- corporatie');
    expect(text).not.toMatch(/Naam (?:coordinator|privacy|rechten|manager)/);
  });

  it('names the national register among who gets data, where this installation asks it', async () => {
    const asking = await privacyDocument(house.db.app, town.id, { kind, t, asksRegister: true });
    expect(asking).toContain(
      '- Het landelijk adresregister (Kadaster, PDOK): alleen het adres dat iemand typt',
    );
    expect(await documentOf(kind)).not.toContain('PDOK');
  });

  it('is the same on the page, as a file and on the command line', async () => {
    const cookie = await cookieOf(house, town, 'privacy');
    const get = (path: string) =>
      house.app.request(`${ORIGIN}/proefstad/verwerkingen${path}`, {
        headers: { cookie, 'accept-language': 'nl' },
      });
    const file = await get(`/${kind}.md`);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="proefstad-${kind}.md"`);
    expect(await file.text()).toBe(await documentOf(kind));
    const page = await (await get(`?tekst=${kind}`)).text();
    for (const heading of (await documentOf(kind)).matchAll(/^## (.*)$/gm))
      expect(page).toContain(`>${heading[1]}</h3>`);
  });
});

it('the DPIA lists who may do what, and which terms are still to be decided', async () => {
  const text = await documentOf('dpia');
  expect(text).toMatch(/\| Behandelaar privacyverzoeken \| 1 \| [^|]*daarvoor die ene melding openen \|/);
  const undecided = text.slice(text.indexOf('## Termijnen die de gemeente nog moet vaststellen'));
  expect(undecided).toContain('- adres');
  expect(undecided).not.toContain('- contactgegevens');
});

describe('the privacy page', () => {
  it.each([
    [
      'nl',
      'Onherkenbaar 90 dagen nadat de melding is afgesloten Weg 2 jaar nadat de melding is afgesloten',
      'nog niet vastgesteld',
    ],
    [
      'en',
      'Blanked 90 days after the report was closed Gone 2 years after the report was closed',
      'not decided yet',
    ],
  ])('is open to all and tells the terms that run, in %s', async (language, words, yet) => {
    const page = await visit(house.app, { language }).get('/proefstad/privacy');
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain(words);
    expect(wordsOf(page)).toContain(yet);
    expect(page.html).not.toMatch(/Naam (?:coordinator|privacy|rechten|manager)/);
  });

  it('is linked from the foot of every page of the municipality', async () => {
    for (const path of ['', '/melden', '/volgen', '/inloggen'])
      expect((await visit(house.app).get(`/proefstad${path}`)).html).toContain('href="/proefstad/privacy"');
  });
});
