import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../tests/support/house.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { inTenant } from '../kit/db.ts';
import { activeProviders } from '../people/provider-store.ts';
import { manageProviders } from './providers.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await manageProviders({ owner: house.db.owner }, args, (line) => lines.push(line));
  return { code, lines };
}

const WISH = {
  name: 'Gemeente Proefstad',
  issuer: 'https://login.example',
  client: 'wijkverbond',
  secret: 'OIDC_SECRET_GEMEENTE',
  party: 'gemeente',
  roles: 'realm_access.roles',
};
const add = (slug: string, changes: Partial<Record<keyof typeof WISH, string>> = {}, ...more: string[]) => {
  const wish = Object.entries({ ...WISH, ...changes }).flatMap(([name, value]) => [`--${name}`, value]);
  return run('add', 'proefstad', slug, ...wish, '--role', 'wijk=team-lead', ...more);
};

it('adds a provider that stands on the log-in page, says what to register there, and stops it', async () => {
  const more = ['--role', 'wijk=coordinator', '--role', 'a=b=manager', '--amr', 'mfa', '--amr', 'otp'];
  const { lines } = await add('gemeente', {}, ...more, '--new-users');
  expect(lines.join('\n')).toContain('<our address>/proefstad/inloggen/gemeente/terug');
  const [provider] = await inTenant(house.db.app, house.towns[0].id, activeProviders);
  expect(provider).toMatchObject({
    slug: 'gemeente',
    clientId: 'wijkverbond',
    secretSetting: 'OIDC_SECRET_GEMEENTE',
    subjectClaim: 'sub',
    rolesClaim: 'realm_access.roles',
    roleMap: { wijk: ['team-lead', 'coordinator'], 'a=b': ['manager'] },
    secondFactor: { amr: ['mfa', 'otp'] },
    makesUsers: true,
  });
  const page = () => visit(house.app).get('/proefstad/inloggen');
  expect(wordsOf(await page())).toContain('Gemeente Proefstad');
  expect((await run('stop', 'proefstad', 'gemeente')).code).toBe(0);
  expect(wordsOf(await page())).not.toContain('Gemeente Proefstad');
  expect((await run('list', 'proefstad')).lines).toEqual([
    'gemeente  Gemeente Proefstad  https://login.example  stopped',
  ]);
  expect((await run('resume', 'proefstad', 'gemeente')).lines).toEqual(['gemeente resumed']);
  expect((await run('stop', 'proefstad', 'anders')).code).toBe(1);
  expect((await run('list', 'anderdorp')).lines).toEqual([]);
});

it.each<[what: string, run: () => Promise<unknown>, message: RegExp]>([
  [
    'the same word twice',
    async () => [await add('twee'), await add('twee')],
    /has a provider 'twee' already/,
  ],
  ['a word that is a page of ours', () => add('verlopen'), /check constraint/],
  ['a secret that is another setting', () => add('drie', { secret: 'SECRETS_KEY' }), /secret/],
  ['an issuer that is no address', () => add('drie', { issuer: 'login.example' }), /issuer/],
  ['a role that does not exist', () => add('drie', {}, '--role', 'x=boss'), /expected a role of .*'boss'/],
  ['a party of nobody', () => add('drie', { party: 'nergens' }), /expected a party of .*'welzijn'/],
  ['an unknown municipality', () => run('list', 'nergens'), /expected a municipality, got 'nergens'/],
  ['an order that does not exist', () => run('paint', 'proefstad'), /expected add, list, stop or resume/],
])('refuses %s, and says what was expected', async (_what, attempt, message) => {
  await expect(attempt()).rejects.toThrow(message);
});
