import { inTenant } from '../../src/kit/db.ts';
import { addClient } from '../../src/people/index.ts';
import type { Scope } from '../../src/people/model.ts';
import { ORIGIN, type TestHouse } from './house.ts';
import { idOf, type Town } from './town.ts';

/** A machine client of a party of a town, with the token it got at the front door. */
export interface TestClient {
  readonly id: string;
  readonly secret: string;
  readonly token: string;
  readonly town: Town;
}

export interface ClientPlan {
  readonly town: Town;
  readonly party?: string;
  readonly services?: readonly string[];
  readonly scopes: readonly Scope[];
}

export async function newClient(
  house: TestHouse,
  { town, party = 'welzijn', services = ['community-work'], scopes }: ClientPlan,
): Promise<TestClient> {
  const { id, secret } = await inTenant(house.db.owner, town.id, (tx) =>
    addClient(tx, {
      name: `Systeem van ${party}`,
      partyId: idOf(town.slug, 'party', party),
      serviceIds: services.map((kind) => town.services[kind] ?? ''),
      scopes,
      days: 30,
    }),
  );
  const answer = await askToken(house, { id: `${town.slug}.${id}`, secret });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { id, secret, token, town };
}

export function askToken(
  { app }: Pick<TestHouse, 'app'>,
  { id, secret, scope }: { id: string; secret: string; scope?: string },
): Response | Promise<Response> {
  return app.request(`${ORIGIN}/oauth/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }).toString(),
  });
}

export interface Ask {
  readonly client?: TestClient | undefined;
  readonly method?: string;
  /** The log-in name of the person to act for. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the answer, for tests that know what it looks like. */
  readonly json: Record<string, never> & Record<string, unknown>;
}

/** One request to the API of a town; a path that begins with /v1 is taken as it stands. */
export async function askApi(
  { app }: Pick<TestHouse, 'app'>,
  town: Town,
  path: string,
  { client, method, as, headers = {}, body }: Ask = {},
): Promise<ApiAnswer> {
  const address = /^(?:https?:|\/(?:v1|open311)\b)/.test(path) ? path : `/v1/gemeenten/${town.slug}/${path}`;
  const response = await app.request(address.startsWith('http') ? address : `${ORIGIN}${address}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(client ? { authorization: `Bearer ${client.token}` } : {}),
      ...(as === undefined ? {} : { namens: as }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as ApiAnswer['json']) : {},
  };
}
