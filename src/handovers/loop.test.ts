import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { copyOf, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, townOf, type Town } from '../../tests/support/town.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { findReport, INFORMING_TIMER, openByCode, submit, verifyReports } from '../reports/index.ts';
import type { About, DangerAnswer, Report, Sight, Submission } from '../reports/model.ts';
import type { DecisionSet } from '../triage/index.ts';
import {
  coordination,
  DEADLINES,
  informingEffect,
  perform,
  receive,
  reportPage,
  reporterPage,
  takeAnswer,
  verifyHandovers,
  workList,
  type Order,
} from './index.ts';

let db: TestDatabase;
let town: Town;
let decisions: DecisionSet;

beforeAll(async () => {
  db = await copyOf('town', ({ owner }) => foundTown(owner));
  town = townOf('proefstad');
  decisions = await houseDecisions();
});
afterAll(() => db.close());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Seen {
  readonly danger?: DangerAnswer;
  readonly sights?: Sight[];
  readonly about?: About;
  readonly addressId?: string | undefined;
}

function submission({
  danger = { kind: 'none' },
  sights = [],
  about = 'place',
  addressId = town.addressId,
}: Seen): Submission {
  const observations = { danger, sights, about };
  return {
    key: randomToken(16),
    language: 'nl',
    channel: 'form',
    observations,
    story: 'Een geheim verhaal.',
    addressId,
    contact: { name: 'Melder' },
  };
}

async function report(seen: Seen): Promise<{ report: Report; code: string }> {
  const receipt = await submit(
    db.app,
    { kind: 'public', municipalityId: town.id },
    submission(seen),
    (tx, received) => receive(tx, received, decisions),
  );
  if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  return { report: await read(receipt.value.reportId), code: receipt.value.code };
}

async function read(reportId: string): Promise<Report> {
  const found = await inTenant(db.app, town.id, (tx) => findReport(tx, reportId));
  if (!found) throw new Error(`no report ${reportId}`);
  return found;
}

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

const order = async (login: string, { number }: Report, what: Order) =>
  perform(db.app, await as(login), number, what);

async function hoursPass(hours: number): Promise<void> {
  await advanceClock(db.owner, hours * HOUR_MS + MINUTE_MS, { production: false });
  await fireDueTimers(db.app, { ...DEADLINES, [INFORMING_TIMER]: informingEffect }, silent);
}

/** A lonely neighbour: community work first, the district team second. */
const lonely: Seen = { sights: ['lonely'], about: 'someone' };

async function view(login: string, { number }: Report) {
  const page = await reportPage(db.app, await as(login), { number, decisions, language: 'nl' });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

describe('a report that comes in', () => {
  it('is owned by the coordinator and offered to the first service', async () => {
    const { report: received } = await report(lonely);
    expect(received).toMatchObject({
      status: 'offered',
      ownerId: town.users.coordinator,
      nextStep: 'await-acceptance',
    });
    const list = await workList(db.app, await as('opbouwwerk'));
    expect(list.ok && list.value.offered.map(({ number }) => number)).toContain(received.number);
  });

  it('stays with the coordinator when it tells of danger, with an owner and a deadline', async () => {
    const { report: received } = await report({
      danger: { kind: 'seen', signs: ['injured'] },
      about: 'someone',
    });
    expect(received).toMatchObject({
      status: 'with-coordinator',
      ownerId: town.users.coordinator,
      nextStep: 'check-danger',
    });
    expect((await view('coordinator', received)).show112).toBe(true);
  });

  it('is one report when it is sent twice, also at the same instant', async () => {
    const twice = submission(lonely);
    const send = () =>
      submit(db.app, { kind: 'public', municipalityId: town.id }, twice, (tx, received) =>
        receive(tx, received, decisions),
      );
    const [first, second, third] = [...(await Promise.all([send(), send()])), await send()];
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  it('is not there when weighing it fails', async () => {
    const failing = submission(lonely);
    const submitted = submit(db.app, { kind: 'public', municipalityId: town.id }, failing, () =>
      Promise.reject(new Error('no weighing')),
    );
    await expect(submitted).rejects.toThrow('no weighing');
    const again = await submit(db.app, { kind: 'public', municipalityId: town.id }, failing, (tx, received) =>
      receive(tx, received, decisions),
    );
    expect(again.ok).toBe(true);
  });

  it('is refused when somebody without a log-in says what only professionals can', async () => {
    const { observations, ...rest } = submission({});
    const signed = { ...rest, observations: { ...observations, duty: ['public-order' as const] } };
    const actor = { kind: 'public' as const, municipalityId: town.id };
    const refused = await submit(db.app, actor, signed, async () => {});
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'not-allowed' }] });
  });

  it('is refused with an address that does not exist here', async () => {
    const refused = await submit(
      db.app,
      { kind: 'public', municipalityId: town.id },
      { ...submission({}), addressId: newId() },
      async () => {},
    );
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'address-unknown', pointer: 'address' }] });
  });
});

