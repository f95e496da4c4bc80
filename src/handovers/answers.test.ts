import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { copyOf, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, townOf, type Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import type { Log } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { findReport, submit } from '../reports/index.ts';
import type { About, Report, Sight } from '../reports/model.ts';
import type { DecisionSet } from '../triage/index.ts';
import {
  DEADLINES,
  perform,
  receive,
  reportPage,
  reportSummary,
  takeAnswer,
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
const id = (login: string) => town.users[login] ?? '';
const service = (kind: string) => town.services[kind] ?? '';
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));

/** A lonely neighbour: community work first, the district team second. */
async function sent(sights: Sight[] = ['lonely'], about: About = 'someone'): Promise<Report> {
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
  return read(receipt.value.reportId);
}

async function read(reportId: string): Promise<Report> {
  const found = await inTenant(db.app, town.id, (tx) => findReport(tx, reportId));
  if (!found) throw new Error(`no report ${reportId}`);
  return found;
}

async function as(login: string): Promise<UserActor> {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, id(login)));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

const order = async (login: string, { number }: Report, what: Order) =>
  perform(db.app, await as(login), number, what);

async function done(login: string, report: Report, what: Order): Promise<void> {
  expect(await order(login, report, what)).toEqual({ ok: true, value: true });
}

async function view(login: string, { number }: Report) {
  const page = await reportPage(db.app, await as(login), { number, decisions, language: 'nl' });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

/** The coordinator takes it up, and hands it to the district team. */
async function handedOn(sights: Sight[] = ['lonely'], about: About = 'someone'): Promise<Report> {
  const report = await sent(sights, about);
  await done('coordinator', report, { command: 'take-over' });
  await done('coordinator', report, { command: 'hand-on', serviceId: service('district-team') });
  return report;
}

const talk = async (login: string) => ({ userId: id(login), at: await databaseNow(db.owner) });
const failures: string[] = [];
const log: Log = (level, event, fields) => {
  if (level === 'error') failures.push(`${event} ${JSON.stringify(fields)}`);
};
async function minutesPass(minutes: number): Promise<void> {
  await advanceClock(db.owner, minutes * MINUTE_MS, { production: false });
  await fireDueTimers(db.app, DEADLINES, log);
}

describe('care that a person hands over', () => {
  it('is accepted with whom was spoken and when: in the history, in the summary, for who asks', async () => {
    const report = await handedOn();
    const { answer } = await view('wijkteam', report);
    expect(answer.senders).toMatchObject({ service: 'meldpunt', people: [{ id: id('coordinator') }, {}] });
    const told = await talk('coordinator2');
    await done('wijkteam', report, { command: 'accept', talk: told });
    expect(await read(report.id)).toMatchObject({ status: 'accepted', nextStep: 'first-contact' });
    const line = (await view('wijkteam', report)).history.find(({ what }) => what === 'accepted');
    expect(line?.facts).toMatchObject({ spokeWith: 'Naam coordinator2', spokeAt: told.at.toISOString() });
    const summary = await reportSummary(db.app, await as('wijkteam'), {
      number: report.number,
      withWords: false,
    });
    expect(summary.ok && summary.value.talk).toEqual({ name: 'Naam coordinator2', at: told.at });
  });

  it('is accepted when nobody is reached: to speak is then the next step, with a deadline, and keeps it', async () => {
    const report = await handedOn();
    await done('wijkteam', report, { command: 'accept' });
    const before = await read(report.id);
    expect(before).toMatchObject({
      status: 'accepted',
      nextStep: 'speak-sender',
      deadline: expect.any(Date),
    });
    expect(
      await order('wijkteam2', report, { command: 'spoken', talk: await talk('coordinator') }),
    ).toMatchObject({
      refusals: [{ code: 'not-your-turn' }],
    });
    const told = { command: 'spoken', talk: await talk('coordinator') } as const;
    await done('wijkteam', report, told);
    expect(await read(report.id)).toMatchObject({ nextStep: 'first-contact', deadline: before.deadline });
    // the same click again
    await done('wijkteam', report, told);
    const { history, commands } = await view('wijkteam', report);
    expect(history.filter(({ what }) => what === 'spoken')).toHaveLength(1);
    expect(commands).not.toContain('spoken');
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('waits for no talk: who is in contact with the person first can record it after', async () => {
    const report = await handedOn();
    await done('wijkteam', report, { command: 'accept' });
    await done('wijkteam', report, { command: 'contacted' });
    await done('wijkteam', report, { command: 'spoken', talk: { at: await databaseNow(db.owner) } });
    expect(await read(report.id)).toMatchObject({ nextStep: 'resolve' });
    expect(
      (await view('wijkteam', report)).history.find(({ what }) => what === 'spoken')?.facts,
    ).toMatchObject({
      spokeWith: 'Naam coordinator',
    });
  });

  it('goes on after the answer of the reporter as after a first contact', async () => {
    const report = await handedOn();
    await done('wijkteam', report, { command: 'accept' });
    await done('wijkteam', report, { command: 'ask', body: 'Waar?', key: newId() });
    await takeAnswer(db.app, { kind: 'reporter', municipalityId: town.id, reportId: report.id }, 'Daar.');
    expect(await read(report.id)).toMatchObject({ nextStep: 'first-contact' });
    expect((await view('wijkteam', report)).commands).toContain('spoken');
  });

  it('names the people of the service that had it, and no others', async () => {
    const report = await handedOn();
    await done('wijkteam', report, { command: 'accept', talk: await talk('coordinator') });
    await done('wijkteam', report, { command: 'hand-on', serviceId: service('community-work') });
    const { senders } = (await view('opbouwwerk', report)).answer;
    expect(senders?.service).toBe('district-team');
    expect(senders?.people.map(({ id: userId }) => userId)).toEqual([id('wijkteam'), id('wijkteam2')]);
    expect(
      await order('opbouwwerk', report, { command: 'accept', talk: await talk('coordinator') }),
    ).toMatchObject({
      refusals: [{ code: 'sender-unknown', pointer: 'spokeWith' }],
    });
    expect((await read(report.id)).status).toBe('offered');
    await done('opbouwwerk', report, { command: 'accept', talk: await talk('wijkteam2') });
  });

  it('asks nothing behind an offer of the weighing, nor about a place', async () => {
    const first = await sent();
    expect((await view('opbouwwerk', first)).answer.senders).toBeUndefined();
    await done('opbouwwerk', first, { command: 'accept' });
    expect(await read(first.id)).toMatchObject({ nextStep: 'first-contact' });
    const place = await handedOn(['damage'], 'place');
    expect((await view('wijkteam', place)).answer.senders).toBeUndefined();
    await done('wijkteam', place, { command: 'accept', talk: await talk('huismeester') });
    expect(await read(place.id)).toMatchObject({ nextStep: 'first-contact' });
  });
});

describe('accepting for a colleague', () => {
  it('makes that colleague the owner, who is told; a second click changes nothing', async () => {
    const report = await sent(['distress'], 'myself');
    const what = { command: 'accept', colleagueId: id('wijkteam2') } as const;
    expect((await view('wijkteam', report)).answer.takers.map(({ id: userId }) => userId)).toEqual([
      id('wijkteam'),
      id('wijkteam2'),
    ]);
    await done('wijkteam', report, what);
    await done('wijkteam', report, what);
    expect(await read(report.id)).toMatchObject({
      status: 'accepted',
      ownerId: id('wijkteam2'),
      ownerServiceId: service('district-team'),
    });
    const list = await workList(db.app, await as('wijkteam2'));
    expect(
      list.ok && list.value.notices.map(({ kind, reportNumber }) => [kind, reportNumber]),
    ).toContainEqual(['given', report.number]);
  });

  it.each(['huismeester', 'manager', 'coordinator'])(
    'is refused for who does not work there: %s',
    async (login) => {
      const report = await sent(['distress'], 'myself');
      expect(await order('wijkteam', report, { command: 'accept', colleagueId: id(login) })).toMatchObject({
        refusals: [{ code: 'colleague-unknown', pointer: 'colleague' }],
      });
      expect((await read(report.id)).status).toBe('offered');
    },
  );

  it('goes for a part as well', async () => {
    const whole = await sent();
    await done('opbouwwerk', whole, { command: 'accept' });
    await done('opbouwwerk', whole, {
      command: 'split',
      serviceId: service('district-team'),
      body: 'Kijk eens.',
      days: 5,
      shows: 'nothing',
      ground: null,
      key: newId(),
    });
    const number = (await view('opbouwwerk', whole)).parts?.parts[0]?.number ?? 0;
    const accepted = await perform(db.app, await as('wijkteam'), number, {
      command: 'accept',
      colleagueId: id('wijkteam2'),
    });
    expect(accepted).toEqual({ ok: true, value: true });
    expect((await view('wijkteam2', { number } as Report)).extract.ownerName).toBe('Naam wijkteam2');
    expect(await findBreaches(db.app)).toEqual([]);
  });
});

describe('who declines', () => {
  it('says who then, and the coordinator follows it with one press', async () => {
    const report = await handedOn();
    const proposal = { serviceId: service('debt-help') };
    await done('wijkteam', report, { command: 'decline', reason: 'better-elsewhere', proposal });
    const { answer } = await view('coordinator', report);
    expect(answer.proposed).toEqual({
      by: 'district-team',
      reason: 'better-elsewhere',
      service: { id: service('debt-help'), name: 'debt-help' },
    });
    await done('coordinator', report, { command: 'hand-on', serviceId: service('debt-help') });
    expect((await view('coordinator', report)).answer.proposed).toBeUndefined();
    const declined = (await view('coordinator', report)).history.find(({ what }) => what === 'declined');
    expect(declined?.facts).toMatchObject({ proposed: 'debt-help' });
  });

  it('can leave it to the desk, with a reason', async () => {
    const report = await handedOn();
    await done('wijkteam', report, {
      command: 'decline',
      reason: 'not-our-task',
      proposal: { desk: 'needs-talk' },
    });
    expect((await view('coordinator', report)).answer.proposed).toEqual({
      by: 'district-team',
      reason: 'not-our-task',
      desk: 'needs-talk',
    });
  });

  it('proposes no service of elsewhere, none that the laws keep it from, not itself and not the desk', async () => {
    const report = await sent(['distress'], 'myself');
    await asOwner(sql`delete from service_coverage where service_id = ${service('mediation')}`);
    const offered = (await view('wijkteam', report)).answer.proposals.map(({ id: serviceId }) => serviceId);
    expect(offered).toContain(service('public-health-nurse'));
    for (const kind of ['mediation', 'neighbourhood-police', 'district-team', 'meldpunt']) {
      expect(offered).not.toContain(service(kind));
      const proposal = { serviceId: service(kind) };
      expect(
        await order('wijkteam', report, { command: 'decline', reason: 'no-room-now', proposal }),
      ).toMatchObject({
        refusals: [{ code: 'proposal-unknown' }],
      });
    }
    expect((await read(report.id)).status).toBe('offered');
    await asOwner(
      sql`insert into service_coverage values (${town.id}, ${town.neighbourhoodId}, ${service('mediation')})`,
    );
  });

  it('of a part tells its proposal to who has the whole', async () => {
    const whole = await sent();
    await done('opbouwwerk', whole, { command: 'accept' });
    await done('opbouwwerk', whole, {
      command: 'split',
      serviceId: service('district-team'),
      body: 'Kijk eens.',
      days: 5,
      shows: 'nothing',
      ground: null,
      key: newId(),
    });
    const number = (await view('opbouwwerk', whole)).parts?.parts[0]?.number ?? 0;
    const proposals = (await view('wijkteam', { number } as Report)).answer.proposals;
    expect(proposals.map(({ id: serviceId }) => serviceId)).not.toContain(service('community-work'));
    const declined = await perform(db.app, await as('wijkteam'), number, {
      command: 'decline',
      reason: 'no-room-now',
      proposal: { serviceId: service('debt-help') },
    });
    expect(declined.ok).toBe(true);
    expect((await view('opbouwwerk', { number } as Report)).answer.proposed?.service?.name).toBe('debt-help');
  });
});

describe('a service that stops', () => {
  const stop = (kind: string) => asOwner(sql`update service set active = false where id = ${service(kind)}`);
  const resume = () => asOwner(sql`update service set active = true`);

  it('keeps nothing that it was asked: silence brings it to the next, or to the coordinator', async () => {
    const [first, handed] = [await sent(), await handedOn(['distress'])];
    await stop('community-work');
    await stop('district-team');
    for (let hours = 0; hours < 4; hours += 1) await minutesPass(24 * 60);
    expect(failures).toEqual([]);
    for (const { id: reportId } of [first, handed])
      expect(await read(reportId)).toMatchObject({ status: 'with-coordinator', ownerId: id('coordinator') });
    await resume();
    expect(await findBreaches(db.app)).toEqual([]);
  });

  it('is asked nothing anew when somebody decides that it is more urgent: the coordinator has it', async () => {
    const report = await handedOn();
    await stop('district-team');
    await done('coordinator', report, {
      command: 'decide-otherwise',
      nature: 'loneliness',
      urgency: 'today',
      serviceId: null,
      reason: 'spoke-reporter',
    });
    expect(await read(report.id)).toMatchObject({ status: 'with-coordinator', nextStep: 'decide' });
    await resume();
    expect(await findBreaches(db.app)).toEqual([]);
  });
});
