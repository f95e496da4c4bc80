import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTenant } from '../src/kit/db.ts';
import { openSession, userActor } from '../src/people/index.ts';
import { addReportPhotos } from '../src/handovers/index.ts';
import { newId } from '../src/kit/ids.ts';
import { readImage } from '../src/kit/image-codec.ts';
import { identify, register } from '../src/rights/index.ts';
import { tablesToShow } from './support/tables.ts';
import { cookieOf, openHouse, ORIGIN, reporterCookie, sendReport, type TestHouse } from './support/house.ts';
import { markupFaults } from './support/markup.ts';
import { aJpeg } from './support/pictures.ts';
import type { Town } from './support/town.ts';

let house: TestHouse;
const pages: { path: string; cookie: string }[] = [];

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  const { reportId, number } = await sendReport(house, town);
  const staff = await cookieOf(house, town, 'coordinator');
  const manager = await cookieOf(house, town, 'beheer');
  const reporter = await reporterCookie(house, town, reportId);
  await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  });
  for (const path of [
    '',
    '/kaart',
    '/kaart?kijk=100,100,400',
    '/melden',
    '/melden?plek=100,100',
    '/volgen',
    '/inloggen',
    '/toegankelijkheid',
    '/privacy',
  ])
    pages.push({ path, cookie: '' });
  pages.push({ path: '/bestaat-niet', cookie: '' });
  await addPhotos(house, town, reportId);
  for (const path of [
    '/werk',
    '/werk/nieuw',
    '/werk/lijst?bereik=alles&beeld=kaart',
    '/ronde',
    '/ronde/meldingen',
    `/werk/${number}`,
    `/werk/${number}/samenvatting?met=woorden`,
    `/werk/${number}/fotos`,
    `/werk/${number}/documenten`,
    '/overzicht',
    '/overzicht?lijst=open',
    '/overzicht?lijst=informeren',
  ])
    pages.push({ path, cookie: staff });
  const tables = await cookieOf(house, town, 'beheerder2');
  const { number: draft, guestId } = await tablesToShow(house);
  for (const path of ['', '/uitnodiging', '/standaard', '/standaard/hulp', '/standaard/vergelijken'])
    pages.push({ path: `/beslistabellen${path}`, cookie: tables });
  for (const path of ['', '/proberen', '/inlezen', '/hulp', '/hulp/hulp-money', '/tempo/nieuw'])
    pages.push({ path: `/beslistabellen/${draft}${path}`, cookie: tables });
  pages.push(
    { path: `/beslistabellen/uitnodiging/${guestId}`, cookie: await cookieOf(house, town, 'goedkeurder') },
    { path: '/volgen/meldingen', cookie: '' },
    { path: '/volgen/melding', cookie: reporter },
    { path: '/volgen/melding/fotos', cookie: reporter },
    { path: '/volgen/melding/inzage', cookie: reporter },
    { path: '/logboek', cookie: await cookieOf(house, town, 'privacy') },
    { path: '/account', cookie: staff },
    { path: '/inloggen/tweede-stap', cookie: `sessie=${await halfSession()}` },
    { path: '/inloggen/verlopen', cookie: '' },
    { path: '/wachtwoord/onbekend', cookie: '' },
    ...['', '/nieuw', `/${town.users['wijkteam-lead']}`].map((page) => ({
      path: `/gebruikers${page}`,
      cookie: manager,
    })),
  );
  const rights = await cookieOf(house, town, 'rechten');
  const requestId = await askToCorrect(number);
  for (const path of ['/rechten', `/rechten/${requestId}`, `/rechten/${requestId}/inzage`])
    pages.push({ path, cookie: rights });
  for (const path of ['/vernietiging', '/verwerkingen', '/verwerkingen?tekst=dpia'])
    pages.push({ path, cookie: rights });
}, 180_000);
afterAll(() => house.close());

/** Somebody who has given the password and not yet the second factor. */
function halfSession(): Promise<string> {
  const [town] = house.towns;
  return inTenant(house.db.app, town.id, (tx) =>
    openSession(tx, 'user', town.users['privacy'] ?? '', { stage: 'half' }),
  );
}

/** Three photos, so that the pages of photos have something to show. */
async function addPhotos({ db }: TestHouse, { id }: Town, reportId: string): Promise<void> {
  const actor = { kind: 'reporter', municipalityId: id, reportId } as const;
  for (const colour of ['#00ff00', '#ffff00', '#ff00ff']) {
    const image = await readImage(await aJpeg(40, 30, colour));
    if (image.ok) await addReportPhotos(db.app, actor, { number: undefined, images: [image.value] });
  }
}

/** A request about the report, and with it a block on it. */
async function askToCorrect(reportNumber: number): Promise<string> {
  const [town] = house.towns;
  const { app } = house.db;
  const officer = await inTenant(app, town.id, (tx) => userActor(tx, town.users['rechten'] ?? ''));
  if (!officer) throw new Error('no rights officer');
  const [correct, object] = [newId(), newId()];
  const wish = { reportNumber, askedBy: 'person', receivedAt: new Date('2026-01-01T00:00:00Z') } as const;
  await register(app, officer, { ...wish, key: correct, kind: 'correct' });
  await register(app, officer, { ...wish, key: object, kind: 'object' });
  await identify(app, officer, correct);
  return correct;
}

it.each(['nl', 'en'])('writes valid markup on every page, in %s', async (language) => {
  const faults: string[] = [];
  for (const { path, cookie } of pages) {
    const response = await house.app.request(`${ORIGIN}/proefstad${path}`, {
      headers: { cookie: `${cookie}; taal=${language}` },
    });
    faults.push(...(await markupFaults(await response.text())).map((fault) => `${path}:${fault}`));
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
  expect(await markupFaults(await response.text())).toEqual([]);
});
