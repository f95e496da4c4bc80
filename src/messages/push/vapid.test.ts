import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { authorization, vapidOf } from './vapid.ts';

const key = '5e'.repeat(32);
const vapid = vapidOf(key, 'beheer@stad.test');

it('follows from the secret of the installation: the same one gives the same keys, another one others', () => {
  expect(vapidOf(key, 'other@stad.test').publicKey).toBe(vapid.publicKey);
  expect(vapidOf('5f'.repeat(32), 'beheer@stad.test').publicKey).not.toBe(vapid.publicKey);
  expect(Buffer.from(vapid.publicKey, 'base64url')).toHaveLength(65);
});

it('signs for one push service and half a day, with the key that it names', () => {
  const header = authorization(vapid, new URL('https://push.test/send/abc?x=1'));
  const [, token = '', named = ''] = /^vapid t=([^,]+), k=(\S+)$/.exec(header) ?? [];
  expect(named).toBe(vapid.publicKey);
  const [head = '', body = '', signature = ''] = token.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  expect(read(head)).toEqual({ typ: 'JWT', alg: 'ES256' });
  const { aud, sub, iat, exp } = read(body);
  expect([aud, sub]).toEqual(['https://push.test', 'mailto:beheer@stad.test']);
  expect(Number(exp) - Number(iat)).toBe(12 * 3600);
  const point = Buffer.from(named, 'base64url');
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) },
  });
  const signed = (text: string) =>
    verify(
      'sha256',
      Buffer.from(text),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  expect([signed(`${head}.${body}`), signed(`${head}.${body}x`)]).toEqual([true, false]);
});
