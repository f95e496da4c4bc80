import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whoIs } from '../../kit/who.ts';
import { cookieOf, openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import { aJpeg } from '../../../tests/support/pictures.ts';

let house: TestHouse;
let caretaker = '';
let who = '';

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
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
