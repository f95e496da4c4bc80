import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { findReport, partsOf } from '../reports/index.ts';
import type { Report, Submission } from '../reports/model.ts';
import { countReceived } from '../reports/counts.ts';
import { countAnswers, countContacts } from './counts.ts';
import { PARTS_MOST } from './model.ts';
import {
  DEADLINES,
  goOnWithoutPerson,
  knownNearby,
  perform,
  performOnMany,
  reporterPage,
  reportPage,
  workList,
  type Order,
} from './index.ts';
import type { ReportView } from './wire.ts';

let house: TestHouse;
let town: Town;
beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
}, 180_000);
afterAll(() => house.close());

const HOUR_MS = 3_600_000;
/** A broken lamp: public space is asked first. */
const LAMP: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lantaarn is kapot.',
};
/** Somebody who is lonely: no offence, so nothing for the police. */
const LONELY: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' },
  story: 'Een geheim verhaal.',
};

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

const order = async (login: string, { number }: Pick<Report, 'number'>, what: Order) =>
  perform(house.db.app, await as(login), number, what);

async function done(login: string, report: Pick<Report, 'number'>, what: Order): Promise<void> {
  expect(await order(login, report, what)).toEqual({ ok: true, value: true });
}

async function taken(login = 'openbaar', changes = LAMP): Promise<SentReport> {
  const report = await sendReport(house, town, changes);
  await done(login, report, { command: 'accept' });
  return report;
}

const SPLIT = {
  command: 'split',
  body: 'Maak het glas weg.',
  days: 3,
  shows: 'nothing',
  ground: null,
} as const;

const ask = (service: string, more: Partial<Extract<Order, { command: 'split' }>> = {}): Order => ({
  ...SPLIT,
  serviceId: town.services[service] ?? '',
  key: newId(),
  ...more,
});

/** A report that somebody has, with a part that was asked of the caretaker. */
async function divided(more: Partial<Extract<Order, { command: 'split' }>> = {}) {
  const whole = await taken();
  await done('openbaar', whole, ask('caretaker', more));
  return { whole, part: await onlyPart(whole) };
}

async function begun(more: Partial<Extract<Order, { command: 'split' }>> = {}) {
  const { whole, part } = await divided(more);
  await done('huismeester', part, { command: 'accept' });
  return { whole, part };
}

const partsNow = ({ reportId }: SentReport) => inTenant(house.db.app, town.id, (tx) => partsOf(tx, reportId));

async function onlyPart(whole: SentReport): Promise<Report> {
  const [part, ...others] = await partsNow(whole);
  if (!part || others.length > 0)
    throw new Error(`expected one part, found ${others.length + Number(Boolean(part))}`);
  return part;
}

async function now({ id }: Pick<Report, 'id'>): Promise<Report> {
  const found = await inTenant(house.db.app, town.id, (tx) => findReport(tx, id));
  if (!found) throw new Error(`expected report ${id}`);
  return found;
}

async function page(login: string, { number }: Pick<Report, 'number'>): Promise<ReportView> {
  const asked = { number, decisions: house.decisions, language: 'nl' } as const;
  const found = await reportPage(house.db.app, await as(login), asked);
  if (!found.ok) throw new Error(`expected page ${number} for ${login}: ${JSON.stringify(found.refusals)}`);
  return found.value;
}

const isShut = async (login: string, { number }: Pick<Report, 'number'>) => {
  const asked = { number, decisions: house.decisions, language: 'nl' } as const;
  return codes(await reportPage(house.db.app, await as(login), asked)).includes('report-unknown');
};

const codes = (outcome: { ok: true } | { ok: false; refusals: readonly { code: string }[] }) =>
  outcome.ok ? [] : outcome.refusals.map(({ code }) => code);

async function noticesOf(login: string): Promise<(readonly [string, number | undefined])[]> {
  const list = await workList(house.db.app, await as(login));
  return list.ok ? list.value.notices.map(({ kind, reportNumber }) => [kind, reportNumber] as const) : [];
}

