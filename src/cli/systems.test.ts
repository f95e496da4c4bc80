import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown } from '../../tests/support/town.ts';
import { linkTo, PrimarySystem } from '../people/model.ts';
import { manageSystems } from './systems.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await foundTown(db.owner);
});
afterAll(() => db.close());

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await manageSystems({ owner: db.owner }, args, (line) => lines.push(line));
  return { code, lines };
}

it('names the system of an organisation, renames it, lists it and takes it away', async () => {
  await run('set', 'proefstad', 'corporatie', '--name', 'Oud systeem');
  await run(
    'set',
    'proefstad',
    'corporatie',
    '--name',
    'Tobias AX',
    '--link',
    'https://tobias.test/dossier?nummer={kenmerk}',
  );
  expect((await run('list', 'proefstad')).lines).toEqual([
    'corporatie  Tobias AX  https://tobias.test/dossier?nummer={kenmerk}',
  ]);
  expect((await run('remove', 'proefstad', 'corporatie')).code).toBe(0);
  expect((await run('remove', 'proefstad', 'corporatie')).code).toBe(1);
  expect((await run('list', 'proefstad')).lines).toEqual([]);
});

it.each([
  ['an unknown municipality', ['list', 'nergens'], /expected a municipality/],
  ['an unknown organisation', ['set', 'proefstad', 'x', '--name', 'A'], /expected a party/],
  ['no name', ['set', 'proefstad', 'corporatie'], /--name cannot be used/],
  ['an unknown command', ['do', 'proefstad'], /expected set, list or remove/],
])('refuses %s', async (_what, args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});

it.each([
  ['without encryption', 'http://tobias.test/{kenmerk}'],
  ['a script', 'javascript:alert({kenmerk})'],
  ['no place for the reference', 'https://tobias.test/'],
  ['a place for it in the host', 'https://{kenmerk}.test/'],
  ['two places for it', 'https://tobias.test/{kenmerk}/{kenmerk}'],
  ['a name and a password', 'https://wij:geheim@tobias.test/{kenmerk}'],
  ['a host that a reference could lengthen', 'https://tobias.test{kenmerk}'],
])('takes no link %s', async (_what, link) => {
  await expect(run('set', 'proefstad', 'corporatie', '--name', 'A', '--link', link)).rejects.toThrow(
    '--link cannot be used',
  );
});

it('puts a reference into a link as one word, whatever stands in it', () => {
  const system = PrimarySystem.parse({ name: 'A', linkTemplate: 'https://a.test/d/{kenmerk}?x=1' });
  expect(linkTo(system, '2026/12 #3')).toBe('https://a.test/d/2026%2F12%20%233?x=1');
  // a pattern of the language itself is a letter like any other
  expect(linkTo(system, "1$&$'")).toBe("https://a.test/d/1%24%26%24'?x=1");
  expect(linkTo({ name: 'B' }, '1')).toBeUndefined();
});
