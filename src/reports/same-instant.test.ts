import { afterAll, beforeAll, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, type Town } from '../../tests/support/town.ts';
import { receive } from '../handovers/index.ts';
import { createDatabase, type Database } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { submit } from './index.ts';
import type { Submission } from './model.ts';

const decisions = await houseDecisions();
/** One pair in a hundred waited for each other while one of the two keys alone was named at the insert. */
const TIMES = 200;

let db: TestDatabase;
let town: Town;
let servers: readonly [Database, Database];
beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
  servers = [createDatabase(db.appUrl), createDatabase(db.appUrl)];
});
afterAll(async () => {
  for (const server of servers) await server.destroy();
  await db.close();
});

it('takes a form in once, with one receipt, that comes to two servers at the same instant', async () => {
  const numbers = new Set<number>();
  for (let time = 0; time < TIMES; time += 1) {
    const submission: Submission = {
      key: randomToken(16),
      language: 'nl',
      channel: 'form',
      observations: { danger: { kind: 'seen', signs: ['weapon'] }, sights: [], about: 'several' },
      story: 'Verhaal',
      addressId: town.addressId,
      contact: {},
    };
    const actor = { kind: 'public', municipalityId: town.id } as const;
    const [one, other] = await Promise.all(
      servers.map((server) =>
        submit(server, actor, submission, (tx, report) => receive(tx, report, decisions)),
      ),
    );
    expect(one?.ok && one.value).toEqual(other?.ok && other.value);
    if (one?.ok) numbers.add(one.value.number);
  }
  expect(numbers.size).toBe(TIMES);
});
