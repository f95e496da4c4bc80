import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { findReportByNumber, historyOf } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { verifyReports } from '../reports/verify.ts';
import { handOver, perform, readShift, shiftPage, takeUnread, workList, type ShiftOrder } from './index.ts';
import { verifyHandovers } from './verify.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  await run(sql`update clock_offset set offset_ms = 0`);
  await run(sql`delete from shift_handover`);
  await run(sql`update user_account set active = true`);
});

const run = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, ({ kysely }) => statement.execute(kysely));
const later = (hours: number) => run(sql`update clock_offset set offset_ms = ${hours * 3_600_000}`);
const user = (login: string) => town.users[login] ?? '';

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, user(login)));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

async function read({ number }: SentReport): Promise<Report> {
  const report = await inTenant(house.db.app, town.id, (tx) => findReportByNumber(tx, number));
  if (!report) throw new Error(`expected report ${number}`);
  return report;
}

/** A report that wijkteam has in hand. */
async function inHand(): Promise<SentReport> {
  const report = await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
  });
  const done = await perform(house.db.app, await as('wijkteam'), report.number, { command: 'accept' });
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return report;
}

async function over(changes: Partial<ShiftOrder>, login = 'wijkteam') {
  const order = { key: newId<string>(), nextId: user('wijkteam2'), general: '', items: [], ...changes };
  return { order, done: await handOver(house.db.app, await as(login), order) };
}

async function work(login: string) {
  const view = await workList(house.db.app, await as(login));
  if (!view.ok) throw new Error(JSON.stringify(view.refusals));
  return view.value;
}

async function page(login: string) {
  const view = await shiftPage(house.db.app, await as(login));
  if (!view.ok) throw new Error(JSON.stringify(view.refusals));
  return view.value;
}

async function notesOf({ reportId }: SentReport): Promise<number> {
  const history = await inTenant(house.db.app, town.id, (tx) => historyOf(tx, reportId));
  return history.filter(({ event }) => event.kind === 'worded' && event.data.words === 'note').length;
}

/** Who leaves has nothing in hand any more. */
async function leave(login: string): Promise<void> {
  const mine = (await work(login)).mine.map(({ number }) => number);
  for (const number of mine)
    await perform(house.db.app, await as('wijkteam'), number, { command: 'take-over' });
  await run(sql`update user_account set active = false where id = ${user(login)}`);
}

const breaches = () =>
  inTenant(house.db.owner, town.id, async (tx) => [
    ...(await verifyReports(tx)),
    ...(await verifyHandovers(tx)),
  ]);

describe('the page of handing over', () => {
  it('shows what needs something before the next one is there, of mine and of my service, and to nobody else', async () => {
    const report = await inHand();
    await later(9.5 * 24);
    const mine = await page('wijkteam');
    expect(mine.mine.map(({ extract }) => extract.number)).toContain(report.number);
    expect(mine.mine.find(({ extract }) => extract.number === report.number)?.giveTo).toEqual([
      { id: user('wijkteam2'), name: 'Naam wijkteam2' },
    ]);
    const theirs = await page('wijkteam2');
    expect(theirs.mine.map(({ extract }) => extract.number)).not.toContain(report.number);
    const seen = theirs.others.find(({ extract }) => extract.number === report.number);
    // who has it gives it; a colleague can only tell of it
    expect(seen?.giveTo).toEqual([]);
    const elsewhere = await page('huismeester');
    expect(JSON.stringify(elsewhere)).not.toContain(String(report.number));
  });

  it('leaves out what can wait, and takes it up when its time comes', async () => {
    const report = await inHand();
    const done = await perform(house.db.app, await as('wijkteam'), report.number, { command: 'contacted' });
    expect(done.ok).toBe(true);
    const numbers = async () => (await page('wijkteam')).mine.map(({ extract }) => extract.number);
    expect(await numbers()).not.toContain(report.number);
    await later(9.5 * 24);
    expect(await numbers()).toContain(report.number);
  });

  it('names who comes on by the roster', async () => {
    expect((await page('wijkteam')).nextId).toBeUndefined();
    await run(
      sql`insert into duty values (${town.id}, ${town.services['district-team']}, wijk_now() + interval '8 hours', wijk_now() + interval '16 hours', ${user('wijkteam2')})`,
    );
    expect((await page('wijkteam')).nextId).toBe(user('wijkteam2'));
    await run(sql`delete from duty`);
  });

  it('shows the coordinator what other coordinators have, danger that nobody checked first', async () => {
    const danger = await sendReport(house, town, {
      observations: { danger: { kind: 'unknown' }, sights: [], about: 'unknown' },
    });
    const { ownerId } = await read(danger);
    const other = ownerId === user('coordinator') ? 'coordinator2' : 'coordinator';
    const rows = [...(await page(other)).mine, ...(await page(other)).others];
    expect(rows.map(({ extract }) => extract.number)).toContain(danger.number);
  });
});