async function hoursPass(hours: number): Promise<void> {
  await advanceClock(house.db.owner, hours * HOUR_MS + 60_000, { production: false });
  await fireDueTimers(house.db.app, DEADLINES, silent);
}

const user = (login: string) => town.users[login] ?? '';
const service = (kind: string) => town.services[kind] ?? '';
const changes = async (login: string, whole: SentReport) =>
  (await page(login, whole)).history.flatMap(({ what, facts }) =>
    what === 'part-changed' ? [facts['change']] : [],
  );
const whole = async () => expect(await findBreaches(house.db.app)).toEqual([]);

describe('asking a part', () => {
  it('makes a report of its own that waits for an answer and stays with who asks', async () => {
    const { whole: report, part } = await divided();
    expect(part).toMatchObject({
      channel: 'part',
      status: 'offered',
      ownerId: user('openbaar'),
      nextStep: 'await-acceptance',
      part: { wholeId: report.reportId, shows: 'nothing', ground: null },
    });
    expect(await now({ id: report.reportId })).toMatchObject({
      status: 'accepted',
      nextStep: 'first-contact',
    });
    await whole();
  });

  it('shows the asked service what kind it is and no words, and the words of the part alone once accepted', async () => {
    const { whole: report, part } = await divided();
    const before = await page('huismeester', part);
    expect(before).toMatchObject({
      file: undefined,
      sights: [],
      because: [],
      commands: ['accept', 'decline'],
    });
    expect(await isShut('huismeester', report)).toBe(true);
    await done('huismeester', part, { command: 'accept' });
    const after = await page('huismeester', part);
    expect(after.file?.letters.map(({ body }) => body)).toEqual(['Maak het glas weg.']);
    expect(after.file).toMatchObject({ contact: undefined, wholeStory: undefined });
    expect([after.file?.address, after.file?.complex, after.file?.inside]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await isShut('huismeester', report)).toBe(true);
  });

  it('gives who accepts it until the moment it was asked for', async () => {
    const { part } = await begun({ days: 10 });
    const accepted = await now(part);
    expect(accepted).toMatchObject({ ownerId: user('huismeester'), ownerServiceId: service('caretaker') });
    expect(accepted.nextStep).toBe('resolve');
    expect(accepted.deadline).toEqual(part.part?.due);
    await whole();
  });

  it('asks once, however often the form comes', async () => {
    const report = await taken();
    const form = ask('caretaker');
    const answers = await Promise.all([1, 2, 3].map(() => order('openbaar', report, form)));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await partsNow(report)).toHaveLength(1);
    await whole();
  });

  it('is for who has the report, and not for colleagues, strangers or who has a part', async () => {
    const { whole: report, part } = await begun();
    expect(codes(await order('coordinator', report, ask('caretaker')))).toEqual(['not-your-turn']);
    expect(codes(await order('opbouwwerk', report, ask('caretaker')))).toEqual(['report-unknown']);
    expect(codes(await order('huismeester', part, ask('mediation')))).toEqual(['not-possible-now']);
    expect(
      codes(await order('huismeester', part, { command: 'hand-on', serviceId: service('mediation') })),
    ).toEqual(['not-possible-now']);
  });

  it('does not ask the police what no offence asks for, nor the own service', async () => {
    const report = await taken('opbouwwerk', LONELY);
    const handedOn: Order = { command: 'hand-on', serviceId: service('neighbourhood-police') };
    const refused = codes(await order('opbouwwerk', report, handedOn));
    expect(refused).not.toEqual([]);
    expect(codes(await order('opbouwwerk', report, ask('neighbourhood-police')))).toEqual(refused);
    expect(codes(await order('opbouwwerk', report, ask('community-work')))).toEqual(['service-unknown']);
    await done('opbouwwerk', report, ask('district-team'));
    const part = await onlyPart(report);
    await done('wijkteam', part, { command: 'decline', reason: 'not-our-task' });
    // nor when it came back and goes out again
    expect(codes(await order('opbouwwerk', part, handedOn))).toEqual(refused);
  });

  it('has an end to the number of parts', async () => {
    const report = await taken();
    for (let count = 0; count < PARTS_MOST; count++) await done('openbaar', report, ask('caretaker'));
    expect(codes(await order('openbaar', report, ask('caretaker')))).toEqual(['parts-many']);
  });
});

