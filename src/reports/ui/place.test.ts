import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { globePoint } from '@wijkverbond/core/spatial';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import { aJpeg } from '../../../tests/support/pictures.ts';
import { layInTheNetherlands } from '../../../tests/support/town.ts';
import {
  anotherApp,
  hiddenFields,
  hiddenField,
  visit,
  wordsOf,
  type Fields,
  type Page,
} from '../../../tests/support/visitor.ts';
import { createDatabase, inTenant } from '../../kit/db.ts';
import type { LogFields } from '../../kit/log.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
  await layInTheNetherlands(house.db.owner, house.towns[0]);
}, 180_000);
afterAll(() => house.close());

const FORM = '/proefstad/melden';
const street = {
  dangers: 'none',
  sights: ['damage'],
  about: 'place',
  story: 'De bank is kapot.',
  name: 'Mevrouw Melder',
};

/** The hidden fields of the page, but not the one that asks for further questions: these tests are about the place. */
function carried(page: Page): Record<string, string[]> {
  const { further: _, ...fields } = hiddenFields(page);
  return fields;
}

async function open(fields: Fields, app = house.app) {
  const visitor = visit(app);
  const key = hiddenField(await visitor.get(FORM), 'key');
  return { visitor, page: await visitor.post(FORM, { key, ...street, ...fields }) };
}

interface Place {
  count: number;
  neighbourhood_id: string | null;
  address_id: string | null;
  x_m: number | null;
  y_m: number | null;
  source: string | null;
  accuracy_m: number | null;
  label: string | null;
  body: string;
}
const newest = async (): Promise<Place | undefined> => {
  const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
    sql<Place>`
      select count(*) over () as count, report.neighbourhood_id, place.address_id, place.x_m, place.y_m, place.source,
        place.accuracy_m, place.label, words.body
      from report join report_words words on words.report_id = report.id and words.kind = 'story'
      left join report_place place on place.report_id = report.id
      order by report.number desc limit 1`.execute(kysely),
  );
  return rows[0];
};

const lookOf = (page: Page) => hiddenField(page, 'look').split(',').map(Number);

