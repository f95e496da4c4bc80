import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Database } from '../kit/db.ts';
import type { Refusal } from '../kit/outcome.ts';
import { preferredLanguage, type Texts } from '../kit/texts.ts';
import { clientOfSecret, issueToken } from '../people/index.ts';
import { Scope } from '../people/model.ts';

const MAX_FORM_BYTES = 4096;

/** The answer to a client that asked for a token (RFC 6749, section 5.1). */
const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  scope: z.string(),
});

/** What went wrong, in the words of RFC 6749, section 5.2. */
const TokenError = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope']),
  error_description: z.string(),
});

export interface TokenOptions {
  readonly db: Database;
  readonly texts: Texts;
  readonly originOf: (request: Request) => string;
  readonly addressOf: (c: Context) => string;
  readonly findMunicipality: (slug: string) => Promise<{ readonly id: string } | undefined>;
}

type TokenErrorCode = z.input<typeof TokenError>['error'];

/**
 * OAuth 2.0 client credentials at its own standard address, beside the versioned API: its form, its errors and its
 * caching are those of RFC 6749. A `client_id` is `<gemeente>.<id>`, so that one address serves all municipalities.
 */
export function tokenRoutes(app: Hono, options: TokenOptions): void {
  app.post('/oauth/token', (c) => answerToken(c, options));
  app.get('/.well-known/oauth-authorization-server', (c) => {
    const origin = options.originOf(c.req.raw);
    return c.json({
      issuer: origin,
      token_endpoint: `${origin}/oauth/token`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: Scope.options,
    });
  });
}

async function answerToken(c: Context, options: TokenOptions): Promise<Response> {
  const { db, addressOf, findMunicipality } = options;
  const t = options.texts.translator(preferredLanguage(c.req.header('accept-language')));
  const fail = (error: TokenErrorCode, { code }: Refusal, status: 400 | 401 | 429 = 400) => {
    if (status === 401) c.header('www-authenticate', 'Basic realm="wijkverbond"');
    if (status === 429) c.header('retry-after', '3600');
    return c.json(TokenError.parse({ error, error_description: t(`refusal.${code}`) }), status);
  };
  const form = await readTokenForm(c.req.raw);
  if (!form) return fail('invalid_request', { code: 'token-form' });
  if (form.get('grant_type') !== 'client_credentials')
    return fail('unsupported_grant_type', { code: 'grant-unsupported' });
  const credentials = credentialsOf(c.req.header('authorization'), form);
  const [, slug = '', clientId = ''] = /^([a-z0-9-]{2,40})\.([0-9a-f-]{36})$/.exec(credentials.id) ?? [];
  const municipality = await findMunicipality(slug);
  if (!municipality) return fail('invalid_client', { code: 'client-unknown' }, 401);
  const attempt = { clientId, secret: credentials.secret, address: addressOf(c) };
  const client = await clientOfSecret(db, municipality.id, attempt);
  if (!client.ok) {
    const isTooMany = client.refusals.some(({ code }) => code === 'client-limit');
    return fail('invalid_client', client.refusals[0] ?? { code: 'client-unknown' }, isTooMany ? 429 : 401);
  }
  const wanted = (form.get('scope') ?? '').split(' ').filter(Boolean);
  const issued = await issueToken(db, client.value, wanted);
  if (!issued.ok) return fail('invalid_scope', { code: 'scope-not-given' });
  const { token, scopes, seconds } = issued.value;
  const answer = { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: scopes.join(' ') };
  return c.json(TokenAnswer.parse(answer), 200, { pragma: 'no-cache' });
}

async function readTokenForm(request: Request): Promise<URLSearchParams | undefined> {
  const media = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (media !== 'application/x-www-form-urlencoded') return undefined;
  const written = await request.text();
  return written.length > MAX_FORM_BYTES ? undefined : new URLSearchParams(written);
}

/** In the header, as RFC 6749 prefers, or in the form; never in the address. */
function credentialsOf(header: string | undefined, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic ([\w+/]{1,400}=*)$/i.exec(header ?? '')?.[1];
  if (basic === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decoded(id), secret: decoded(secret) };
}

/** Both are form-encoded inside the header; what is not, is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
