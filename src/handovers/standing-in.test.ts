import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { houseDecisions } from '../../tests/support/content.ts';
import { findBreaches } from '../cli/verify.ts';
import { readConfig } from '../kit/config.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { dateAt } from '../kit/wall-clock.ts';
import { coordinatorOnDuty, letLeave, teamLeadOf, userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { findReportByNumber } from '../reports/index.ts';
import { makeServices } from '../server/wiring.ts';
import { DEADLINES, giveNotice, listReports, openOfferOf, perform, workList } from './index.ts';

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
const id = (login: string) => town.users[login] ?? '';
beforeEach(() => asOwner(sql`delete from absence`));

async function as(login: string): Promise<UserActor> {
  const actor = await inTown((tx) => userActor(tx, id(login)));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

async function page(login: string, fields?: Readonly<Record<string, string>>, query = ''): Promise<Response> {
  const cookie = await cookieOf(house, town, login);
  const headers = { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  const post = fields && { method: 'POST', body: new URLSearchParams(fields).toString() };
  return house.app.request(`${ORIGIN}/${town.slug}/afwezig${query}`, { ...post, headers });
}

const today = () => inTown((tx) => Promise.resolve(dateAt(tx.now)));
async function away(login: string, standIn: string, { by = login, days = 5, inDays = 0 } = {}) {
  const first = (await today()).add({ days: inDays });
  const span = { from: first.toString(), until: first.add({ days }).toString() };
  return page(by, { intent: 'write', person: id(login), standIn: id(standIn), ...span });
}
const known = async () =>
  (
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql<{ id: string; who: string; standIn: string | null }>`select absence.id, login as who,
        (select login from user_account stand where stand.id = stand_in_id) as "standIn"
        from absence join user_account on user_account.id = user_id order by starts_at`.execute(kysely),
    )
  ).rows;

/** A report that the coordinator asks the district team for. */
async function askDistrictTeam(): Promise<number> {
  const { number } = await sendReport(house, town);
  const order = { command: 'hand-on', serviceId: town.services['district-team'] ?? '' } as const;
  await perform(house.db.app, await as('coordinator2'), number, { command: 'take-over' });
  expect(await perform(house.db.app, await as('coordinator2'), number, order)).toMatchObject({ ok: true });
  return number;
}

/** One that this person has in hand for the district team. */
async function inHandOf(login: string): Promise<number> {
  const number = await askDistrictTeam();
  expect(await perform(house.db.app, await as(login), number, { command: 'accept' })).toMatchObject({
    ok: true,
  });
  return number;
}
const noticesOf = async (login: string) => {
  const list = await workList(house.db.app, await as(login));
  return list.ok
    ? list.value.notices.map(({ kind, reportNumber }) => `${kind} ${reportNumber ?? ''}`.trim())
    : [];
};

describe('who is away', () => {
  it('is stood in for by a colleague who reads the same words, and by nobody else', async () => {
    const html = await (await page('wijkteam')).text();
    const options = [...html.matchAll(/<option value="([0-9a-f-]{36})"/g)].map(([, value]) => value);
    expect(options).toEqual([id('wijkteam2')]);
    expect(await (await away('wijkteam', 'opbouwwerk')).text()).toContain('Deze collega kan niet vervangen');
    expect(await known()).toEqual([]);
    expect((await away('wijkteam', 'wijkteam2')).status).toBe(303);
    expect(await known()).toMatchObject([{ who: 'wijkteam', standIn: 'wijkteam2' }]);
    expect(await noticesOf('wijkteam2')).toContain('stand-in-asked');
  });

  it('is away all the same where nobody can stand in, and who coordinates is told', async () => {
    expect(await (await page('openbaar')).text()).toContain('Niemand kan u vervangen');
    expect((await away('openbaar', '')).status).toBe(303);
    expect(await known()).toMatchObject([{ who: 'openbaar', standIn: null }]);
    const onDuty = await inTown((tx) => coordinatorOnDuty(tx));
    const login = Object.keys(town.users).find((each) => id(each) === onDuty) ?? '';
    expect(await noticesOf(login)).toContain('stand-in-missing');
    expect(await (await away('wijkteam', '')).text()).toContain('Kies een vervanger');
  });

  it('is written down once, however often the form comes', async () => {
    expect((await away('wijkteam', 'wijkteam2')).status).toBe(303);
    expect((await away('wijkteam', 'wijkteam2')).status).toBe(303);
    expect(await known()).toHaveLength(1);
    expect(await (await away('wijkteam', 'wijkteam2', { days: 9 })).text()).toContain('al afwezig');
  });

  it('and two who name each other at one moment are not both away', async () => {
    const answers = await Promise.all([away('wijkteam', 'wijkteam2'), away('wijkteam2', 'wijkteam')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    expect(await known()).toHaveLength(1);
  });

  it('says so alone; of others who fills in their roster does', async () => {
    expect((await away('wijkteam2', 'wijkteam', { by: 'wijkteam' })).status).toBe(400);
    expect((await away('wijkteam2', 'wijkteam', { by: 'corporatie-lead' })).status).toBe(400);
    expect(await known()).toEqual([]);
    expect((await away('wijkteam2', 'wijkteam', { by: 'wijkteam-lead' })).status).toBe(303);
    expect(await known()).toMatchObject([{ who: 'wijkteam2', standIn: 'wijkteam' }]);
    expect(await (await page('corporatie-lead')).text()).not.toContain('wijkteam2');
    expect(await (await page('wijkteam-lead')).text()).toContain('wijkteam2');
  });

  it('leaves the roster meanwhile, and the page tells how many shifts have nobody', async () => {
    await asOwner(sql`delete from duty`);
    await asOwner(sql`insert into duty (municipality_id, service_id, starts_at, ends_at, user_id)
      select ${town.id}, ${town.services['meldpunt']}, at, at + interval '8 hours', ${id('coordinator2')}
      from unnest(array[wijk_now() - interval '1 hour', wijk_now() + interval '2 days', wijk_now() + interval '30 days']) at`);
    const answer = await away('coordinator2', 'coordinator');
    expect(answer.headers.get('location')).toContain('diensten=2');
    const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql<{
        begun: boolean;
      }>`select starts_at < wijk_now() as begun from duty where ends_at > wijk_now()`.execute(kysely),
    );
    expect(rows).toEqual([{ begun: false }]);
    expect(await inTown(coordinatorOnDuty)).toBe(id('coordinator'));
  });
});

describe('who stands in', () => {
  it('sees what the colleague has, hears what is told of it, and takes it over', async () => {
    const number = await inHandOf('wijkteam');
    await away('wijkteam', 'wijkteam2');
    const question = { scope: 'instead', state: 'open', order: 'deadline' } as const;
    const list = await listReports(house.db.app, await as('wijkteam2'), question);
    expect(list.ok && list.value.extracts.map((extract) => extract.number)).toEqual([number]);
    expect(list.ok && list.value.count).toBeUndefined();
    const report = await inTown((tx) => findReportByNumber(tx, number));
    const notice = { userId: id('wijkteam'), kind: 'photo-added', reportId: report?.id ?? '' } as const;
    await inTown((tx) => giveNotice(tx, notice));
    expect(await noticesOf('wijkteam')).toContain(`photo-added ${number}`);
    expect(await noticesOf('wijkteam2')).toContain(`photo-added ${number}`);
    expect(
      await perform(house.db.app, await as('wijkteam2'), number, { command: 'take-over' }),
    ).toMatchObject({ ok: true });
    expect(await inTown((tx) => findReportByNumber(tx, number))).toMatchObject({ ownerId: id('wijkteam2') });
    expect(await noticesOf('wijkteam')).toContain(`taken-over ${number}`);
    expect(await noticesOf('wijkteam2')).not.toContain(`taken-over ${number}`);
  });

  it('gets no list where nobody is away, and no words to search in it', async () => {
    const asked = { scope: 'instead', state: 'open', order: 'deadline' } as const;
    const none = await listReports(house.db.app, await as('wijkteam2'), asked);
    expect(!none.ok && none.refusals[0]?.code).toBe('list-not-yours');
    await away('wijkteam', 'wijkteam2');
    const words = await listReports(house.db.app, await as('wijkteam2'), { ...asked, words: 'lamp' });
    expect(!words.ok && words.refusals[0]?.code).toBe('search-not-in-organisation');
  });

  it('can say no, and then who leads the team hears that nobody does', async () => {
    await away('wijkteam', 'wijkteam2');
    const [absence] = await known();
    expect((await page('wijkteam', { intent: 'decline', absence: absence?.id ?? '' })).status).toBe(400);
    expect((await page('wijkteam2', { intent: 'decline', absence: absence?.id ?? '' })).status).toBe(303);
    expect(await known()).toMatchObject([{ standIn: null }]);
    expect(await noticesOf('wijkteam-lead')).toContain('stand-in-missing');
    expect(await noticesOf('wijkteam')).toContain('stand-in-missing');
    const change = { intent: 'change', absence: absence?.id ?? '', standIn: id('wijkteam2') };
    expect((await page('wijkteam-lead', change)).status).toBe(303);
    expect(await known()).toMatchObject([{ standIn: 'wijkteam2' }]);
  });

  it('has nothing of it any more when the colleague is back', async () => {
    await away('wijkteam', 'wijkteam2');
    const [absence] = await known();
    expect((await page('opbouwwerk', { intent: 'end', absence: absence?.id ?? '' })).status).toBe(400);
    expect((await page('wijkteam', { intent: 'end', absence: absence?.id ?? '' })).status).toBe(303);
    expect(await (await page('wijkteam2')).text()).toContain('iedereen er');
    const list = await workList(house.db.app, await as('wijkteam2'));
    expect(list.ok && list.value.standsInFor).toEqual([]);
  });
});

describe('a post', () => {
  it('is held by who stands in for its holder', async () => {
    const partyId = (await as('wijkteam')).partyId;
    await away('wijkteam-lead', 'wijkteam');
    expect(await inTown((tx) => teamLeadOf(tx, partyId))).toBe(id('wijkteam'));
    await asOwner(sql`delete from duty`);
    await away('coordinator', 'coordinator2');
    expect(await inTown(coordinatorOnDuty)).toBe(id('coordinator2'));
  });

  it('lets who stands in answer what the lead was asked before', async () => {
    const number = await askDistrictTeam();
    const step = async () => {
      const report = await inTown((tx) => findReportByNumber(tx, number));
      return (await inTown((tx) => openOfferOf(tx, report?.id ?? '')))?.step;
    };
    for (let days = 0; days < 20 && (await step()) !== 'team-lead'; days += 1) {
      await advanceClock(house.db.owner, 86_400_000, { production: false });
      await fireDueTimers(house.db.app, DEADLINES, silent);
    }
    expect(await step()).toBe('team-lead');
    expect(await perform(house.db.app, await as('wijkteam'), number, { command: 'accept' })).toMatchObject({
      ok: false,
    });
    expect((await away('wijkteam-lead', 'wijkteam')).status).toBe(303);
    expect(await perform(house.db.app, await as('wijkteam'), number, { command: 'accept' })).toMatchObject({
      ok: true,
    });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('goes on with who leads the team when the stand-in leaves', async () => {
    await away('wijkteam', 'wijkteam2');
    await letLeave(house.db.app, await as('beheer'), {
      userId: id('wijkteam2'),
      onLeft: makeServices(readConfig({}), await houseDecisions()).onLeft,
    });
    expect(await known()).toMatchObject([{ who: 'wijkteam', standIn: null }]);
    expect(await noticesOf('wijkteam-lead')).toContain('stand-in-missing');
  });
});
