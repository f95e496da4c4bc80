import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, type Town } from '../../tests/support/town.ts';
import { promisesPage, workList } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { silent, type LogFields } from '../kit/log.ts';
import { userActor } from '../people/index.ts';
import { nightOf, proveNight } from './nightly.ts';

let db: TestDatabase;
let town: Town;
beforeEach(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
});
afterEach(() => db.close());

const HOUR_MS = 3_600_000;
const later = (hours: number) => advanceClock(db.owner, hours * HOUR_MS, { production: false });
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));

async function actorOf(login: string) {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

async function nightSeen() {
  const page = await promisesPage(db.app, await actorOf('opbouwwerk'));
  return page.ok ? page.value.night : undefined;
}

it('counts the night from four in the morning on the clock on the wall, also when the clocks change', () => {
  expect(nightOf(new Date('2026-11-29T02:59:00Z'))).toBe('2026-11-28');
  expect(nightOf(new Date('2026-11-29T03:00:00Z'))).toBe('2026-11-29');
  expect(nightOf(new Date('2026-07-01T02:00:00Z'))).toBe('2026-07-01');
});

it('proves each municipality once a night, whichever of two processes comes first', async () => {
  await foundTown(db.owner, 'anderdorp');
  const made = await Promise.all([proveNight(db.app, silent), proveNight(db.app, silent)]);
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(2);
  expect(await proveNight(db.app, silent)).toBe(0);
  expect(await nightSeen()).toMatchObject({ breaches: 0, reports: 0, broken: [] });
  await later(24);
  expect(await proveNight(db.app, silent)).toBe(2);
});

it('begins again what a process that is gone had begun, and not before', async () => {
  await asOwner(
    sql`insert into proof_night (municipality_id, night, began_at) values (${town.id}, ${nightOf(new Date())}, wijk_now())`,
  );
  expect(await proveNight(db.app, silent)).toBe(0);
  await asOwner(sql`update proof_night set began_at = wijk_now() - interval '2 hours'`);
  expect(await proveNight(db.app, silent)).toBe(1);
});

it('raises an alarm when something does not hold: in the log, and to coordinator and manager', async () => {
  await asOwner(
    sql`insert into timer (kind, subject_id, municipality_id, due_at) values ('report-deadline', gen_random_uuid(), ${town.id}, wijk_now() + interval '1 day')`,
  );
  const logged: [level: string, event: string, fields: LogFields | undefined][] = [];
  await proveNight(db.app, (level, event, fields) => logged.push([level, event, fields]));
  expect(logged).toEqual([
    ['error', 'proof.broken', { municipality: town.slug, breaches: 1, broken: 'timer-has-report' }],
  ]);
  expect(await nightSeen()).toMatchObject({ breaches: 1, broken: ['timer-has-report'] });
  for (const login of ['coordinator', 'manager']) {
    const list = await workList(db.app, await actorOf(login));
    expect(list.ok && list.value.notices.map(({ kind }) => kind)).toContain('proof-broken');
  }
});
