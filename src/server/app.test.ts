import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildPages } from '../../tools/build.ts';
import { readConfig } from '../kit/config.ts';
import { contentFile } from '../kit/content.ts';
import { createDatabase } from '../kit/db.ts';
import type { Log, LogFields } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { NO_FRAME, type PageMunicipality } from '../kit/web/context.ts';
import { createApp, type App, type AppDeps } from './app.ts';
import { makeMetrics } from './metrics.ts';
import { makeServices } from './wiring.ts';
import { houseDecisions } from '../../tests/support/content.ts';

const ORIGIN = 'http://house.test';
const PALETTE = {
  50: '#fff7f2',
  100: '#ffeadb',
  200: '#ffd3b5',
  300: '#ffb27d',
  400: '#b3541e',
  500: '#8f3f12',
  600: '#6b2d0b',
  700: '#3d1905',
};
const voorbeeldstad: PageMunicipality = {
  id: '0190aaaa-0000-7000-8000-000000000001',
  slug: 'voorbeeldstad',
  name: 'Voorbeeldstad',
};
const elders: PageMunicipality = {
  id: '0190aaaa-0000-7000-8000-000000000002',
  slug: 'elders',
  name: 'Elders',
  theme: PALETTE,
};

const lines: { event: string; fields: LogFields }[] = [];
const log: Log = (_level, event, fields = {}) => void lines.push({ event, fields });
// No page of this file reads the database: the address is one where nobody answers.
const db = createDatabase('postgres://nobody@127.0.0.1:1/none');
const texts = loadTexts(contentFile('texts'), { strict: true });
const services = makeServices(readConfig({}), await houseDecisions());
let towns: readonly PageMunicipality[] = [];

function deps(more: Partial<AppDeps> = {}): AppDeps {
  return {
    db,
    texts,
    log,
    services,
    municipalities: async () => towns,
    health: async () => ({ database: true }),
    resolveMunicipality: async (slug) => {
      if (slug === 'stuk') throw new Error('Jan de Vries, Kerkweg 3');
      return towns.find((town) => town.slug === slug);
    },
    resolveActor: async (_request, { id }) => ({ kind: 'public', municipalityId: id }),
    frame: async () => NO_FRAME,
    ...more,
  };
}

let app: App;
beforeAll(async () => {
  await buildPages();
  app = await createApp(deps());
}, 120_000);
afterEach(() => {
  towns = [voorbeeldstad, elders];
  lines.length = 0;
});
towns = [voorbeeldstad, elders];

