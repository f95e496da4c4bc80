import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../../tests/support/house.ts';
import { asking, LAMP, linkFor, sendOutside, type AskOutside } from '../../../tests/support/outside.ts';
import { sendPart } from '../../../tests/support/parts.ts';
import type { Town } from '../../../tests/support/town.ts';
import { findBreaches } from '../../cli/verify.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { silent } from '../../kit/log.ts';
import { fireDueTimers } from '../../kit/timers.ts';
import { looksAt, userActor } from '../../people/index.ts';
import type { Actor, UserActor } from '../../people/model.ts';
import { findReport, findReportByNumber, historyOf } from '../../reports/index.ts';
import type { Report } from '../../reports/model.ts';
import {
  actOutside,
  coordination,
  goOnWithoutPerson,
  listReports,
  outsidePage,
  outsideParties,
  perform,
  rebuildOutsideTimers,
  reporterPage,
  reportPage,
  saveOutsideParty,
  showOutsideLink,
  workList,
  type LinkUse,
  type Order,
  type OutsideOrder,
} from '../index.ts';
import { TIMER_EFFECTS } from '../../server/wiring.ts';
import { OUTSIDE_TIMER } from './state.ts';

const DAY_MS = 86_400_000;

let house: TestHouse;
let town: Town;
let other: Town;
beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`expected ${login} to be there`);
  return actor;
}

const order = async (login: string, { number }: Pick<Report, 'number'>, what: Order) =>
  perform(house.db.app, await as(login), number, what);

async function done(login: string, report: Pick<Report, 'number'>, what: Order): Promise<void> {
  expect(await order(login, report, what)).toEqual({ ok: true, value: true });
}

const refused = (...refusals: object[]) => ({ ok: false, refusals });

const asked = (more: Partial<AskOutside> = {}) => sendOutside(house, town, more);

async function taken(login: string, changes: Parameters<typeof sendReport>[2]): Promise<SentReport> {
  const report = await sendReport(house, town, changes);
  await done(login, report, { command: 'accept' });
  return report;
}

const now = async ({ reportId }: SentReport): Promise<Report> => {
  const report = await inTenant(house.db.app, town.id, (tx) => findReport(tx, reportId));
  if (!report) throw new Error(`expected report ${reportId}`);
  return report;
};

/** What the owner's page says of the last question. */
async function shown(login: string, { number }: Pick<Report, 'number'>) {
  const { decisions } = house;
  const found = await reportPage(house.db.app, await as(login), { number, decisions, language: 'nl' });
  return found.ok ? found.value.outside : undefined;
}

const told = async ({ reportId }: SentReport) =>
  (await inTenant(house.db.app, town.id, (tx) => historyOf(tx, reportId))).flatMap(({ event }) =>
    event.kind === 'outside-changed' ? [event.data.what] : [],
  );

async function notices(login: string, { number }: Pick<Report, 'number'>) {
  const found = await workList(house.db.app, await as(login));
  if (!found.ok) throw new Error('expected a work list');
  return found.value.notices.flatMap(({ kind, reportNumber }) => (reportNumber === number ? [kind] : []));
}

const use = (token: string, more: Partial<LinkUse> = {}): LinkUse => ({
  municipalityId: town.id,
  token,
  address: '192.0.2.7',
  usesPerHour: 10_000,
  ...more,
});

const answer = (more: Partial<OutsideOrder> = {}): OutsideOrder => ({
  act: 'answer',
  name: 'Noor Buiten',
  role: 'opzichter',
  key: newId(),
  body: 'Ja, die is van ons.',
  reason: null,
  promised: null,
  ...more,
});

const at = (token: string, what: OutsideOrder) => actOutside(house.db.app, use(token), what);
const open = (token: string) => outsidePage(house.db.app, use(token));
const later = (ms: number) => advanceClock(house.db.owner, ms, { production: false });
const fire = () => fireDueTimers(house.db.app, TIMER_EFFECTS, silent);
const broken = async () => (await findBreaches(house.db.app)).map(({ breach }) => breach.invariant);

/** Until just past the moment of this question, and what the clock does then. */
async function pass(moment: Date): Promise<void> {
  const clock = await inTenant(house.db.app, town.id, async (tx) => tx.now);
  await later(moment.getTime() - clock.getTime() + 1000);
  await fire();
}

const rowOf = async ({ reportId }: SentReport) => {
  const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql<{ id: string; status: string; deadline: Date; remind_at: Date; closes_at: Date }>`
      select id, status, deadline, remind_at, closes_at from outside_request
      where municipality_id = ${town.id} and report_id = ${reportId} order by asked_at desc`.execute(kysely),
  );
  const [row] = rows;
  if (!row) throw new Error(`expected a question of report ${reportId}`);
  return row;
};

