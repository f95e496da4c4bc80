import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { listReports, perform, workList } from '../handovers/index.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { createDatabase, inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { letLeave, userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { destroyDue } from '../rights/index.ts';
import { answer, endVisit, goOnWithoutColleague, planVisit, safeWork, visitPage } from './index.ts';
import type { VisitPlan } from './visits.ts';
import { checkMoment, destroyAfter, whoCounts } from './visit-rules.ts';
import type { VisitView } from './wire.ts';

const HOUR_MS = 3_600_000;

let house: TestHouse;
let town: Town;
let report: SentReport;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  report = await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['neglect'], about: 'someone' },
  });
  await bringTo('wijkteam', report);
});

const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));

async function as(login: string, at: Town = town): Promise<UserActor> {
  const actor = await inTenant(house.db.app, at.id, (tx) => userActor(tx, at.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

/** Whoever it was offered to: the coordinator takes it and hands it to the district team, where this person accepts. */
async function bringTo(login: string, { number }: SentReport): Promise<void> {
  const service = { command: 'hand-on', serviceId: town.services['district-team'] ?? '' } as const;
  await perform(house.db.app, await as('coordinator'), number, { command: 'take-over' });
  await perform(house.db.app, await as('coordinator'), number, service);
  expect(await perform(house.db.app, await as(login), number, { command: 'accept' })).toMatchObject({
    ok: true,
  });
}

async function plan(changes: Partial<VisitPlan> = {}, login = 'wijkteam') {
  const at = new Date((await databaseNow(house.db.owner)).getTime() + 2 * HOUR_MS);
  const colleagueId = town.users['wijkteam2'];
  const base = { key: newId(), reportNumber: report.number, at, company: 'colleague', colleagueId } as const;
  return planVisit(house.db.app, await as(login), { ...base, ...changes });
}

async function visitsOf(login: string): Promise<readonly VisitView[]> {
  const page = await safeWork(house.db.app, await as(login));
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value.visits;
}

/** The visit from the report of this test, as somebody sees it. */
async function visitOf(login: string): Promise<VisitView | undefined> {
  const visits = await visitsOf(login);
  const { rows } = await asOwner(sql`select id from visit where report_id = ${report.reportId}`);
  const ids = rows.map((row) => (row as { id: string }).id);
  return visits.find(({ id }) => ids.includes(id));
}

async function noticesOf(login: string): Promise<string[]> {
  const list = await workList(house.db.app, await as(login));
  return list.ok ? list.value.notices.map(({ kind }) => kind) : [];
}

const code = (outcome: { ok: boolean; refusals?: readonly { code: string }[] }) =>
  outcome.refusals?.[0]?.code;
const breaches = async () => (await findBreaches(house.db.app)).map(({ breach }) => breach.invariant);

describe('a visit', () => {
  it('is planned from a report in hand, with a colleague who is asked and says yes', async () => {
    expect(await plan()).toEqual({ ok: true, value: true });
    expect(await noticesOf('wijkteam2')).toContain('visit-asked');
    expect(await visitOf('wijkteam2')).toMatchObject({
      isMine: false,
      answer: null,
      plannerName: 'Naam wijkteam',
    });
    const visitId = (await visitOf('wijkteam2'))?.id ?? '';
    expect(await answer(house.db.app, await as('wijkteam2'), { visitId, answer: 'yes' })).toMatchObject({
      ok: true,
    });
    expect(await visitOf('wijkteam')).toMatchObject({
      isMine: true,
      answer: 'yes',
      colleagueName: 'Naam wijkteam2',
      reportNumber: report.number,
    });
    expect(await noticesOf('wijkteam')).toContain('visit-answered');
    expect(await breaches()).toEqual([]);
  });

  it('is another one when another report was chosen in the same form', async () => {
    const key = newId();
    expect(await plan({ key })).toEqual({ ok: true, value: true });
    const other = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['neglect'], about: 'someone' },
    });
    await bringTo('wijkteam', other);
    expect(await plan({ key, reportNumber: other.number })).toEqual({ ok: true, value: true });
    const { rows } = await asOwner(
      sql`select count(*)::int as visits from visit where report_id in (${report.reportId}, ${other.reportId})`,
    );
    expect(rows).toEqual([{ visits: 2 }]);
  });

  it('is one, however often the form is sent, and a new plan takes the place of the old', async () => {
    const key = newId();
    expect(await Promise.all([plan({ key }), plan({ key })])).toEqual([
      { ok: true, value: true },
      { ok: true, value: true },
    ]);
    await plan({ company: 'elsewhere', other: 'de wijkagent', colleagueId: undefined });
    const { rows } = await asOwner(
      sql`select company, other from visit where report_id = ${report.reportId}`,
    );
    expect(rows).toEqual([{ company: 'elsewhere', other: 'de wijkagent' }]);
    // the colleague who was asked hears that it is off
    expect(await noticesOf('wijkteam2')).toContain('visit-off');
  });

  it('cannot be planned from a report that lies with somebody else, and does not tell whether there is one', async () => {
    expect(code(await plan({}, 'wijkteam2'))).toBe('report-not-yours');
    expect(code(await plan({ reportNumber: 99_999_999 }))).toBe('report-not-yours');
    expect(code(await planVisit(house.db.app, await as('manager'), {} as VisitPlan))).toBe('not-allowed');
  });

  it.each([
    ['somebody of another service', 'huismeester'],
    ['oneself', 'wijkteam'],
    ['nobody', ''],
  ])('is not asked of %s', async (_what, login) => {
    expect(code(await plan({ colleagueId: town.users[login] }))).toBe('visit-colleague-unknown');
  });

  it('says who comes along from elsewhere, when somebody does', async () => {
    expect(code(await plan({ company: 'elsewhere', colleagueId: undefined }))).toBe('visit-other-missing');
  });

  it('is answered by who was asked and ended by who planned it, and by nobody else', async () => {
    await plan();
    const visitId = (await visitOf('wijkteam'))?.id ?? '';
    for (const login of ['wijkteam', 'coordinator', 'wijkteam-lead', 'huismeester'])
      expect(code(await answer(house.db.app, await as(login), { visitId, answer: 'yes' }))).toBe(
        'visit-unknown',
      );
    for (const login of ['wijkteam2', 'coordinator', 'wijkteam-lead'])
      expect(code(await endVisit(house.db.app, await as(login), visitId))).toBe('visit-unknown');
    const stranger = await as('wijkteam', house.towns[1]);
    expect(code(await endVisit(house.db.app, stranger, visitId))).toBe('visit-unknown');
  });

  it('is seen by the two who go and by nobody else, a coordinator and a team lead included', async () => {
    await plan();
    const seeing: string[] = [];
    const visitId = (await visitOf('wijkteam'))?.id;
    for (const login of Object.keys(town.users)) {
      const page = await safeWork(house.db.app, await as(login));
      if (page.ok && page.value.visits.some(({ id }) => id === visitId)) seeing.push(login);
    }
    expect(seeing.toSorted()).toEqual(['wijkteam', 'wijkteam2']);
  });

  it('offers the reports in hand and the colleagues of the own services', async () => {
    const page = await visitPage(house.db.app, await as('wijkteam'));
    if (!page.ok) throw new Error('expected the page');
    expect(page.value.reports.map(({ number }) => number)).toContain(report.number);
    expect(page.value.colleagues.map(({ name }) => name)).toEqual(['Naam wijkteam2']);
  });
});