describe('danger', () => {
  const hurt: Seen = { danger: { kind: 'seen', signs: ['injured'] }, about: 'someone' };

  it('is looked into before anything else can be done with the report', async () => {
    const { report: received } = await report(hurt);
    const orders: Order[] = [
      { command: 'contacted' },
      { command: 'ask', body: 'Klopt het?', key: newId() },
      { command: 'hand-on', serviceId: town.services['district-team'] ?? '' },
      { command: 'close', outcome: 'no-action-needed', message: '' },
    ];
    for (const each of orders)
      expect(await order('coordinator', received, each)).toMatchObject({
        refusals: [{ code: 'danger-unchecked' }],
      });
    expect((await read(received.id)).deadline).toEqual(received.deadline);
  });

  it.each(['already-called', 'no-danger'] as const)('can turn out as %s, once', async (finding) => {
    const { report: received } = await report(hurt);
    const checked = { command: 'danger-checked', finding } as const;
    await order('coordinator', received, checked);
    expect(await order('coordinator', received, checked)).toEqual({ ok: true, value: true });
    expect(await read(received.id)).toMatchObject({ nextStep: 'decide', ownerId: town.users.coordinator });
    const { history } = await view('coordinator', received);
    expect(history.filter(({ what }) => what === 'danger-checked')).toHaveLength(1);
  });

  it('keeps its short term when nobody looked in time', async () => {
    const { report: received } = await report(hurt);
    await hoursPass(0.5);
    const late = await read(received.id);
    expect(late).toMatchObject({ nextStep: 'check-danger', overdueCount: 1 });
    const { rows } = await sql<{ now: Date }>`select wijk_now() as now`.execute(db.app);
    const leftMs = (late.deadline?.getTime() ?? 0) - (rows[0]?.now.getTime() ?? 0);
    expect(leftMs).toBeLessThanOrEqual(30 * MINUTE_MS);
  });
});

describe('what cannot wait', () => {
  const closeService = (kind: string) =>
    inTenant(db.owner, town.id, ({ kysely }) =>
      sql`update service set hours = '[]' where id = ${town.services[kind]}`.execute(kysely),
    );
  const openService = (kind: string) =>
    inTenant(db.owner, town.id, ({ kysely }) =>
      sql`update service set hours = (select hours from service where id = ${town.services['meldpunt']})
        where id = ${town.services[kind]}`.execute(kysely),
    );

  it('is not passed on by the clock to a service that is closed: then it is the coordinator’s', async () => {
    const { report: received } = await report({
      danger: { kind: 'seen', signs: ['threatens'] },
      sights: ['distress'],
      about: 'someone',
    });
    await order('coordinator', received, { command: 'danger-checked', finding: 'already-called' });
    const handOn = (kind: string): Order => ({ command: 'hand-on', serviceId: town.services[kind] ?? '' });
    await closeService('public-health-nurse');
    expect(await order('coordinator', received, handOn('district-team'))).toEqual({ ok: true, value: true });
    await closeService('district-team');
    await hoursPass(0.5);
    expect(await read(received.id)).toMatchObject({ status: 'with-coordinator', nextStep: 'decide' });
    for (const kind of ['public-health-nurse', 'district-team']) await openService(kind);
  });
});

describe('the words', () => {
  it('open after acceptance and not before', async () => {
    const { report: received } = await report(lonely);
    expect((await view('opbouwwerk', received)).file).toBeUndefined();
    await order('opbouwwerk', received, { command: 'accept' });
    expect((await view('opbouwwerk', received)).file?.letters[0]?.body).toBe('Een geheim verhaal.');
  });

  it('stay shut for who has nothing to do with the report', async () => {
    const { report: received } = await report(lonely);
    const page = await reportPage(db.app, await as('huismeester'), {
      number: received.number,
      decisions,
      language: 'nl',
    });
    expect(page).toMatchObject({ ok: false, refusals: [{ code: 'report-unknown' }] });
  });
});