describe('asking outside', () => {
  it('leaves the owner the owner, who waits until the moment that was asked', async () => {
    const report = await asked();
    const { ownerId, status, nextStep, deadline } = await now(report);
    const row = await rowOf(report);
    expect({ ownerId, status, nextStep }).toEqual({
      ownerId: town.users['openbaar'],
      status: 'accepted',
      nextStep: 'await-outside',
    });
    expect(deadline).toEqual(row.deadline);
    expect(await told(report)).toEqual(['asked']);
    expect(await broken()).toEqual([]);
  });

  it('is one question when the form comes twice, and one question at a time', async () => {
    const report = await taken('openbaar', LAMP);
    const form = asking();
    await done('openbaar', report, form);
    await done('openbaar', report, form);
    expect((await shown('openbaar', report))?.requests).toHaveLength(1);
    expect(await order('openbaar', report, asking())).toEqual(refused({ code: 'outside-asked-already' }));
  });

  it('is for who has the report in hand', async () => {
    const report = await taken('openbaar', LAMP);
    for (const login of ['coordinator', 'wijkteam', 'manager'])
      expect([login, (await order(login, report, asking())).ok]).toEqual([login, false]);
    await done('openbaar', report, asking());
    for (const command of ['renew-outside', 'withdraw-outside'] as const)
      expect((await order('wijkteam', report, { command })).ok).toBe(false);
  });

  it('shows the place and photos of public space only, and about a person asks why', async () => {
    const about = await taken('opbouwwerk', {});
    expect(await order('opbouwwerk', about, asking({ showsPlace: true }))).toEqual(
      refused(
        { code: 'outside-ground-missing', pointer: 'ground' },
        { code: 'outside-about-person', pointer: 'shows' },
      ),
    );
    await done('opbouwwerk', about, asking({ ground: 'reporter-agrees' }));
    const lamp = await taken('openbaar', LAMP);
    expect(await order('openbaar', lamp, asking({ photoIds: [newId()] }))).toEqual(
      refused({ code: 'photo-unknown', pointer: 'photos' }),
    );
  });

  it('asks who it goes to', async () => {
    const report = await taken('openbaar', LAMP);
    expect(await order('openbaar', report, asking({ name: '', email: '' }))).toEqual(
      refused(
        { code: 'outside-name-missing', pointer: 'name' },
        { code: 'outside-email-missing', pointer: 'email' },
      ),
    );
    expect(await order('openbaar', report, asking({ partyId: newId() }))).toEqual(
      refused({ code: 'outside-party-unknown', pointer: 'party' }),
    );
  });

  it('does not begin while the reporter is to answer', async () => {
    const report = await taken('openbaar', LAMP);
    await done('openbaar', report, { command: 'ask', body: 'Welke lamp?', key: newId() });
    expect(await order('openbaar', report, asking())).toEqual(refused({ code: 'outside-reporter-first' }));
  });

  it('moves the promise no further than twenty working days after the first question of an owner', async () => {
    const report = await asked({ days: 15 });
    await later(DAY_MS);
    await done('openbaar', report, { command: 'withdraw-outside' });
    expect(await order('openbaar', report, asking({ days: 20 }))).toEqual(
      refused({ code: 'outside-too-long', pointer: 'days', facts: { days: 20 } }),
    );
    await done('openbaar', report, asking({ days: 5 }));
  });
});

describe('the list of organisations', () => {
  it('is kept by coordinator and functional manager, and asked from by name', async () => {
    const party = {
      id: newId(),
      name: 'Waterschap',
      email: 'water@schap.test',
      language: 'en',
      active: true,
    } as const;
    expect(await saveOutsideParty(house.db.app, await as('wijkteam'), party)).toEqual(
      refused({ code: 'not-allowed' }),
    );
    for (const login of ['coordinator', 'beheer'])
      expect((await saveOutsideParty(house.db.app, await as(login), party)).ok).toBe(true);
    expect(await outsideParties(house.db.app, await as('coordinator'))).toEqual({ ok: true, value: [party] });
    const report = await asked({ partyId: party.id, name: '', email: '' });
    expect((await shown('openbaar', report))?.requests[0]).toMatchObject({
      partyName: 'Waterschap',
      email: 'water@schap.test',
    });
    await saveOutsideParty(house.db.app, await as('coordinator'), { ...party, active: false });
    const next = await taken('openbaar', LAMP);
    expect((await order('openbaar', next, asking({ partyId: party.id }))).ok).toBe(false);
  });
});