describe('pointing it out on the map', () => {
  it('takes taps without scripts, nearer each time, and brings the place back to the form', async () => {
    const { visitor, page } = await open({ go: 'map' });
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain('Wijs de plek aan');
    expect(wordsOf(page)).toContain('De speld staat in Proefbuurt.');
    expect(lookOf(page)).toEqual([155_500, 463_500, 1467]);
    // a quarter of the width to the right of the middle, and a quarter up
    const nearer = await visitor.post(FORM, { ...carried(page), 'narrow.x': '225', 'narrow.y': '75' });
    expect(lookOf(nearer)).toEqual([155_867, 463_867, 734]);
    const form = await visitor.post(FORM, { ...carried(nearer), go: 'place-here' });
    expect(wordsOf(form)).toContain('U hebt een plek aangewezen in Proefbuurt.');
    expect(form.html).toContain('De bank is kapot.');
    expect(form.html).toContain('value="Mevrouw Melder"');
    const sent = await visitor.post(FORM, { ...street, ...carried(form) });
    expect(sent.status).toBe(303);
    expect(await newest()).toMatchObject({
      neighbourhood_id: house.towns[0].neighbourhoodId,
      address_id: null,
      x_m: 155_867,
      y_m: 463_867,
      source: 'pin',
      accuracy_m: null,
    });
  });

  it('measures a tap by the size of the map that was tapped', async () => {
    const { visitor, page } = await open({ go: 'map' });
    const tapped = await visitor.post(FORM, { ...carried(page), 'wide.x': '480', 'wide.y': '80' });
    expect(lookOf(tapped)).toEqual([155_867, 463_867, 734]);
  });

  it('can be done with a keyboard: buttons move the map, and Enter on the map comes nearer', async () => {
    const { visitor, page } = await open({ go: 'map' });
    const look = async (fields: Fields) => lookOf(await visitor.post(FORM, { ...carried(page), ...fields }));
    expect(await look({ go: 'map-left' })).toEqual([155_060, 463_500, 1467]);
    expect(await look({ go: 'map-up' })).toEqual([155_500, 463_940, 1467]);
    expect(await look({ go: 'map-right' })).toEqual([155_940, 463_500, 1467]);
    expect(await look({ go: 'map-down' })).toEqual([155_500, 463_060, 1467]);
    expect(await look({ go: 'map-in' })).toEqual([155_500, 463_500, 734]);
    expect(await look({ go: 'map-out' })).toEqual([155_500, 463_500, 1467]);
    expect(await look({ 'narrow.x': '0', 'narrow.y': '0' })).toEqual([155_500, 463_500, 734]);
  });

  it('begins at the address that was typed, and goes with it when both are given', async () => {
    const { visitor, page } = await open({ go: 'map', address: 'proefstraat 1' });
    expect(lookOf(page)).toEqual([155_100, 463_100, 500]);
    const form = await visitor.post(FORM, { ...carried(page), go: 'place-here' });
    await visitor.post(FORM, { ...street, address: 'proefstraat 1', ...carried(form) });
    expect(await newest()).toMatchObject({
      address_id: house.towns[0].addressId,
      x_m: 155_100,
      source: 'pin',
    });
  });

  it('takes no place outside the municipality', async () => {
    const { visitor, page } = await open({ go: 'map' });
    const outside = { ...carried(page), look: '150000,463500,500' };
    const refused = await visitor.post(FORM, { ...outside, go: 'place-here' });
    expect(wordsOf(refused)).toContain('Deze plek ligt niet in deze gemeente.');
    expect(wordsOf(refused)).toContain('De speld staat buiten de gemeente.');
    // nor when somebody writes it into the page
    const forged = await visitor.post(FORM, { ...street, ...carried(page), spot: '150000,463500,pin,' });
    expect(forged.status).toBe(400);
    expect(wordsOf(forged)).toContain('Deze plek ligt niet in deze gemeente.');
  });

  it('can be taken away again, and left without one', async () => {
    const { visitor, page } = await open({ go: 'map', spot: '155100,463100,pin,' });
    const back = await visitor.post(FORM, { ...carried(page), go: 'back' });
    expect(hiddenField(back, 'spot')).toBe('155100,463100,pin,');
    const without = await visitor.post(FORM, { ...carried(page), go: 'no-place' });
    expect(wordsOf(without)).not.toContain('U hebt een plek aangewezen');
    const sent = await visitor.post(FORM, { ...street, ...carried(without) });
    expect(wordsOf(sent)).toContain('Vul een adres in, of kruis aan dat u het adres niet weet.');
  });

  it('keeps the photos that were chosen before', async () => {
    const visitor = visit(house.app);
    const key = hiddenField(await visitor.get(FORM), 'key');
    const page = await visitor.send(FORM, { key, ...street, go: 'map' }, { photo: [await aJpeg()] });
    expect(carried(page)['photos']).toHaveLength(1);
    const form = await visitor.post(FORM, { ...carried(page), go: 'place-here' });
    await visitor.post(FORM, { ...street, ...carried(form) });
    const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
      sql<{ count: number }>`select count(*) as count from report_photo
        where report_id = (select id from report order by number desc limit 1)`.execute(kysely),
    );
    expect(rows[0]?.count).toBe(1);
  });

  it('shows 112 there too to who ticked danger, and takes that in with or without a place', async () => {
    const { visitor, page } = await open({ go: 'map', dangers: 'weapon' });
    expect(page.html).toContain('href="tel:112"');
    const form = await visitor.post(FORM, { ...carried(page), go: 'place-here' });
    expect((await visitor.post(FORM, { dangers: 'weapon', ...carried(form) })).status).toBe(303);
    expect(await newest()).toMatchObject({ source: 'pin', body: '–' });
  });

  it('holds up nobody in danger for where a boundary lies', async () => {
    const { page } = await open({ dangers: 'weapon', spot: '150000,463500,pin,' });
    expect(page.status).toBe(303);
    expect(await newest()).toMatchObject({ neighbourhood_id: null, x_m: 150_000 });
  });

  it.each(['155100,463100,gps', '155100,463100,satellite,1', '1e9,2,pin,', 'a,b,pin,', '-1,2,pin,'])(
    'counts a place that is none as none: %s',
    async (spot) => {
      const { page } = await open({ spot, addressUnknown: 'yes' });
      expect(page.status).toBe(303);
      expect(await newest()).toMatchObject({ x_m: null, neighbourhood_id: null });
    },
  );

  it('stands on the report for who works on it, with an address for the map of a telephone', async () => {
    const { page } = await open({ spot: '155775,463775,pin,', address: '' });
    expect(page.status).toBe(303);
    const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
      sql<{ number: number }>`select max(number) as number from report`.execute(kysely),
    );
    const cookie = await cookieOf(house, house.towns[0], 'openbaar');
    const path = `/proefstad/werk/${rows[0]?.number}`;
    const visitor = visit(house.app);
    const headers = { origin: ORIGIN, cookie };
    await house.app.request(`${ORIGIN}${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ intent: 'accept' }),
    });
    const report = await (await house.app.request(`${ORIGIN}${path}`, { headers })).text();
    expect(report).toMatch(/href="geo:52\.\d{6},5\.\d{6}"/);
    expect(report).toContain('De melder wees deze plek aan op de kaart.');
    expect(report).toContain('Kaart met een speld op de plek van de melding');
    expect((await visitor.get(path)).status).toBe(303);
  });
});

describe('the place of a telephone', () => {
  const gps = () => {
    const at = globePoint({ xM: 155_250, yM: 463_250 });
    return `${at?.latDeg},${at?.lonDeg},17.4`;
  };

  it('opens the map there, and is kept with how sure it is', async () => {
    const { visitor, page } = await open({ go: 'map', gps: gps() });
    expect(lookOf(page)).toEqual([155_250, 463_250, 500]);
    expect(wordsOf(page)).toContain('Uw telefoon weet de plek op ongeveer 18 meter.');
    const form = await visitor.post(FORM, { ...carried(page), go: 'place-here' });
    await visitor.post(FORM, { ...street, ...carried(form) });
    expect(await newest()).toMatchObject({ x_m: 155_250, y_m: 463_250, source: 'gps', accuracy_m: 18 });
  });

  it('is a pin as soon as somebody moves it', async () => {
    const { visitor, page } = await open({ go: 'map', gps: gps() });
    const moved = await visitor.post(FORM, { ...carried(page), go: 'map-left' });
    const form = await visitor.post(FORM, { ...carried(moved), go: 'place-here' });
    await visitor.post(FORM, { ...street, ...carried(form) });
    expect(await newest()).toMatchObject({ source: 'pin', accuracy_m: null });
  });

  it('may be asked by this page only, and by no script but our own', async () => {
    const form = await visit(house.app).get(FORM);
    expect(form.headers.get('permissions-policy')).toBe('camera=(), geolocation=(self), microphone=()');
    expect(form.headers.get('content-security-policy')).toContain("script-src 'self';");
    const home = await visit(house.app).get('/proefstad');
    expect(home.headers.get('permissions-policy')).toContain('geolocation=()');
    expect(home.headers.get('content-security-policy')).toContain("script-src 'none'");
  });
});

describe('the picture of the map', () => {
  it('holds the streets and neighbourhoods of the frame, and nothing about reports', async () => {
    const picture = await visit(house.app).get('/proefstad/melden/kaart/narrow/155100,463100,500');
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.html).toContain('Proefstraat');
    expect(picture.html).toContain('Proefbuurt');
    expect(picture.html.length).toBeLessThan(10_000);
  });

  it('brings its dark colours along, because no style sheet of a page reaches it', async () => {
    const picture = await visit(house.app).get('/proefstad/melden/kaart/narrow/155100,463100,500');
    expect(picture.html).toContain('<style>@media (prefers-color-scheme: dark)');
  });

  it('is not there for what is no frame', async () => {
    for (const frame of ['0', 'a,b,c', '1,2,0', '1,2,3,4,5', '99999999,1,1'])
      expect((await visit(house.app).get(`/proefstad/melden/kaart/narrow/${frame}`)).status).toBe(404);
  });
});

describe('the national register of addresses', () => {
  let register: Server;
  let app: Awaited<ReturnType<typeof anotherApp>>;
  const asked: URL[] = [];
  const lines: { event: string; fields: LogFields }[] = [];
  let answer: { status: number; body: string };
  const found = (...names: string[]) => ({
    status: 200,
    body: JSON.stringify({
      response: {
        docs: names.map((weergavenaam, at) => ({
          weergavenaam,
          centroide_rd: `POINT(${155_300 + at}.5 463300)`,
        })),
      },
    }),
  });

  beforeAll(async () => {
    register = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://register.test'));
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(register, 'listening');
    const { port } = register.address() as AddressInfo;
    app = await anotherApp(house, {
      env: { REPORTS_PER_HOUR: '10000', LOCATIESERVER_URL: `http://127.0.0.1:${port}/search/v3_1` },
      log: (_level, event, fields = {}) => void lines.push({ event, fields }),
    });
  });
  afterAll(() => register.close());
  beforeEach(() => {
    asked.length = 0;
    lines.length = 0;
  });

  it('is asked for an address that we do not have, within the municipality, and offers what may be meant', async () => {
    answer = found('Nieuwstraat 5, 1234AB Proefstad', 'Nieuwstraat 5A, 1234AB Proefstad');
    const { visitor, page } = await open({ address: 'nieuwstr 5' }, app);
    expect(page.status).toBe(400);
    expect(asked[0]?.pathname).toBe('/search/v3_1/free');
    expect(asked[0]?.searchParams.get('q')).toBe('nieuwstr 5');
    expect(asked[0]?.searchParams.getAll('fq')).toEqual(['type:adres', 'gemeentecode:-proefstad']);
    expect(wordsOf(page)).toContain('Welk adres bedoelt u?');
    const choice = 'Nieuwstraat 5A, 1234AB Proefstad';
    const sent = await visitor.post(FORM, {
      ...street,
      ...carried(page),
      address: 'nieuwstr 5',
      addressChoice: choice,
    });
    expect(sent.status).toBe(303);
    expect(await newest()).toMatchObject({
      address_id: null,
      x_m: 155_301.5,
      source: 'register',
      label: choice,
      neighbourhood_id: house.towns[0].neighbourhoodId,
      body: street.story,
    });
  });

  it('is not asked for an address of our own', async () => {
    const { page } = await open({ address: 'proefstraat 1' }, app);
    expect([page.status, asked.length]).toEqual([303, 0]);
  });

  it.each<[what: string, broken: { status: number; body: string }]>([
    ['an error', { status: 500, body: 'nee' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['another shape', { status: 200, body: '{"response":{"docs":[{"weergavenaam":1}]}}' }],
    ['a point that is none', { status: 200, body: found('A 1').body.replace('POINT', 'LINE') }],
  ])('may answer with %s: then our own addresses are all there is', async (_what, broken) => {
    answer = broken;
    const { page } = await open({ address: 'geheime laan 7' }, app);
    expect(page.status).toBe(400);
    expect(wordsOf(page)).toContain('Wij kennen dit adres niet.');
    expect(lines.map(({ event }) => event)).toContain('register.failed');
    expect(JSON.stringify(lines)).not.toContain('geheime');
  });

  it('holds up nobody in danger: what was typed stands among the words', async () => {
    answer = { status: 503, body: '' };
    const { page } = await open({ dangers: 'weapon', address: 'geheime laan 7' }, app);
    expect(page.status).toBe(303);
    expect((await newest())?.body).toContain('geheime laan 7');
  });
});

describe('an address that two streets share', () => {
  it('is chosen from what may be meant', async () => {
    await inTenant(house.db.owner, house.towns[0].id, ({ kysely }) =>
      sql`insert into address select municipality_id, gen_random_uuid(), neighbourhood_id, 'Kerkweg', '2', code, 155200, 463200
        from address, unnest(array['1111AA', '2222BB']) code where street = 'Proefstraat'`.execute(kysely),
    );
    // what a process read a minute ago it still knows
    const fresh = createDatabase(house.db.appUrl, { connections: 2 });
    const anew = await anotherApp(
      { ...house, db: { ...house.db, app: fresh } },
      { env: { REPORTS_PER_HOUR: '10000' } },
    );
    const { visitor, page } = await open({ address: 'kerkweg 2' }, anew);
    expect(wordsOf(page)).toContain('Welk adres bedoelt u?');
    expect(page.html).toContain('value="Kerkweg 2, 1111AA"');
    const choice = { addressChoice: 'Kerkweg 2, 2222BB', address: 'kerkweg 2' };
    expect((await visitor.post(FORM, { ...street, ...carried(page), ...choice })).status).toBe(303);
    expect((await newest())?.address_id).not.toBeNull();
    await fresh.destroy();
  });
});
