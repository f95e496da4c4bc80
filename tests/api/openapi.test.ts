/* oxlint-disable unicorn/no-thenable -- what a rule of Spectral does stands under `then` */
import core from '@stoplight/spectral-core';
import functions from '@stoplight/spectral-functions';
import Parsers from '@stoplight/spectral-parsers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseNow } from '../../src/kit/clock.ts';
import { randomToken } from '../../src/kit/ids.ts';
import { Scope } from '../../src/people/model.ts';
import { askApi, newClient, type ApiAnswer, type Ask, type TestClient } from '../support/client.ts';
import { sendCare } from '../support/care.ts';
import { openHouse, sendReport, type TestHouse } from '../support/house.ts';
import { sendPart } from '../support/parts.ts';
import type { Town } from '../support/town.ts';
import { NLGOV } from './nlgov.ts';

interface Described {
  operationId: string;
  tags: string[];
  parameters?: { name: string; in: string; schema: Record<string, unknown> }[];
  responses: Record<
    string,
    { headers?: Record<string, unknown>; content?: Record<string, { schema: unknown }> }
  >;
  security?: Record<string, string[]>[];
  requestBody?: unknown;
  summary?: string;
}
interface Document {
  openapi: string;
  info: { version: string; contact?: unknown };
  servers: { url: string }[];
  tags?: { name: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { properties: Record<string, Record<string, unknown>> }> };
}

let house: TestHouse;
let town: Town;
let client: TestClient;
let document: Document;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  client = await newClient(house, { town, scopes: Scope.options.filter((scope) => scope !== 'open311') });
  document = (await askApi(house, town, '/v1/openapi.json')).json as unknown as Document;
}, 180_000);
afterAll(() => house.close());

async function findings(written: unknown): Promise<string[]> {
  const spectral = new core.Spectral();
  spectral.setRuleset(NLGOV);
  const found = await spectral.run(new core.Document(JSON.stringify(written), Parsers.Json));
  return found.map(({ code, path, message }) => `${code} at ${path.join('/')}: ${message}`);
}

it('is public, open to every site, and says whom to ask', async () => {
  const answer = await askApi(house, town, '/v1/openapi.json', {
    headers: { origin: 'https://elders.example' },
  });
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect(document.info.contact).toMatchObject({
    name: 'Beheer van deze installatie',
    url: 'http://house.test',
  });
  expect(answer.headers.get('api-version')).toBe(document.info.version);
});

it('breaks none of the rules', async () => {
  expect(await findings(document)).toEqual([]);
});

it('names the tags that its operations have', () => {
  const used = operationsOf(document).flatMap(({ described }) => described.tags);
  expect([...new Set(used)].toSorted()).toEqual((document.tags ?? []).map(({ name }) => name).toSorted());
});

const list = (broken: Document): Described => {
  const found = broken.paths['/gemeenten/{gemeente}/meldingen']?.['get'];
  if (!found) throw new Error('expected the list of reports');
  return found;
};
const rename = (broken: Document, from: string, to: string) => {
  broken.paths[to] = broken.paths[from] ?? {};
  delete broken.paths[from];
};
const ok200 = (described: Described) => described.responses['200'] ?? {};
const parameterOf = (described: Described, name: string) =>
  described.parameters?.find((one) => one.name === name);
const problemOf = (broken: Document) =>
  broken.components.schemas['Probleem'] as unknown as {
    required: string[];
    properties: Record<string, { items: { required: string[] } }>;
  };

