import { expect, it } from 'vitest';
import { readConfig } from '../kit/config.ts';
import { welcomeLines } from './welcome.ts';

const municipalities = [{ slug: 'proefstad', name: 'Gemeente Proefstad' }];
const demo = {
  password: 'geheim',
  logins: [
    { login: 'opbouwwerker', name: 'Loes', role: 'community-worker', party: 'Welzijn' },
    { login: 'privacy', name: 'Charlotte', role: 'privacy-officer', party: 'Gemeente' },
  ],
  codes: [{ name: 'question', code: '4M48-6ASA' }],
};

const welcome = (env: Record<string, string>, shown?: typeof demo) =>
  welcomeLines({ config: readConfig(env), municipalities, demoOf: () => shown }).join('\n');

it('shows who can log in and which codes can be followed', () => {
  expect(welcome({}, demo)).toBe(
    [
      '  /proefstad  Gemeente Proefstad',
      '      opbouwwerker  geheim  Loes (community-worker)',
      '      privacy       geheim  Charlotte (privacy-officer)',
      '      follow-up code for /proefstad/volgen  4M48-6ASA  (question)',
    ].join('\n'),
  );
});

it('says why there are no demo log-ins', () => {
  expect(welcome({ HOST: '0.0.0.0' })).toContain(
    'no demo log-ins: not on a loopback address (HOST is 0.0.0.0)',
  );
  expect(welcome({ PUBLIC_URL: 'https://meld.example', TRUSTED_PROXIES: '1' })).toContain(
    'no demo log-ins: others can come by PUBLIC_URL',
  );
  for (const quiet of [{}, { PRODUCTION: 'true', HOST: '0.0.0.0' }])
    expect(welcome(quiet)).not.toContain('no demo log-ins');
});

it('warns where all visitors would share the limits of one', () => {
  expect(welcome({ PUBLIC_URL: 'https://meld.example' })).toContain(
    'WARNING: PUBLIC_URL is set without TRUSTED_PROXIES.',
  );
  for (const right of [{}, { PUBLIC_URL: 'https://meld.example', TRUSTED_PROXIES: '1' }])
    expect(welcome(right)).not.toContain('WARNING');
});
