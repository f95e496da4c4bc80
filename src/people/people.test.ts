import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS, testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, idOf, TEST_PASSWORD, type Town } from '../../tests/support/town.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import {
  accessLog,
  coordinatorOnDuty,
  grant,
  logIn,
  logOut,
  requirePermission,
  resolveActor,
  serviceFor,
  teamLeadOf,
  userActor,
} from './index.ts';
import { Role, type Actor } from './model.ts';
import { passwordMatches, hashPassword } from './password.ts';
import { PERMISSIONS } from './permissions.ts';

let db: TestDatabase;
let town: Town;
let other: Town;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner);
  other = await foundTown(db.owner, 'anderdorp');
});
afterAll(() => db.close());

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db.app, town.id, work);
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));
const attempt = (login: string, password = TEST_PASSWORD, address = '192.0.2.1') =>
  logIn(db.app, town.id, { login, password, address, loginsPerHour: 30, demoAllowed: false });

async function actorOf(login: string): Promise<Actor> {
  const actor = await inTown((tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

async function sessionOf(login: string): Promise<string> {
  const session = await attempt(login);
  if (!session.ok) throw new Error(JSON.stringify(session.refusals));
  return session.value;
}

describe('a password', () => {
  it('is kept as argon2id with its own salt and is recognised', async () => {
    const [first, second] = [await hashPassword('geheim'), await hashPassword('geheim')];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect([
      await passwordMatches('geheim', first),
      await passwordMatches('Geheim', first),
      await passwordMatches('geheim', 'onzin'),
    ]).toEqual([true, false, false]);
  });
});

describe('logging in', () => {
  it('opens a session that stands for the user, here and nowhere else', async () => {
    const token = await sessionOf('huismeester');
    expect(await resolveActor(db.app, town.id, token)).toMatchObject({
      kind: 'user',
      userId: town.users.huismeester,
      roles: ['caretaker'],
    });
    expect(await resolveActor(db.app, other.id, token)).toEqual({ kind: 'public', municipalityId: other.id });
  });

  it('keeps no token in the database', async () => {
    const token = await sessionOf('huismeester');
    const { rows } = await sql<{
      hash: string;
    }>`select encode(token_hash, 'hex') as hash from session`.execute(db.app);
    expect(rows.some(({ hash }) => hash === token)).toBe(false);
  });

  it.each([
    ['a wrong password', 'huismeester', 'fout'],
    ['a name that does not exist', 'niemand', TEST_PASSWORD],
  ])('refuses %s in the same words', async (_what, login, password) => {
    expect(await attempt(login, password)).toEqual({
      ok: false,
      refusals: [{ code: 'login-wrong', pointer: 'login' }],
    });
  });

  it('refuses who left, and ends the sessions of who left', async () => {
    const token = await sessionOf('openbaar');
    await asOwner(sql`update user_account set active = false where login = 'openbaar'`);
    expect((await attempt('openbaar')).ok).toBe(false);
    expect(await resolveActor(db.app, town.id, token)).toMatchObject({ kind: 'public' });
    await asOwner(sql`update user_account set active = true where login = 'openbaar'`);
  });

  it('knows demo accounts only where they are allowed', async () => {
    await asOwner(sql`update user_account set demo = true where login = 'woonconsulent'`);
    const login = {
      login: 'woonconsulent',
      password: TEST_PASSWORD,
      address: '192.0.2.1',
      loginsPerHour: 30,
    };
    expect(await logIn(db.app, town.id, { ...login, demoAllowed: false })).toMatchObject({
      refusals: [{ code: 'login-wrong' }],
    });
    const session = await logIn(db.app, town.id, { ...login, demoAllowed: true });
    const token = session.ok ? session.value : '';
    expect((await resolveActor(db.app, town.id, token, { demoAllowed: true })).kind).toBe('user');
    expect((await resolveActor(db.app, town.id, token)).kind).toBe('public');
  });

  it('stops after too many tries on one account, from wherever they come', async () => {
    await clearOfWindowEnd(db.owner, HOUR_MS);
    for (let at = 0; at < 10; at += 1) await attempt('privacy', 'fout', `192.0.2.${100 + at}`);
    expect(await attempt('privacy', TEST_PASSWORD, '192.0.2.200')).toMatchObject({
      refusals: [{ code: 'login-limit' }],
    });
  });

  it('does not count against an account what was right', async () => {
    for (let at = 0; at < 12; at += 1)
      expect((await attempt('manager', TEST_PASSWORD, `198.51.100.${100 + at}`)).ok).toBe(true);
  });

  it('ends with logging out, and with time', async () => {
    const [first, second] = [await sessionOf('wijkagent'), await sessionOf('wijkagent')];
    await logOut(db.app, await actorOf('wijkagent'), first);
    expect((await resolveActor(db.app, town.id, first)).kind).toBe('public');
    expect((await resolveActor(db.app, town.id, second)).kind).toBe('user');
    await advanceClock(db.owner, 11 * 3_600_000, { production: false });
    expect((await resolveActor(db.app, town.id, second)).kind).toBe('public');
    await advanceClock(db.owner, -11 * 3_600_000, { production: false });
  });
});

describe('permissions', () => {
  it('give every role something to do and nobody everything', () => {
    const everything = new Set(Object.values(PERMISSIONS).flat()).size;
    for (const role of Role.options) {
      expect(PERMISSIONS[role].length).toBeGreaterThan(0);
      expect(PERMISSIONS[role].length).toBeLessThan(everything);
    }
  });

  it('keep who looks at the log away from the reports', () => {
    expect(PERMISSIONS['privacy-officer']).toEqual(['accesslog.read', 'privacy.read']);
    for (const role of Role.options) {
      const may: readonly string[] = PERMISSIONS[role];
      const opens = ['report.handle', 'coordination.act', 'rights.act'].some((each) => may.includes(each));
      expect([role, opens && may.includes('accesslog.read')]).toEqual([role, false]);
    }
  });

  it('are asked for, also from the public and from reporters', async () => {
    const asking: Actor[] = [
      { kind: 'public', municipalityId: town.id },
      { kind: 'reporter', municipalityId: town.id, reportId: idOf('r') },
      { kind: 'clock', municipalityId: town.id },
    ];
    expect(asking.map((actor) => requirePermission(actor, 'worklist.read'))).toEqual(
      asking.map(() => ({ ok: false, refusals: [{ code: 'not-logged-in' }] })),
    );
    expect(requirePermission(await actorOf('manager'), 'coordination.act')).toEqual({
      ok: false,
      refusals: [{ code: 'not-allowed' }],
    });
  });
});

describe('personal data', () => {
  it('opens with a ground, and every look leaves a line', async () => {
    const actor = await actorOf('huismeester');
    const subjectId = idOf('een melding');
    const key = await inTown((tx) =>
      grant(tx, actor, { action: 'read', subjectKind: 'report', subjectId, dataClass: 'story' }),
    );
    expect(key).toMatchObject({ subjectId, ground: 'AVG 6(1)(e)', retentionDays: { story: 730 } });
    const lines = await accessLog(db.app, await actorOf('privacy'), { subjectId });
    expect(lines.ok && lines.value).toMatchObject([
      {
        action: 'read',
        outcome: 'success',
        userName: 'Naam huismeester',
        partyName: 'corporatie',
        roles: 'caretaker',
        subjectId,
        dataClass: 'story',
        ground: 'AVG 6(1)(e)',
      },
    ]);
  });

  it('stays shut when its class has no ground', async () => {
    await asOwner(sql`delete from data_class where class = 'note'`);
    const asking = inTown(async (tx) =>
      grant(tx, await actorOf('huismeester'), {
        action: 'read',
        subjectKind: 'report',
        subjectId: idOf('x'),
        dataClass: 'note',
      }),
    );
    await expect(asking).rejects.toThrow(/expected data class 'note' to have a ground/);
  });

  it('has a log that others cannot read, and reading it is logged', async () => {
    expect(await accessLog(db.app, await actorOf('coordinator'))).toMatchObject({
      refusals: [{ code: 'not-allowed' }],
    });
    const privacy = await actorOf('privacy');
    await accessLog(db.app, privacy);
    const again = await accessLog(db.app, privacy);
    expect(again.ok && again.value[0]).toMatchObject({
      action: 'read',
      subjectKind: 'access-log',
      userName: 'Naam privacy',
    });
  });
});

describe('the roster', () => {
  it('names the coordinator on duty, and without one the coordinator the municipality was founded with', async () => {
    expect(await inTown(coordinatorOnDuty)).toBe(town.users.coordinator);
    await asOwner(
      sql`insert into duty values (${town.id}, ${town.services.meldpunt}, wijk_now() - interval '1 hour', wijk_now() + interval '1 hour', ${town.users.coordinator2})`,
    );
    expect(await inTown(coordinatorOnDuty)).toBe(town.users.coordinator2);
    await asOwner(sql`update user_account set active = false where login = 'coordinator2'`);
    expect(await inTown(coordinatorOnDuty)).toBe(town.users.coordinator);
  });

  it('passes over who is on that roster and may not coordinate', async () => {
    await asOwner(
      sql`insert into duty values (${town.id}, ${town.services.meldpunt}, wijk_now(), wijk_now() + interval '1 hour', ${town.users.huismeester})`,
    );
    expect(await inTown(coordinatorOnDuty)).toBe(town.users.coordinator);
    await asOwner(sql`delete from duty`);
  });

  it('finds the service that works in a place, and none where nobody does', async () => {
    expect((await inTown((tx) => serviceFor(tx, 'caretaker', town.neighbourhoodId)))?.id).toBe(
      town.services.caretaker,
    );
    expect(await inTown((tx) => serviceFor(tx, 'caretaker', idOf('elders')))).toBeUndefined();
    expect((await inTown((tx) => serviceFor(tx, 'caretaker', undefined)))?.id).toBe(town.services.caretaker);
  });

  it('names no team lead who left', async () => {
    const partyId = idOf(town.slug, 'party', 'corporatie');
    expect(await inTown((tx) => teamLeadOf(tx, partyId))).toBe(town.users['corporatie-lead']);
    await asOwner(sql`update user_account set active = false where login = 'corporatie-lead'`);
    expect(await inTown((tx) => teamLeadOf(tx, partyId))).toBeUndefined();
  });
});