describe('handing over', () => {
  it('writes the line as a note of its report and shows it to who comes on, and to nobody else', async () => {
    const report = await inHand();
    const { done } = await over({ items: [{ number: report.number, line: 'Bel voor tienen.' }] });
    expect(done.ok).toBe(true);
    expect(await notesOf(report)).toBe(1);
    const [note] = (await work('wijkteam2')).shifts;
    expect(note).toMatchObject({
      fromName: 'Naam wijkteam',
      reports: [{ number: report.number, line: 'Bel voor tienen.', isMine: false }],
    });
    for (const login of ['wijkteam', 'wijkteam-lead', 'coordinator', 'huismeester'])
      expect((await work(login)).shifts).toEqual([]);
    expect(await breaches()).toEqual([]);
  });

  it('gives a report with its deadline to one colleague, and leaves the other with who has it', async () => {
    const [given, left] = [await inHand(), await inHand()];
    const before = await read(given);
    await over({
      items: [
        { number: given.number, line: '', toId: user('wijkteam2') },
        { number: left.number, line: 'Wacht op de huisarts.' },
      ],
    });
    expect(await read(given)).toMatchObject({ ownerId: user('wijkteam2'), deadline: before.deadline });
    expect((await read(left)).ownerId).toBe(user('wijkteam'));
    const [note] = (await work('wijkteam2')).shifts;
    expect(note?.reports.map(({ number, isMine }) => [number, isMine])).toEqual([
      [given.number, true],
      [left.number, false],
    ]);
    expect(await breaches()).toEqual([]);
  });

  it('leaves a line in the access log for each line that is shown', async () => {
    const report = await inHand();
    await over({ items: [{ number: report.number, line: 'Let op.' }] });
    const looks = async () => {
      const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
        sql<{
          count: number;
        }>`select count(*)::int as count from access_log where subject_id = ${report.reportId}
          and user_id = ${user('wijkteam2')} and action = 'read' and data_class = 'note'`.execute(kysely),
      );
      return rows[0]?.count;
    };
    expect(await looks()).toBe(0);
    await work('wijkteam2');
    expect(await looks()).toBe(1);
  });

  it('does everything once when the same form comes twice, also at the same moment', async () => {
    const report = await inHand();
    const order: ShiftOrder = {
      key: newId<string>(),
      nextId: user('wijkteam2'),
      general: 'Rustige middag.',
      items: [{ number: report.number, line: 'Let op.', toId: user('wijkteam2') }],
    };
    const actor = await as('wijkteam');
    const done = await Promise.all([
      handOver(house.db.app, actor, order),
      handOver(house.db.app, actor, order),
    ]);
    expect(done.map((each) => each.ok && each.value)).toEqual([
      done[0].ok && done[0].value,
      done[0].ok && done[0].value,
    ]);
    expect((await handOver(house.db.app, actor, order)).ok).toBe(true);
    expect(await notesOf(report)).toBe(1);
    expect((await work('wijkteam2')).shifts).toHaveLength(1);
    const history = await inTenant(house.db.app, town.id, (tx) => historyOf(tx, report.reportId));
    expect(
      history.filter(({ event }) => event.kind === 'assigned' && event.data.cause === 'given'),
    ).toHaveLength(1);
  });

  it('takes a form that was changed and sent again for what it says, and tells an unchanged line once', async () => {
    const [one, two] = [await inHand(), await inHand()];
    const key = newId<string>();
    await over({ key, items: [{ number: one.number, line: 'Een.' }] });
    await over({
      key,
      items: [
        { number: one.number, line: 'Een.' },
        { number: two.number, line: 'Twee.' },
      ],
    });
    expect([await notesOf(one), await notesOf(two)]).toEqual([1, 1]);
    const [newest] = (await work('wijkteam2')).shifts;
    expect(newest?.reports.map(({ line }) => line)).toEqual(['Een.', 'Twee.']);
  });

  it('says which report was taken by another meanwhile, and keeps what was written about it', async () => {
    const report = await inHand();
    const taken = await perform(house.db.app, await as('wijkteam2'), report.number, { command: 'take-over' });
    expect(taken.ok).toBe(true);
    await over({
      nextId: undefined,
      items: [{ number: report.number, line: 'Let op.', toId: user('wijkteam2') }],
    });
    // what was asked is so already
    const [sent] = (await page('wijkteam')).sent;
    expect(sent?.reports[0]).toMatchObject({ given: true, toName: 'Naam wijkteam2' });
    expect((await read(report)).ownerId).toBe(user('wijkteam2'));
    expect(await notesOf(report)).toBe(1);
  });

  it('is refused for a colleague who left, and nothing of it is done', async () => {
    const report = await inHand();
    await leave('wijkteam2');
    const { done } = await over({ items: [{ number: report.number, line: 'Let op.' }] });
    expect(done.ok ? [] : done.refusals.map(({ code }) => code)).toEqual(['shift-next-unknown']);
    expect(await notesOf(report)).toBe(0);
  });

  it('is refused for a report of another service, with a line in the log', async () => {
    const report = await inHand();
    const { done } = await over(
      { nextId: undefined, items: [{ number: report.number, line: 'X', toId: user('wijkteam2') }] },
      'huismeester',
    );
    expect(done.ok ? [] : done.refusals.map(({ code }) => code)).toEqual(['shift-report-gone']);
    expect(await notesOf(report)).toBe(0);
  });
});