describe('what opens of the whole', () => {
  it('is the place where that was chosen, after acceptance', async () => {
    const { part } = await divided({ shows: 'place' });
    expect((await page('huismeester', part)).file).toBeUndefined();
    await done('huismeester', part, { command: 'accept' });
    expect((await page('huismeester', part)).file).toMatchObject({
      address: expect.stringContaining('Proefstraat 1'),
      contact: undefined,
      wholeStory: undefined,
    });
  });

  it('are the words on a ground alone, until the part ends, and each look leaves its line', async () => {
    const report = await taken();
    expect(codes(await order('openbaar', report, ask('caretaker', { shows: 'story' })))).toEqual([
      'part-ground-missing',
    ]);
    await done('openbaar', report, ask('caretaker', { shows: 'story', ground: 'needed-for-part' }));
    const part = await onlyPart(report);
    await done('huismeester', part, { command: 'accept' });
    expect((await page('huismeester', part)).file?.wholeStory).toBe('De lantaarn is kapot.');
    expect(await looksAt(report, 'huismeester')).toEqual(['story']);
    await done('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Opgeruimd.' });
    const ended = await page('huismeester', part);
    expect(ended.file).toMatchObject({ wholeStory: undefined });
    expect(ended.file?.letters.map(({ kind }) => kind)).toEqual(['story', 'result']);
  });

  it('is, the other way round, what came of it and no note of who does it', async () => {
    const { whole: report, part } = await begun();
    await done('huismeester', part, { command: 'note', body: 'Alleen voor ons.', key: newId() });
    await done('huismeester', part, {
      command: 'finish-part',
      outcome: 'part-not-possible',
      body: 'Slot kapot.',
    });
    const shown = JSON.stringify(await page('openbaar', report));
    expect(shown).toContain('Slot kapot.');
    expect(shown).not.toContain('Alleen voor ons.');
    expect(await isShut('openbaar', part)).toBe(true);
  });
});

async function looksAt({ reportId }: SentReport, login: string): Promise<string[]> {
  const lines = await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql<{ data_class: string }>`select distinct data_class from access_log
      where subject_id = ${reportId} and user_id = ${user(login)} and outcome = 'success'`.execute(kysely),
  );
  return lines.rows.map((row) => row.data_class);
}

describe('a part that nobody takes on', () => {
  it('comes back declined to who has the whole, who is told and has until a moment to decide', async () => {
    const { whole: report, part } = await divided();
    await done('huismeester', part, { command: 'decline', reason: 'no-room-now' });
    const back = await now(part);
    expect(back).toMatchObject({ status: 'accepted', nextStep: 'decide', ownerId: user('openbaar') });
    expect(back.ownerServiceId).toBe(service('public-space'));
    expect(back.deadline).not.toBeNull();
    expect(await noticesOf('openbaar')).toContainEqual(['part-back', part.number]);
    await done('openbaar', part, { command: 'hand-on', serviceId: service('mediation') });
    await done('opbouwwerk', part, { command: 'accept' });
    expect(await changes('openbaar', report)).toEqual(['asked', 'declined', 'asked-again', 'accepted']);
    await whole();
  });

  it('comes back after silence, and after silence there too it is the coordinator’s', async () => {
    const { whole: report, part } = await divided();
    await hoursPass(48);
    expect(await now(part)).toMatchObject({ nextStep: 'decide', ownerId: user('openbaar'), overdueCount: 0 });
    await hoursPass(1);
    expect(await now(part)).toMatchObject({ nextStep: 'decide', ownerId: user('openbaar'), overdueCount: 1 });
    await hoursPass(24);
    expect(await now(part)).toMatchObject({ status: 'with-coordinator', ownerId: user('coordinator') });
    expect((await changes('coordinator', report)).slice(0, 2)).toEqual(['asked', 'lapsed']);
    await whole();
  });

  it('comes back when who has it is late twice; who has the whole hears it the first time', async () => {
    const { whole: report, part } = await begun({ days: 1 });
    const late = ((await now(part)).deadline?.getTime() ?? 0) - (await clock()).getTime();
    // the whole is kept going meanwhile: who has it made contact
    await done('openbaar', report, { command: 'contacted' });
    await hoursPass(late / HOUR_MS);
    expect(await now(part)).toMatchObject({ ownerId: user('huismeester'), overdueCount: 1 });
    expect(await noticesOf('openbaar')).toContainEqual(['part-late', report.number]);
    await hoursPass(24);
    expect(await now(part)).toMatchObject({ nextStep: 'decide', ownerId: user('openbaar') });
    expect(await changes('openbaar', report)).toEqual(['asked', 'accepted', 'late', 'came-back']);
    await whole();
  });

  it('is the coordinator’s when nobody has the whole in hand', async () => {
    const { whole: report, part } = await divided();
    await done('openbaar', report, { command: 'hand-on', serviceId: service('enforcement') });
    await done('huismeester', part, { command: 'decline', reason: 'other-area' });
    expect(await now(part)).toMatchObject({ status: 'with-coordinator', nextStep: 'decide' });
    await whole();
  });
});