describe('what hangs on the visit', () => {
  it('is on no report: not on another one of the address, and found by no search', async () => {
    await plan({ company: 'elsewhere', colleagueId: undefined, other: 'qzwijkagent' });
    const other = await sendReport(house, town);
    const question = { scope: 'mine', state: 'all', order: 'deadline', words: 'qzwijkagent' } as const;
    const found = await listReports(house.db.app, await as('wijkteam'), question);
    expect(found.ok && found.value.extracts).toEqual([]);
    const { rows } = await asOwner(sql`select 1 from visit where report_id = ${other.reportId}`);
    expect(rows).toEqual([]);
  });

  it('goes when the report is closed, and who would come along is told', async () => {
    await plan();
    await perform(house.db.app, await as('wijkteam'), report.number, { command: 'contacted' });
    const closing = { command: 'close', outcome: 'helped', message: '' } as const;
    expect(await perform(house.db.app, await as('wijkteam'), report.number, closing)).toMatchObject({
      ok: true,
    });
    expect((await asOwner(sql`select 1 from visit where report_id = ${report.reportId}`)).rows).toEqual([]);
    expect(await noticesOf('wijkteam2')).toContain('visit-off');
    expect(await breaches()).toEqual([]);
  });

  it('goes when the report goes to somebody else, and stays when only its deadline moves', async () => {
    await plan();
    await perform(house.db.app, await as('wijkteam'), report.number, { command: 'contacted' });
    expect(await visitOf('wijkteam')).toBeDefined();
    await perform(house.db.app, await as('coordinator'), report.number, { command: 'take-over' });
    expect(await visitOf('wijkteam')).toBeUndefined();
    expect(await breaches()).toEqual([]);
  });

  it('goes when who planned it says that it is over, also by a double click', async () => {
    await plan();
    const visitId = (await visitOf('wijkteam'))?.id ?? '';
    const planner = await as('wijkteam');
    const both = await Promise.all([
      endVisit(house.db.app, planner, visitId),
      endVisit(house.db.app, planner, visitId),
    ]);
    expect(both.map(code).filter(Boolean)).toEqual(['visit-unknown']);
    expect(await visitOf('wijkteam')).toBeUndefined();
  });

  it('goes by itself half a day after it, from sight at once and from the database with the next run', async () => {
    await plan();
    await advanceClock(house.db.owner, 15 * HOUR_MS, { production: false });
    expect(await visitOf('wijkteam')).toBeUndefined();
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    await destroyDue(retention, town.id);
    await retention.destroy();
    expect((await asOwner(sql`select 1 from visit where report_id = ${report.reportId}`)).rows).toEqual([]);
  });

  it('shows in wijk verify when it outlives what it was planned from', async () => {
    await plan({ company: 'alone', colleagueId: undefined });
    await asOwner(
      sql`update visit set planner_id = ${town.users['huismeester']} where report_id = ${report.reportId}`,
    );
    expect(await breaches()).toContain('visit-has-its-report');
    await asOwner(sql`delete from visit where report_id = ${report.reportId}`);
    expect(await breaches()).toEqual([]);
  });

  it.each([
    ['a colleague who is the planner', sql`colleague_id = planner_id`],
    ['company of nobody', sql`colleague_id = null`],
    [
      'an answer of somebody elsewhere',
      sql`company = 'elsewhere', colleague_id = null, other = 'x', answer = 'yes'`,
    ],
  ])('cannot have %s in the database', async (_what, change) => {
    await plan();
    await expect(
      asOwner(sql`update visit set ${change} where report_id = ${report.reportId}`),
    ).rejects.toThrow(/check constraint/);
  });

  it('waits for nobody who left: who planned it is told to ask somebody else', async () => {
    await plan();
    const left = await letLeave(house.db.app, await as('beheer'), {
      userId: town.users['wijkteam2'] ?? '',
      onLeft: (tx, actor, userId) => goOnWithoutColleague(tx, actor, userId),
    });
    expect(left).toEqual({ ok: true, value: true });
    expect(await visitOf('wijkteam')).toMatchObject({ answer: 'no' });
    expect(await noticesOf('wijkteam')).toContain('visit-answered');
    const again = await visitPage(house.db.app, await as('wijkteam'));
    expect(again.ok && again.value.colleagues).toEqual([]);
  });
});

