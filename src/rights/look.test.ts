import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, type Town } from '../../tests/support/town.ts';
import { advanceClock } from '../kit/clock.ts';
import { createDatabase, inTenant, type Database } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import { destroyDue, destructionPage, reckon } from './index.ts';

const DAY_MS = 86_400_000;

let db: TestDatabase;
let retention: Database;
let town: Town;

beforeAll(async () => {
  db = await testDatabase();
  retention = createDatabase(db.retentionUrl, { connections: 1 });
  town = await foundTown(db.owner);
  // three rounds, each with something past its time
  for (let round = 0; round < 3; round += 1) await noticeGoes();
});
afterAll(async () => {
  await retention.destroy();
  await db.close();
});

const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));

const isOld = (days: number) =>
  asOwner(sql`insert into notice (municipality_id, id, user_id, kind, at)
    values (${town.id}, ${newId()}, ${town.users['coordinator'] ?? ''}, 'came-back',
      wijk_now() - interval '365 days' + ${days} * interval '1 day')`);

async function noticeGoes(): Promise<void> {
  await isOld(-1);
  await destroyDue(retention, town.id);
}

async function look() {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users['privacy'] ?? ''));
  if (!actor) throw new Error('no privacy officer');
  const found = await destructionPage(db.app, actor);
  if (!found.ok) throw new Error(JSON.stringify(found.refusals));
  return found.value;
}

const change = (seq: number, by: string) =>
  asOwner(sql`update destruction_proof set class = ${by} where seq = ${seq}`);

describe('a look at what is destroyed', () => {
  it('reckons and proves everything at once as long as no run did', async () => {
    await isOld(-1);
    const { planned, proofs, brokenAt } = await look();
    expect(planned).toMatchObject([{ class: 'notice', count: 1 }]);
    expect(proofs.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(brokenAt).toBeUndefined();
    await destroyDue(retention, town.id);
  });

  it('shows after a run what goes within the hour, as it was reckoned then', async () => {
    await asOwner(sql`insert into notice (municipality_id, id, user_id, kind, at)
      values (${town.id}, ${newId()}, ${town.users['coordinator'] ?? ''}, 'came-back',
        wijk_now() - interval '365 days' + interval '30 minutes')`);
    await reckon(retention, town.id);
    const before = await look();
    expect(before.planned).toMatchObject([{ class: 'notice', step: 'destroy', count: 1 }]);
    await isOld(-1);
    const after = await look();
    expect(after).toEqual(before);
    await advanceClock(db.owner, DAY_MS, { production: false });
    await destroyDue(retention, town.id);
    await reckon(retention, town.id);
    expect((await look()).planned).toEqual([]);
    expect((await look()).at.getTime()).toBeGreaterThan(before.at.getTime());
  });

  it('proves what came since the run on the spot', async () => {
    await reckon(retention, town.id);
    const { proofs: before } = await look();
    await noticeGoes();
    const { proofs, brokenAt } = await look();
    expect(proofs).toHaveLength(before.length + 1);
    expect(brokenAt).toBeUndefined();
    const newest = proofs[0]?.seq ?? 0;
    await change(newest, 'note');
    expect((await look()).brokenAt).toBe(newest);
    await change(newest, 'notice');
    expect((await look()).brokenAt).toBeUndefined();
  });

  it('finds out what was changed before, at the run after it', async () => {
    await change(2, 'note');
    expect((await look()).brokenAt).toBeUndefined();
    await reckon(retention, town.id);
    expect((await look()).brokenAt).toBe(2);
    await change(2, 'notice');
    await reckon(retention, town.id);
    expect((await look()).brokenAt).toBeUndefined();
  });

  it('sees at once that the last proof of the run was taken out', async () => {
    const last = (await look()).proofs[0]?.seq ?? 0;
    await asOwner(sql`delete from destruction_proof where seq = ${last}`);
    expect((await look()).brokenAt).toBe(last);
  });

  it('is written by the role that destroys, and by no other', async () => {
    await expect(reckon(db.app, town.id)).rejects.toThrow(/permission denied/);
  });
});