/** For each rule a document that breaks it. */
const BREAKS: Record<string, (broken: Document) => unknown> = {
  'openapi-31': (broken) => (broken.paths['/x'] = { get: { operationId: 'x' } as Described }),
  'path-parameters': (broken) => (list(broken).parameters = []),
  'operation-id-unique': (broken) => (list(broken).operationId = 'getMelding'),
  'core/doc-openapi': (broken) => (broken.openapi = '2.0'),
  'core/doc-openapi-contact': (broken) => delete broken.info.contact,
  'core/doc-described': (broken) => delete list(broken).security,
  'core/publish-openapi': (broken) => rename(broken, '/openapi.json', '/beschrijving.json'),
  'core/uri-version': (broken) => (broken.servers = [{ url: 'https://api.example/v1.2' }]),
  'core/semver': (broken) => (broken.info.version = '1.0'),
  'core/version-header': (broken) => delete ok200(list(broken)).headers,
  'core/no-trailing-slash': (broken) =>
    rename(broken, '/gemeenten/{gemeente}/buurten', '/gemeenten/{gemeente}/buurten/'),
  'core/path-segments-kebab-case': (broken) =>
    rename(broken, '/gemeenten/{gemeente}/buurten', '/gemeenten/{gemeente}/mijnBuurten'),
  'core/query-keys-camel-case': (broken) =>
    Object.assign(parameterOf(list(broken), 'stand') ?? {}, { name: 'stand_van' }),
  'core/naming-collections': (broken) =>
    rename(broken, '/gemeenten/{gemeente}/meldingen', '/gemeenten/{gemeente}/melding'),
  'core/http-methods': (broken) =>
    (broken.paths['/openapi.json'] = { ...broken.paths['/openapi.json'], trace: list(broken) }),
  'core/http-safety': (broken) =>
    (list(broken).requestBody = { content: { 'application/json': { schema: {} } } }),
  'core/error-handling/problem-details': (broken) =>
    (list(broken).responses['404'] = {
      ...list(broken).responses['404'],
      content: { 'application/json': { schema: {} } },
    }),
  'core/error-handling/problem-members': (broken) => problemOf(broken).required.splice(0),
  'core/error-handling/invalid-input': (broken) =>
    problemOf(broken).properties['errors']?.items.required.splice(0),
  'core/transport/no-sensitive-uris': (broken) =>
    Object.assign(parameterOf(list(broken), 'stand') ?? {}, { name: 'volgcode' }),
  'core/date-time': (broken) =>
    delete broken.components.schemas['Melding']?.properties['ontvangenOp']?.['format'],
  'core/return-objects': (broken) =>
    (ok200(list(broken)).content = { 'application/json': { schema: { type: 'array', items: {} } } }),
  'house/properties-camel-case': (broken) =>
    (broken.components.schemas['Melding']!.properties['te_laat'] = {}),
  'house/no-counts': (broken) => (broken.components.schemas['Meldingen']!.properties['totaal'] = {}),
  'house/pages-have-a-limit': (broken) => delete parameterOf(list(broken), 'limit')?.schema['maximum'],
  'house/too-many-says-when': (broken) => delete list(broken).responses['429']?.headers?.['Retry-After'],
};

describe('the rule', () => {
  it('has a document that breaks it, each one', () => {
    expect(Object.keys(BREAKS).toSorted()).toEqual(
      Object.keys((NLGOV as { rules: object }).rules).toSorted(),
    );
  });

  it.each(Object.entries(BREAKS))('%s finds what breaks it', async (rule, breakIt) => {
    const broken = structuredClone(document);
    breakIt(broken);
    expect((await findings(broken)).map((finding) => finding.split(' at ')[0])).toContain(rule);
  });
});

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly described: Described;
}

function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => ({ path, method, described })),
  );
}

/** The same schema, closed: what it does not name may not be there. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = copy['type'] === 'object' && 'properties' in copy && !('additionalProperties' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}

/** What is wrong with a real answer by the document: its status, its media type, its body. */
async function wrongWith({ described }: Operation, answer: ApiAnswer): Promise<string[]> {
  const described_ = described.responses[String(answer.status)];
  if (!described_) return [`status ${answer.status} is not documented`];
  const media = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const schema = described_.content?.[media]?.schema;
  if (!schema) return [`${media} is not documented for ${answer.status}`];
  const whole = { ...(closed(schema) as object), components: closed(document.components) };
  const spectral = new core.Spectral();
  const options = { schema: whole, dialect: 'draft2020-12', allErrors: true };
  spectral.setRuleset({
    rules: {
      answer: {
        given: '$',
        severity: 'error',
        then: { function: functions.schema, functionOptions: options },
      },
    },
  });
  const found = await spectral.run(answer.text);
  return found.map(({ message, path }) => `${path.join('/')}: ${message}`);
}

