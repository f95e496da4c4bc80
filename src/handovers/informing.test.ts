import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cookieOf,
  openHouse,
  ORIGIN,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { TIMER_EFFECTS } from '../server/wiring.ts';
import { coordination, markNoticesSeen, perform, recordInformed, reportPage, workList } from './index.ts';

const DAY_MS = 86_400_000;

let house: TestHouse;
let town: Town;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

async function daysPass(days: number): Promise<void> {
  await advanceClock(house.db.owner, days * DAY_MS, { production: false });
  await fireDueTimers(house.db.app, TIMER_EFFECTS, silent);
}

async function accepted(): Promise<SentReport> {
  const report = await sendReport(house, town);
  await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
  return report;
}

async function tasksOf(login: string): Promise<number[]> {
  const list = await workList(house.db.app, await as(login));
  return list.ok ? list.value.informing.map(({ number }) => number) : [];
}

async function viewOf(login: string, { number }: SentReport) {
  const page = await reportPage(house.db.app, await as(login), {
    number,
    decisions: house.decisions,
    language: 'nl',
  });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

const record = async (login: string, { number }: SentReport, result: 'orally' | 'safety') =>
  recordInformed(house.db.app, await as(login), number, result);

describe('the task to tell the person', () => {
  it('comes with a report about somebody, and with no other', async () => {
    const about = await accepted();
    const place = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    });
    expect((await viewOf('opbouwwerk', about)).informing).toMatchObject({
      result: null,
      isLate: false,
      mayRecord: true,
    });
    expect((await viewOf('coordinator', place)).informing).toBeUndefined();
    expect(await record('coordinator', place, 'orally')).toMatchObject({
      refusals: [{ code: 'nobody-to-inform' }],
    });
  });

  it('lies with the owner of the report: it moves when the report does, and stays after it is closed', async () => {
    const report = await sendReport(house, town);
    expect(await tasksOf('coordinator')).toContain(report.number);
    await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
    expect(await tasksOf('coordinator')).not.toContain(report.number);
    await perform(house.db.app, await as('opbouwwerk'), report.number, {
      command: 'close',
      outcome: 'helped',
      message: '',
    });
    expect(await tasksOf('opbouwwerk')).toContain(report.number);
    expect(await record('opbouwwerk', report, 'orally')).toEqual({ ok: true, value: true });
    expect(await tasksOf('opbouwwerk')).not.toContain(report.number);
    expect((await viewOf('opbouwwerk', report)).history.map(({ what }) => what)).toContain('informed');
  });

  it('is done by its owner or the coordinator, and by nobody who only may see the report', async () => {
    const report = await sendReport(house, town);
    expect(await record('opbouwwerk', report, 'orally')).toMatchObject({
      refusals: [{ code: 'not-your-turn' }],
    });
    expect(await record('huismeester', report, 'orally')).toMatchObject({
      refusals: [{ code: 'report-unknown' }],
    });
    expect(await record('coordinator', report, 'safety')).toEqual({ ok: true, value: true });
  });

  it('is written down once, however often it is sent, and can be put right', async () => {
    const report = await accepted();
    await Promise.all([record('opbouwwerk', report, 'safety'), record('opbouwwerk', report, 'safety')]);
    await record('opbouwwerk', report, 'orally');
    const { rows } = await inTenant(house.db.app, town.id, (tx) =>
      sql`select data->>'result' as result from event where stream = ${`report:${report.reportId}`} and kind = 'informed' order by seq`.execute(
        tx.kysely,
      ),
    );
    expect(rows).toEqual([{ result: 'safety' }, { result: 'orally' }]);
  });

  it('goes by itself with a report that was none', async () => {
    const report = await sendReport(house, town);
    await perform(house.db.app, await as('coordinator'), report.number, { command: 'take-over' });
    await perform(house.db.app, await as('coordinator'), report.number, {
      command: 'close',
      outcome: 'spam',
      message: '',
    });
    expect((await viewOf('coordinator', report)).informing).toMatchObject({ result: 'nothing-processed' });
    expect(await tasksOf('coordinator')).not.toContain(report.number);
  });

  it('is late after a month: owner and coordinator hear of it every week, and it stands in the overview', async () => {
    const report = await accepted();
    await perform(house.db.app, await as('opbouwwerk'), report.number, {
      command: 'close',
      outcome: 'helped',
      message: '',
    });
    const notices = async (login: string) => {
      const list = await workList(house.db.app, await as(login));
      return list.ok
        ? list.value.notices.filter(
            ({ kind, reportNumber }) => kind === 'informing-late' && reportNumber === report.number,
          ).length
        : 0;
    };
    const untold = async () => {
      const overview = await coordination(house.db.app, await as('manager'), { filter: {} });
      return overview.ok ? overview.value.untold.map(({ number }) => number) : [];
    };
    await daysPass(27);
    expect([await notices('opbouwwerk'), await untold()]).toEqual([
      0,
      expect.not.arrayContaining([report.number]),
    ]);
    await daysPass(8);
    expect([await notices('opbouwwerk'), await notices('coordinator')]).toEqual([1, 1]);
    expect(await untold()).toContain(report.number);
    const seen = async () => markNoticesSeen(house.db.app, await as('coordinator'));
    await seen();
    await daysPass(7);
    expect(await notices('coordinator')).toBe(1);
    await record('coordinator', report, 'safety');
    await seen();
    await daysPass(14);
    expect(await notices('coordinator')).toBe(0);
    expect((await findBreaches(house.db.app)).map(({ breach }) => breach.invariant)).not.toContain(
      'timer-at-informing',
    );
  });
});

describe('on the page of the report', () => {
  async function visitor(login: string): Promise<{ page: Visitor; cookie: string }> {
    return { page: visit(house.app), cookie: await cookieOf(house, town, login) };
  }

  it('is one small form, that says what is missing', async () => {
    const report = await accepted();
    const { page, cookie } = await visitor('opbouwwerk');
    const send = (fields: Record<string, string>) =>
      page.post(
        `/proefstad/werk/${report.number}`,
        { intent: 'inform', ...fields },
        { cookie, origin: ORIGIN },
      );
    const empty = await send({});
    expect(empty.status).toBe(400);
    expect(wordsOf(empty)).toContain('De persoon inlichten');
    const done = await send({ result: 'in-writing' });
    expect([done.status, done.location]).toEqual([303, `/proefstad/werk/${report.number}`]);
    const shown = await house.app.request(`${ORIGIN}/proefstad/werk/${report.number}`, {
      headers: { cookie },
    });
    expect(await shown.text()).toContain('Ingelicht met een brief of bericht (genoteerd op');
  });
});
