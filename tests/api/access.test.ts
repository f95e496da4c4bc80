import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomToken } from '../../src/kit/ids.ts';
import { Scope } from '../../src/people/model.ts';
import { askApi, newClient, type Ask, type TestClient } from '../support/client.ts';
import { cookieOf, openHouse, sendReport, type TestHouse } from '../support/house.ts';
import type { Town } from '../support/town.ts';

/** Every operation as every kind of client: who is not named here is refused. */
type Who = Scope | 'handle+content' | 'other-service' | 'other-town' | 'nobody' | 'cookie';

const READERS: readonly Who[] = ['meldingen:lezen', 'meldingen:alle'];
const CLIENTS: readonly Who[] = [...Scope.options, 'handle+content', 'other-service'];
const EVERYBODY: readonly Who[] = [...CLIENTS, 'other-town', 'nobody', 'cookie'];
const HANDLERS: readonly Who[] = ['meldingen:behandelen', 'handle+content'];

interface Verb {
  readonly path: string;
  readonly body?: unknown;
  readonly may: readonly Who[];
  readonly post?: true;
  /** Who is told that the report is not there, instead of that it is not allowed. */
  readonly blind?: readonly Who[];
}

const VERBS: Readonly<Record<string, Verb>> = {
  buurten: { path: 'buurten', may: EVERYBODY },
  complexen: { path: 'complexen', may: EVERYBODY },
  adressen: { path: 'adressen?zoek=proef', may: EVERYBODY },
  vervolgvragen: { path: 'vervolgvragen', may: EVERYBODY },
  diensten: { path: 'diensten', may: CLIENTS },
  maken: {
    path: 'meldingen',
    post: true,
    body: { gevaar: { soort: 'geen' }, over: 'plek', verhaal: 'x' },
    may: ['meldingen:maken'],
  },
  lijst: { path: 'meldingen', may: [...READERS, 'other-service'] },
  melding: { path: 'meldingen/#', may: READERS, blind: ['other-service'] },
  geschiedenis: { path: 'meldingen/#/geschiedenis', may: READERS, blind: ['other-service'] },
  inhoud: { path: 'meldingen/#/inhoud', may: ['handle+content'] },
  notities: { path: 'meldingen/#/notities', post: true, body: { tekst: 'x' }, may: HANDLERS },
  vragen: { path: 'meldingen/#/vragen', post: true, body: { tekst: 'x' }, may: HANDLERS },
  contact: { path: 'meldingen/#/eerste-contacten', post: true, may: HANDLERS },
  doorgaven: {
    path: 'meldingen/#/doorgaven',
    post: true,
    body: { dienstId: '0190aaaa-0000-7000-8000-00000000000a' },
    may: [],
  },
  overnames: { path: 'meldingen/#/overnames', post: true, may: [] },
  afwijzingen: { path: 'meldingen/#/afwijzingen', post: true, body: { reden: 'ander-gebied' }, may: [] },
  gesprekken: {
    path: 'meldingen/#/gesprekken',
    post: true,
    body: { op: '2026-03-02T11:00:00Z' },
    may: [],
  },
  deeluitkomsten: {
    path: 'meldingen/#/deeluitkomsten',
    post: true,
    body: { uitkomst: 'deel-gedaan', bericht: 'Klaar.' },
    may: [],
  },
  // open as it is, so that opening it again changes nothing
  heropeningen: { path: 'meldingen/#/heropeningen', post: true, may: HANDLERS },
  aannames: { path: 'meldingen/#/aannames', post: true, may: HANDLERS },
  afsluitingen: { path: 'meldingen/#/afsluitingen', post: true, body: { uitkomst: 'spam' }, may: HANDLERS },
};

let house: TestHouse;
let town: Town;
let number: number;
let cookie: string;
const clients = new Map<Who, TestClient>();

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  for (const scope of Scope.options) clients.set(scope, await newClient(house, { town, scopes: [scope] }));
  clients.set(
    'handle+content',
    await newClient(house, { town, scopes: ['meldingen:behandelen', 'meldingen:inhoud'] }),
  );
  const elsewhere = {
    town,
    party: 'wijkteam',
    services: ['district-team'],
    scopes: Scope.options.filter((scope) => scope === 'meldingen:lezen'),
  };
  clients.set('other-service', await newClient(house, elsewhere));
  clients.set('other-town', await newClient(house, { town: house.towns[1], scopes: Scope.options }));
  cookie = await cookieOf(house, town, 'opbouwwerk');
  number = (await sendReport(house, town)).number;
  const accepted = await askApi(house, town, `meldingen/${number}/aannames`, {
    client: clients.get('meldingen:behandelen'),
    as: 'opbouwwerk',
    method: 'POST',
  });
  if (accepted.status !== 201) throw new Error(accepted.text);
}, 180_000);
afterAll(() => house.close());

async function statusFor(who: Who, { path, body, post }: Verb): Promise<number> {
  const ask: Ask = {
    client: clients.get(who),
    as: who === 'other-service' ? 'wijkteam' : 'opbouwwerk',
    method: post ? 'POST' : 'GET',
    headers: {
      'idempotency-key': path.endsWith('meldingen') ? randomToken(16) : crypto.randomUUID(),
      ...(who === 'cookie' ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
  return (await askApi(house, town, path.replace('#', String(number)), ask)).status;
}

it.each(Object.entries(VERBS))('%s is done for who may, and for nobody else', async (_name, verb) => {
  const wrong: string[] = [];
  for (const who of EVERYBODY) {
    const status = await statusFor(who, verb);
    const isUnknown = who === 'nobody' || who === 'cookie' || who === 'other-town';
    const refusal = isUnknown ? 401 : verb.blind?.includes(who) ? 404 : 403;
    // what the state of this report does not allow is refused after the right was found to be there
    const handled = HANDLERS.includes(who) && verb.post ? [400, 403, 404, 409] : [refusal];
    const isRight = verb.may.includes(who) ? status < 300 : handled.includes(status);
    if (!isRight) wrong.push(`${who}: ${status}`);
  }
  expect(wrong).toEqual([]);
});

it('names every operation of the document', async () => {
  const document = (await askApi(house, town, '/v1/openapi.json')).json as unknown as {
    paths: Record<string, object>;
  };
  const walked = Object.values(VERBS).map(
    ({ path, post }) => `${post ? 'post' : 'get'} ${path.split('?')[0]?.replace('#', '{nummer}')}`,
  );
  const served = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path.replace('/gemeenten/{gemeente}/', '')}`),
  );
  expect(served.filter((one) => !walked.includes(one)).toSorted()).toEqual([
    'get /fouten/{fout}',
    'get /openapi.json',
    'post volgcodes',
  ]);
});
