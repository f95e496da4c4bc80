import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { idOf, type Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { perform, workList } from '../handovers/index.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { createDatabase, inTenant, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { appointLead, letLeave, userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { destroyDue } from '../rights/index.ts';
import { TIMER_EFFECTS } from '../server/wiring.ts';
import {
  finishCare,
  goOnWithoutColleague,
  incidentPage,
  rebuildAftercareTimers,
  safeWork,
  tellAggression,
  wishFor,
} from './index.ts';
import type { IncidentView } from './wire.ts';

const HOUR_MS = 3_600_000;

let house: TestHouse;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(house.db.app, town.id, work);
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));
const now = () => databaseNow(house.db.owner);

async function as(login: string, at: Town = town): Promise<UserActor> {
  const actor = await inTenant(house.db.app, at.id, (tx) => userActor(tx, at.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

async function hoursPass(hours: number): Promise<void> {
  await advanceClock(house.db.owner, hours * HOUR_MS, { production: false });
  await fireDueTimers(house.db.app, TIMER_EFFECTS, silent);
}

async function tell(login = 'huismeester', changes: Partial<Parameters<typeof tellAggression>[2]> = {}) {
  const key = newId();
  const told = { key, kinds: ['bedreigen', 'duwen-of-slaan'], happenedAt: await now(), police: true };
  const done = await tellAggression(house.db.app, await as(login), {
    ...told,
    story: 'Hij stond ineens voor me.',
    ...changes,
  });
  expect(done).toEqual({ ok: true, value: true });
  return changes.key ?? key;
}

async function seenBy(login: string, incidentId: string): Promise<IncidentView | undefined> {
  const page = await incidentPage(house.db.app, await as(login), incidentId);
  return page.ok ? page.value : undefined;
}

async function finish(login: string, incidentId: string, changes: object = {}) {
  const given = { incidentId, outcome: 'spoken', spokenAt: await now(), agreed: ['speak-again'] } as const;
  return finishCare(house.db.app, await as(login), { ...given, body: 'Maandag weer.', ...changes });
}

async function tasksOf(login: string): Promise<string[]> {
  const page = await safeWork(house.db.app, await as(login));
  return page.ok ? page.value.care.map(({ id }) => id) : [];
}

async function noticesOf(login: string): Promise<string[]> {
  const list = await workList(house.db.app, await as(login));
  return list.ok ? list.value.notices.map(({ kind }) => kind) : [];
}

const code = (outcome: { ok: boolean; refusals?: readonly { code: string }[] }) =>
  outcome.refusals?.[0]?.code;
const breaches = async () => (await findBreaches(house.db.app)).map(({ breach }) => breach.invariant);

describe('aggression that is told', () => {
  it('lies with the team lead from that moment, with a deadline of a day, and is told to that person', async () => {
    const incidentId = await tell();
    const view = await seenBy('corporatie-lead', incidentId);
    expect(view).toMatchObject({
      askerName: 'Naam corporatie-lead',
      employeeName: 'Naam huismeester',
      kinds: ['bedreigen', 'duwen-of-slaan'],
      story: 'Hij stond ineens voor me.',
      police: true,
      isOpen: true,
      mayFinish: true,
    });
    expect((view?.deadline?.getTime() ?? 0) - (view?.toldAt.getTime() ?? 0)).toBe(24 * HOUR_MS);
    expect(await noticesOf('corporatie-lead')).toContain('aftercare-asked');
    expect(await breaches()).toEqual([]);
  });

  it('is told once, however often and however quickly the form is sent', async () => {
    const key = newId();
    await Promise.all([tell('huismeester', { key }), tell('huismeester', { key })]);
    const { rows } = await inTown((tx) =>
      sql<{ steps: number; words: number }>`select
        (select count(*)::int from incident_step where incident_id = ${key}) as steps,
        (select count(*)::int from incident_words where incident_id = ${key}) as words`.execute(tx.kysely),
    );
    expect(rows).toEqual([{ steps: 1, words: 1 }]);
  });

  it('goes to the coordinator when the team lead is the employee', async () => {
    const incidentId = await tell('opbouwwerk');
    expect(await seenBy('coordinator', incidentId)).toMatchObject({ askerName: 'Naam coordinator' });
  });

  it('goes to another coordinator when the coordinator leads and is the employee', async () => {
    const incidentId = await tell('coordinator');
    expect(await seenBy('coordinator2', incidentId)).toMatchObject({ mayFinish: true });
  });

  it('refuses a moment that is yet to come', async () => {
    const happenedAt = new Date((await now()).getTime() + HOUR_MS);
    const told = { key: newId(), kinds: ['schelden'], happenedAt, police: false };
    expect(code(await tellAggression(house.db.app, await as('huismeester'), told))).toBe(
      'happened-in-future',
    );
  });

  it('belongs to a report that lies with who tells it, and to no other', async () => {
    const { number } = await sendReport(house, town);
    const told = {
      key: newId(),
      kinds: ['schelden'],
      happenedAt: await now(),
      police: false,
      reportNumber: number,
    };
    expect(code(await tellAggression(house.db.app, await as('huismeester'), told))).toBe('report-not-yours');
    const absent = { ...told, reportNumber: 99_999_999 };
    expect(code(await tellAggression(house.db.app, await as('huismeester'), absent))).toBe(
      'report-not-yours',
    );
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    const incidentId = await tell('opbouwwerk', { reportNumber: number });
    expect(await seenBy('opbouwwerk', incidentId)).toMatchObject({ reportNumber: number });
  });

  it('does not show the number of a report to who has nothing to do with that report', async () => {
    const { number } = await sendReport(house, town);
    await perform(house.db.app, await as('opbouwwerk'), number, { command: 'accept' });
    const incidentId = await tell('opbouwwerk', { reportNumber: number });
    await asOwner(sql`update incident set lead_id = ${town.users['huismeester']} where id = ${incidentId}`);
    expect(await seenBy('huismeester', incidentId)).toMatchObject({ story: 'Hij stond ineens voor me.' });
    expect((await seenBy('huismeester', incidentId))?.reportNumber).toBeUndefined();
    await asOwner(sql`update incident set lead_id = null where id = ${incidentId}`);
  });
});

describe('who may see it', () => {
  it('is the employee, the lead and who has it: to everybody else it does not exist, and asking leaves a line', async () => {
    const incidentId = await tell();
    const seen: string[] = [];
    for (const login of Object.keys(town.users)) if (await seenBy(login, incidentId)) seen.push(login);
    expect(seen.toSorted()).toEqual(['corporatie-lead', 'huismeester']);
    const { rows } = await inTown((tx) =>
      sql<{ outcome: string; data_class: string; count: number }>`
        select outcome, data_class, count(*)::int as count from access_log
        where subject_kind = 'incident' and subject_id = ${incidentId} and action = 'read'
        group by 1, 2 order by 1`.execute(tx.kysely),
    );
    expect(rows.map(({ outcome, data_class }) => [outcome, data_class])).toEqual([
      ['denied', '-'],
      ['success', 'safety'],
    ]);
    expect(rows[1]?.count).toBe(2);
  });

  it('is nobody of another municipality', async () => {
    const incidentId = await tell();
    const stranger = await as('huismeester', house.towns[1]);
    expect(code(await incidentPage(house.db.app, stranger, incidentId))).toBe('incident-unknown');
  });

  it('cannot be changed by anybody else either', async () => {
    const incidentId = await tell();
    expect(code(await finish('woonconsulent', incidentId))).toBe('incident-unknown');
    expect(code(await finish('huismeester', incidentId))).toBe('not-allowed');
    const wish = { incidentId, wish: 'talk' } as const;
    expect(code(await wishFor(house.db.app, await as('corporatie-lead'), wish))).toBe('not-allowed');
    expect(code(await wishFor(house.db.app, await as('coordinator'), wish))).toBe('incident-unknown');
  });

  it('reads nothing of it on the page of safe work itself: a moment and a link', async () => {
    await tell();
    const page = await safeWork(house.db.app, await as('corporatie-lead'));
    if (!page.ok) throw new Error('expected the page');
    expect(page.value.care.length).toBeGreaterThan(0);
    expect(JSON.stringify(page.value)).not.toMatch(/huismeester|bedreigen|ineens/);
  });

  it('does not see own aggression as a task, and no colleague’s as told', async () => {
    await tell('woonconsulent');
    const page = await safeWork(house.db.app, await as('huismeester'));
    expect(page.ok && page.value.care).toEqual([]);
    const mine = page.ok ? page.value.own.map(({ id }) => id) : [];
    for (const id of mine) expect((await seenBy('huismeester', id))?.isOwn).toBe(true);
  });
});

describe('aftercare', () => {
  it('ends with what was agreed, which the employee reads', async () => {
    const incidentId = await tell();
    expect(await finish('corporatie-lead', incidentId)).toEqual({ ok: true, value: true });
    expect(await seenBy('huismeester', incidentId)).toMatchObject({
      isOpen: false,
      outcome: 'spoken',
      agreed: ['speak-again'],
      agreedWords: [{ body: 'Maandag weer.' }],
      deadline: null,
    });
    expect(await noticesOf('huismeester')).toContain('aftercare-given');
    expect(await breaches()).toEqual([]);
  });

  it('is finished once by a double click, and by one of two who finish at the same moment', async () => {
    const incidentId = await tell();
    await hoursPass(25);
    const spokenAt = await now();
    const both = await Promise.all([
      finish('corporatie-lead', incidentId, { spokenAt, outcome: 'spoken' }),
      finish('coordinator', incidentId, { spokenAt, outcome: 'declined' }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.map(code).filter(Boolean)).toEqual(['aftercare-done-before']);
    const view = await seenBy('huismeester', incidentId);
    const [winner, given] =
      view?.outcome === 'spoken'
        ? (['corporatie-lead', 'spoken'] as const)
        : (['coordinator', 'declined'] as const);
    expect(await finish(winner, incidentId, { spokenAt, outcome: given })).toEqual({ ok: true, value: true });
    expect(
      (await seenBy('huismeester', incidentId))?.steps.filter(({ kind }) => kind === 'done'),
    ).toHaveLength(1);
  });

  it('goes up after silence: to the coordinator, then the manager, where it stays and is told again', async () => {
    const incidentId = await tell();
    const owner = async () => (await seenBy('huismeester', incidentId))?.askerName;
    await hoursPass(23);
    expect(await owner()).toBe('Naam corporatie-lead');
    await hoursPass(2);
    expect(await owner()).toBe('Naam coordinator');
    expect([await noticesOf('corporatie-lead'), await noticesOf('coordinator')].flat()).toContain(
      'aftercare-late',
    );
    expect(await seenBy('corporatie-lead', incidentId)).toMatchObject({ mayFinish: true });
    // the lead finds it on the page, and may still ask
    expect(await tasksOf('corporatie-lead')).toContain(incidentId);
    expect(await tasksOf('coordinator')).toContain(incidentId);
    await hoursPass(25);
    expect(await owner()).toBe('Naam manager');
    // need to know: who passed it on has nothing to do with it any more
    expect(await seenBy('coordinator', incidentId)).toBeUndefined();
    expect(await tasksOf('coordinator')).not.toContain(incidentId);
    await hoursPass(25);
    expect(await owner()).toBe('Naam manager');
    const steps = (await seenBy('manager', incidentId))?.steps.map(({ kind }) => kind);
    expect(steps).toEqual(['late', 'went-up', 'went-up', 'told']);
    expect(await breaches()).toEqual([]);
    expect(await finish('manager', incidentId)).toMatchObject({ ok: true });
  });

  it('is asked all the same when the employee says that it is not needed', async () => {
    const incidentId = await tell();
    const wish = { incidentId, wish: 'not-needed' } as const;
    await wishFor(house.db.app, await as('huismeester'), wish);
    expect(await seenBy('corporatie-lead', incidentId)).toMatchObject({ isOpen: true, wish: 'not-needed' });
    expect(await finish('corporatie-lead', incidentId, { outcome: 'declined' })).toMatchObject({ ok: true });
    expect(await breaches()).toEqual([]);
  });

  it('opens again, with a new term, when the employee wants to talk after the end', async () => {
    const incidentId = await tell();
    await finish('corporatie-lead', incidentId);
    await hoursPass(100);
    const wish = { incidentId, wish: 'talk' } as const;
    const employee = await as('huismeester');
    await Promise.all([wishFor(house.db.app, employee, wish), wishFor(house.db.app, employee, wish)]);
    const view = await seenBy('corporatie-lead', incidentId);
    expect(view).toMatchObject({ isOpen: true, wish: 'talk', outcome: null, mayFinish: true });
    // what was agreed the first time is still there
    expect(view?.agreedWords).toHaveLength(1);
    expect(view?.steps.map(({ kind }) => kind)).toEqual(['asked-again', 'done', 'told']);
    expect(await breaches()).toEqual([]);
  });

  it('follows the term of the municipality', async () => {
    const minutes = (amount: number) =>
      sql`update municipality set settings = jsonb_set(settings, '{aftercareTerm}',
        ${JSON.stringify({ amount, unit: 'minutes' })}::jsonb) where municipality_id = ${town.id}`;
    await asOwner(minutes(120));
    const view = await seenBy('corporatie-lead', await tell());
    await asOwner(minutes(1440));
    expect((view?.deadline?.getTime() ?? 0) - (view?.toldAt.getTime() ?? 0)).toBe(2 * HOUR_MS);
  });
});

describe('who leaves', () => {
  it('leaves no aftercare behind: it goes to the team lead who came instead', async () => {
    const incidentId = await tell();
    const [manager, partyId] = [await as('beheer'), idOf('proefstad', 'party', 'corporatie')];
    const appoint = (login: string) =>
      appointLead(house.db.app, manager, { partyId, userId: town.users[login] ?? '' });
    expect(await appoint('woonconsulent')).toMatchObject({ ok: true });
    const left = await letLeave(house.db.app, manager, {
      userId: town.users['corporatie-lead'] ?? '',
      onLeft: (tx, actor, userId) => goOnWithoutColleague(tx, actor, userId),
    });
    expect(left).toEqual({ ok: true, value: true });
    expect(await seenBy('huismeester', incidentId)).toMatchObject({ askerName: 'Naam woonconsulent' });
    expect(await breaches()).toEqual([]);
  });

  it('cannot be left as the owner of what is open: the database refuses it', async () => {
    const incidentId = await tell();
    const change = sql`update user_account set active = false where id = (select owner_id from incident where id = ${incidentId})`;
    await expect(asOwner(change)).rejects.toThrow(/owner_is_there/);
  });
});

describe('wijk verify', () => {
  it.each([
    [
      'an owner who is nobody’s',
      (id: string) =>
        sql`update incident_step set owner_id = ${town.users['wijkagent']} where incident_id = ${id}`,
      'aftercare-folds-to-row',
    ],
    [
      'a deadline that moved without a word',
      (id: string) => sql`update incident set deadline = deadline + interval '1 hour' where id = ${id}`,
      'aftercare-has-its-timer',
    ],
    [
      'a timer that is gone',
      (id: string) => sql`delete from timer where subject_id = ${id}`,
      'aftercare-has-its-timer',
    ],
  ])('finds %s', async (_what, breaking, invariant) => {
    const incidentId = await tell('wijkteam');
    await asOwner(breaking(incidentId));
    expect(await breaches()).toContain(invariant);
    await asOwner(sql`delete from incident where id = ${incidentId}`);
    await asOwner(sql`delete from timer where subject_id = ${incidentId}`);
    expect(await breaches()).toEqual([]);
  });

  it('finds an owner who is not there', async () => {
    const incidentId = await tell('wijkteam');
    const { rows } = await inTown((tx) =>
      sql<{ owner: string }>`select owner_id as owner from incident where id = ${incidentId}`.execute(
        tx.kysely,
      ),
    );
    const owner = rows[0]?.owner ?? '';
    await asOwner(sql`alter table incident drop constraint owner_is_there`);
    await asOwner(sql`update user_account set active = false where id = ${owner}`);
    expect(await breaches()).toContain('aftercare-has-an-owner');
    await asOwner(sql`update user_account set active = true where id = ${owner}`);
    await asOwner(sql`alter table incident add constraint owner_is_there foreign key
      (municipality_id, owner_id, owner_present) references user_account (municipality_id, id, active)`);
    expect(await breaches()).toEqual([]);
  });

  it.each([
    ['a deadline', sql`deadline = null`],
    ['a next step', sql`next_step = null`],
    ['an outcome when it is closed', sql`status = 'closed', next_step = null, deadline = null`],
  ])('need not look for what is open without %s: the database refuses it', async (_what, change) => {
    const incidentId = await tell('wijkteam');
    await expect(asOwner(sql`update incident set ${change} where id = ${incidentId}`)).rejects.toThrow(
      /aftercare_open_or_done/,
    );
  });

  it('gets timers that were lost back from the rows', async () => {
    const incidentId = await tell('wijkteam');
    await asOwner(sql`delete from timer where subject_id = ${incidentId}`);
    expect(await inTown(rebuildAftercareTimers)).toBe(1);
    expect(await inTown(rebuildAftercareTimers)).toBe(0);
    expect(await breaches()).toEqual([]);
  });
});

describe('time', () => {
  it('destroys what is closed when its term is over, with its words and its history, and nothing that is open', async () => {
    const closed = await tell('wijkteam');
    const open = await tell('wijkteam');
    await finish('wijkteam-lead', closed);
    await advanceClock(house.db.owner, 731 * 24 * HOUR_MS, { production: false });
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    await destroyDue(retention, town.id);
    await retention.destroy();
    const left = async (id: string) => {
      const { rows } = await inTown((tx) =>
        sql<{ rows: number }>`select (select count(*) from incident where id = ${id})
          + (select count(*) from incident_words where incident_id = ${id})
          + (select count(*) from incident_step where incident_id = ${id}) as rows`.execute(tx.kysely),
      );
      return Number(rows[0]?.rows);
    };
    expect([await left(closed), await left(open)]).toEqual([0, 3]);
  });
});
