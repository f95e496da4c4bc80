import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scope } from '../../src/people/model.ts';
import { newClient, type TestClient } from '../support/client.ts';
import { anotherApp } from '../support/visitor.ts';
import { openHouse, ORIGIN, sendReport, type TestHouse } from '../support/house.ts';
import type { App } from '../../src/server/app.ts';
import type { Town } from '../support/town.ts';

/** Malformed requests to every address: never a 500, always a problem in the form of its API. */
let house: TestHouse;
let town: Town;
let client: TestClient;
let app: App;
let number: number;
let operations: { method: string; path: string }[];

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  client = await newClient(house, { town, scopes: Scope.options });
  app = await anotherApp(house, {
    env: { API_REQUESTS_PER_MINUTE: '1000000', CODE_TRIES_PER_HOUR: '1000000' },
  });
  number = (await sendReport(house, town)).number;
  const document = (await (await app.request(`${ORIGIN}/v1/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method, path })),
  );
}, 180_000);
afterAll(() => house.close());

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '%00',
    '../..',
    '💥'.repeat(50),
    '1e999',
    '-1',
    '9'.repeat(40),
    'null',
    '[]',
    '{}',
    '\ud800',
    "'; drop table report; --",
    '<script>',
    '{{7*7}}',
    '%',
    '%zz',
    'x'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom(
      'gevaar',
      'gezien',
      'over',
      'verhaal',
      'adresId',
      'contact',
      'taal',
      'reden',
      'dienstId',
      'tekst',
      'uitkomst',
      'bericht',
      'volgcode',
      '__proto__',
      'constructor',
    ),
    fc.oneof(
      nasty,
      fc.jsonValue({ maxDepth: 2 }),
      fc.constant({ soort: 'gezien', tekens: ['wapen'] }),
      fc.constant('iemand'),
      fc.constant(['veel-alleen']),
      fc.double(),
    ),
  ),
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '',
    '{',
    '{"a":',
    'null',
    `${'['.repeat(50_000)}`,
    `{"verhaal":"\\u0000","gevaar":{"soort":"geen"},"over":"iemand"}`,
    `{"verhaal":"\\ud800","gevaar":{"soort":"geen"},"over":"iemand"}`,
    '{"gevaar":{"soort":"geen"},"gevaar":1}',
    '1e999',
    'x'.repeat(300_000),
  ),
  nasty,
);
const header = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 9000);
const anyRequest = fc.record({
  at: fc.nat(),
  gemeente: fc.oneof({ weight: 4, arbitrary: fc.constant('proefstad') }, { weight: 1, arbitrary: nasty }),
  nummer: fc.oneof({ weight: 3, arbitrary: fc.constant('own') }, { weight: 1, arbitrary: nasty }),
  query: fc.oneof(
    fc.constant(''),
    fc
      .dictionary(
        fc.constantFrom(
          'limit',
          'cursor',
          'stand',
          'aard',
          'buurt',
          'gewijzigdSinds',
          'ontvangenVanaf',
          'zoek',
          'x',
          'service_request_id',
          'status',
          'start_date',
          'jurisdiction_id',
        ),
        nasty,
      )
      .map((fields) => `?${new URLSearchParams(fields).toString()}`),
    nasty.map((text) => `?${encodeURIComponent(text.toWellFormed())}`),
    fc.constant('?limit=1&limit=2'),
    fc.constant('?zoek=%ff%fe'),
  ),
  body,
  contentType: fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    'application/x-www-form-urlencoded',
    '',
    'multipart/form-data',
  ),
  authorization: fc.oneof(
    { weight: 5, arbitrary: fc.constant('own') },
    { weight: 1, arbitrary: nasty.map(header) },
  ),
  namens: fc.oneof(
    { weight: 3, arbitrary: fc.constant('opbouwwerk') },
    { weight: 1, arbitrary: nasty.map(header) },
  ),
  key: fc.oneof(fc.uuid(), nasty.map(header)),
  accept: fc.oneof(
    fc.constantFrom('*/*', 'application/json', 'image/png', 'application/geo+json;q=0', ';;,,', ''),
    nasty.map(header),
  ),
  language: fc.oneof(fc.constant('en'), nasty.map(header)),
});
type AnyRequest = typeof anyRequest extends fc.Arbitrary<infer Value> ? Value : never;

async function send(
  path: string,
  method: string,
  request: AnyRequest,
): Promise<{ status: number; media: string; text: string }> {
  const hasBody = method === 'POST';
  const response = await app.request(`${ORIGIN}${path}${request.query}`, {
    method,
    headers: {
      authorization: request.authorization === 'own' ? `Bearer ${client.token}` : request.authorization,
      namens: request.namens,
      'idempotency-key': request.key,
      accept: request.accept,
      'accept-language': request.language,
      'x-forwarded-for': '192.0.2.9',
      ...(request.contentType ? { 'content-type': request.contentType } : {}),
    },
    ...(hasBody ? { body: request.body } : {}),
  });
  return {
    status: response.status,
    media: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

it('never breaks an operation of the API: what is wrong is told as a problem', async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(anyRequest, async (request) => {
      const { method, path } = operations[request.at % operations.length] ?? { method: 'get', path: '/' };
      const filled = `/v1${path}`
        .replace('{gemeente}', encodeURIComponent(request.gemeente.toWellFormed()).slice(0, 2000))
        .replace(
          '{nummer}',
          request.nummer === 'own'
            ? String(number)
            : encodeURIComponent(request.nummer.toWellFormed()).slice(0, 2000),
        )
        .replace('{fout}', encodeURIComponent(request.nummer.toWellFormed()).slice(0, 200));
      const { status, media, text } = await send(filled, method.toUpperCase(), request);
      statuses.add(status);
      expect(status).toBeLessThan(500);
      if (status < 400) return;
      expect(media).toBe('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({
        status,
        title: expect.stringMatching(/./),
        detail: expect.stringMatching(/./),
        type: expect.stringContaining('/v1/fouten/'),
      });
    }),
    { numRuns: 700 },
  );
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 415]));
}, 120_000);

it('tells an address that cannot be read as a problem, and not as a page', async () => {
  for (const path of [
    '/v1/gemeenten/proefstad/meldingen/%F0%9F',
    '/v1/%zz',
    '/v1/gemeenten/%/adressen?zoek=x',
  ]) {
    const response = await app.request(`${ORIGIN}${path}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect([path, response.headers.get('content-type')]).toEqual([path, 'application/problem+json']);
    expect(response.status).toBeLessThan(500);
  }
});

