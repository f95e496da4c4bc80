import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown } from '../../tests/support/town.ts';
import { mailTarget } from '../reports/index.ts';
import { manageMail } from './mail.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await foundTown(db.owner);
  await foundTown(db.owner, 'anderdorp');
});
afterAll(() => db.close());

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await manageMail({ owner: db.owner }, args, (line) => lines.push(line));
  return { code, lines };
}

it('gives a municipality an address, lists it, and takes it away', async () => {
  await run('add', 'proefstad', 'Meld@Proefstad.test');
  await run('add', 'proefstad', 'staf@proefstad.test', '--party', 'corporatie');
  expect((await run('list', 'proefstad')).lines).toEqual([
    'meld@proefstad.test  residents, and all staff',
    'staf@proefstad.test  staff of corporatie',
  ]);
  expect(await mailTarget(db.app, 'MELD@proefstad.test')).toBeDefined();
  expect((await run('remove', 'proefstad', 'meld@proefstad.test')).code).toBe(0);
  expect((await run('remove', 'proefstad', 'meld@proefstad.test')).code).toBe(1);
  expect(await mailTarget(db.app, 'meld@proefstad.test')).toBeUndefined();
  expect((await run('list', 'proefstad')).lines).toHaveLength(1);
});

it('keeps one address of one municipality', async () => {
  await run('add', 'proefstad', 'een@stad.test');
  await expect(run('add', 'anderdorp', 'een@stad.test')).rejects.toThrow('is of proefstad');
});

it.each([
  ['an unknown municipality', ['list', 'nergens'], /expected a municipality/],
  ['what is no address', ['add', 'proefstad', 'melden'], /expected an e-mail address/],
  ['an unknown organisation', ['add', 'proefstad', 'a@b.test', '--party', 'x'], /expected a party/],
  ['an unknown command', ['do', 'proefstad'], /expected add, list or remove/],
])('refuses %s', async (_what, args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});