describe('every operation', () => {
  const calls: { id: string; answer: ApiAnswer; path: string }[] = [];
  const call = async (id: string, path: string, options: Ask = {}) => {
    const answer = await askApi(house, town, path, options);
    calls.push({ id, answer, path });
    return answer;
  };
  const as = (body?: unknown, headers: Record<string, string> = {}): Ask => ({
    client,
    as: 'opbouwwerk',
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const key = () => ({ 'idempotency-key': crypto.randomUUID() });

  beforeAll(async () => {
    await call('getOpenapi', '/v1/openapi.json');
    await call('getFout', '/v1/fouten/storing');
    await call('getFout', '/v1/fouten/onzin');
    await call('getBuurten', 'buurten');
    await call('getBuurten', 'buurten', { headers: { accept: 'application/geo+json' } });
    await call('getBuurten', 'buurten', { headers: { accept: 'image/png' } });
    await call('getBuurten', '/v1/gemeenten/nergens/buurten');
    await call('getComplexen', 'complexen');
    await call('getComplexen', '/v1/gemeenten/nergens/complexen');
    await call('getAdressen', 'adressen?zoek=proefstr');
    await call('getAdressen', 'adressen');
    await call('getVervolgvragen', 'vervolgvragen');
    await call('getDiensten', 'diensten', { client });
    await call('getDiensten', 'diensten');
    const message = {
      gevaar: { soort: 'geen' },
      over: 'plek',
      gezien: ['stuk-of-vies-op-straat'],
      verhaal: 'De lantaarn is stuk.',
    };
    const made = await call('postMelding', 'meldingen', {
      client,
      headers: { 'idempotency-key': randomToken(16) },
      body: message,
    });
    await call('postMelding', 'meldingen', { client, body: {} });
    await call('postMelding', 'meldingen', { client, body: 'x'.repeat(300_000) });
    await call('postMelding', 'meldingen', {
      client,
      body: message,
      headers: { 'content-type': 'text/plain' },
    });
    await call('postVolgcode', 'volgcodes', { body: { volgcode: made.json['volgcode'] } });
    await call('postVolgcode', 'volgcodes', { body: { volgcode: 'AAAA' } });
    const [first, second] = [await sendReport(house, town), await sendReport(house, town)];
    await call('getMeldingen', 'meldingen?limit=1', { client });
    await call('getMelding', `meldingen/${first.number}`, { client });
    await call('getMelding', 'meldingen/9999999', { client });
    await call('getMelding', 'meldingen/nul', { client });
    await call('postAanname', `meldingen/${first.number}/aannames`, as());
    await call('postAfwijzing', `meldingen/${second.number}/afwijzingen`, as({ reden: 'ander-gebied' }));
    await call('postAfwijzing', `meldingen/${second.number}/afwijzingen`, as({ reden: 'x' }));
    const one = `meldingen/${first.number}`;
    await call('getInhoud', `${one}/inhoud`, { client, as: 'opbouwwerk' });
    await call('getInhoud', `${one}/inhoud`, { client, as: 'coordinator' });
    await call('postEersteContact', `${one}/eerste-contacten`, as());
    await call('postNotitie', `${one}/notities`, as({ tekst: 'Gebeld.' }, key()));
    await call('postVraag', `${one}/vragen`, as({ tekst: 'Waar?' }, key()));
    await call('postOvername', `${one}/overnames`, as());
    await call('postDoorgave', `${one}/doorgaven`, as({ dienstId: crypto.randomUUID() }));
    await call('postAfsluiting', `${one}/afsluitingen`, as({ uitkomst: 'geholpen' }));
    await call('postHeropening', `${one}/heropeningen`, as());
    await call('postDoorgave', `${one}/doorgaven`, as({ dienstId: town.services['mediation'] }));
    await call('getGeschiedenis', `${one}/geschiedenis`, { client });
    const { part } = await sendPart(house, town, 'community-work');
    await call('getMelding', `meldingen/${part}`, { client });
    await call('postAanname', `meldingen/${part}/aannames`, as());
    await call('getInhoud', `meldingen/${part}/inhoud`, { client, as: 'opbouwwerk' });
    const ended = { uitkomst: 'deel-gedaan', bericht: 'Klaar.' };
    await call('postDeeluitkomst', `meldingen/${part}/deeluitkomsten`, as(ended));
    await call('getMelding', `meldingen/${part}`, { client });
    await call('getGeschiedenis', `meldingen/${part}/geschiedenis`, { client });
    const third = await sendReport(house, town);
    await call('postAanname', `meldingen/${third.number}/aannames`, as());
    const colleague = await newClient(house, {
      town,
      party: 'wijkteam',
      services: ['district-team', 'debt-help'],
      scopes: ['meldingen:behandelen'],
    });
    const money = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
    });
    await call('postAanname', `meldingen/${money.number}/aannames`, {
      client: colleague,
      as: 'wijkteam',
      method: 'POST',
    });
    const handed = await sendCare(house, town, 'district-team');
    for (const [id, part, body] of [
      ['postAanname', 'aannames', undefined],
      ['postGesprek', 'gesprekken', { op: (await databaseNow(house.db.owner)).toISOString() }],
      ['postGesprek', 'gesprekken', { op: 'gisteren' }],
    ] as const) {
      const path = `meldingen/${handed}/${part}`;
      await call(id, path, { client: colleague, as: 'wijkteam', method: 'POST', ...(body ? { body } : {}) });
    }
    await call('getGeschiedenis', `meldingen/${handed}/geschiedenis`, { client: colleague });
    await call('postOvername', `meldingen/${money.number}/overnames`, {
      client: colleague,
      as: 'wijkteam2',
      method: 'POST',
    });
  }, 60_000);

  it('was called, and did what it says', () => {
    const done = new Set(calls.filter(({ answer }) => answer.status < 300).map(({ id }) => id));
    expect(
      operationsOf(document)
        .map(({ described }) => described.operationId)
        .filter((id) => !done.has(id)),
    ).toEqual([]);
  });

  it('answered as the document says, and with nothing that it does not name', async () => {
    const operations = new Map(
      operationsOf(document).map((operation) => [operation.described.operationId, operation]),
    );
    const wrong: string[] = [];
    for (const { id, answer, path } of calls) {
      const operation = operations.get(id);
      if (!operation) throw new Error(`expected ${id} in the document`);
      wrong.push(
        ...(await wrongWith(operation, answer)).map((one) => `${id} ${path} ${answer.status}: ${one}`),
      );
    }
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(35);
  });

  it('would be caught when its answer said more, less or something else', async () => {
    const operation = operationsOf(document).find(({ described }) => described.operationId === 'getMelding');
    const found = calls.find(({ id, answer }) => id === 'getMelding' && answer.status === 200);
    if (!operation || !found) throw new Error('expected a call of getMelding');
    const { nummer: _number, ...less } = found.answer.json as Record<string, unknown>;
    for (const text of [
      JSON.stringify({ ...found.answer.json, verhaal: 'geheim' }),
      JSON.stringify(less),
      JSON.stringify({ ...found.answer.json, stand: 'open' }),
    ])
      expect(await wrongWith(operation, { ...found.answer, text })).not.toEqual([]);
    expect(await wrongWith(operation, { ...found.answer, status: 418 })).toEqual([
      'status 418 is not documented',
    ]);
  });
});

it('answers with the headers that the rules ask for, on every answer', async () => {
  for (const path of ['/v1/openapi.json', 'buurten', 'meldingen', '/v1/nergens', 'buurten/']) {
    const { headers } = await askApi(house, town, path);
    expect(
      Object.fromEntries(
        [
          'cache-control',
          'content-security-policy',
          'x-content-type-options',
          'x-frame-options',
          'api-version',
        ].map((name) => [name, headers.get(name)]),
      ),
    ).toEqual({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'api-version': '1.0.0',
    });
  }
});

it('has no address with a slash at its end, and says which method an address takes', async () => {
  const slash = await askApi(house, town, 'buurten/');
  expect([slash.status, slash.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  const wrong = await askApi(house, town, 'meldingen', { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, GET']);
});
