import * as oidc from 'openid-client';
import type { Config } from '../kit/config.ts';
import { ok, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { tokenHeader, verifiedClaims, type PublicJwk } from '../kit/signed-token.ts';
import { claimAt, wordAt, type Claims } from './claim-rules.ts';
import type { IdentityProvider } from './provider-store.ts';

/** What of the installation's settings matters here. */
export type ProviderConfig = Pick<Config, 'PRODUCTION' | 'providerSecrets'>;

const TIMEOUT_S = 5;
const MAX_ANSWER_BYTES = 512 * 1024;
const KEPT_MS = 10 * 60_000;
const KEPT_MAX = 100;
const KEYS_AGAIN_MS = 60_000;
/** Back-Channel Logout 1.0, 2.4: the first is advised; a provider that does not say says the second or nothing. */
const LOGOUT_TYPES = ['logout+jwt', 'jwt'];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

interface Kept {
  readonly found: Promise<oidc.Configuration>;
  readonly untilMs: number;
}

/** What providers say of themselves, for ten minutes and for a hundred of them; what failed is asked again. */
const kept = new Map<string, Kept>();

function connection(provider: IdentityProvider, config: ProviderConfig): Promise<oidc.Configuration> {
  const secret = provider.secretSetting === null ? undefined : config.providerSecrets[provider.secretSetting];
  const isInsecure = new URL(provider.issuer).protocol === 'http:';
  const key = JSON.stringify([provider.issuer, provider.clientId, secret ?? null, config.PRODUCTION]);
  const known = kept.get(key);
  if (known && known.untilMs > performance.now()) return known.found;
  const found = oidc.discovery(
    new URL(provider.issuer),
    provider.clientId,
    {},
    secret === undefined ? oidc.None() : authentication(secret),
    {
      timeout: TIMEOUT_S,
      [oidc.customFetch]: boundedFetch,
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(isInsecure && mayBeInsecure(provider, config) ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
  if (kept.size >= KEPT_MAX) kept.delete([...kept.keys()][0] ?? '');
  kept.set(key, { found, untilMs: performance.now() + KEPT_MS });
  found.catch(() => kept.delete(key));
  return found;
}

/** Without TLS anyone between could be the provider: only for one on this very machine, and never in production. */
function mayBeInsecure({ issuer }: IdentityProvider, { PRODUCTION }: ProviderConfig): boolean {
  return !PRODUCTION && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);
}

/** As the header where the provider takes it (the default of OpenID Connect), else in the body. */
function authentication(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (as, client, body, headers) => {
    const taken = as.token_endpoint_auth_methods_supported;
    const isBasic = taken === undefined || taken.includes('client_secret_basic');
    return (isBasic ? basic : post)(as, client, body, headers);
  };
}

/** An answer of half a megabyte is no discovery, key set or token. */
const boundedFetch: oidc.CustomFetch = async (url, options) => {
  const answer = await fetch(url, options as RequestInit);
  return new Response(await boundedBody(answer), { status: answer.status, headers: answer.headers });
};

async function boundedBody(answer: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!answer.body) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new TypeError('the identity provider answered with too much');
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

export interface Question {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export function freshQuestion(redirectUri: string): Question {
  return {
    redirectUri,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
}

/** The address at the provider to which the browser goes. */
export function authorizationAddress(
  provider: IdentityProvider,
  config: ProviderConfig,
  question: Question,
): Promise<Outcome<string>> {
  return attempt(async () => {
    const server = await connection(provider, config);
    const address = oidc.buildAuthorizationUrl(server, {
      redirect_uri: question.redirectUri,
      scope: provider.scope,
      state: question.state,
      nonce: question.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(question.verifier),
      code_challenge_method: 'S256',
    });
    return address.href;
  });
}

/** The claims behind the code in `address`: signed by the provider, for us, in answer to our question. */
export function claimsBehind(
  provider: IdentityProvider,
  config: ProviderConfig,
  { address, state, nonce, verifier }: { address: URL } & Pick<Question, 'state' | 'nonce' | 'verifier'>,
): Promise<Outcome<Claims>> {
  return attempt(async () => {
    const server = await connection(provider, config);
    const tokens = await oidc.authorizationCodeGrant(server, address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims: Claims = { ...tokens.claims() };
    const isComplete = claimAt(claims, provider.rolesClaim) !== undefined;
    if (isComplete || !server.serverMetadata().userinfo_endpoint) return claims;
    const more = await oidc.fetchUserInfo(server, tokens.access_token, wordAt(claims, 'sub') ?? '');
    // what the signed token says comes first
    return { ...more, ...claims };
  });
}

/** Where the browser goes to log out at the provider as well; undefined when it offers no such thing. */
export async function logOutAddress(
  provider: IdentityProvider,
  config: ProviderConfig,
  backTo: string,
): Promise<string | undefined> {
  const found = await attempt(async () => {
    const server = await connection(provider, config);
    if (!server.serverMetadata().end_session_endpoint) return undefined;
    return oidc.buildEndSessionUrl(server, { post_logout_redirect_uri: backTo }).href;
  });
  return found.ok ? found.value : undefined;
}

/** Whom the provider says is logged out (Back-Channel Logout 1.0, 2.4–2.6); undefined for anything that is no such token of it. */
export async function loggedOutAt(
  provider: IdentityProvider,
  config: ProviderConfig,
  token: string,
): Promise<{ subject: string | undefined; sid: string | undefined } | undefined> {
  const header = tokenHeader(token);
  if (!header || !LOGOUT_TYPES.includes(header.typ ?? 'jwt')) return undefined;
  const keys = await attempt(() => keysOf(provider, config, header.kid));
  if (!keys.ok) return undefined;
  const claims = verifiedClaims(token, {
    keys: keys.value,
    issuer: provider.issuer,
    audience: provider.clientId,
  });
  if (!claims || 'nonce' in claims || claimAt(claims, 'events') === undefined) return undefined;
  const events = claims['events'] as Record<string, unknown>;
  if (typeof events !== 'object' || !Object.hasOwn(events, LOGOUT_EVENT)) return undefined;
  const [subject, sid] = [wordAt(claims, provider.subjectClaim), wordAt(claims, 'sid')];
  return subject === undefined && sid === undefined ? undefined : { subject, sid };
}

interface KeptKeys {
  readonly keys: readonly PublicJwk[];
  readonly atMs: number;
}

const keptKeys = new WeakMap<oidc.Configuration, KeptKeys>();

/** The provider's keys; asked again for a key that is not among them, but not more than once a minute. */
async function keysOf(
  provider: IdentityProvider,
  config: ProviderConfig,
  kid: string | undefined,
): Promise<readonly PublicJwk[]> {
  const server = await connection(provider, config);
  const known = keptKeys.get(server);
  const isKnown = known?.keys.some((key) => kid === undefined || key.kid === kid) ?? false;
  if (known && (isKnown || performance.now() - known.atMs < KEYS_AGAIN_MS)) return known.keys;
  const address = server.serverMetadata().jwks_uri ?? '';
  const answer = await boundedFetch(address, {
    method: 'GET',
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_S * 1000),
    body: undefined,
  });
  const { keys } = (await answer.json()) as { keys: PublicJwk[] };
  keptKeys.set(server, { keys, atMs: performance.now() });
  return keys;
}

/** What goes wrong at a provider is expected: it says no, it does not answer, or its answer is not to be believed. */
async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!isOfTheProtocol(error)) throw error;
    return refuseAll([refusalOf(error)]);
  }
}

function isOfTheProtocol(error: unknown): error is Error {
  return (
    error instanceof oidc.ClientError ||
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.WWWAuthenticateChallengeError ||
    error instanceof TypeError ||
    (error instanceof DOMException && error.name === 'TimeoutError')
  );
}

const UNREACHABLE = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
];

function refusalOf(error: Error): Refusal {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === 'access_denied' ? { code: 'provider-cancelled' } : { code: 'provider-refused' };
  const isSilent = error instanceof TypeError || error instanceof DOMException;
  const code = error instanceof oidc.ClientError ? error.code : undefined;
  const isUnreachable = isSilent || (code !== undefined && UNREACHABLE.includes(code));
  return isUnreachable ? { code: 'provider-unreachable' } : { code: 'login-not-proven' };
}