async function clock(): Promise<Date> {
  return inTenant(house.db.app, town.id, async (tx) => tx.now);
}

describe('the end of a whole', () => {
  it('asks for an outcome of each part first, whatever the end is', async () => {
    const { whole: report, part } = await begun();
    for (const outcome of ['helped', 'passed-on', 'duplicate', 'spam'] as const)
      expect(
        codes(await order('openbaar', report, { command: 'close', outcome, message: 'Klaar.' })),
      ).toEqual(['parts-open']);
    expect(await now(part)).toMatchObject({ status: 'accepted', ownerId: user('huismeester') });
    await done('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Opgeruimd.' });
    expect(await noticesOf('openbaar')).toContainEqual(['part-ready', report.number]);
    await done('openbaar', report, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    await whole();
  });

  it('never comes while a part is asked at the same moment', async () => {
    for (let time = 0; time < 5; time++) {
      const report = await taken();
      const end: Order = { command: 'close', outcome: 'helped', message: 'Klaar.' };
      const [asked, ended] = await Promise.all([
        order('openbaar', report, ask('caretaker')),
        order('openbaar', report, end),
      ]);
      expect([codes(asked), codes(ended)]).toContainEqual([]);
      expect(asked.ok && ended.ok).toBe(false);
    }
    await whole();
  });

  it('leaves parts as they ended when the whole is opened again, and a part is never opened again', async () => {
    const { whole: report, part } = await begun();
    await done('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Opgeruimd.' });
    await done('openbaar', report, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    await done('openbaar', report, { command: 'reopen' });
    expect(await now(part)).toMatchObject({ status: 'closed', outcome: 'part-done' });
    expect(codes(await order('huismeester', part, { command: 'reopen' }))).toEqual(['report-closed']);
    await done('openbaar', report, ask('caretaker'));
    expect(await partsNow(report)).toHaveLength(2);
    await whole();
  });
});

