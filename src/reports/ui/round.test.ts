import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { inTenant } from '../../kit/db.ts';
import { whoIs } from '../../kit/who.ts';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import { foundComplex } from '../../../tests/support/town.ts';
import { aJpeg } from '../../../tests/support/pictures.ts';

let house: TestHouse;
let caretaker = '';
let who = '';
/** Of the caretaker's own organisation, and of another. */
let linden = '';
let eiken = '';

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  linden = await foundComplex(house.db.owner, town, { code: 'L-1', addressIds: [town.addressId] });
  eiken = await foundComplex(house.db.owner, town, { name: 'De Eiken', party: 'welzijn' });
  caretaker = await cookieOf(house, town, 'huismeester');
  who = whoIs(town.id, town.users['huismeester'] ?? '');
}, 120_000);
afterAll(() => house.close());

const NOTE = { kind: 'stuk-of-vies', story: 'De deur klemt.', address: 'proefstraat 1' };

async function post(
  path: string,
  fields: Record<string, string>,
  { cookie = caretaker, from = who, photos = [] as Buffer[] } = {},
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const photo of photos)
    body.append('photo', new File([new Uint8Array(photo)], 'foto.jpg', { type: 'image/jpeg' }));
  const sent = new Request(`${ORIGIN}/proefstad/${path}`, { method: 'POST', body });
  const bytes = await sent.arrayBuffer();
  return house.app.request(sent.url, {
    method: 'POST',
    body: bytes,
    headers: {
      cookie,
      origin: ORIGIN,
      'x-ronde-van': from,
      'content-type': sent.headers.get('content-type') ?? '',
      'content-length': String(bytes.byteLength),
    },
  });
}

const get = (path: string, cookie = caretaker) =>
  house.app.request(`${ORIGIN}/proefstad/${path}`, { headers: { cookie } });

describe('the queue of a telephone', () => {
  const key = 'c'.repeat(32);

  it('is told the number of the report, and the same number when it sends again', async () => {
    const first = await post(
      'ronde/wachtrij',
      { ...NOTE, key },
      { photos: [await aJpeg(40, 30, '#aa0000')] },
    );
    const again = await post(
      'ronde/wachtrij',
      { ...NOTE, key },
      { photos: [await aJpeg(40, 30, '#aa0000')] },
    );
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
  });

  it('hears that somebody has to log in, and nothing is taken or thrown away', async () => {
    expect((await post('ronde/wachtrij', { ...NOTE, key }, { cookie: '' })).status).toBe(401);
    const ended = await post('ronde/wachtrij', { ...NOTE, key }, { cookie: `wie=${who}` });
    expect(ended.status).toBe(401);
  });

  it("does not take one person's note in the name of another", async () => {
    const [town] = house.towns;
    const other = await cookieOf(house, town, 'woonconsulent');
    expect((await post('ronde/wachtrij', { ...NOTE, key: 'd'.repeat(32) }, { cookie: other })).status).toBe(
      409,
    );
    const privacy = await cookieOf(house, town, 'privacy');
    expect((await post('ronde/wachtrij', { ...NOTE, key: 'd'.repeat(32) }, { cookie: privacy })).status).toBe(
      409,
    );
  });

  it('gets the reasons of a refusal in words', async () => {
    const answer = await post('ronde/wachtrij', { ...NOTE, key: 'e'.repeat(32), story: '' });
    expect([answer.status, await answer.json()]).toEqual([
      422,
      { reasons: ['Schrijf één zin of maak een foto.'] },
    ]);
  });

  it('never takes danger', async () => {
    expect((await post('ronde/wachtrij', { ...NOTE, key: 'f'.repeat(32), kind: 'danger' })).status).toBe(422);
  });
});

