import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOf, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, idOf, townOf, type Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { readConfig } from '../kit/config.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { advanceClock } from '../kit/clock.ts';
import { changeUser, letLeave, openSession, resolveActor, userActor, userNames } from '../people/index.ts';
import type { Actor, Role } from '../people/model.ts';
import { findReport, historyOf, submit } from '../reports/index.ts';
import type { About, Report, Sight } from '../reports/model.ts';
import { makeServices } from '../server/wiring.ts';
import { houseDecisions } from '../../tests/support/content.ts';
import { DEADLINES, goOnWithoutPerson, perform, receive, workList } from './index.ts';

let db: TestDatabase;
let town: Town;

beforeEach(async () => {
  db = await copyOf('town', ({ owner }) => foundTown(owner));
  town = townOf('proefstad');
});
afterEach(() => db.close());

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db.app, town.id, work);
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));
const id = (login: string) => town.users[login] ?? '';

async function actorOf(login: string): Promise<Actor> {
  const actor = await inTown((tx) => userActor(tx, id(login)));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

async function report({
  sights = ['lonely'],
  about = 'someone',
}: { sights?: Sight[]; about?: About } = {}): Promise<{ reportId: string; number: number }> {
  const decisions = await houseDecisions();
  const receipt = await submit(
    db.app,
    { kind: 'public', municipalityId: town.id },
    {
      key: randomToken(16),
      language: 'nl',
      channel: 'form',
      observations: { danger: { kind: 'none' }, sights, about },
      story: 'Verhaal',
      addressId: town.addressId,
      contact: {},
    },
    (tx, received) => receive(tx, received, decisions),
  );
  if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  return receipt.value;
}

const stateOf = (reportId: string) => inTown((tx) => findReport(tx, reportId)) as Promise<Report>;
const accept = async (login: string, number: number) =>
  perform(db.app, await actorOf(login), number, { command: 'accept' });
const leave = async (login: string, by = 'beheer') =>
  letLeave(db.app, await actorOf(by), { userId: id(login), onLeft: goOnWithoutPerson });
const causesOf = async (reportId: string) => {
  const history = await inTown((tx) => historyOf(tx, reportId));
  return history.map(({ event }) => (event.kind === 'assigned' ? event.data.cause : event.kind));
};

/** Another person of the same kind, who holds no post. */
async function colleagueOf(login: string, role: string, service: string): Promise<string> {
  const colleague = `${login}-2`;
  const userId = idOf(town.slug, 'user', colleague);
  await asOwner(
    sql`insert into user_account (municipality_id, id, party_id, login, name)
      select municipality_id, ${userId}, party_id, ${colleague}, ${`Naam ${colleague}`} from user_account where login = ${login}`,
  );
  await asOwner(sql`insert into user_role values (${town.id}, ${userId}, ${role})`);
  await asOwner(
    sql`insert into service_member values (${town.id}, ${town.services[service] ?? ''}, ${userId})`,
  );
  town = { ...town, users: { ...town.users, [colleague]: userId } };
  return colleague;
}

describe('somebody who leaves', () => {
  it('takes nothing along: what is accepted goes to the coordinator on duty, with a reason', async () => {
    const worker = await colleagueOf('opbouwwerk', 'community-worker', 'community-work');
    const { reportId, number } = await report();
    expect(await accept(worker, number)).toEqual({ ok: true, value: true });
    await asOwner(
      sql`insert into duty values (${town.id}, ${town.services['meldpunt'] ?? ''}, wijk_now() - interval '1 hour', wijk_now() + interval '1 hour', ${id('coordinator2')})`,
    );
    expect(await leave(worker)).toEqual({ ok: true, value: true });
    expect(await stateOf(reportId)).toMatchObject({
      status: 'with-coordinator',
      ownerId: id('coordinator2'),
      ownerServiceId: null,
      nextStep: 'decide',
    });
    expect(await causesOf(reportId)).toEqual(expect.arrayContaining(['owner-left']));
    const list = await workList(db.app, await actorOf('coordinator2'));
    expect(list.ok && list.value.notices.map(({ kind }) => kind)).toContain('came-back');
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('ends sessions and roster duties, is in no service, and keeps the name in histories', async () => {
    const token = await inTown((tx) => openSession(tx, 'user', id('coordinator2')));
    const service = town.services['meldpunt'] ?? '';
    await asOwner(
      sql`insert into duty values
        (${town.id}, ${service}, wijk_now() - interval '1 hour', wijk_now() + interval '1 hour', ${id('coordinator2')}),
        (${town.id}, ${service}, wijk_now() + interval '2 hours', wijk_now() + interval '3 hours', ${id('coordinator2')})`,
    );
    const { reportId } = await report();
    expect((await stateOf(reportId)).ownerId).toBe(id('coordinator2'));
    const before = await stateOf(reportId);
    await leave('coordinator2');
    expect((await resolveActor(db.app, town.id, token)).kind).toBe('public');
    const { rows } = await sql`select 1 from session where subject_id = ${id('coordinator2')}`.execute(
      db.app,
    );
    expect(rows).toEqual([]);
    const left = await asOwner(
      sql`select (select count(*)::int from service_member where user_id = ${id('coordinator2')}) as services,
        (select count(*)::int from duty where user_id = ${id('coordinator2')} and ends_at > wijk_now()) as duties`,
    );
    expect(left.rows).toEqual([{ services: 0, duties: 0 }]);
    // the offer goes on as it was, until the same moment; only the owner is another one
    expect(await stateOf(reportId)).toEqual({
      ...before,
      ownerId: id('coordinator'),
      changedAt: expect.any(Date),
    });
    expect((await inTown(userNames)).get(id('coordinator2'))).toBe('Naam coordinator2');
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('is asked no longer as team lead: the road goes on to the coordinator', async () => {
    const { reportId } = await report();
    // the first service is silent, the second is, and so its team lead is asked
    for (let at = 0; at < 8 && !(await ledBy(reportId)); at += 1) {
      await advanceClock(db.owner, 49 * 3_600_000, { production: false });
      await fireDueTimers(db.app, DEADLINES, silent);
    }
    const lead = (await ledBy(reportId)) ?? '';
    const login = Object.keys(town.users).find((name) => id(name) === lead) ?? '';
    const successor = await colleagueOf(login, 'team-lead', 'community-work');
    await asOwner(sql`update party set team_lead_id = ${id(successor)} where team_lead_id = ${lead}`);
    expect(await leave(login)).toEqual({ ok: true, value: true });
    expect(await ledBy(reportId)).toBeUndefined();
    expect(await stateOf(reportId)).toMatchObject({ status: 'with-coordinator', ownerId: id('coordinator') });
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it.each([
    ['coordinator', [{ code: 'post-coordinator' }, { code: 'post-team-lead', facts: { party: 'gemeente' } }]],
    ['manager', [{ code: 'post-manager' }]],
    ['wijkteam-lead', [{ code: 'post-team-lead', facts: { party: 'wijkteam' } }]],
  ])('hands over first what must never stand empty: %s', async (login, refusals) => {
    expect(await leave(login)).toEqual({ ok: false, refusals });
    expect(await userActorKind(login)).toBe('user');
  });

  it('is not who does it, and is done by nobody without the permission', async () => {
    expect(await leave('beheer')).toMatchObject({ refusals: [{ code: 'user-self' }] });
    expect(await leave('huismeester', 'coordinator')).toMatchObject({ refusals: [{ code: 'not-allowed' }] });
    const stranger = await foundTown(db.owner, 'anderdorp');
    const other = await inTenant(db.app, stranger.id, (tx) => userActor(tx, stranger.users['beheer'] ?? ''));
    const away = await letLeave(db.app, other as Actor, {
      userId: id('huismeester'),
      onLeft: goOnWithoutPerson,
    });
    expect(away).toMatchObject({ refusals: [{ code: 'user-unknown' }] });
    expect(await userActorKind('huismeester')).toBe('user');
  });

  it('leaves once when two managers, or two clicks, come at the same instant', async () => {
    const worker = await colleagueOf('opbouwwerk', 'community-worker', 'community-work');
    const reports = [await report(), await report()];
    for (const { number } of reports) await accept(worker, number);
    const done = await Promise.all([leave(worker), leave(worker), leave(worker)]);
    expect(done.map(({ ok }) => ok)).toEqual([true, true, true]);
    for (const { reportId } of reports)
      expect((await causesOf(reportId)).filter((cause) => cause === 'owner-left')).toHaveLength(1);
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('gets no report in the very moment: whoever is first, nobody is left with one', async () => {
    const worker = await colleagueOf('opbouwwerk', 'community-worker', 'community-work');
    const reports = await Promise.all(Array.from({ length: 6 }, () => report()));
    const actor = await actorOf(worker);
    const accepting = reports.map(({ number }) =>
      perform(db.app, actor, number, { command: 'accept' }).catch(String),
    );
    await Promise.all([leave(worker), ...accepting]);
    expect(await userActorKind(worker)).toBe('nobody');
    for (const { reportId } of reports) expect((await stateOf(reportId)).ownerId).not.toBe(id(worker));
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('stays, with all that is open, when anything of it fails', async () => {
    const worker = await colleagueOf('opbouwwerk', 'community-worker', 'community-work');
    const { reportId, number } = await report();
    await accept(worker, number);
    const failing = letLeave(db.app, await actorOf('beheer'), {
      userId: id(worker),
      onLeft: async (tx, actor, userId) => {
        await goOnWithoutPerson(tx, actor, userId);
        throw new Error('the power went off');
      },
    });
    await expect(failing).rejects.toThrow('the power went off');
    expect((await stateOf(reportId)).ownerId).toBe(id(worker));
    expect(await userActorKind(worker)).toBe('user');
  });

  it('cannot own an open report, whatever a program does', async () => {
    const worker = await colleagueOf('opbouwwerk', 'community-worker', 'community-work');
    const { number } = await report();
    await accept(worker, number);
    const behindOurBack = asOwner(sql`update user_account set active = false where id = ${id(worker)}`);
    await expect(behindOurBack).rejects.toThrow(/owner_is_there/);
  });
});

describe('somebody who stays, with one task less', () => {
  const change = async (login: string, roles: readonly Role[], services: readonly string[]) =>
    changeUser(db.app, await actorOf('beheer'), {
      userId: id(login),
      roles,
      serviceIds: services.map((service) => town.services[service] ?? ''),
      onLeft: makeServices(readConfig({}), await houseDecisions()).onLeft,
    });
  const distress = () => report({ sights: ['distress'], about: 'myself' });

  it('keeps nothing of a service in which it works no more, and all of the others', async () => {
    const [team, money] = [await distress(), await report({ sights: ['money'], about: 'myself' })];
    expect(await accept('wijkteam', team.number)).toEqual({ ok: true, value: true });
    expect(await accept('wijkteam', money.number)).toEqual({ ok: true, value: true });
    const [before, kept] = [await stateOf(team.reportId), await stateOf(money.reportId)];
    expect([before, kept].map(({ ownerServiceId }) => ownerServiceId)).toEqual(
      ['district-team', 'debt-help'].map((service) => town.services[service]),
    );
    expect(await change('wijkteam', ['district-team-worker'], ['debt-help'])).toEqual({
      ok: true,
      value: true,
    });
    expect(await stateOf(team.reportId)).toMatchObject({
      status: 'with-coordinator',
      ownerId: id('coordinator'),
      nextStep: 'decide',
    });
    expect(await stateOf(money.reportId)).toEqual(kept);
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('decides nothing any more as a coordinator: what waits for that goes to who is on duty', async () => {
    await asOwner(
      sql`insert into duty values (${town.id}, ${town.services['meldpunt'] ?? ''}, wijk_now() - interval '1 hour', wijk_now() + interval '1 hour', ${id('coordinator2')})`,
    );
    const [offered, taken] = [await report(), await report()];
    await perform(db.app, await actorOf('coordinator2'), taken.number, { command: 'take-over' });
    const before = await stateOf(taken.reportId);
    expect(before).toMatchObject({ status: 'with-coordinator', ownerId: id('coordinator2') });
    // still at work, at the desk
    expect(await change('coordinator2', ['desk-worker'], ['meldpunt'])).toEqual({ ok: true, value: true });
    for (const { reportId } of [offered, taken])
      expect((await stateOf(reportId)).ownerId).toBe(id('coordinator'));
    expect((await stateOf(taken.reportId)).deadline).toEqual(before.deadline);
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('loses nothing when nothing is taken away', async () => {
    const { reportId, number } = await distress();
    await accept('wijkteam', number);
    const before = await stateOf(reportId);
    const services = ['district-team', 'public-health-nurse', 'debt-help'];
    expect(await change('wijkteam', ['district-team-worker'], services)).toEqual({ ok: true, value: true });
    expect(await stateOf(reportId)).toEqual(before);
  });
});

async function ledBy(reportId: string): Promise<string | undefined> {
  const { rows } = await inTown((tx) =>
    sql<{
      lead: string | null;
    }>`select team_lead_id as lead from handover where report_id = ${reportId} and status = 'offered'`.execute(
      tx.kysely,
    ),
  );
  return rows[0]?.lead ?? undefined;
}

async function userActorKind(login: string): Promise<string> {
  return (await inTown((tx) => userActor(tx, id(login))))?.kind ?? 'nobody';
}