describe('who has the whole', () => {
  it('takes a part back from who works on it, who is told', async () => {
    const { whole: report, part } = await begun();
    await done('openbaar', report, { command: 'take-part-back', part: part.number });
    await done('openbaar', report, { command: 'take-part-back', part: part.number });
    expect(await now(part)).toMatchObject({ nextStep: 'decide', ownerId: user('openbaar') });
    expect(await noticesOf('huismeester')).toContainEqual(['part-gone', part.number]);
    expect(await isShut('huismeester', part)).toBe(true);
    expect(await changes('openbaar', report)).toEqual(['asked', 'accepted', 'taken-back']);
    await whole();
  });

  it('ends a part with a reason, also one that waits for an answer', async () => {
    const { whole: report, part } = await divided();
    const end: Order = { command: 'drop-part', part: part.number, body: 'Niet meer nodig.' };
    await done('openbaar', report, end);
    await done('openbaar', report, end);
    expect(await now(part)).toMatchObject({ status: 'closed', outcome: 'part-ended' });
    expect(codes(await order('huismeester', part, { command: 'accept' }))).toEqual(['report-unknown']);
    const { parts } = await page('openbaar', report);
    expect(parts).toMatchObject({ open: 0, parts: [{ outcome: 'part-ended', result: 'Niet meer nodig.' }] });
    expect(codes(await order('openbaar', report, { command: 'take-part-back', part: part.number }))).toEqual([
      'part-has-outcome',
    ]);
    await whole();
  });

  it('does so with parts of that whole alone, and nobody else does', async () => {
    const [one, other] = [await begun(), await begun()];
    const back: Order = { command: 'take-part-back', part: other.part.number };
    expect(codes(await order('openbaar', one.whole, back))).toEqual(['part-unknown']);
    expect(codes(await order('openbaar', one.whole, { ...back, part: other.whole.number }))).toEqual([
      'part-unknown',
    ]);
    expect(codes(await order('huismeester', other.whole, back))).toEqual(['report-unknown']);
    expect(
      codes(
        await order('huismeester', other.part, {
          command: 'finish-part',
          outcome: 'part-ended',
          body: 'Nee.',
        }),
      ),
    ).toEqual(['part-not-yours-to-end']);
  });

  it('takes along the parts that nobody else has, and leaves those that are worked on', async () => {
    const report = await taken();
    for (const kind of ['caretaker', 'mediation', 'district-team']) await done('openbaar', report, ask(kind));
    const [worked, waiting, back] = await partsNow(report);
    if (!worked || !waiting || !back) throw new Error('expected three parts');
    await done('huismeester', worked, { command: 'accept' });
    await done('wijkteam', back, { command: 'decline', reason: 'not-our-task' });
    await done('coordinator2', report, { command: 'take-over' });
    expect(await now(worked)).toMatchObject({ ownerId: user('huismeester') });
    expect(await now(waiting)).toMatchObject({ ownerId: user('coordinator2'), status: 'offered' });
    expect(await now(waiting)).toMatchObject({ deadline: waiting.deadline });
    expect(await now(back)).toMatchObject({ ownerId: user('coordinator2'), status: 'with-coordinator' });
    await whole();
  });

  it('gives them along with several reports at once', async () => {
    const { whole: report, part } = await divided();
    const bulk = {
      id: newId(),
      numbers: [report.number],
      order: { command: 'take-over' },
      seenAt: await clock(),
    } as const;
    expect(await performOnMany(house.db.app, await as('coordinator'), bulk)).toMatchObject({ ok: true });
    expect(await now(part)).toMatchObject({ ownerId: user('coordinator'), status: 'offered' });
    await whole();
  });
});

