import { afterAll, beforeAll, expect, it } from 'vitest';
import { askApi, askToken } from '../../tests/support/client.ts';
import { openHouse, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { manageClients } from './clients.ts';

let house: TestHouse;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await manageClients({ owner: house.db.owner }, args, (line) => lines.push(line));
  return { code, lines };
}

const ADD = [
  'add',
  'proefstad',
  '--name',
  'Zaaksysteem',
  '--party',
  'welzijn',
  '--service',
  'mediation',
  '--scope',
];

it('makes a client whose secret works and is shown this once, lists it, and ends it', async () => {
  const made = await run(...ADD, 'meldingen:lezen', '--scope', 'open311', '--days', '30');
  const shown = (name: string) => made.lines.find((line) => line.startsWith(name))?.split(/\s+/)[1] ?? '';
  const [id, secret] = [shown('client_id'), shown('client_secret')];
  expect(shown('api_key')).toBe(`${id.split('.')[1]}.${secret}`);
  const token = (await (await askToken(house, { id, secret })).json()) as { access_token: string };
  const client = { id, secret, token: token.access_token, town };
  expect((await askApi(house, town, 'meldingen', { client })).status).toBe(200);
  const listed = (await run('list', 'proefstad')).lines.join('\n');
  expect(listed).toMatch(/Zaaksysteem {2}until .* last used 20.* meldingen:lezen open311/);
  expect(listed).not.toContain(secret);
  expect((await run('revoke', 'proefstad', id.split('.')[1] ?? '')).code).toBe(0);
  expect((await askApi(house, town, 'meldingen', { client })).status).toBe(401);
  expect((await run('revoke', 'proefstad', id.split('.')[1] ?? '')).code).toBe(1);
  expect((await run('list', 'proefstad')).lines.join('\n')).toContain('revoked');
});

it.each([
  ['an unknown municipality', ['list', 'nergens'], /expected a municipality/],
  ['an unknown scope', [...ADD, 'alles'], /alles|option/i],
  ['no scope', ADD.slice(0, -1), /at least one --scope/],
  [
    'an unknown service',
    ['add', 'proefstad', '--name', 'x', '--party', 'welzijn', '--service', 'x', '--scope', 'open311'],
    /expected a service/,
  ],
  [
    'a service of another party',
    ['add', 'proefstad', '--name', 'x', '--party', 'welzijn', '--service', 'caretaker', '--scope', 'open311'],
    /own party/,
  ],
  [
    'an unknown party',
    ['add', 'proefstad', '--name', 'x', '--party', 'x', '--scope', 'open311'],
    /expected a party/,
  ],
  ['an unknown word', ['burn', 'proefstad'], /expected add, list or revoke/],
])('refuses %s', async (_what, args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});