describe('the page of the round', () => {
  it('shows the form again with what was typed and the photo that came along', async () => {
    const answer = await post(
      'ronde',
      { ...NOTE, kind: '', key: '1'.repeat(32) },
      { photos: [await aJpeg(40, 30, '#00aa00')] },
    );
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('Kies wat u ziet.');
    expect(html).toContain('De deur klemt.');
    expect(html).toMatch(/name="photos" value="[0-9a-f-]{36}"/);
  });

  it('takes the note in and keeps the place for the next one, on this page alone', async () => {
    const answer = await post('ronde', { ...NOTE, key: '2'.repeat(32) });
    expect(answer.headers.get('location')).toMatch(/^\/proefstad\/ronde\?verstuurd=\d+$/);
    expect(answer.headers.get('set-cookie')).toMatch(
      /plek=proefstraat%201; Path=\/proefstad\/ronde; HttpOnly/,
    );
    expect(await (await get('ronde', `${caretaker}; plek=proefstraat%201`)).text()).toContain(
      'value="proefstraat 1"',
    );
  });

  it('opens with what another app shared when no service worker took it', async () => {
    const shared = { title: 'Kast', text: 'De kast is open.', url: '' };
    const answer = await post('ronde/delen', shared, { photos: [await aJpeg(40, 30, '#0000aa')] });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Kast\nDe kast is open.');
    expect(html).toMatch(/name="photos" value="[0-9a-f-]{36}"/);
  });

  it('may start a worker and be installed, which no other page may', async () => {
    const policy = (await get('ronde')).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'; worker-src 'self'; manifest-src 'self';");
    const form = (await get('melden', '')).headers.get('content-security-policy');
    expect(form).toContain("worker-src 'none'; manifest-src 'none';");
  });
});

describe('a note in a complex', () => {
  /** The place of a report as it is kept. */
  async function kept(answer: Response) {
    const { number } = (await answer.json()) as { number: number };
    const { rows } = await inTenant(house.db.app, house.towns[0].id, ({ kysely }) =>
      sql`select p.address_id, p.complex_id, p.inside, r.neighbourhood_id from report r
        join report_place p on p.municipality_id = r.municipality_id and p.report_id = r.id
        where r.number = ${number}`.execute(kysely),
    );
    return rows[0];
  }

  const send = (fields: Record<string, string>) =>
    post('ronde/wachtrij', { ...NOTE, address: '', ...fields });

  it('is chosen from a list that begins with those of the own organisation', async () => {
    const html = await (await get('ronde')).text();
    const list = /<select[^>]*name="complex"[\s\S]*?<\/select>/.exec(html)?.[0] ?? '';
    const shown = [...list.matchAll(/<optgroup label="([^"]*)">|<option value="[^"]+">([^<]*)/g)];
    expect(shown.map(([, group, name]) => group ?? name)).toEqual([
      'corporatie',
      'De Linde (L-1)',
      'welzijn',
      'De Eiken',
    ]);
  });

  it('keeps the complex, where in it, and the neighbourhood that follows', async () => {
    const [town] = house.towns;
    const fields = { key: '4'.repeat(32), complex: eiken, address: 'portiek 3' };
    expect(await kept(await send(fields))).toEqual({
      address_id: null,
      complex_id: eiken,
      inside: 'portiek 3',
      neighbourhood_id: town.neighbourhoodId,
    });
  });

  it('keeps an address in it alone, which says itself in which complex it lies', async () => {
    const fields = { key: '5'.repeat(32), complex: linden, address: 'proefstraat 1' };
    expect(await kept(await send(fields))).toMatchObject({
      address_id: house.towns[0].addressId,
      complex_id: null,
      inside: null,
    });
  });

  it('takes the address that was typed where that lies elsewhere', async () => {
    const fields = { key: '6'.repeat(32), complex: eiken, address: 'proefstraat 1' };
    expect(await kept(await send(fields))).toMatchObject({
      address_id: house.towns[0].addressId,
      complex_id: null,
    });
    const stale = { ...fields, key: '7'.repeat(32), keptAddress: 'Proefstraat 1' };
    expect(await kept(await send(stale))).toMatchObject({
      address_id: null,
      complex_id: eiken,
      inside: null,
    });
  });

  it('is refused with a complex that is not there', async () => {
    const answer = await send({ key: '8'.repeat(32), complex: house.towns[0].id });
    expect([answer.status, await answer.json()]).toEqual([
      422,
      { reasons: ['Dit complex kennen wij niet. Kies een complex uit de lijst.'] },
    ]);
  });

  it('is as it was for a telephone that has not heard of complexes', async () => {
    const old = {
      kind: 'stuk-of-vies',
      story: 'Van vroeger.',
      address: 'proefstraat 1',
      key: '9'.repeat(32),
    };
    expect((await post('ronde/wachtrij', old)).status).toBe(201);
  });

  it('keeps the complex for the next note, and no place in it', async () => {
    const answer = await post('ronde', { ...NOTE, key: 'a1'.repeat(16), complex: eiken, address: 'lift' });
    expect(answer.status).toBe(303);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.find((one) => one.startsWith('complex='))).toContain(
      `complex=${eiken}; Path=/proefstad/ronde`,
    );
    expect(cookies.find((one) => one.startsWith('plek='))).toContain('Max-Age=0');
    const html = await (await get('ronde', `${caretaker}; complex=${eiken}`)).text();
    expect(html).toContain(`<option value="${eiken}" selected="">`);
  });
});