describe('the page behind the link', () => {
  it('shows what was asked and nothing else of the report, and leaves its lines', async () => {
    const report = await asked();
    const found = await open(await linkFor(house, town, report));
    expect(found.ok && found.value).toMatchObject({
      question: 'Is deze lantaarn van u?',
      partyName: 'Netbeheer Noord',
      askedBy: 'gemeente',
      address: undefined,
      photos: [],
      acts: ['accept', 'answer', 'done', 'decline'],
    });
    expect(JSON.stringify(found)).not.toContain('Geheim');
    const lines = await inTenant(house.db.app, town.id, (tx) => looksAt(tx, report.reportId));
    expect(
      lines.filter(({ actorKind }) => actorKind === 'outside').map(({ dataClass }) => dataClass),
    ).toEqual(expect.arrayContaining(['conversation', 'contact']));
  });

  it('shows the place when it was ticked', async () => {
    const found = await open(await linkFor(house, town, await asked({ showsPlace: true })));
    expect(found.ok && found.value.address).toBe('Proefstraat 1, 9999ZZ');
  });

  it('gives one answer for what is unknown, of elsewhere, expired or ended', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    const gone = refused({ code: 'outside-gone' });
    expect(await open('0'.repeat(32))).toEqual(gone);
    expect(await outsidePage(house.db.app, use(token, { municipalityId: other.id }))).toEqual(gone);
    await done('openbaar', report, { command: 'withdraw-outside' });
    expect(await open(token)).toEqual(gone);
    const late = await asked();
    const lateToken = await linkFor(house, town, late);
    await pass((await rowOf(late)).closes_at);
    expect(await open(lateToken)).toEqual(gone);
  });

  it('counts the uses of one address', async () => {
    const token = await linkFor(house, town, await asked());
    const few = use(token, { address: '192.0.2.99', usesPerHour: 2 });
    for (const expected of [true, true, false])
      expect((await outsidePage(house.db.app, few)).ok).toBe(expected);
    expect(await actOutside(house.db.app, few, answer())).toEqual(refused({ code: 'code-limit' }));
  });

  it('keeps nothing of its secret but a hash', async () => {
    const token = await linkFor(house, town, await asked());
    const { rows } = await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql<{ text: string }>`select to_jsonb(l)::text || to_jsonb(r)::text as text from outside_link l
        join outside_request r on r.municipality_id = l.municipality_id and r.id = l.request_id`.execute(
        kysely,
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
  });
});

describe('an answer from outside', () => {
  it('gives the report back to its owner to decide, tells them, and is read by who may read the words', async () => {
    const report = await asked();
    const before = (await now(report)).deadline;
    const token = await linkFor(house, town, report);
    expect(await at(token, answer())).toEqual({ ok: true, value: true });
    const { nextStep, ownerId, deadline } = await now(report);
    expect({ nextStep, ownerId }).toEqual({ nextStep: 'decide', ownerId: town.users['openbaar'] });
    expect(deadline).not.toEqual(before);
    expect(await notices('openbaar', report)).toContain('outside-answered');
    expect((await shown('openbaar', report))?.requests[0]).toMatchObject({
      status: 'answered',
      deeds: [{ act: 'answer', name: 'Noor Buiten', role: 'opzichter', words: 'Ja, die is van ons.' }],
    });
    expect(await shown('wijkteam', report)).toBeUndefined();
    expect(await told(report)).toEqual(['asked', 'answered']);
    expect(await broken()).toEqual([]);
  });

  it('is one answer when the form comes twice, and shows nothing of the words to the reporter', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    const form = answer();
    for (const _twice of [1, 2]) expect(await at(token, form)).toEqual({ ok: true, value: true });
    expect((await shown('openbaar', report))?.requests[0]?.deeds).toHaveLength(1);
    expect(await at(token, answer())).toEqual(refused({ code: 'outside-gone' }));
    const reporter = { kind: 'reporter', municipalityId: town.id, reportId: report.reportId } as const;
    expect(JSON.stringify(await reporterPage(house.db.app, reporter))).not.toContain('van ons');
  });

  it('can be that they do it by a day, for which the owner waits', async () => {
    const report = await asked({ days: 1 });
    const token = await linkFor(house, town, report);
    const clock = await inTenant(house.db.app, town.id, async (tx) => tx.now);
    const promised = new Date(clock.getTime() + 10 * DAY_MS);
    const wrong = { code: 'outside-promise', pointer: 'promised', facts: { days: 28 } };
    for (const ms of [-DAY_MS, 40 * DAY_MS])
      expect(
        await at(token, answer({ act: 'accept', body: '', promised: new Date(clock.getTime() + ms) })),
      ).toEqual(refused(wrong));
    expect((await at(token, answer({ act: 'accept', body: '', promised }))).ok).toBe(true);
    expect(await now(report)).toMatchObject({ nextStep: 'await-outside', deadline: promised });
    expect(await at(token, answer({ act: 'accept', body: '', promised }))).toEqual(
      refused({ code: 'outside-not-now' }),
    );
    expect(await broken()).toEqual([]);
    expect((await at(token, answer({ act: 'done', body: '' }))).ok).toBe(true);
    expect((await now(report)).nextStep).toBe('decide');
    expect(await told(report)).toEqual(['asked', 'accepted', 'done']);
  });

  it('can be no, with the reason as a code', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    expect((await at(token, answer({ act: 'decline', reason: 'not-ours', body: '' }))).ok).toBe(true);
    expect((await shown('openbaar', report))?.requests[0]).toMatchObject({
      status: 'declined',
      reason: 'not-ours',
    });
    expect(await broken()).toEqual([]);
  });

  it('is one of two at the same instant', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    const results = await Promise.all([
      at(token, answer()),
      at(token, answer({ act: 'decline', reason: 'not-ours' })),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await told(report)).slice(1)).toHaveLength(1);
  });
});