it('never breaks an address of Open311: what is wrong is told as its standard does', async () => {
  const places = [
    'discovery',
    'services',
    'services/verlichting',
    'services/x',
    'requests',
    'requests/1',
    'tokens/1',
    'requests/9999999999999999',
    'x',
  ];
  await fc.assert(
    fc.asyncProperty(
      anyRequest,
      fc.constantFrom('json', 'xml', ''),
      fc.constantFrom('GET', 'POST'),
      async (request, form, method) => {
        const place = places[request.at % places.length] ?? '';
        const path = `/open311/v2/${encodeURIComponent(request.gemeente.toWellFormed()).slice(0, 2000)}/${place}${form && `.${form}`}`;
        const filled = {
          ...request,
          body: request.body.startsWith('x')
            ? request.body
            : `api_key=${client.id}.${client.secret}&service_code=afval&lat=${encodeURIComponent(request.nummer.toWellFormed())}&long=1&description=${encodeURIComponent(request.body.toWellFormed())}`,
        };
        const { status, media, text } = await send(path, method, filled);
        expect(status).toBeLessThan(500);
        if (status < 400) return;
        expect(media).toMatch(/^(?:application\/json|text\/xml); charset=utf-8$/);
        const start = media.includes('json')
          ? `[{"code":${status},"description":"`
          : `<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>${status}</code><description>`;
        expect(text.slice(0, start.length)).toBe(start);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);
