import { expect, it } from 'vitest';
import { readConfig } from '../kit/config.ts';
import { refuseUnsafeProduction } from './production-checks.ts';

const HTTPS = { PRODUCTION: 'true', PUBLIC_URL: 'https://meld.example' };
const at = (host: string, rest = '') => ({
  DATABASE_URL: `postgres://owner:x@${host}/wijk${rest}`,
  APP_DATABASE_URL: `postgres://app:x@${host}/wijk${rest}`,
});
const check = (env: Record<string, string>) => () => refuseUnsafeProduction(readConfig(env));

it.each<[what: string, env: Record<string, string>]>([
  ['a demo, whatever its settings', at('db.example')],
  ['its own database', HTTPS],
  ['a database on this machine', { ...HTTPS, ...at('127.0.0.1') }],
  ['a database behind a socket', { ...HTTPS, ...at('', '?host=/run/postgresql') }],
  [
    'a database elsewhere whose certificate is verified',
    { ...HTTPS, ...at('db.example', '?sslmode=verify-full') },
  ],
  ['a line for which somebody answers', { ...HTTPS, ...at('10.0.0.2', '?sslmode=disable') }],
  ['mail from this machine itself', { ...HTTPS, SMTP_IN_PORT: '2525' }],
  [
    'mail from elsewhere under a certificate',
    {
      ...HTTPS,
      SMTP_IN_PORT: '25',
      SMTP_IN_HOST: '10.0.0.2',
      SMTP_IN_TLS_CERT_FILE: 'cert.pem',
      SMTP_IN_TLS_KEY_FILE: 'key.pem',
    },
  ],
])('begins with %s', (_what, env) => {
  expect(check(env)).not.toThrow();
});

it.each<[what: string, env: Record<string, string>, message: RegExp]>([
  ['no address of its own', { PRODUCTION: 'true' }, /- PUBLIC_URL: expected the https address/],
  ['an address without TLS', { PRODUCTION: 'true', PUBLIC_URL: 'http://meld.example' }, /PUBLIC_URL/],
  [
    'a database elsewhere and no word about the line',
    { ...HTTPS, ...at('db.example') },
    /- DATABASE_URL.*\n- APP_DATABASE_URL/,
  ],
  [
    'mail from elsewhere in plain sight',
    { ...HTTPS, SMTP_IN_PORT: '25', SMTP_IN_HOST: '10.0.0.2' },
    /SMTP_IN_TLS_CERT_FILE/,
  ],
])('does not begin with %s', (_what, env, message) => {
  expect(check(env)).toThrow(message);
});

it('says no password', () => {
  expect(check({ ...HTTPS, ...at('db.example') })).not.toThrow(/:x@/);
});
