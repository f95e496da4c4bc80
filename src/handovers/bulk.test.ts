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
import { bulkResult, perform, performOnMany, undoMany, workList, type BulkOrder } from './index.ts';
import { verifyHandovers } from './verify.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  town = house.towns[0];
}, 180_000);
afterAll(() => house.close());
beforeEach(() => run(sql`update clock_offset set offset_ms = 0`));

const run = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, ({ kysely }) => statement.execute(kysely));

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work here`);
  return actor;
}

async function read({ number }: SentReport): Promise<Report> {
  const report = await inTenant(house.db.app, town.id, (tx) => findReportByNumber(tx, number));
  if (!report) throw new Error(`expected report ${number}`);
  return report;
}

/** The turn of a report: what must be as it was once it is put back. */
async function turn(sent: SentReport) {
  const { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount } = await read(sent);
  return { status, ownerId, ownerServiceId, nextStep, deadline, overdueCount };
}

async function causes(sent: SentReport): Promise<string[]> {
  const history = await inTenant(house.db.app, town.id, (tx) => historyOf(tx, sent.reportId));
  return history.flatMap(({ event }) => (event.kind === 'assigned' ? [event.data.cause] : []));
}

async function order(login: string, { number }: SentReport, what: Parameters<typeof perform>[3]) {
  const done = await perform(house.db.app, await as(login), number, what);
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
}

/** Reports that wijkteam has in hand. */
async function inHand(count: number): Promise<SentReport[]> {
  const sent: SentReport[] = [];
  for (let at = 0; at < count; at += 1) {
    const report = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
    });
    await order('wijkteam', report, { command: 'accept' });
    sent.push(report);
  }
  return sent;
}

async function together(
  login: string,
  reports: readonly SentReport[],
  what: BulkOrder,
  { id = newId<string>(), seenAt }: { id?: string; seenAt?: Date } = {},
) {
  const actor = await as(login);
  const bulk = {
    id,
    numbers: reports.map(({ number }) => number),
    order: what,
    seenAt: seenAt ?? new Date(Date.parse('2999-01-01')),
  };
  const done = await performOnMany(house.db.app, actor, bulk);
  const result = await bulkResult(house.db.app, actor, id);
  return { id, done, result: result.ok ? result.value : undefined };
}

async function undone(login: string, id: string) {
  const actor = await as(login);
  const done = await undoMany(house.db.app, actor, id);
  const result = await bulkResult(house.db.app, actor, id);
  return { done, result: result.ok ? result.value : undefined };
}

const breaches = () =>
  inTenant(house.db.owner, town.id, async (tx) => [
    ...(await verifyReports(tx)),
    ...(await verifyHandovers(tx)),
  ]);

const numbersOf = (reports: readonly SentReport[]) => reports.map(({ number }) => number);
const give = (login: string): BulkOrder => ({ command: 'give', colleagueId: town.users[login] ?? '' });
const handOn = (kind: string): BulkOrder => ({ command: 'hand-on', serviceId: town.services[kind] ?? '' });

describe('one thing with several reports', () => {
  it('gives them to a colleague of the service, with the clock that ran, and tells that colleague', async () => {
    const reports = await inHand(2);
    const before = await Promise.all(reports.map(turn));
    const { result } = await together('wijkteam', reports, give('wijkteam2'));
    expect(result).toMatchObject({ done: numbersOf(reports), refused: [], canUndo: true });
    expect(await Promise.all(reports.map(turn))).toEqual(
      before.map((turnBefore) => ({ ...turnBefore, ownerId: town.users['wijkteam2'] })),
    );
    const list = await workList(house.db.app, await as('wijkteam2'));
    const told = list.ok ? list.value.notices.filter(({ kind }) => kind === 'given') : [];
    expect(told.map(({ reportNumber }) => reportNumber)).toEqual(expect.arrayContaining(numbersOf(reports)));
  });

  it('hands them on within the own organisation; who had them has them until somebody accepts', async () => {
    const reports = await inHand(2);
    const { result } = await together('wijkteam', reports, handOn('district-team'));
    expect(result?.done).toEqual(numbersOf(reports));
    for (const report of reports)
      expect(await turn(report)).toMatchObject({ status: 'offered', ownerId: town.users['wijkteam'] });
    const other = await together('wijkteam', reports, handOn('community-work'));
    expect(other.done).toMatchObject({ refusals: [{ code: 'service-unknown' }] });
  });

  it('does what each report allows this person, and says of the others why not', async () => {
    const [mine, closed] = await inHand(2);
    if (!mine || !closed) throw new Error('expected two reports');
    await order('wijkteam', closed, { command: 'close', outcome: 'helped', message: 'Geholpen.' });
    const elsewhere = await sendReport(house, town);
    const absent = { ...elsewhere, number: 99_999_999 };
    const { result } = await together('wijkteam2', [mine, closed, elsewhere, absent], {
      command: 'take-over',
    });
    expect(result?.done).toEqual([mine.number]);
    // what is somebody else's is told as what is not there
    expect(result?.refused).toEqual([
      { number: closed.number, code: 'report-closed' },
      { number: elsewhere.number, code: 'report-unknown' },
      { number: absent.number, code: 'report-unknown' },
    ]);
    expect((await read(mine)).ownerId).toBe(town.users['wijkteam2']);
  });

  it('gives to nobody who would then read words that were shut', async () => {
    const reports = await inHand(1);
    for (const login of ['opbouwwerk', 'wijkteam-lead', 'coordinator', 'manager', 'wijkteam']) {
      const { result } = await together('wijkteam', reports, give(login));
      expect([login, result?.done]).toEqual([login, []]);
    }
  });

  it('lets who leads the party share out its work, and a coordinator what lies at the desk', async () => {
    const reports = await inHand(1);
    await together('wijkteam-lead', reports, give('wijkteam2'));
    expect((await read(reports[0] as SentReport)).ownerId).toBe(town.users['wijkteam2']);
    await order('coordinator', reports[0] as SentReport, { command: 'take-over' });
    await together('coordinator', reports, give('coordinator2'));
    expect(await turn(reports[0] as SentReport)).toMatchObject({
      status: 'with-coordinator',
      ownerId: town.users['coordinator2'],
    });
  });

  it('tells who hands on what somebody else changed after the list was made', async () => {
    const reports = await inHand(1);
    const seenAt = (await read(reports[0] as SentReport)).changedAt;
    await order('coordinator', reports[0] as SentReport, {
      command: 'decide-otherwise',
      nature: 'nuisance',
      urgency: 'soon',
      serviceId: null,
      reason: 'spoke-reporter',
    });
    const { result } = await together('wijkteam', reports, handOn('district-team'), { seenAt });
    expect(result?.refused).toEqual([{ number: reports[0]?.number, code: 'changed-meanwhile' }]);
  });

  it('does everything once, however often and at once the form is sent', async () => {
    const reports = await inHand(3);
    const id = newId<string>();
    await Promise.all([1, 2, 3].map(() => together('wijkteam', reports, give('wijkteam2'), { id })));
    const again = await together('wijkteam', reports, give('wijkteam2'), { id });
    expect(again.result?.done).toEqual(numbersOf(reports));
    for (const report of reports)
      expect((await causes(report)).filter((cause) => cause === 'given')).toEqual(['given']);
  });

  it('lets two people who choose the same come one after the other; each report changes hands as told', async () => {
    const reports = await inHand(3);
    const reversed = reports.toReversed();
    const [given, taken] = await Promise.all([
      together('wijkteam', reports, give('wijkteam2')),
      together('coordinator', reversed, { command: 'take-over' }),
    ]);
    expect(taken.result?.done).toEqual(numbersOf(reports));
    const refused = given.result?.refused.length ?? 0;
    expect((given.result?.done.length ?? 0) + refused).toBe(3);
    for (const report of reports) expect((await read(report)).ownerId).toBe(town.users['coordinator']);
    expect(await breaches()).toEqual([]);
  });

  it('is not for who handles no reports, not without a choice, and not for a whole town at once', async () => {
    const none = await together('wijkteam', [], { command: 'take-over' });
    expect(none.done).toMatchObject({ refusals: [{ code: 'bulk-none' }] });
    const many = Array.from({ length: 51 }, (_, at) => ({ reportId: '', code: '', number: at + 1 }));
    expect((await together('wijkteam', many, { command: 'take-over' })).done).toMatchObject({
      refusals: [{ code: 'bulk-many' }],
    });
    for (const login of ['manager', 'privacy', 'beheer'])
      expect((await together(login, many.slice(0, 1), { command: 'take-over' })).done).toMatchObject({
        refusals: [{ code: 'not-allowed' }],
      });
  });

  it('refuses a form that was used for something else', async () => {
    const reports = await inHand(1);
    const { id } = await together('wijkteam', reports, give('wijkteam2'));
    const other = await together('wijkteam', reports, { command: 'take-over' }, { id });
    expect(other.done).toMatchObject({ refusals: [{ code: 'bulk-used' }] });
    const theirs = await together('wijkteam2', reports, give('wijkteam2'), { id });
    expect(theirs.done).toMatchObject({ refusals: [{ code: 'bulk-used' }] });
  });
});

describe('putting it back', () => {
  it.each<[string, string, () => BulkOrder]>([
    ['what was given', 'wijkteam', () => give('wijkteam2')],
    ['what was handed on', 'wijkteam', () => handOn('district-team')],
    ['what a coordinator took over', 'coordinator', () => ({ command: 'take-over' })],
    ['what a colleague took over', 'wijkteam2', () => ({ command: 'take-over' })],
  ])('%s gets the turn and the deadline it had', async (_what, login, what) => {
    const reports = await inHand(2);
    const before = await Promise.all(reports.map(turn));
    const { id, result } = await together(login, reports, what());
    expect(result?.done).toHaveLength(2);
    const { result: after } = await undone(login, id);
    expect(after).toMatchObject({ isUndone: true, back: numbersOf(reports), left: [], canUndo: false });
    expect(await Promise.all(reports.map(turn))).toEqual(before);
    expect((await causes(reports[0] as SentReport)).at(-1)).toBe('undone');
    expect(await breaches()).toEqual([]);
  });

  it('makes an offer again that a coordinator withdrew, to who was asked and until the same moment', async () => {
    const offered = await sendReport(house, town);
    const before = await turn(offered);
    expect(before.status).toBe('offered');
    const { id } = await together('coordinator2', [offered], { command: 'take-over' });
    expect((await read(offered)).status).toBe('with-coordinator');
    await undone('coordinator2', id);
    expect(await turn(offered)).toEqual(before);
    await order('opbouwwerk', offered, { command: 'accept' });
    expect(await breaches()).toEqual([]);
  });

  it('leaves alone what else happened to since, and says so', async () => {
    const reports = await inHand(3);
    const [noted, taken, quiet] = reports as [SentReport, SentReport, SentReport];
    const { id } = await together('wijkteam', reports, give('wijkteam2'));
    await order('wijkteam2', noted, { command: 'note', body: 'Ik bel morgen.', key: newId() });
    await order('coordinator', taken, { command: 'take-over' });
    const { result } = await undone('wijkteam', id);
    expect(result?.back).toEqual([quiet.number]);
    expect(result?.left).toEqual([
      { number: noted.number, code: 'changed-since' },
      { number: taken.number, code: 'changed-since' },
    ]);
    expect((await read(noted)).ownerId).toBe(town.users['wijkteam2']);
    expect((await read(taken)).ownerId).toBe(town.users['coordinator']);
  });

  it('happens once, also when it is asked twice at once', async () => {
    const reports = await inHand(2);
    const { id } = await together('wijkteam', reports, give('wijkteam2'));
    await Promise.all([undone('wijkteam', id), undone('wijkteam', id), undone('wijkteam', id)]);
    for (const report of reports)
      expect((await causes(report)).filter((cause) => cause === 'undone')).toEqual(['undone']);
    const used = await together('wijkteam', reports, give('wijkteam2'), { id });
    expect(used.done).toMatchObject({ refusals: [{ code: 'bulk-used' }] });
  });

  it('takes back what a colleague was told of it', async () => {
    const reports = await inHand(1);
    const { id } = await together('wijkteam', reports, give('wijkteam2'));
    await undone('wijkteam', id);
    const list = await workList(house.db.app, await as('wijkteam2'));
    const told = list.ok ? list.value.notices.map(({ reportNumber }) => reportNumber) : [];
    expect(told).not.toContain(reports[0]?.number);
  });

  it('is for who did it, within the hour', async () => {
    const reports = await inHand(1);
    const { id } = await together('wijkteam', reports, give('wijkteam2'));
    expect((await undone('wijkteam2', id)).done).toMatchObject({ refusals: [{ code: 'bulk-unknown' }] });
    await run(sql`update clock_offset set offset_ms = ${61 * 60_000}`);
    const late = await undone('wijkteam', id);
    expect(late.done).toMatchObject({ refusals: [{ code: 'undo-over' }] });
    expect(late.result?.canUndo).toBe(false);
    expect((await read(reports[0] as SentReport)).ownerId).toBe(town.users['wijkteam2']);
  });

  it('gives nothing back to who left meanwhile', async () => {
    const reports = await inHand(1);
    const { id } = await together('wijkteam2', reports, { command: 'take-over' });
    const member = sql`user_id = ${town.users['wijkteam']} and service_id = ${town.services['debt-help']}`;
    await run(sql`delete from service_member where ${member}`);
    try {
      const { result } = await undone('wijkteam2', id);
      expect(result?.left).toEqual([{ number: reports[0]?.number, code: 'owner-gone' }]);
      expect(await breaches()).toEqual([]);
    } finally {
      await run(
        sql`insert into service_member values (${town.id}, ${town.services['debt-help']}, ${town.users['wijkteam']})`,
      );
    }
  });
});