describe('an offer', () => {
  it('is accepted by a named person, who then owns it', async () => {
    const { report: received } = await report(lonely);
    expect(await order('opbouwwerk', received, { command: 'accept' })).toEqual({ ok: true, value: true });
    expect(await read(received.id)).toMatchObject({
      status: 'accepted',
      ownerId: town.users.opbouwwerk,
      nextStep: 'first-contact',
    });
  });

  it('is accepted by one of two people at the same instant; the other is told', async () => {
    const { report: received } = await report({ sights: ['money'], about: 'myself' });
    const answers = await Promise.all(
      ['wijkteam', 'wijkteam2'].map((login) => order(login, received, { command: 'accept' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusals: [{ code: 'offer-already-answered' }] });
  });

  it('goes to the second service when the first declines', async () => {
    const { report: received } = await report(lonely);
    await order('opbouwwerk', received, { command: 'decline', reason: 'no-room-now' });
    expect(await order('opbouwwerk', received, { command: 'decline', reason: 'no-room-now' })).toEqual({
      ok: true,
      value: true,
    });
    expect((await view('wijkteam', received)).extract.offeredTo).toBe('district-team');
  });

  it('walks the whole road of silence: second service, team lead, coordinator, manager', async () => {
    const { report: received } = await report(lonely);
    await hoursPass(48);
    expect((await view('wijkteam', received)).extract).toMatchObject({
      offeredTo: 'district-team',
      status: 'offered',
    });
    await hoursPass(48);
    expect((await view('wijkteam-lead', received)).commands).toEqual(['accept', 'decline']);
    expect(
      (await reportPage(db.app, await as('wijkteam'), { number: received.number, decisions, language: 'nl' }))
        .ok,
    ).toBe(false);
    await hoursPass(48);
    expect(await read(received.id)).toMatchObject({
      status: 'with-coordinator',
      ownerId: town.users.coordinator,
      nextStep: 'decide',
    });
    expect(
      await order('coordinator', received, { command: 'decline', reason: 'not-our-task' }),
    ).toMatchObject({ refusals: [{ code: 'coordinator-cannot-decline' }] });
    await hoursPass(1);
    const notices = await workList(db.app, await as('manager'));
    expect(
      notices.ok && notices.value.notices.map(({ kind, reportNumber }) => [kind, reportNumber]),
    ).toContainEqual(['coordinator-overdue', received.number]);
    const history = (await view('coordinator', received)).history.map(({ what, ownerName }) =>
      `${what} ${ownerName ?? ''}`.trim(),
    );
    expect(history[0]).toBe('received Naam coordinator');
    expect(history.filter((line) => line === 'lapsed')).toHaveLength(3);
  });

  it('does not lapse once it was accepted', async () => {
    const { report: received } = await report(lonely);
    await order('opbouwwerk', received, { command: 'accept' });
    await order('opbouwwerk', received, { command: 'contacted' });
    await hoursPass(72);
    expect(await read(received.id)).toMatchObject({ status: 'accepted', ownerId: town.users.opbouwwerk });
  });
});

describe('an owner', () => {
  it('asks, gets the answer, closes, and the reporter reads how it ended', async () => {
    const { report: received, code } = await report({ sights: ['damage'], about: 'place' });
    await order('openbaar', received, { command: 'accept' });
    await order('openbaar', received, { command: 'contacted' });
    const question = { command: 'ask', body: 'Welke lamp?', key: newId() } as const;
    await order('openbaar', received, question);
    await order('openbaar', received, question);
    const session = await openByCode(db.app, town.id, {
      typed: code.toLowerCase(),
      address: '192.0.2.9',
      triesPerHour: 5,
    });
    expect(session.ok).toBe(true);
    const reporter: Actor = { kind: 'reporter', municipalityId: town.id, reportId: received.id };
    const asked = await reporterPage(db.app, reporter);
    expect(asked.ok && asked.value.conversation.map(({ body }) => body)).toEqual(['Welke lamp?']);
    expect(await takeAnswer(db.app, reporter, 'De linker.')).toEqual({ ok: true, value: true });
    expect(await takeAnswer(db.app, reporter, 'De linker.')).toMatchObject({
      refusals: [{ code: 'no-question-open' }],
    });
    expect(
      await order('openbaar', received, { command: 'close', outcome: 'helped', message: '' }),
    ).toMatchObject({ refusals: [{ code: 'message-missing' }] });
    await order('openbaar', received, {
      command: 'close',
      outcome: 'helped',
      message: 'De lamp is gemaakt.',
    });
    const told = await reporterPage(db.app, reporter);
    expect(told.ok && [told.value.status, told.value.outcome, told.value.conversation.at(-1)?.body]).toEqual([
      'closed',
      'helped',
      'De lamp is gemaakt.',
    ]);
  });

  it('is reminded through the team lead, and loses the report at the second deadline', async () => {
    const { report: received } = await report({ sights: ['money'], about: 'myself' });
    await order('wijkteam', received, { command: 'accept' });
    await hoursPass(21 * 24);
    expect(await read(received.id)).toMatchObject({
      status: 'accepted',
      ownerId: town.users.wijkteam,
      overdueCount: 1,
    });
    const lead = await workList(db.app, await as('wijkteam-lead'));
    expect(lead.ok && lead.value.notices.map(({ kind }) => kind)).toContain('owner-overdue');
    expect(lead.ok && lead.value.team.map(({ number, ownerName }) => [number, ownerName])).toContainEqual([
      received.number,
      'Naam wijkteam',
    ]);
    const seen = await view('wijkteam-lead', received);
    expect([seen.commands, seen.file]).toEqual([['take-over', 'give'], undefined]);
    await hoursPass(24);
    expect(await read(received.id)).toMatchObject({
      status: 'with-coordinator',
      ownerId: town.users.coordinator,
    });
  });

  it('that falls ill loses the work to the team lead, who then reads the words', async () => {
    const { report: received } = await report({ sights: ['money'], about: 'myself' });
    await order('wijkteam', received, { command: 'accept' });
    await order('wijkteam-lead', received, { command: 'take-over' });
    expect(await read(received.id)).toMatchObject({
      status: 'accepted',
      ownerId: town.users['wijkteam-lead'],
      ownerServiceId: town.services['debt-help'],
    });
    expect((await view('wijkteam-lead', received)).file?.letters).toHaveLength(1);
  });

  it('asks without moving the promise away: afterwards the same step and deadline stand', async () => {
    const { report: received } = await report({ sights: ['damage'], about: 'place' });
    await order('openbaar', received, { command: 'accept' });
    await order('openbaar', received, { command: 'contacted' });
    const work = await read(received.id);
    await order('openbaar', received, { command: 'ask', body: 'Welke lamp?', key: newId() });
    expect(await read(received.id)).toMatchObject({ nextStep: 'await-answer' });
    const reporter: Actor = { kind: 'reporter', municipalityId: town.id, reportId: received.id };
    await takeAnswer(db.app, reporter, 'De linker.');
    expect(await read(received.id)).toMatchObject({ nextStep: 'resolve', deadline: work.deadline });
    // the second question waits no longer than the work itself has left
    await hoursPass(8 * 24);
    await order('openbaar', received, { command: 'ask', body: 'En de kleur?', key: newId() });
    expect((await read(received.id)).deadline).toEqual(work.deadline);
    await hoursPass(2 * 24);
    const late = await read(received.id);
    expect([late.nextStep, late.overdueCount]).toEqual(['resolve', 0]);
    await hoursPass(24);
    expect((await read(received.id)).overdueCount).toBe(1);
  });

  it('who asks before the first contact still owes it', async () => {
    const { report: received } = await report({ sights: ['damage'], about: 'place' });
    await order('openbaar', received, { command: 'accept' });
    const work = await read(received.id);
    await order('openbaar', received, { command: 'ask', body: 'Waar precies?', key: newId() });
    await takeAnswer(
      db.app,
      { kind: 'reporter', municipalityId: town.id, reportId: received.id },
      'Bij de brug.',
    );
    expect(await read(received.id)).toMatchObject({ nextStep: 'first-contact', deadline: work.deadline });
  });

  it('hands on without letting go: the sender owns it until somebody accepts', async () => {
    const { report: received } = await report(lonely);
    await order('opbouwwerk', received, { command: 'accept' });
    await order('opbouwwerk', received, {
      command: 'hand-on',
      serviceId: town.services['district-team'] ?? '',
    });
    expect(await read(received.id)).toMatchObject({ status: 'offered', ownerId: town.users.opbouwwerk });
    await order('wijkteam', received, { command: 'accept' });
    expect(await read(received.id)).toMatchObject({
      status: 'accepted',
      ownerId: town.users.wijkteam,
      ownerServiceId: town.services['district-team'],
    });
  });

  it('logs a call to who can never own anything, once', async () => {
    const { report: received } = await report({
      danger: { kind: 'seen', signs: ['self-harm'] },
      about: 'someone',
    });
    const call = {
      command: 'call',
      contactPointId: town.contactPointId,
      calledAt: new Date('2026-01-01T10:00:00Z'),
      about: 'psychiatric-worry',
    } as const;
    await order('coordinator', received, call);
    await order('coordinator', received, call);
    const { history } = await view('coordinator', received);
    expect(history.filter(({ what }) => what === 'called').map(({ facts }) => facts.contact)).toEqual([
      'Crisisdienst',
    ]);
    expect(await read(received.id)).toMatchObject({ ownerId: town.users.coordinator, nextStep: 'decide' });
  });

  it('adds a note once, however often it is sent', async () => {
    const { report: received } = await report(lonely);
    await order('opbouwwerk', received, { command: 'accept' });
    const note = { command: 'note', body: 'Langs geweest.', key: newId() } as const;
    await Promise.all([order('opbouwwerk', received, note), order('opbouwwerk', received, note)]);
    const letters = (await view('opbouwwerk', received)).file?.letters.filter(({ kind }) => kind === 'note');
    expect(letters).toHaveLength(1);
  });

  it('can open again what was closed', async () => {
    const { report: received } = await report(lonely);
    await order('opbouwwerk', received, { command: 'accept' });
    await order('opbouwwerk', received, { command: 'close', outcome: 'advised', message: '' });
    expect(await order('opbouwwerk', received, { command: 'reopen' })).toEqual({ ok: true, value: true });
    expect(await read(received.id)).toMatchObject({
      status: 'accepted',
      ownerId: town.users.opbouwwerk,
      outcome: null,
    });
  });
});

describe('about a person', () => {
  it('the reporter reads a neutral thing, whoever has it and however it ended', async () => {
    const { report: received } = await report({ sights: ['distress'], about: 'someone' });
    const reporter: Actor = { kind: 'reporter', municipalityId: town.id, reportId: received.id };
    await order('coordinator', received, {
      command: 'hand-on',
      serviceId: town.services['public-health-nurse'] ?? '',
    });
    await order('wijkteam', received, { command: 'accept' });
    const during = await reporterPage(db.app, reporter);
    expect(during.ok && [during.value.aboutPerson, during.value.atTurn]).toEqual([true, undefined]);
    expect(
      await order('wijkteam', received, { command: 'close', outcome: 'helped', message: 'Opgenomen.' }),
    ).toMatchObject({ refusals: [{ code: 'message-about-person' }] });
  });
});

describe('the coordinator', () => {
  it('is full once, and the manager is told', async () => {
    await Promise.all(Array.from({ length: 4 }, () => report({ sights: [], about: 'unknown' })));
    const overview = await coordination(db.app, await as('manager'), { filter: {} });
    expect(overview.ok && overview.value.inHand).toBeGreaterThanOrEqual(3);
    const list = await workList(db.app, await as('manager'));
    expect(list.ok && list.value.notices.some(({ kind }) => kind === 'coordinator-full')).toBe(true);
  });

  it('takes an offer back and decides again', async () => {
    const { report: received } = await report(lonely);
    await order('coordinator2', received, { command: 'take-over' });
    expect(await read(received.id)).toMatchObject({
      status: 'with-coordinator',
      ownerId: town.users.coordinator2,
    });
    expect(await order('opbouwwerk', received, { command: 'accept' })).toMatchObject({ ok: false });
  });
});

it('leaves every invariant standing', async () => {
  const breaches = await inTenant(db.app, town.id, async (tx) => [
    ...(await verifyReports(tx)),
    ...(await verifyHandovers(tx)),
  ]);
  expect(breaches).toEqual([]);
});
