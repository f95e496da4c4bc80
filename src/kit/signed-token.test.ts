import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tokenHeader, verifiedClaims, type PublicJwk } from './signed-token.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const wanted = { issuer: 'https://idp.example', audience: 'wij' };
const nowS = () => Math.floor((performance.timeOrigin + performance.now()) / 1000);
const good = () => ({ iss: wanted.issuer, aud: 'wij', sub: 'iemand', iat: nowS(), exp: nowS() + 60 });
const jwk = (key: KeyObject, kid: string): PublicJwk => ({ ...key.export({ format: 'jwk' }), kid });
const KEYS = [jwk(RSA.publicKey, 'r'), jwk(EC.publicKey, 'e')];

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: object, { alg = 'RS256', kid = 'r', key = RSA.privateKey } = {}): string {
  const text = `${part({ alg, kid })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

describe('a signed token', () => {
  it.each([
    ['RS256', 'r', RSA.privateKey],
    ['ES256', 'e', EC.privateKey],
  ])('by %s gives its claims', (alg, kid, key) => {
    expect(verifiedClaims(token(good(), { alg, kid, key }), { keys: KEYS, ...wanted })).toMatchObject({
      sub: 'iemand',
    });
  });

  it.each<[string, () => string]>([
    ['signed by another key', () => token(good(), { key: OTHER.privateKey })],
    ['with the name of another key', () => token(good(), { kid: 'e' })],
    ['of another kind than its key', () => token(good(), { alg: 'ES256', kid: 'r' })],
    ['for somebody else', () => token({ ...good(), aud: 'zij' })],
    ['by somebody else', () => token({ ...good(), iss: 'https://elders.example' })],
    ['that is over', () => token({ ...good(), exp: nowS() - 120 })],
    ['from the future', () => token({ ...good(), iat: nowS() + 600 })],
    ['that begins later', () => token({ ...good(), nbf: nowS() + 600 })],
    ['without a moment', () => token({ ...good(), iat: undefined })],
    ['without an end, and old', () => token({ ...good(), exp: undefined, iat: nowS() - 600 })],
    ['that is unsigned', () => `${part({ alg: 'none' })}.${part(good())}.`],
    ['under a shared secret', () => `${part({ alg: 'HS256' })}.${part(good())}.abc`],
    [
      'with changed claims',
      () => token(good()).replace(/\.[^.]+\./, `.${part({ ...good(), sub: 'ander' })}.`),
    ],
    ['of four parts', () => `${token(good())}.x`],
    ['that is none', () => 'onzin'],
  ])('%s is refused', (_what, make) => {
    expect(verifiedClaims(make(), { keys: KEYS, ...wanted })).toBeUndefined();
  });

  it('names its key before anything of it is believed', () => {
    const header = { alg: 'RS256', kid: 'r', typ: undefined };
    expect([tokenHeader(token(good())), tokenHeader('x')]).toEqual([header, undefined]);
    const typed = `${part({ alg: 'RS256', typ: 'application/Logout+JWT' })}.x.y`;
    expect(tokenHeader(typed)?.typ).toBe('logout+jwt');
  });
});
