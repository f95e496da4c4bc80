import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, ORIGIN, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { sendPart } from '../../tests/support/parts.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { DEADLINES, perform, type Order } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import { rebuildTimers, WARNING_TIMER } from '../reports/index.ts';
import { saveWish } from './index.ts';
import { StaffKind, type Letter, type MailMode } from './model.ts';
import { sendNext, type Post } from './post.ts';

const KEY = '5e'.repeat(32);
const HOUR_MS = 3_600_000;

let house: TestHouse;
let town: Town;
let post: Post;
let inbox: Letter[] = [];

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  post = {
    send: async ({ letter }) => {
      inbox.push(letter);
      return { ok: true };
    },
    key: KEY,
    origin: ORIGIN,
    log: silent,
    texts: loadTexts(contentFile('texts'), { strict: true }),
  };
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  for (const table of ['message_due', 'message_item', 'message', 'mail_wish', 'duty', 'timer'])
    await run(sql`delete from ${sql.table(table)}`);
  inbox = [];
});

const run = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  inTenant(house.db.owner, town.id, async ({ kysely }) => (await query.execute(kysely)).rows);
const user = (login: string) => town.users[login] ?? '';

async function as(login: string) {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, user(login)));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

async function order(login: string, number: number, what: Order): Promise<void> {
  const done = await perform(house.db.app, await as(login), number, what);
  expect(done).toMatchObject({ ok: true });
}

async function wish(login: string, mode: MailMode): Promise<void> {
  const email = `${login}@werk.test`;
  const kinds = StaffKind.options.filter((kind) => kind === 'soon' || kind === 'part-ready');
  const done = await saveWish(house.db.app, await as(login), {
    key: KEY,
    wish: { email, mode, language: 'nl', kinds },
  });
  expect(done.ok).toBe(true);
}

async function hoursPass(hours: number): Promise<void> {
  await advanceClock(house.db.owner, Math.round(hours * HOUR_MS), { production: false });
  await fireDueTimers(house.db.app, DEADLINES, silent);
}

async function sendAll(): Promise<string[]> {
  while ((await sendNext(house.db.app, post)) !== undefined);
  return inbox.map(({ to }) => to);
}

const textOf = (letter: Letter | undefined) =>
  (letter?.paragraphs ?? []).map((each) => (each.kind === 'link' ? each.href : each.text)).join('\n');
const deadlineMs = async (number: number) => {
  const [row] = await run(sql<{ ms: number }>`
    select extract(epoch from deadline - wijk_now())::float8 * 1000 as ms from report where number = ${number}`);
  return row?.ms ?? 0;
};
const warnings = async (reportId: string) =>
  (await run(sql`select from timer where kind = ${WARNING_TIMER} and subject_id = ${reportId}`)).length;

/** To just before the last quarter of the term that runs now, in hours that never close. */
async function untilNearWarning(number: number): Promise<void> {
  await hoursPass((0.75 * (await deadlineMs(number))) / HOUR_MS - 0.1);
}

describe('who is asked', () => {
  it('is warned once, in the last quarter of the term, by number alone', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await untilNearWarning(number);
    expect(await sendAll()).toEqual([]);
    await hoursPass(0.2);
    expect(await sendAll()).toEqual(['opbouwwerk@werk.test']);
    expect(textOf(inbox[0])).toContain('Een melding is bijna te laat.');
    expect(textOf(inbox[0])).toContain(`/proefstad/werk/${number}`);
    expect(textOf(inbox[0])).not.toMatch(/geheim|Proefstraat/i);
    await hoursPass(0.2);
    expect(await sendAll()).toHaveLength(1);
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('is who is on duty for the service, where a roster says so', async () => {
    await wish('opbouwwerk', 'at-once');
    await wish('wijkteam', 'at-once');
    const { number } = await sendReport(house, town);
    await untilNearWarning(number);
    await run(sql`insert into duty values (${town.id}, ${town.services['community-work']},
      wijk_now() - interval '1 hour', wijk_now() + interval '9 hours', ${user('wijkteam')})`);
    await hoursPass(0.2);
    expect(await sendAll()).toEqual(['wijkteam@werk.test']);
  });

  it('is not warned of what was answered between the warning and the mail', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await untilNearWarning(number);
    await hoursPass(0.2);
    await order('opbouwwerk', number, { command: 'accept' });
    expect(await sendAll()).toEqual([]);
    expect(await run(sql`select state from message where kind = 'soon'`)).toEqual([{ state: 'over' }]);
  });
});

