import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tablesToShow } from './support/tables.ts';
import { cookieOf, openHouse, ORIGIN, reporterCookie, sendReport, type TestHouse } from './support/house.ts';

/** How React writes tags is not ours to say; what they mean is. */
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'attr-case': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'no-redundant-role': 'off',
    'no-inline-style': 'error',
    // the telephone links of this house are sentences: 'Gevaar? Bel 112.'
    'tel-non-breaking': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }],
  },
});

let house: TestHouse;
const pages: { path: string; cookie: string }[] = [];

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  const { reportId, number } = await sendReport(house, town);
  const staff = await cookieOf(house, town, 'coordinator');
  const reporter = await reporterCookie(house, town, reportId);
  for (const path of ['', '/melden', '/volgen', '/inloggen', '/bestaat-niet'])
    pages.push({ path, cookie: '' });
  for (const path of ['/werk', `/werk/${number}`, '/overzicht', '/overzicht?lijst=open'])
    pages.push({ path, cookie: staff });
  const tables = await cookieOf(house, town, 'beheerder2');
  const { number: draft, guestId } = await tablesToShow(house);
  for (const path of ['', '/uitnodiging', '/standaard', '/standaard/hulp', '/standaard/vergelijken'])
    pages.push({ path: `/beslistabellen${path}`, cookie: tables });
  for (const path of ['', '/proberen', '/inlezen', '/hulp', '/hulp/hulp-money', '/tempo/nieuw'])
    pages.push({ path: `/beslistabellen/${draft}${path}`, cookie: tables });
  pages.push(
    { path: `/beslistabellen/uitnodiging/${guestId}`, cookie: await cookieOf(house, town, 'goedkeurder') },
    { path: '/volgen/melding', cookie: reporter },
    { path: '/logboek', cookie: await cookieOf(house, town, 'privacy') },
  );
}, 180_000);
afterAll(() => house.close());

it.each(['nl', 'en'])('writes valid markup on every page, in %s', async (language) => {
  const faults: string[] = [];
  for (const { path, cookie } of pages) {
    const response = await house.app.request(`${ORIGIN}/proefstad${path}`, {
      headers: { cookie: `${cookie}; taal=${language}` },
    });
    const report = await validator.validateString(await response.text());
    for (const { messages } of report.results)
      faults.push(...messages.map(({ line, ruleId, message }) => `${path}:${line} ${ruleId}: ${message}`));
  }
  expect(faults).toEqual([]);
});

it('writes valid markup when everything is wrong', async () => {
  const response = await house.app.request(`${ORIGIN}/proefstad/melden`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'key=00000000000000000000000000000000&address=Nergens+1&email=geen-adres',
  });
  expect(response.status).toBe(400);
  const report = await validator.validateString(await response.text());
  expect(
    report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
  ).toEqual([]);
});
