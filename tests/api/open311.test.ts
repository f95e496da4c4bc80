import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBreaches } from '../../src/cli/verify.ts';
import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { loadCategories } from '../../src/open311/index.ts';
import { isListed } from '../../src/open311/rules.ts';
import { userActor } from '../../src/people/index.ts';
import { About, DangerSign, Sight, type Observations } from '../../src/reports/model.ts';
import { advise } from '../../src/triage/rules.ts';
import { askApi, newClient, type TestClient } from '../support/client.ts';
import { openHouse, ORIGIN, sendReport, type TestHouse } from '../support/house.ts';
import { idOf, type Town } from '../support/town.ts';

const SQUARE = [
  [
    [158_000, 529_000],
    [159_000, 529_000],
    [159_000, 530_000],
    [158_000, 530_000],
    [158_000, 529_000],
  ],
];
const PLACE = idOf('proefstad', 'adres', 'plein');

let house: TestHouse;
let town: Town;
let client: TestClient;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  await inTenant(house.db.owner, town.id, async (tx) => {
    const area = idOf('proefstad', 'buurt', 'plein');
    await sql`insert into neighbourhood values (${town.id}, ${area}, ${idOf('proefstad', 'wijk')}, 'BU0102', 'Pleinbuurt', ${JSON.stringify(SQUARE)})`.execute(
      tx.kysely,
    );
    await sql`insert into service_coverage values (${town.id}, ${area}, ${town.services['public-space']})`.execute(
      tx.kysely,
    );
    await sql`insert into address values (${town.id}, ${PLACE}, ${area}, 'Plein', '7', '9999 ZY', 158317, 529823)`.execute(
      tx.kysely,
    );
  });
  client = await newClient(house, { town, party: 'gemeente', services: [], scopes: ['open311'] });
}, 180_000);
afterAll(() => house.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  askApi(house, town, `/open311/v2/proefstad/${path}`, { headers });
async function post(fields: Record<string, string>, headers: Record<string, string> = {}, form = 'json') {
  const response = await house.app.request(`${ORIGIN}/open311/v2/proefstad/requests.${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ api_key: `${client.id}.${client.secret}`, ...fields }).toString(),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: (form === 'json' ? JSON.parse(text) : []) as Record<string, string>[],
  };
}
const listed = async (query = ''): Promise<Record<string, string>[]> =>
  JSON.parse((await get(`requests.json${query}`)).text) as Record<string, string>[];

const LANTERN = {
  service_code: 'verlichting',
  lat: '52.75573',
  long: '5.43634',
  description: 'Mijn buurman Jan is in de war.',
  first_name: 'Piet',
  last_name: 'Pietersen',
  email: 'piet@voorbeeld.example',
};

describe('the services', () => {
  it('are those of the list in content, in two languages and two forms', async () => {
    const dutch = JSON.parse((await get('services.json')).text) as Record<string, string>[];
    expect(dutch.map(({ service_code }) => service_code)).toEqual(loadCategories().map(({ code }) => code));
    expect(dutch[0]).toMatchObject({ service_name: 'Straatverlichting', metadata: false, type: 'realtime' });
    const english = await get('services.xml', { 'accept-language': 'en' });
    expect(english.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(english.text).toMatch(
      /^<\?xml version="1.0" encoding="utf-8"\?>\n<services><service><service_code>verlichting<\/service_code><service_name>Street lighting/,
    );
  });

  it('each have a definition, and others have none', async () => {
    expect((await get('services/verlichting.json')).json).toMatchObject({
      service_code: 'verlichting',
      attributes: [],
    });
    const absent = await get('services/zorg.xml');
    expect([absent.status, absent.text]).toMatchObject([
      404,
      expect.stringContaining('<errors><error><code>404</code>'),
    ]);
  });

  it('can be discovered', async () => {
    expect((await get('discovery.json')).json).toMatchObject({
      endpoints: [{ url: `${ORIGIN}/open311/v2/proefstad`, formats: ['text/xml', 'application/json'] }],
    });
    expect((await get('discovery.xml')).text).toContain(
      '<formats><format>text/xml</format><format>application/json</format></formats>',
    );
  });
});

describe('a request', () => {
  it('is taken in as a report, and shown without words, contact details or house', async () => {
    const made = await post(LANTERN);
    expect([made.status, made.json]).toMatchObject([
      200,
      [{ service_request_id: expect.stringMatching(/^\d+$/), account_id: null }],
    ]);
    const id = made.json[0]?.['service_request_id'] ?? '';
    const shown = await get(`requests/${id}.json`);
    expect(JSON.parse(shown.text)).toEqual([
      {
        service_request_id: id,
        status: 'open',
        status_notes: 'Wij zijn ermee bezig.',
        service_name: 'Straatverlichting',
        service_code: 'verlichting',
        description: null,
        agency_responsible: 'proefstad',
        service_notice: null,
        requested_datetime: expect.stringMatching(/Z$/),
        updated_datetime: expect.stringMatching(/Z$/),
        expected_datetime: null,
        address: 'Pleinbuurt',
        address_id: null,
        zipcode: null,
        // the middle of the square (158,350, 529,850)
        lat: 52.75597,
        long: 5.43683,
        media_url: null,
      },
    ]);
    expect(shown.text).not.toMatch(/Jan|Piet|Plein 7|9999/);
    expect((await get(`tokens/${id}.json`)).text).toBe(
      JSON.stringify([{ service_request_id: id, token: id }]),
    );
    const code = /[0-9A-Z-]{21,}/.exec(made.json[0]?.['service_notice'] ?? '')?.[0];
    expect((await askApi(house, town, 'volgcodes', { body: { volgcode: code } })).json).toMatchObject({
      nummer: Number(id),
      overPersoon: false,
    });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('is found in the place of its own address, by id or by what was typed', async () => {
    for (const place of [{ address_id: PLACE }, { address_string: 'plein 7' }])
      expect((await post({ service_code: 'afval', ...place })).status).toBe(200);
  });

  it('sent twice with one key is one', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const both = [await post(LANTERN, headers), await post(LANTERN, headers)];
    expect(both[0]?.text).toBe(both[1]?.text);
  });

  it.each([
    ['no key', { ...LANTERN, api_key: '' }, 403, ''],
    ['a wrong key', { ...LANTERN, api_key: 'x.y' }, 403, ''],
    ['an unknown category', { ...LANTERN, service_code: 'zorg' }, 400, 'service_code'],
    ['no place', { service_code: 'afval' }, 400, 'lat'],
    ['a place elsewhere', { ...LANTERN, lat: '52.0', long: '4.3' }, 400, 'lat'],
    ['a place that is none', { ...LANTERN, lat: 'noord' }, 400, 'lat'],
    ['an unknown address', { service_code: 'afval', address_string: 'Nergensweg 1' }, 400, 'address_string'],
  ])('is refused for %s, in the form of GeoReport', async (_what, fields, status, field) => {
    const answer = await post(fields);
    expect([answer.status, answer.json]).toMatchObject([
      status,
      [{ code: status, description: expect.stringContaining(field) }],
    ]);
    const xml = await post(fields, {}, 'xml');
    expect(xml.text).toContain(`<errors><error><code>${status}</code>`);
  });

  it('needs a client with that right', async () => {
    const other = await newClient(house, { town, scopes: ['meldingen:maken'] });
    expect((await post({ ...LANTERN, api_key: `${other.id}.${other.secret}` })).status).toBe(403);
  });
});

describe('the list', () => {
  it('has nothing that a person took for something else than public space', async () => {
    const made = await post(LANTERN);
    const number = Number(made.json[0]?.['service_request_id']);
    expect(await listed(`?service_request_id=${number}`)).toHaveLength(1);
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`update report set nature = 'nuisance' where number = ${number}`.execute(kysely),
    );
    expect(await listed(`?service_request_id=${number}`)).toEqual([]);
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`update report set nature = 'public-space' where number = ${number}`.execute(kysely),
    );
  });

  it('filters by number, category, state and period, and never says how it ended', async () => {
    const made = await post({ ...LANTERN, service_code: 'bestrating' });
    const number = Number(made.json[0]?.['service_request_id']);
    const ids = async (query: string) =>
      (await listed(query)).map(({ service_request_id }) => Number(service_request_id));
    expect(await ids(`?service_request_id=${number},1`)).toEqual([number]);
    expect(await ids('?service_code=bestrating')).toEqual([number]);
    const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['openbaar'] ?? ''));
    if (!worker) throw new Error('expected openbaar');
    expect(await ids('?status=open')).toContain(number);
    for (const order of [
      { command: 'accept' },
      { command: 'close', outcome: 'not-found', message: 'Niets gezien.' },
    ] as const)
      expect(await perform(house.db.app, worker, number, order)).toMatchObject({ ok: true });
    expect(await ids('?status=open')).not.toContain(number);
    expect((await listed(`?status=closed&service_code=bestrating`))[0]).toMatchObject({
      status: 'closed',
      status_notes: 'Dit is afgehandeld.',
    });
    expect(await ids('?end_date=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await ids('?start_date=2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('gives reports that came in by our own form under the general category', async () => {
    const { number } = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
      addressId: PLACE,
    });
    expect((await listed(`?service_request_id=${number}`))[0]).toMatchObject({
      service_code: 'openbare-ruimte',
      address: 'Pleinbuurt',
      lat: 52.75327,
    });
  });

  it('never holds a report that is not public space, about a place and without danger', async () => {
    const before = (await listed()).length;
    const hidden: Observations[] = [
      { danger: { kind: 'none' }, sights: ['damage'], about: 'someone' },
      { danger: { kind: 'none' }, sights: ['damage'], about: 'myself' },
      { danger: { kind: 'none' }, sights: ['damage', 'distress'], about: 'place' },
      { danger: { kind: 'none' }, sights: ['neglect'], about: 'place' },
      { danger: { kind: 'none' }, sights: [], about: 'place' },
      { danger: { kind: 'unknown' }, sights: ['damage'], about: 'place' },
      { danger: { kind: 'seen', signs: ['gas-or-fire'] }, sights: ['damage'], about: 'place' },
    ];
    for (const observations of hidden) {
      const { number } = await sendReport(house, town, { observations });
      expect((await get(`requests/${number}.json`)).status).toBe(404);
      expect((await get(`tokens/${number}.json`)).text).toBe((await get('tokens/99999999.json')).text);
    }
    expect(await listed()).toHaveLength(before);
  });
});

it('lists, of all observations there can be, only those of something seen in a place without danger', () => {
  const categories = loadCategories();
  const subsets = <T>(all: readonly T[]): T[][] =>
    all.reduce<T[][]>((found, one) => found.flatMap((some) => [some, [...some, one]]), [[]]);
  const dangers: Observations['danger'][] = [
    { kind: 'none' },
    { kind: 'unknown' },
    ...subsets(DangerSign.options)
      .filter((signs) => signs.length > 0)
      .map((signs) => ({ kind: 'seen' as const, signs })),
  ];
  const shown: Observations[] = [];
  for (const danger of dangers)
    for (const sights of subsets(Sight.options))
      for (const about of About.options) {
        const observations = { danger, sights, about };
        if (isListed(observations, advise(house.decisions, observations), categories))
          shown.push(observations);
      }
  expect(shown).toEqual([{ danger: { kind: 'none' }, sights: ['damage'], about: 'place' }]);
});

it('keeps a worry hidden also when the tables of a municipality called it public space', () => {
  const wrong = { nature: 'public-space', danger: 'none', show112: false, askGp: false } as const;
  for (const about of About.options)
    for (const sights of [['distress'], ['damage', 'lonely'], ['unseen'], []] as Sight[][])
      expect(isListed({ danger: { kind: 'none' }, sights, about }, wrong, loadCategories())).toBe(false);
});