describe('the rules of a visit', () => {
  const now = new Date('2026-03-01T10:00:00Z');
  const hours = (count: number) => new Date(now.getTime() + count * HOUR_MS);

  it('takes a moment from an hour ago to sixty days ahead', () => {
    expect(checkMoment(hours(-0.5), now).ok).toBe(true);
    expect(checkMoment(hours(24 * 59), now).ok).toBe(true);
    expect(code(checkMoment(hours(-2), now))).toBe('visit-is-past');
    expect(code(checkMoment(hours(24 * 61), now))).toBe('visit-too-far-ahead');
  });

  it('tells who would come along, and nobody who said no or whose visit has begun', () => {
    const visit = {
      id: 'v',
      reportId: 'r',
      plannerId: 'p',
      at: hours(1),
      company: 'colleague',
      colleagueId: 'c',
      other: null,
      answer: null,
      destroyAfter: destroyAfter(hours(1)),
    } as const;
    expect(whoCounts(visit, now)).toBe('c');
    expect(whoCounts({ ...visit, answer: 'yes' }, now)).toBe('c');
    expect(whoCounts({ ...visit, answer: 'no' }, now)).toBeUndefined();
    expect(whoCounts(visit, hours(2))).toBeUndefined();
    expect(whoCounts({ ...visit, company: 'alone', colleagueId: null }, now)).toBeUndefined();
  });
});