const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(`${ORIGIN}${path}`, { headers });
const post = (path: string, headers: Record<string, string> = {}, body = 'a=b') =>
  app.request(`${ORIGIN}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

describe('the first page', () => {
  it('lets one choose among several municipalities', async () => {
    const html = await (await get('/')).text();
    expect(html).toContain('Kies uw gemeente');
    expect(html).toContain('href="/voorbeeldstad"');
    expect(html).toContain('href="/elders"');
  });

  it('goes straight to the only one', async () => {
    towns = [elders];
    const answer = await get('/');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/elders']);
  });

  it('of a municipality offers to report, to follow and to sign in', async () => {
    const html = await (await get('/voorbeeldstad')).text();
    for (const path of ['melden', 'volgen', 'inloggen'])
      expect(html).toContain(`href="/voorbeeldstad/${path}"`);
    expect(html).toContain('<title>Samen zorgen voor uw buurt – Voorbeeldstad</title>');
  });

  it('of a municipality leads a person who is signed in to the work', async () => {
    const nav = [{ href: '/voorbeeldstad/werk', text: 'web.town.work.title', count: 3 }];
    const frame = async () => ({ nav, person: { name: 'Fatima', signOutHref: '/voorbeeldstad/uitloggen' } });
    const html = await (await (await createApp(deps({ frame }))).request(`${ORIGIN}/voorbeeldstad`)).text();
    expect(html).toContain('Fatima');
    expect(html).toContain('action="/voorbeeldstad/uitloggen"');
    expect(html).not.toContain('/voorbeeldstad/inloggen');
  });
});

describe('a demo whose clock was moved', () => {
  const hours = 3_600_000;
  it.each([
    [48 * hours, 'De klok staat 2 dagen vooruit'],
    [24 * hours, 'De klok staat 1 dag vooruit'],
    [36 * hours, 'De klok staat 36 uur vooruit'],
    [1.5 * hours, 'De klok staat 90 minuten vooruit'],
  ])('says so on every page, also of an error: %i ms', async (clockAheadMs, text) => {
    const app = await createApp(deps({ frame: async () => ({ nav: [], clockAheadMs }) }));
    for (const path of ['/voorbeeldstad', '/voorbeeldstad/bestaat-niet'])
      expect(await (await app.request(`${ORIGIN}${path}`)).text()).toContain(text);
  });

  it('is the only one that says so', async () => {
    expect(await (await get('/voorbeeldstad')).text()).not.toContain('wijk-clock-strip');
  });
});

describe('a page', () => {
  it('ships no script, and its policy allows none', async () => {
    const answer = await get('/voorbeeldstad');
    const html = await answer.text();
    expect(html).not.toMatch(/<script|modulepreload|style=|\son[a-z]+=/);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'self'; script-src 'none'; manifest-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
  });

  it('is kept by nobody and framed by nobody', async () => {
    const { headers } = await get('/voorbeeldstad');
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    });
    expect(headers.has('strict-transport-security')).toBe(false);
  });

  it('asks for https to stay only where visitors come by https', async () => {
    const secure = await createApp(deps({ publicUrl: 'https://meld.voorbeeldstad.nl' }));
    const { headers } = await secure.request('/voorbeeldstad');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  it.each(['gzip', 'br, gzip;q=0.8', 'deflate, *'])('is compressed for who takes %s', async (wish) => {
    const answer = await get('/voorbeeldstad', { 'accept-encoding': wish });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toContain('accept-encoding');
    const html = gunzipSync(await answer.arrayBuffer()).toString();
    expect(html).toBe(await (await get('/voorbeeldstad')).text());
  });

  it.each(['', 'br', 'gzip;q=0', 'gzip; q=0.00, deflate'])(
    'is sent as it is to who takes %o',
    async (wish) => {
      const answer = await get('/voorbeeldstad', { 'accept-encoding': wish });
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(await answer.text()).toContain('</html>');
    },
  );

  it('is sent as it is when it is small', async () => {
    const answer = await get('/health/live', { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.json()).toEqual({ ok: true });
  });

  it('is drawn from all fields of its data', async () => {
    expect(await (await get('/')).text()).toContain('href="/elders"');
    // the same, for who asks for the data itself
    expect(await (await get('/_.data')).text()).toContain('elders');
  });
});

describe('the language', () => {
  it('is that of the browser, else Dutch', async () => {
    expect(await (await get('/voorbeeldstad', { 'accept-language': 'en-GB' })).text()).toContain(
      '<html lang="en"',
    );
    expect(await (await get('/voorbeeldstad', { 'accept-language': 'tr' })).text()).toContain(
      '<html lang="nl"',
    );
  });

  it('is remembered when it is chosen, and the address loses the choice', async () => {
    const answer = await get('/voorbeeldstad?van=a&taal=en');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${ORIGIN}/voorbeeldstad?van=a`]);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^taal=en; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const html = await (
      await get('/voorbeeldstad', { cookie: 'x=1; taal=en', 'accept-language': 'nl' })
    ).text();
    expect(html).toContain('<html lang="en"');
  });

  it('never leads to another site', async () => {
    const answer = await app.request(new Request(`${ORIGIN}//elders.example/?taal=en`));
    expect(new URL(answer.headers.get('location') ?? '').origin).toBe(ORIGIN);
  });

  it('is not asked of a language that we do not speak', async () => {
    expect((await get('/voorbeeldstad?taal=xx')).status).toBe(200);
  });
});