describe('what a telephone installs', () => {
  it('is named after the municipality, opens the round, and takes photos from other apps', async () => {
    const answer = await get('ronde.webmanifest');
    expect(answer.headers.get('content-type')).toBe('application/manifest+json');
    expect(await answer.json()).toMatchObject({
      name: 'Ronde · proefstad',
      start_url: '/proefstad/ronde',
      scope: '/proefstad/',
      share_target: { action: '/proefstad/ronde/delen', method: 'POST' },
    });
    for (const icon of ['192', '512', 'maskable'])
      expect((await house.app.request(`${ORIGIN}/app-icon-${icon}.png`)).headers.get('content-type')).toBe(
        'image/png',
      );
  });

  it('has its worker in the part of the address of its own municipality, asked anew each time', async () => {
    const answer = await get('ronde-werker.js');
    expect(answer.headers.get('content-type')).toContain('text/javascript');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect((await house.app.request(`${ORIGIN}/nergens/ronde-werker.js`)).status).toBe(404);
    expect((await house.app.request(`${ORIGIN}/nergens/ronde.webmanifest`)).status).toBe(404);
  });
});

it('shows the maker alone what became of a note, without a word of it', async () => {
  const [town] = house.towns;
  const story = 'Zij komt niet meer buiten.';
  const sent = await post('ronde/wachtrij', {
    ...NOTE,
    key: '3'.repeat(32),
    kind: 'lang-niet-gezien',
    story,
  });
  const { number } = (await sent.json()) as { number: number };
  const mine = await (await get('ronde/meldingen')).text();
  expect(mine).toContain(`Melding ${number}`);
  expect(mine).not.toContain(story);
  const other = await (await get('ronde/meldingen', await cookieOf(house, town, 'woonconsulent'))).text();
  expect(other).not.toContain(`Melding ${number}`);
});

it('keeps the storage of a telephone at log-out only where notes wait', async () => {
  const [town] = house.towns;
  const logOut = async (headers: Record<string, string>) => {
    const cookie = await cookieOf(house, town, 'huismeester');
    const answer = await house.app.request(`${ORIGIN}/proefstad/uitloggen`, {
      method: 'POST',
      headers: { cookie, origin: ORIGIN, ...headers },
    });
    return answer.headers.get('clear-site-data');
  };
  expect(await logOut({})).toBe('"cache", "storage"');
  expect(await logOut({ 'x-ronde-wacht': '1' })).toBe('"cache"');
});