describe('reading it', () => {
  it('stays on top until it is said to be read; who handed over sees by whom and when', async () => {
    await over({ general: 'Rustige middag.' });
    const [note] = (await work('wijkteam2')).shifts;
    expect((await work('wijkteam2')).shifts).toHaveLength(1);
    // somebody else's click reads nothing
    await readShift(house.db.app, await as('coordinator'), note?.id ?? '');
    expect((await work('wijkteam2')).shifts).toHaveLength(1);
    await readShift(house.db.app, await as('wijkteam2'), note?.id ?? '');
    expect((await work('wijkteam2')).shifts).toEqual([]);
    const [sent] = (await page('wijkteam')).sent;
    expect(sent?.receivers[0]).toMatchObject({ name: 'Naam wijkteam2', isGone: false });
    expect(sent?.receivers[0]?.readAt).toBeInstanceOf(Date);
  });

  it('does not open a line to who may not read its report any more', async () => {
    const report = await inHand();
    await over({ items: [{ number: report.number, line: 'Geheim.' }] });
    await run(sql`delete from service_member where user_id = ${user('wijkteam2')}`);
    const shown = (await work('wijkteam2')).shifts;
    expect(shown[0]?.reports).toEqual([{ number: report.number, isMine: false }]);
    for (const kind of ['district-team', 'public-health-nurse', 'debt-help'])
      await run(
        sql`insert into service_member values (${town.id}, ${town.services[kind]}, ${user('wijkteam2')})`,
      );
  });

  it('is told to the lead of the team when it is not read in time, without its words, until the lead sees to it', async () => {
    const report = await inHand();
    await over({ items: [{ number: report.number, line: 'Geheim.' }] });
    expect((await work('wijkteam-lead')).unreadShifts).toEqual([]);
    await later(48);
    const [unread] = (await work('wijkteam-lead')).unreadShifts;
    expect(unread).toMatchObject({ toName: 'Naam wijkteam2', numbers: [report.number], isGone: false });
    expect(JSON.stringify(unread)).not.toContain('Geheim');
    for (const login of ['corporatie-lead', 'huismeester', 'wijkteam'])
      expect((await work(login)).unreadShifts).toEqual([]);
    const of = { id: unread?.id ?? '', userId: user('wijkteam2') };
    const strange = await takeUnread(house.db.app, await as('corporatie-lead'), of);
    expect(strange.ok).toBe(false);
    await takeUnread(house.db.app, await as('wijkteam-lead'), of);
    expect((await work('wijkteam-lead')).unreadShifts).toEqual([]);
    expect((await work('wijkteam2')).shifts).toHaveLength(1);
    const [sent] = (await page('wijkteam')).sent;
    expect(sent?.receivers[0]).toMatchObject({ takenBy: 'Naam wijkteam-lead' });
  });

  it('is told to the lead at once when who should read it left', async () => {
    await over({ general: 'Rustige middag.' });
    await leave('wijkteam2');
    expect((await work('wijkteam-lead')).unreadShifts).toMatchObject([{ isGone: true }]);
    expect((await page('wijkteam')).sent[0]?.receivers[0]).toMatchObject({ isGone: true });
  });
});

it('is proved: a line that stands in no history is found', async () => {
  const report = await inHand();
  await over({ items: [{ number: report.number, line: 'Let op.' }] });
  expect(await breaches()).toEqual([]);
  await run(sql`update shift_report set words_id = ${newId<string>()} where number = ${report.number}`);
  expect((await breaches()).map(({ invariant }) => invariant)).toEqual(['told-in-history']);
  await run(sql`delete from shift_handover`);
});
