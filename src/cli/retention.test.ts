import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, type Town } from '../../tests/support/town.ts';
import { readConfig } from '../kit/config.ts';
import { createDatabase, inTenant, type Database } from '../kit/db.ts';
import { privacyText } from './privacy.ts';
import { destroyExpired } from './retention.ts';

let db: TestDatabase;
let retention: Database;
let town: Town;
const noticeId = '0190aaaa-0000-7000-8000-0000000000b1';

beforeAll(async () => {
  db = await testDatabase();
  retention = createDatabase(db.retentionUrl, { connections: 1 });
  town = await foundTown(db.owner);
  await inTenant(db.owner, town.id, (tx) =>
    sql`insert into notice values (${town.id}, ${noticeId}, ${town.users.manager}, 'came-back', null, wijk_now() - interval '400 days', null)`.execute(
      tx.kysely,
    ),
  );
});
afterAll(async () => {
  await retention.destroy();
  await db.close();
});

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  return () => vi.restoreAllMocks();
});

const destroy = (...args: string[]) =>
  destroyExpired({ config: readConfig({}), owner: db.owner, app: db.app, retention }, args);
const notices = async () =>
  (await inTenant(db.app, town.id, (tx) => sql`select id from notice`.execute(tx.kysely))).rows.length;

it('says what would go, then does it, then proves it', async () => {
  expect(await destroy('--dry-run')).toBe(0);
  expect(said.join('')).toMatch(
    /proefstad:\n {2}would destroy 1 of notice in notice, due from \d{4}-\d\d-\d\d to/,
  );
  expect(await notices()).toBe(1);
  await destroy();
  expect(said.join('')).toContain('destroyed 1 of notice in notice');
  expect(await notices()).toBe(0);
  await destroy();
  expect(said.join('')).toContain('nothing was past its time');
  expect(await destroy('--proofs')).toBe(0);
  expect(said.join('')).toMatch(/ {2}1 {2}\S+ {2}destroy 1 of notice in notice {2}[0-9a-f]{64}\n/);
});

it('finds the proof of one id, and says when there is none', async () => {
  await destroy('--proofs', noticeId);
  expect(said.join('')).toContain('destroy 1 of notice');
  said.length = 0;
  await destroy('--proofs', '0190aaaa-0000-7000-8000-0000000000b2');
  expect(said.join('')).toContain('no proof tells of this key');
});

it('exits 1 when the chain is broken', async () => {
  await inTenant(db.owner, town.id, (tx) =>
    sql`update destruction_proof set at = at + interval '1 second'`.execute(tx.kysely),
  );
  expect(await destroy('--proofs')).toBe(1);
  expect(said.join('')).toContain('the chain is broken at proof 1');
});

it('refuses what it does not know', async () => {
  await expect(destroy('--all')).rejects.toThrow(/expected destroy/);
  await expect(privacyText(db.app, ['dpia', 'nergens'])).rejects.toThrow(/of proefstad/);
  await expect(privacyText(db.app, ['alles', 'proefstad'])).rejects.toThrow(/expected privacy/);
});

it('writes the register of a municipality', async () => {
  expect(await privacyText(db.app, ['register', 'proefstad'])).toBe(0);
  expect(said.join('')).toContain('# Register van verwerkingsactiviteiten');
});
