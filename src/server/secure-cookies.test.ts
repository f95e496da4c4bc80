import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type Listening } from './listen.ts';
import { secureCookies } from './secure-cookies.ts';

const HEADERS = ['cookie', 'origin', 'content-length', 'sec-fetch-site'];
const BODY = 'x'.repeat(1_000_000);

let server: Listening;
beforeAll(async () => {
  const app = new Hono();
  app.use(secureCookies({ https: true }));
  app.post('/', async (c) => {
    c.header('set-cookie', 'sessie=1; Path=/proefstad; Secure', { append: true });
    c.header('set-cookie', 'wie=2; Path=/proefstad; Secure', { append: true });
    const read = (await c.req.raw.text()).length;
    return c.json({ read, headers: HEADERS.map((name) => c.req.header(name)) });
  });
  server = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.stop());

it('changes the names of cookies on their way, and nothing else of a request that comes over the network', async () => {
  const answer = await fetch(server.address, {
    method: 'POST',
    body: BODY,
    headers: {
      cookie: '__Secure-sessie=a=b; sessie=c;wie=d; __Secure-wie=e',
      origin: 'https://meld.example',
      'sec-fetch-site': 'same-origin',
    },
  });
  expect(await answer.json()).toEqual({
    read: BODY.length,
    headers: ['sessie=a=b; wie=e', 'https://meld.example', String(BODY.length), 'same-origin'],
  });
  expect(answer.headers.getSetCookie()).toEqual([
    '__Secure-sessie=1; Path=/proefstad; Secure',
    '__Secure-wie=2; Path=/proefstad; Secure',
  ]);
});
