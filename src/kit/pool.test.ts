import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, idOf, type Town } from '../../tests/support/town.ts';
import { createDatabase, inTenant, type Database, type Tx } from './db.ts';

let test: TestDatabase;
/** A pool of one connection: what one transaction leaves behind, the next one finds. */
let db: Database;
let town: Town;
beforeAll(async () => {
  test = await testDatabase();
  town = await foundTown(test.owner);
  db = createDatabase(test.appUrl, { connections: 1 });
});
afterAll(async () => {
  await db.destroy();
  await test.close();
});

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db, town.id, work);
const insertTimer = (tx: Tx, name: string, attempts: number | null = 0) =>
  sql`insert into timer values (${'test'}, ${idOf('pool', name)}, ${town.id}, ${tx.now}, ${attempts})`.execute(
    tx.kysely,
  );
const isThere = async (name: string, run: Pick<Tx, 'kysely'> = { kysely: db }) => {
  const { rows } = await sql`select 1 from timer where subject_id = ${idOf('pool', name)}`.execute(
    run.kysely,
  );
  return rows.length === 1;
};

describe('a statement that nobody waits for', () => {
  it('is done before what comes after it', async () => {
    expect(
      await inTown(async (tx) => [await insertTimer(tx, 'before'), await isThere('before', tx)][1]),
    ).toBe(true);
  });

  it('is done when the transaction is, also as its last', async () => {
    await inTown((tx) => insertTimer(tx, 'last'));
    expect(await isThere('last')).toBe(true);
  });

  it('fails with its own error in the statement after it, and undoes everything', async () => {
    const failing = inTown(async (tx) => {
      await insertTimer(tx, 'undone');
      await insertTimer(tx, 'broken', null);
      await isThere('undone', tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(await isThere('undone')).toBe(false);
  });

  it('makes the commit fail with its error when nothing came after it', async () => {
    const failing = inTown(async (tx) => {
      await insertTimer(tx, 'undone');
      await insertTimer(tx, 'broken', null);
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(await isThere('undone')).toBe(false);
  });

  it('is not sent when the work around it fails', async () => {
    const failing = inTown(async (tx) => {
      await insertTimer(tx, 'abandoned');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(await isThere('abandoned')).toBe(false);
  });
});

describe('a savepoint', () => {
  const say = (tx: Tx, statement: string) => sql.raw(statement).execute(tx.kysely);

  it('keeps what nobody waited for before it, and not what came after it', async () => {
    await inTown(async (tx) => {
      await insertTimer(tx, 'kept');
      await say(tx, 'savepoint here');
      await insertTimer(tx, 'dropped');
      await insertTimer(tx, 'broken', null);
      await say(tx, 'rollback to savepoint here');
      await insertTimer(tx, 'added');
    });
    expect(await Promise.all(['kept', 'dropped', 'added'].map((name) => isThere(name)))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('lets a later mistake be told as what it is', async () => {
    const failing = inTown(async (tx) => {
      await say(tx, 'savepoint here');
      await say(tx, 'select 1 / 0').catch(() => {});
      await say(tx, 'rollback to savepoint here');
      await say(tx, `select 'x'::integer`);
    });
    await expect(failing).rejects.toMatchObject({ code: '22P02' });
  });
});

describe('questions that are asked at the same time', () => {
  const echo = async (tx: Tx, value: number) => {
    const { rows } = await sql<{ value: number }>`select ${value}::integer as value`.execute(tx.kysely);
    return rows[0]?.value;
  };

  it('get each its own answer', async () => {
    expect(await inTown((tx) => Promise.all([1, 2, 3].map((value) => echo(tx, value))))).toEqual([1, 2, 3]);
  });

  it('fail with the first error and not with what follows from it', async () => {
    const dividing = (tx: Tx) => sql`select 1 / ${0}::integer`.execute(tx.kysely);
    const failing = inTown((tx) => Promise.all([echo(tx, 1), dividing(tx), echo(tx, 2), echo(tx, 3)]));
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await inTown((tx) => echo(tx, 4))).toBe(4);
  });

  it('do not reach the connection any more when their transaction has ended', async () => {
    let late: Promise<unknown> | undefined;
    await inTown(async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => echo(tx, 1));
      late.catch(() => {});
    });
    await expect(late).rejects.toThrow(/already committed/);
  });
});

describe('a statement that is planned once', () => {
  it('sees the municipality of its own transaction', async () => {
    const other = await foundTown(test.owner, 'anderdorp');
    const logins = (id: string) =>
      inTenant(
        db,
        id,
        async (tx) =>
          (await sql`select id from user_account where login = ${'manager'}`.execute(tx.kysely)).rows,
      );
    for (let round = 0; round < 7; round += 1) {
      expect(await logins(town.id)).toEqual([{ id: town.users['manager'] }]);
      expect(await logins(other.id)).toEqual([{ id: other.users['manager'] }]);
    }
  });

  it('fails once and is planned anew when a migration changed what it gives', async () => {
    const all = () => sql`select * from clock_offset where only_row = ${true}`.execute(db);
    await all();
    await sql`alter table clock_offset add column note text`.execute(test.owner);
    await expect(all()).rejects.toMatchObject({ code: '0A000' });
    expect((await all()).rows).toEqual([{ only_row: true, offset_ms: 0, note: null }]);
  });

  it('is one of any number', async () => {
    for (let number = 0; number < 600; number += 1) {
      const { rows } = await sql<{
        value: number;
      }>`select ${sql.raw(String(number))} + ${1}::integer as value`.execute(db);
      expect(rows).toEqual([{ value: number + 1 }]);
    }
  });
});
