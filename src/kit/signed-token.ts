import { constants, createPublicKey, sign, verify, type KeyObject, type webcrypto } from 'node:crypto';

/** A public key as a JWK set gives it (RFC 7517). */
export type PublicJwk = webcrypto.JsonWebKey & {
  readonly kid?: string;
  readonly use?: string;
  readonly alg?: string;
};

export interface TokenHeader {
  readonly alg: string;
  readonly kid: string | undefined;
  /** What kind of token its sender says it is, in small letters and without `application/` (RFC 7515, 4.1.9). */
  readonly typ: string | undefined;
}

const CLOCK_SKEW_S = 60;

/** Only asymmetric algorithms: 'none', and a secret that both sides know, are no proof of the sender. */
const ALGORITHMS: Readonly<Record<string, { hash: string | null; type: string; pss?: boolean }>> = {
  RS256: { hash: 'sha256', type: 'rsa' },
  RS384: { hash: 'sha384', type: 'rsa' },
  RS512: { hash: 'sha512', type: 'rsa' },
  PS256: { hash: 'sha256', type: 'rsa', pss: true },
  ES256: { hash: 'sha256', type: 'ec' },
  ES384: { hash: 'sha384', type: 'ec' },
  EdDSA: { hash: null, type: 'ed25519' },
};

/** The header of a signed token (RFC 7515, compact), before anything of it is believed; undefined when it is none. */
export function tokenHeader(token: string): TokenHeader | undefined {
  const header = decode(token.split('.')[0] ?? '');
  const { alg, kid, typ } = header ?? {};
  if (typeof alg !== 'string' || !Object.hasOwn(ALGORITHMS, alg)) return undefined;
  return {
    alg,
    kid: typeof kid === 'string' ? kid : undefined,
    typ: typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined,
  };
}

/** The claims of a token that one of the keys signed, for this audience, by this issuer, and now; else undefined. */
export function verifiedClaims(
  token: string,
  { keys, issuer, audience }: { keys: readonly PublicJwk[]; issuer: string; audience: string },
): Readonly<Record<string, unknown>> | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  const header = tokenHeader(token);
  if (!header || rest.length > 0) return undefined;
  const signed = Buffer.from(`${head}.${body}`);
  const given = Buffer.from(signature, 'base64url');
  const isSigned = keys
    .filter((key) => (header.kid === undefined || key.kid === header.kid) && key.use !== 'enc')
    .some((key) => matches(header.alg, key, signed, given));
  const claims = isSigned ? decode(body) : undefined;
  return claims && claims['iss'] === issuer && isFor(claims['aud'], audience) && isNow(claims)
    ? claims
    : undefined;
}

/** A token of our own, signed with a key of P-256 (ES256), valid from now for so many seconds of the real clock. */
export function makeToken(claims: object, { key, forS }: { key: KeyObject; forS: number }): string {
  const iat = Math.floor(Date.now() / 1000);
  const parts = [
    { typ: 'JWT', alg: 'ES256' },
    { ...claims, iat, exp: iat + forS },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function matches(alg: string, jwk: PublicJwk, signed: Buffer, signature: Buffer): boolean {
  const how = ALGORITHMS[alg];
  const key = keyOf(jwk);
  if (!how || key?.asymmetricKeyType !== how.type) return false;
  const padding = how.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
  return verify(how.hash, signed, { key, dsaEncoding: 'ieee-p1363', ...padding }, signature);
}

function keyOf(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isFor(aud: unknown, audience: string): boolean {
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

/** By the real clock: the sender's does not move with the one of a demo. A token without `exp` is as old as its `iat`. */
function isNow({ iat, exp, nbf }: Readonly<Record<string, unknown>>): boolean {
  const nowS = Date.now() / 1000;
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= nowS + CLOCK_SKEW_S)) return false;
  if (typeof iat !== 'number' || iat > nowS + CLOCK_SKEW_S) return false;
  return typeof exp === 'number' ? exp > nowS - CLOCK_SKEW_S : iat > nowS - 2 * CLOCK_SKEW_S;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