describe('two at once', () => {
  it('gives a part to one of two colleagues who accept it, and tells the other', async () => {
    const report = await taken();
    await done('openbaar', report, ask('district-team'));
    const part = await onlyPart(report);
    const answers = await Promise.all(
      ['wijkteam', 'wijkteam2'].map((login) => order(login, part, { command: 'accept' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    await whole();
  });

  it('lets nobody wait for ever when part and whole are acted on together', async () => {
    const { whole: report, part } = await divided();
    const answers = await Promise.all([
      order('huismeester', part, { command: 'accept' }),
      order('openbaar', report, { command: 'take-part-back', part: part.number }),
      order('coordinator', part, { command: 'take-over' }),
      order('openbaar', report, { command: 'note', body: 'Gezien.', key: newId() }),
    ]);
    expect(answers).toHaveLength(4);
    await whole();
  });
});

describe('a colleague who leaves', () => {
  it('leaves a part with who has the whole, and a whole with its waiting parts with the coordinator', async () => {
    const first = await begun();
    await leaves('huismeester');
    expect(await now(first.part)).toMatchObject({ nextStep: 'decide', ownerId: user('openbaar') });
    expect(await noticesOf('openbaar')).toContainEqual(['part-back', first.part.number]);
    const waiting = await divided();
    await leaves('openbaar');
    for (const part of [first.part, waiting.part])
      expect(await now(part)).toMatchObject({ ownerId: user('coordinator') });
    await whole();
    await comeBack();
  });
});

async function leaves(login: string): Promise<void> {
  await inTenant(house.db.owner, town.id, async (tx) => {
    await goOnWithoutPerson(tx, { kind: 'clock', municipalityId: town.id }, user(login));
    await sql`update user_account set active = false where id = ${user(login)}`.execute(tx.kysely);
  });
}

async function comeBack(): Promise<void> {
  await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`update user_account set active = true`.execute(kysely),
  );
}

describe('elsewhere', () => {
  it('goes along with no other report while a part is open, and a part never does', async () => {
    const [{ whole: report, part }, other] = [await begun(), await taken()];
    expect(codes(await order('openbaar', report, { command: 'join', leading: other.number }))).toEqual([
      'parts-open',
    ]);
    expect(codes(await order('openbaar', other, { command: 'join', leading: part.number }))).toEqual([
      'leading-unknown',
    ]);
    expect(codes(await order('coordinator', part, { command: 'join', leading: other.number }))).toEqual([
      'not-possible-now',
    ]);
    // the other way round the whole answers both reporters
    await done('openbaar', other, { command: 'join', leading: report.number });
    await whole();
  });

  it('tells the reporter of a place that others work on it, and of a person nothing', async () => {
    const { whole: report, part } = await divided();
    const told = async (reportId: string) => {
      const found = await reporterPage(house.db.app, { kind: 'reporter', municipalityId: town.id, reportId });
      return found.ok ? found.value : undefined;
    };
    expect(await told(report.reportId)).toMatchObject({ isShared: false });
    await done('huismeester', part, { command: 'accept' });
    expect(await told(report.reportId)).toMatchObject({ isShared: true });
    expect(JSON.stringify(await told(report.reportId))).not.toContain('Maak het glas weg.');
    const person = await taken('opbouwwerk', LONELY);
    await done('opbouwwerk', person, ask('district-team'));
    await done('wijkteam', await onlyPart(person), { command: 'accept' });
    expect(await told(person.reportId)).toMatchObject({ isShared: false });
  });

  it('asks to tell the person for the whole alone, and shows a part among no reports nearby', async () => {
    const person = await taken('opbouwwerk', LONELY);
    await done('opbouwwerk', person, ask('district-team'));
    const part = await onlyPart(person);
    await done('wijkteam', part, { command: 'accept' });
    expect((await page('wijkteam', part)).informing).toBeUndefined();
    const near = await knownNearby(house.db.app, await as('wijkteam'), town.neighbourhoodId);
    expect(near.map(({ number }) => number)).not.toContain(part.number);
    await whole();
  });

  it('counts as an offer that was answered, and as no first contact and no report', async () => {
    const from = await clock();
    const counted = () =>
      inTenant(house.db.app, town.id, async (tx) => {
        const period = { from, until: new Date(tx.now.getTime() + HOUR_MS) };
        const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
        return {
          answered: sum((await countAnswers(tx, period)).map(({ answered }) => answered)),
          contacts: sum((await countContacts(tx, period)).map(({ due }) => due)),
          reports: await countReceived(tx, {}),
        };
      });
    const start = await counted();
    const { part } = await begun();
    const before = await counted();
    expect(before.reports).toBe(start.reports + 1);
    await done('huismeester', part, { command: 'finish-part', outcome: 'part-done', body: 'Opgeruimd.' });
    // who finishes a report made contact; who finishes a part had nobody to be in contact with
    expect(before).toMatchObject({ answered: 2, contacts: 0 });
    expect(await counted()).toEqual(before);
  });

  it('stands on the work list of who has it, as a part', async () => {
    const { part } = await begun();
    const list = await workList(house.db.app, await as('huismeester'));
    const mine = list.ok ? list.value.mine : [];
    expect(mine.find(({ number }) => number === part.number)).toMatchObject({ isPart: true });
  });
});