describe('no answer', () => {
  it('is reminded of once halfway, and at the deadline the owner decides', async () => {
    const report = await asked();
    const { remind_at, deadline } = await rowOf(report);
    await pass(remind_at);
    await fire();
    expect(await told(report)).toEqual(['asked', 'reminded']);
    expect((await now(report)).nextStep).toBe('await-outside');
    await pass(deadline);
    await fire();
    expect(await told(report)).toEqual(['asked', 'reminded', 'silent']);
    expect(await now(report)).toMatchObject({
      nextStep: 'decide',
      status: 'accepted',
      ownerId: town.users['openbaar'],
    });
    expect(await notices('openbaar', report)).toContain('outside-silent');
    expect(await broken()).toEqual([]);
  });

  it('is seen by the coordinator among the silent, without a name', async () => {
    const report = await asked();
    await pass((await rowOf(report)).deadline);
    const view = await coordination(house.db.app, await as('manager'), { list: 'stil', filter: {} });
    if (!view.ok) throw new Error('expected the overview');
    const row = view.value.silent.find(({ extract }) => extract.number === report.number);
    expect(row).toMatchObject({ serviceName: undefined });
    expect(view.value.totals.stil).toBe(view.value.found);
    expect(JSON.stringify(view)).not.toContain('Netbeheer');
  });

  it('can still come late, and then the owner is told', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    await pass((await rowOf(report)).deadline);
    expect((await at(token, answer({ act: 'accept', promised: new Date() }))).ok).toBe(false);
    expect(await at(token, answer())).toEqual({ ok: true, value: true });
    expect((await rowOf(report)).status).toBe('answered');
    expect(await broken()).toEqual([]);
  });

  it('is handled also when the timers were lost', async () => {
    const report = await asked();
    const { id, deadline } = await rowOf(report);
    await sql`delete from timer where kind = ${OUTSIDE_TIMER} and subject_id = ${id}`.execute(house.db.owner);
    expect(await broken()).toEqual(['outside-has-its-timer']);
    expect(await inTenant(house.db.app, town.id, rebuildOutsideTimers)).toBe(1);
    expect(await broken()).toEqual([]);
    await pass(deadline);
    expect((await now(report)).nextStep).toBe('decide');
  });
});