describe('what is refused', () => {
  it('shows a page in plain words within the municipality', async () => {
    const answer = await get('/voorbeeldstad/nergens');
    expect(answer.status).toBe(404);
    const html = await answer.text();
    expect(html).toContain('Deze pagina is er niet');
    expect(html).toContain('href="/voorbeeldstad"');
  });

  it('includes a municipality that does not exist', async () => {
    const answer = await get('/nergens/melden', { 'accept-language': 'en' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('This page does not exist');
  });

  it('is a post of more than a form can hold, also when it does not say how much comes', async () => {
    const large = 'x'.repeat(300 * 1024);
    expect((await post('/voorbeeldstad', {}, large)).status).toBe(413);
    const unannounced = new Request(`${ORIGIN}/voorbeeldstad`, {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    });
    const answer = await app.request(unannounced);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('Dit is te veel in één keer');
  });

  it('is a post to a page that takes none', async () => {
    expect((await post('/voorbeeldstad', { origin: ORIGIN })).status).toBe(405);
  });

  it('tells of a fault no more than a number, which also stands in the log', async () => {
    const answer = await get('/stuk');
    const html = await answer.text();
    expect(answer.status).toBe(500);
    expect(html).not.toContain('Jan de Vries');
    const failed = lines.find(({ event }) => event === 'page.failed');
    expect(html).toContain(String(failed?.fields.requestId));
    expect(JSON.stringify(lines)).not.toContain('Jan de Vries');
  });
});

describe('a post from another site', () => {
  it.each([
    ['names its origin', { origin: 'https://elders.example' }],
    ['hides its origin', { origin: 'null' }],
    ['has an origin that is no address', { origin: 'nonsense' }],
    ['comes from a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['names no origin but is told by the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused when it %s', async (_how, headers) => {
    expect((await post('/voorbeeldstad', headers)).status).toBe(403);
  });

  it.each([
    ['our own', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
    ['of a program without a browser', {}],
  ])('is not meant when it is %s', async (_whose, headers) => {
    // 405: it came as far as the page, which takes no posts.
    expect((await post('/voorbeeldstad', headers)).status).toBe(405);
  });

  it('is told from our own by the public address behind a proxy', async () => {
    const behind = await createApp(deps({ publicUrl: 'https://meld.voorbeeldstad.nl' }));
    const send = (origin: string) =>
      behind.request('http://10.0.0.7:3000/voorbeeldstad', { method: 'POST', headers: { origin } });
    expect((await send('https://meld.voorbeeldstad.nl')).status).toBe(405);
    expect((await send('http://meld.voorbeeldstad.nl')).status).toBe(403);
    expect((await send('https://elders.example')).status).toBe(403);
  });
});

describe('files for browsers', () => {
  const linked = async () =>
    /href="(?<path>\/assets\/[^"]+\.css)"/.exec(await (await get('/')).text())?.groups?.path ?? '';

  it('may be kept for ever, as their names change with their content', async () => {
    const { status, headers } = await get(await linked());
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('say in which characters they are written', async () => {
    expect((await get('/icon.svg')).headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  });

  it('stay small: the style sheet of the house is under 20 kB on the wire', async () => {
    const sheet = await get(await linked(), { 'accept-encoding': 'gzip' });
    expect((await sheet.arrayBuffer()).byteLength).toBeLessThan(20_000);
  });

  it('are looked up by name, so that no path leads outside', async () => {
    for (const path of [
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/.stamp',
      '/server/index.js',
    ]) {
      expect((await get(path)).status).toBe(404);
    }
  });
});

describe('a municipality with colours of its own', () => {
  it('links and serves them', async () => {
    expect(await (await get('/elders')).text()).toContain(
      '<link rel="stylesheet" href="/elders/kleuren.css"/>',
    );
    const answer = await get('/elders/kleuren.css');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await answer.text()).toContain('--voorbeeld-kleuren-violet-500: #8f3f12;');
  });

  it('is not the others', async () => {
    expect(await (await get('/voorbeeldstad')).text()).not.toContain('kleuren.css');
    expect((await get('/voorbeeldstad/kleuren.css')).status).toBe(404);
  });
});

describe('health', () => {
  const answerOf = async (health: AppDeps['health']) => {
    const watched = await createApp(deps({ health, insightToken: 'a-token-of-a-test' }));
    const headers = { authorization: 'Bearer a-token-of-a-test' };
    const answer = await watched.request(`${ORIGIN}/health`, { headers });
    return [answer.status, await answer.json()];
  };

  it('is 200 while all that the house lives on does', async () => {
    expect(await answerOf(async () => ({ database: true }))).toEqual([200, { ok: true, database: true }]);
  });

  it('is 503 when a part fails or cannot be asked', async () => {
    expect(await answerOf(async () => ({ database: false }))).toEqual([503, { ok: false, database: false }]);
    const broken = () => Promise.reject(new Error('no database'));
    expect(await answerOf(broken)).toEqual([503, { ok: false }]);
  });
});

describe('insight', () => {
  const watched = (more: Partial<AppDeps> = {}) =>
    createApp(
      deps({
        health: async () => ({ database: true, timersDue: 3 }),
        metrics: makeMetrics(db, log),
        insightToken: 'a-token-of-a-test',
        ...more,
      }),
    );
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
  const ask = async (path: string, env: object, headers: Record<string, string> = {}, more = {}) =>
    (await watched(more)).request(`${ORIGIN}${path}`, { headers }, env);

  it('is given on the machine itself, and to who has the token', async () => {
    expect((await ask('/metrics', from('127.0.0.1'))).status).toBe(200);
    expect((await ask('/metrics', from('::ffff:127.0.0.1'))).status).toBe(200);
    const headers = { authorization: 'Bearer a-token-of-a-test' };
    expect((await ask('/metrics', from('192.0.2.1'), headers)).status).toBe(200);
    expect(await (await ask('/health', from('192.0.2.1'), headers)).json()).toMatchObject({ timersDue: 3 });
  });

  it.each([
    ['comes from elsewhere', from('192.0.2.1'), {}, {}],
    ['has a wrong token', from('127.0.0.1'), { authorization: 'Bearer another-token-of-a-test' }, {}],
    ['comes through a proxy', from('127.0.0.1'), { 'x-forwarded-for': '192.0.2.1' }, {}],
    ['comes through a proxy that says nothing', from('127.0.0.1'), {}, { publicUrl: 'https://x.example' }],
    ['has no address', {}, {}, {}],
  ])('is not given to who %s', async (_who, env, headers, more) => {
    expect((await ask('/metrics', env, headers, more)).status).toBe(404);
    expect(await (await ask('/health', env, headers, more)).json()).toEqual({ ok: true });
  });

  it('is not needed to see that the process answers', async () => {
    const down = { health: () => Promise.reject(new Error('no database')) };
    expect((await ask('/health/live', {}, {}, down)).status).toBe(200);
    expect((await ask('/health', {}, {}, down)).status).toBe(503);
  });

  it('still tells of the process while the database does not answer', async () => {
    const text = await (await ask('/metrics', from('127.0.0.1'))).text();
    expect(text).toContain('wijk_database_up 0');
    expect(text).toContain('process_memory_bytes{kind="resident"}');
  });
});

describe('the log', () => {
  it('says nothing of an address that cannot be read, which is refused', async () => {
    const warned = vi.spyOn(console, 'warn');
    const answer = await get('/voorbeeldstad/Jan-%c0%af');
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<main')]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('names the pattern of a page, never the address that was asked for', async () => {
    await get('/voorbeeldstad/volgen-ABCD-1234?naam=Jan');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: 'request',
      fields: { method: 'GET', route: '/:gemeente/*', status: 404 },
    });
    expect(JSON.stringify(lines)).not.toMatch(/ABCD|Jan|voorbeeldstad/);
  });

  it('has the number that the answer carries', async () => {
    const answer = await get('/voorbeeldstad');
    expect(lines[0]?.fields.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('names other routes by their pattern too', async () => {
    await get('/elders/kleuren.css');
    await get('/health');
    expect(lines.map(({ fields }) => fields.route)).toEqual(['/:gemeente/kleuren.css', '/health']);
  });
});

describe('routes beside the pages', () => {
  it('come before them, with the same headers and the same guard', async () => {
    const api = await createApp(
      deps({ routes: (add) => void add.all('/v1/ping', (c) => c.json({ pong: true })) }),
    );
    const answer = await api.request(`${ORIGIN}/v1/ping`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const foreign = { method: 'POST', headers: { origin: 'https://elders.example' } };
    expect((await api.request(`${ORIGIN}/v1/ping`, foreign)).status).toBe(403);
  });

  it('may send events as they happen: a stream is not compressed', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    const stream = await createApp(
      deps({
        routes: (add) => void add.get('/v1/events', (c) => c.body('data: x\n\n'.repeat(500), 200, headers)),
      }),
    );
    const answer = await stream.request(`${ORIGIN}/v1/events`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBeNull();
  });
});