describe('who has a report', () => {
  it('is warned of each deadline once: of the first contact, and again of the next that comes in its place', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await order('opbouwwerk', number, { command: 'accept' });
    await untilNearWarning(number);
    await hoursPass(0.2);
    expect(await sendAll()).toHaveLength(1);
    await order('opbouwwerk', number, { command: 'contacted' });
    expect(await sendAll()).toHaveLength(1);
    await untilNearWarning(number);
    expect(await sendAll()).toHaveLength(1);
    await hoursPass(0.2);
    expect(await sendAll()).toHaveLength(2);
  });

  it('is not warned after the end, nor while the reporter is to answer', async () => {
    await wish('opbouwwerk', 'at-once');
    const [closed, asked] = [await sendReport(house, town), await sendReport(house, town)];
    for (const { number } of [closed, asked]) await order('opbouwwerk', number, { command: 'accept' });
    await order('opbouwwerk', closed.number, { command: 'close', outcome: 'helped', message: '' });
    await order('opbouwwerk', asked.number, { command: 'ask', body: 'Waar is het?' } as Order);
    expect(await warnings(closed.reportId)).toBe(0);
    await untilNearWarning(asked.number);
    await hoursPass(0.2);
    expect(await sendAll()).toEqual([]);
  });

  it('is warned though a worker was killed in the middle, and once though the clock was set back', async () => {
    await wish('opbouwwerk', 'at-once');
    const { reportId, number } = await sendReport(house, town);
    await untilNearWarning(number);
    await advanceClock(house.db.owner, 0.2 * HOUR_MS, { production: false });
    const killed = inTenant(house.db.app, town.id, async (tx) => {
      const warning = DEADLINES[WARNING_TIMER];
      await warning?.fire(tx, reportId, await warning.lock(tx, reportId));
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await sendAll()).toEqual([]);
    await hoursPass(0);
    expect(await sendAll()).toHaveLength(1);
    await advanceClock(house.db.owner, -HOUR_MS, { production: false });
    await inTenant(house.db.app, town.id, rebuildTimers);
    await hoursPass(1);
    expect(await sendAll()).toHaveLength(1);
  });

  it('hears nothing of a warning that comes after its deadline: that has a notice of its own', async () => {
    await wish('opbouwwerk', 'at-once');
    const { number } = await sendReport(house, town);
    await order('opbouwwerk', number, { command: 'accept' });
    await hoursPass((await deadlineMs(number)) / HOUR_MS + 0.1);
    expect(await sendAll()).toEqual([]);
  });
});

describe('who has their mail gathered', () => {
  it('finds the warning in the mail of the day when that comes before the deadline', async () => {
    await wish('opbouwwerk', 'digest');
    const { number } = await sendReport(house, town);
    await order('opbouwwerk', number, { command: 'accept' });
    await order('opbouwwerk', number, { command: 'contacted' });
    await untilNearWarning(number);
    await hoursPass(0.2);
    expect(await sendAll()).toEqual([]);
    await run(sql`update message_due set due_at = wijk_now()`);
    await sendAll();
    expect(textOf(inbox[0])).toContain('Een melding is bijna te laat.');
  });

  it('is told at once what would be too late by then', async () => {
    await wish('opbouwwerk', 'digest');
    const { number } = await sendReport(house, town);
    await run(
      sql`update municipality set settings = settings || ${JSON.stringify({
        warnLead: { shareFraction: 0.01, minMinutes: 5 },
      })}::jsonb where municipality_id = ${town.id}`,
    );
    await order('opbouwwerk', number, { command: 'accept' });
    await run(
      sql`update municipality set settings = settings - 'warnLead' where municipality_id = ${town.id}`,
    );
    // past the minute of the day at which the mail goes out, and the deadline before the next one
    const minute = await run(sql<{ minute: number }>`
      select (extract(hour from deadline at time zone 'Europe/Amsterdam') * 60
        + extract(minute from deadline at time zone 'Europe/Amsterdam'))::int as minute from report where number = ${number}`);
    const digestAtMinute = ((minute[0]?.minute ?? 0) + 60) % 1438;
    await run(sql`update municipality set settings = settings || ${JSON.stringify({ digestAtMinute })}::jsonb
      where municipality_id = ${town.id}`);
    await hoursPass(((await deadlineMs(number)) - 0.05 * HOUR_MS) / HOUR_MS);
    expect(await sendAll()).toEqual(['opbouwwerk@werk.test']);
    expect(await run(sql`select kind from message where state = 'sent'`)).toEqual([{ kind: 'soon' }]);
  });
});

describe('who asked for a part', () => {
  it('is mailed when it is ready', async () => {
    await wish('openbaar', 'at-once');
    const { whole, part } = await sendPart(house, town, 'caretaker');
    await order('huismeester', part, { command: 'accept' });
    await order('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Gepraat.' });
    expect(await sendAll()).toEqual(['openbaar@werk.test']);
    expect(textOf(inbox[0])).toContain('Een deel van uw melding is klaar.');
    expect(textOf(inbox[0])).toContain(`/proefstad/werk/${whole}`);
    expect(textOf(inbox[0])).not.toMatch(/Gepraat|lantaarn/i);
  });
});

describe('wijk verify', () => {
  it('finds a warning after its deadline, and one of no report; a lost one is made again', async () => {
    const { reportId } = await sendReport(house, town);
    await run(sql`update timer set due_at = due_at + interval '9 days' where kind = ${WARNING_TIMER}`);
    const names = async () =>
      new Set((await findBreaches(house.db.app)).map(({ breach }) => breach.invariant));
    expect(await names()).toContain('warned-before-deadline');
    await run(sql`delete from timer`);
    expect(await inTenant(house.db.app, town.id, rebuildTimers)).toBeGreaterThan(1);
    expect(await warnings(reportId)).toBe(1);
    expect(await names()).not.toContain('warned-before-deadline');
  });
});