describe('a report with a question outside', () => {
  it('cannot end or go along before somebody waits or withdraws', async () => {
    const report = await asked();
    const leading = await taken('openbaar', LAMP);
    const shut = refused({ code: 'outside-open' });
    expect(
      await order('openbaar', report, { command: 'close', outcome: 'helped', message: 'Klaar.' }),
    ).toEqual(shut);
    expect(await order('openbaar', report, { command: 'close', outcome: 'spam', message: '' })).toEqual(shut);
    expect(await order('openbaar', report, { command: 'join', leading: leading.number })).toEqual(shut);
    await done('openbaar', report, { command: 'withdraw-outside' });
    expect((await now(report)).nextStep).toBe('decide');
    await done('openbaar', report, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    expect(await broken()).toEqual([]);
  });

  it('takes it along when it is handed on, and the next owner hears of the answer', async () => {
    const report = await asked();
    const token = await linkFor(house, town, report);
    await done('openbaar', report, { command: 'hand-on', serviceId: town.services['caretaker'] ?? '' });
    expect(await broken()).toEqual([]);
    await done('huismeester', report, { command: 'accept' });
    expect((await shown('huismeester', report))?.isAwaited).toBe(true);
    expect((await at(token, answer())).ok).toBe(true);
    expect(await notices('huismeester', report)).toContain('outside-answered');
    expect((await now(report)).nextStep).toBe('first-contact');
    expect(await broken()).toEqual([]);
  });

  it('takes it along when its owner leaves or the coordinator takes over', async () => {
    const report = await asked();
    await done('coordinator', report, { command: 'take-over' });
    expect((await rowOf(report)).status).toBe('asked');
    await done('coordinator', report, { command: 'withdraw-outside' });
    const next = await asked();
    const gone = await as('openbaar');
    await inTenant(house.db.app, town.id, (tx) => goOnWithoutPerson(tx, gone, gone.userId));
    expect((await rowOf(next)).status).toBe('asked');
    expect(await now(next)).toMatchObject({ status: 'with-coordinator', nextStep: 'decide' });
    expect(await broken()).toEqual([]);
    await pass((await rowOf(next)).deadline);
    expect((await rowOf(next)).status).toBe('silent');
    expect(await broken()).toEqual([]);
  });

  it('stands in a list as what waits for outside', async () => {
    const report = await asked();
    const found = await listReports(house.db.app, await as('openbaar'), {
      scope: 'mine',
      state: 'open',
      order: 'newest',
      nextStep: 'await-outside',
    });
    expect(found.ok && found.value.extracts.map(({ number }) => number)).toContain(report.number);
  });
});

describe('a part', () => {
  it('can ask outside as well, goes on with its own work after the answer, and does not end before it', async () => {
    const { part } = await sendPart(house, town, 'caretaker');
    await done('huismeester', { number: part }, { command: 'accept' });
    expect(await order('huismeester', { number: part }, asking({ showsPlace: true }))).toEqual(
      refused({ code: 'outside-place-of-whole', pointer: 'shows' }),
    );
    await done('huismeester', { number: part }, asking());
    const finish = { command: 'finish-part', outcome: 'part-done', body: 'Klaar.' } as const;
    expect(await order('huismeester', { number: part }, finish)).toEqual(refused({ code: 'outside-open' }));
    const report = await inTenant(house.db.app, town.id, (tx) => findReportByNumber(tx, part));
    const sent = { reportId: report?.id ?? '', number: part, code: '' };
    expect((await at(await linkFor(house, town, sent), answer())).ok).toBe(true);
    expect((await now(sent)).nextStep).toBe('resolve');
    await done('huismeester', { number: part }, finish);
    expect(await broken()).toEqual([]);
  });
});

describe('the link itself', () => {
  it('is shown to the owner when asked, who sees that in the history', async () => {
    const report = await asked();
    const link = await showOutsideLink(house.db.app, await as('openbaar'), report.number);
    expect(link.ok && (await open(link.value)).ok).toBe(true);
    expect(await told(report)).toEqual(['asked', 'shown']);
    expect((await showOutsideLink(house.db.app, await as('wijkteam'), report.number)).ok).toBe(false);
  });

  it('stops working when a new one is sent', async () => {
    const report = await asked();
    const old = await linkFor(house, town, report);
    await done('openbaar', report, { command: 'renew-outside' });
    await done('openbaar', report, { command: 'renew-outside' });
    expect(await told(report)).toEqual(['asked', 'renewed']);
    expect(await open(old)).toEqual(refused({ code: 'outside-gone' }));
  });
});

describe('the proof', () => {
  it('finds a row that its history does not tell of', async () => {
    const report = await asked();
    const { id } = await rowOf(report);
    const write = (status: string, ended: Date | null) =>
      inTenant(house.db.owner, town.id, ({ kysely }) =>
        sql`update outside_request set status = ${status}, ended_at = ${ended} where id = ${id}`.execute(
          kysely,
        ),
      );
    await write('done', new Date());
    expect((await broken()).toSorted()).toEqual([
      'history-folds-to-row',
      'outside-has-its-timer',
      'outside-has-open-report',
    ]);
    await write('asked', null);
    expect(await broken()).toEqual([]);
  });
});

it('lets no actor of another kind ask', async () => {
  const report = await taken('openbaar', LAMP);
  const outside: Actor = { kind: 'outside', municipalityId: town.id, requestId: newId() };
  expect((await perform(house.db.app, outside, report.number, asking())).ok).toBe(false);
});
