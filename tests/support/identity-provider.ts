import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { inTenant } from '../../src/kit/db.ts';
import type { TestDatabase } from './database.ts';
import { idOf, type Town } from './town.ts';

/** What the provider says of one account; a test may change it between two log-ins. */
export interface TestAccount {
  claims: Record<string, unknown>;
  /** What the log-in itself was: `amr` and `acr` of the ID token. */
  amr?: string[];
}

export interface TestProvider {
  readonly issuer: string;
  readonly accounts: Map<string, TestAccount>;
  /** A token that this provider signed, with any claims and of any type: what it would never send. */
  sign(claims: Record<string, unknown>, typ?: string): string;
  close(): Promise<void>;
}

export const CLIENT_SECRET = 'een-geheim-van-de-proef-1234567890';

/** A real OpenID Connect provider over HTTP on this machine, with a page to choose who one is. */
export async function startIdentityProvider(clients: ClientMetadata[]): Promise<TestProvider> {
  const accounts = new Map<string, TestAccount>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] };
  const provider = new Provider(issuer, { ...configuration(clients, accounts), jwks });
  provider.on('server_error', (_ctx, error) => process.stderr.write(`identity provider: ${error.stack}\n`));
  provider.on('backchannel.error', (_ctx, error) =>
    process.stderr.write(`identity provider: ${error.stack} ${String(error.cause)}\n`),
  );
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/choose/')) void choose(provider, accounts, request, response);
    else void answer(request, response);
  });
  return {
    issuer,
    accounts,
    sign: (claims, typ = 'logout+jwt') => signed(privateKey, claims, typ),
    close: () => close(server),
  };
}

const KEY_ID = 'proef';

function signed(key: KeyObject, claims: Record<string, unknown>, typ: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: KEY_ID, typ })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

function configuration(clients: ClientMetadata[], accounts: Map<string, TestAccount>): Configuration {
  return {
    clients,
    claims: {
      openid: ['sub', 'amr', 'groups', 'name', 'preferred_username', 'email'],
      profile: [],
      email: [],
    },
    conformIdTokenClaims: false,
    cookies: { keys: ['een sleutel voor de proef'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // its own way to the network refuses this machine
    fetch: (url, options) => {
      const own = { ...options };
      Reflect.deleteProperty(own, 'dispatcher');
      return fetch(url, own);
    },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/choose/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const account = accounts.get(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...account.claims }) };
    },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
  };
}

/** The provider's own log-in page: a form with one field, and a button to give up. */
async function choose(
  provider: Provider,
  accounts: Map<string, TestAccount>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html');
    response.end(
      '<form method="post"><label>Wie bent u? <input name="sub"></label><button>Verder</button><button name="cancel" value="1">Stop</button></form>',
    );
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const form = new URLSearchParams(Buffer.concat(parts).toString());
  const sub = form.get('sub') ?? '';
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'cancelled' }
    : { login: { accountId: sub, amr: accounts.get(sub)?.amr ?? ['pwd'] } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** What a client of this provider is to the provider. */
export function clientOf(
  id: string,
  {
    origin,
    town,
    slug,
    more = {},
  }: { origin: string; town: string; slug: string; more?: ClientMetadata | object },
): ClientMetadata {
  const page = `${origin}/${town}/inloggen/${slug}`;
  return {
    client_id: id,
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${page}/terug`],
    post_logout_redirect_uris: [`${origin}/${town}/inloggen?uit`],
    backchannel_logout_uri: `${page}/afmelden`,
    backchannel_logout_session_required: true,
    ...more,
  };
}

const ROLE_MAP = {
  wijkteam: ['district-team-worker'],
  coordinatie: ['coordinator'],
  privacy: ['privacy-officer'],
};

/** Registers the provider with a municipality, as the operator does. */
export async function register(
  db: TestDatabase,
  town: Pick<Town, 'id' | 'slug'>,
  given: {
    slug: string;
    issuer: string;
    clientId: string;
    name?: string;
    makesUsers?: boolean;
    secondFactor?: object;
  },
): Promise<void> {
  await inTenant(db.owner, town.id, (tx) =>
    sql`insert into identity_provider
      (municipality_id, id, slug, name, issuer, client_id, secret_setting, roles_claim, role_map, second_factor, party_id, makes_users)
      values (${town.id}, ${randomUUID()}, ${given.slug}, ${given.name ?? 'Gemeente-inlog'}, ${given.issuer}, ${given.clientId},
        'OIDC_SECRET_PROEF', 'groups', ${JSON.stringify(ROLE_MAP)}, ${JSON.stringify(given.secondFactor ?? {})},
        ${idOf(town.slug, 'party', 'wijkteam')}, ${given.makesUsers ?? true})`.execute(tx.kysely),
  );
}
