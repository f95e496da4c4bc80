import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openHouse,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { letLeave, userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { findReport } from '../reports/index.ts';
import type { Report, Submission } from '../reports/model.ts';
import {
  askSecondLook,
  DEADLINES,
  goOnWithoutPerson,
  perform,
  reporterPage,
  reportPage,
  workList,
  type Order,
} from './index.ts';

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

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to be there`);
  return actor;
}

const order = async (login: string, { number }: Pick<SentReport, 'number'>, what: Order) =>
  perform(house.db.app, await as(login), number, what);

const send = (changes: Partial<Submission> = {}) => sendReport(house, town, { ...LAMP, ...changes });

/** A report that this person took on. */
async function taken(login = 'openbaar', changes: Partial<Submission> = {}): Promise<SentReport> {
  const report = await send(changes);
  expect(await order(login, report, { command: 'accept' })).toMatchObject({ ok: true });
  return report;
}

/** Two reports of one lamp: the second goes along with the first. */
async function joined() {
  const [leading, follower] = [await taken(), await taken()];
  expect(await join('openbaar', follower, leading)).toEqual({ ok: true, value: true });
  return { leading, follower };
}

const join = (login: string, report: SentReport, leading: Pick<SentReport, 'number'>) =>
  order(login, report, { command: 'join', leading: leading.number });

async function read({ reportId }: SentReport): Promise<Report> {
  const found = await inTenant(house.db.app, town.id, (tx) => findReport(tx, reportId));
  if (!found) throw new Error(`expected report ${reportId}`);
  return found;
}

const turn = ({ ownerId, ownerServiceId, deadline, overdueCount }: Report) => ({
  ownerId,
  ownerServiceId,
  deadline,
  overdueCount,
});

const toldTo = ({ reportId }: SentReport) =>
  reporterPage(house.db.app, { kind: 'reporter', municipalityId: town.id, reportId });

async function hoursPass(hours: number): Promise<void> {
  await advanceClock(house.db.owner, hours * HOUR_MS + 60_000, { production: false });
  await fireDueTimers(house.db.app, DEADLINES, silent);
}

const codes = (outcome: Awaited<ReturnType<typeof perform>>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code }) => code);

const whole = async () => expect(await findBreaches(house.db.app)).toEqual([]);

// each test has the town to itself: what lies open at the same address looks alike
beforeEach(async () => {
  await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`update report_place set square = null where square is not null`.execute(kysely),
  );
});

describe('a report that goes along with another', () => {
  it('is owned as the other is, until the same moment, and stays a report with its own page', async () => {
    const { leading, follower } = await joined();
    const [first, second] = [await read(leading), await read(follower)];
    expect(second).toMatchObject({ status: 'joined', nextStep: 'goes-along', leadingId: leading.reportId });
    expect(turn(second)).toEqual(turn(first));
    const told = await toldTo(follower);
    expect(told).toMatchObject({ ok: true, value: { number: follower.number, nextStep: 'goes-along' } });
    await whole();
  });

  it('stands on no work list of its own: it is the work of the other', async () => {
    const { leading, follower } = await joined();
    const list = await workList(house.db.app, await as('openbaar'));
    const numbers = list.ok ? list.value.mine.map(({ number }) => number) : [];
    expect(numbers).toContain(leading.number);
    expect(numbers).not.toContain(follower.number);
  });

  it('moves with the other through every step, and never for itself', async () => {
    const { leading, follower } = await joined();
    await order('openbaar', leading, { command: 'contacted' });
    expect(turn(await read(follower))).toEqual(turn(await read(leading)));
    await order('coordinator', leading, { command: 'take-over' });
    expect(turn(await read(follower))).toEqual(turn(await read(leading)));
    await order('coordinator', leading, {
      command: 'hand-on',
      serviceId: town.services['public-space'] ?? '',
    });
    expect(await read(follower)).toMatchObject({ status: 'joined', ownerId: town.users['coordinator'] });
    expect(turn(await read(follower))).toEqual(turn(await read(leading)));
    await whole();
  });

  it('has the clock of the other, that goes off once for both', async () => {
    const { leading, follower } = await joined();
    // three working days for the first contact, and then a last term
    await hoursPass(7 * 24);
    const first = await read(leading);
    expect(first.overdueCount).toBe(1);
    expect(turn(await read(follower))).toEqual(turn(first));
    await hoursPass(25);
    expect(await read(leading)).toMatchObject({ status: 'with-coordinator' });
    expect(turn(await read(follower))).toEqual(turn(await read(leading)));
    await whole();
  });

  it('ends with the other, and each reporter reads the outcome and the words', async () => {
    const { leading, follower } = await joined();
    const end = { command: 'close', outcome: 'helped', message: 'De lamp brandt weer.' } as const;
    expect(await order('openbaar', leading, end)).toMatchObject({ ok: true });
    for (const report of [leading, follower]) {
      const told = await toldTo(report);
      expect(told).toMatchObject({ value: { status: 'closed', outcome: 'helped' } });
      expect(told.ok && told.value.conversation.map(({ kind, body }) => [kind, body])).toEqual([
        ['message', 'De lamp brandt weer.'],
      ]);
    }
    await whole();
  });

  it('is not thrown away with the other: a reporter who hears nothing would be forgotten', async () => {
    const { leading, follower } = await joined();
    const spam = { command: 'close', outcome: 'spam', message: '' } as const;
    expect(codes(await order('openbaar', leading, spam))).toEqual(['followers-unanswered']);
    expect((await read(leading)).status).toBe('accepted');
    await order('openbaar', follower, { command: 'part' });
    expect(await order('openbaar', leading, spam)).toMatchObject({ ok: true });
    expect((await read(follower)).status).toBe('accepted');
    await whole();
  });

  it('gets its own second look, and then goes on without the other', async () => {
    const { leading, follower } = await joined();
    await order('openbaar', leading, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    const reporter = { kind: 'reporter', municipalityId: town.id, reportId: follower.reportId } as const;
    const again = { body: 'Hij is weer uit.', key: crypto.randomUUID() };
    expect(await askSecondLook(house.db.app, reporter, again)).toMatchObject({ ok: true });
    expect(await read(follower)).toMatchObject({ status: 'with-coordinator', leadingId: null });
    expect((await read(leading)).status).toBe('closed');
    await whole();
  });

  it('stays closed when the other is opened again', async () => {
    const { leading, follower } = await joined();
    const end = { command: 'close', outcome: 'helped', message: 'Klaar.' } as const;
    await order('openbaar', leading, end);
    await order('openbaar', leading, { command: 'reopen' });
    expect((await read(follower)).status).toBe('closed');
    await order('openbaar', leading, { ...end, message: 'Nog een keer klaar.' });
    const told = await toldTo(follower);
    expect(told.ok && told.value.conversation.map(({ body }) => body)).toEqual(['Klaar.']);
    await whole();
  });

  it('goes with the other to the coordinator when their owner leaves', async () => {
    const [leading, follower] = [await taken('openbaar'), await taken('openbaar')];
    await order('coordinator', leading, { command: 'take-over' });
    await order('coordinator', leading, { command: 'hand-on', serviceId: town.services['caretaker'] ?? '' });
    expect(await order('huismeester', leading, { command: 'accept' })).toMatchObject({ ok: true });
    expect(await join('coordinator', follower, leading)).toMatchObject({ ok: true });
    const userId = town.users['huismeester'] ?? '';
    const left = await letLeave(house.db.app, await as('beheer'), { userId, onLeft: goOnWithoutPerson });
    expect(left).toMatchObject({ ok: true });
    expect(await read(leading)).toMatchObject({ status: 'with-coordinator' });
    expect(turn(await read(follower))).toEqual(turn(await read(leading)));
    await whole();
  });
});

describe('not the same after all', () => {
  it('gives a report back to who had it, for the work that was left', async () => {
    const follower = await taken();
    await order('openbaar', follower, { command: 'contacted' });
    const before = await read(follower);
    const leading = await taken();
    await join('openbaar', follower, leading);
    expect(await order('openbaar', follower, { command: 'part' })).toMatchObject({ ok: true });
    const after = await read(follower);
    expect(after).toMatchObject({ status: 'accepted', nextStep: 'resolve', leadingId: null });
    expect(turn(after)).toEqual(turn(before));
    await whole();
  });

  it('gives what nobody had taken on to the coordinator, to decide', async () => {
    const [leading, follower] = [await send(), await send()];
    expect(await join('coordinator', follower, leading)).toMatchObject({ ok: true });
    await order('coordinator', follower, { command: 'part' });
    expect(await read(follower)).toMatchObject({ status: 'with-coordinator', nextStep: 'decide' });
    await whole();
  });

  it('gives a last term where the moment has passed meanwhile', async () => {
    const { leading, follower } = await joined();
    await order('openbaar', leading, { command: 'contacted' });
    await hoursPass(72);
    await order('openbaar', follower, { command: 'part' });
    const { deadline } = await read(follower);
    const now = await inTenant(house.db.app, town.id, async (tx) => tx.now);
    expect((deadline?.getTime() ?? 0) - now.getTime()).toBeGreaterThan(23 * HOUR_MS);
    await whole();
  });
});

describe('whether a report may go along', () => {
  it.each<[string, () => Promise<[SentReport, Pick<SentReport, 'number'>]>, string]>([
    ['a number that is not there', async () => [await taken(), { number: 999_999 }], 'leading-unknown'],
    [
      'itself',
      async () => Array.from({ length: 2 }).fill(await taken()) as [SentReport, SentReport],
      'leading-itself',
    ],
    [
      'one that goes along itself',
      async () => [await taken(), (await joined()).follower],
      'leading-goes-along',
    ],
    [
      'one that is closed',
      async () => {
        const closed = await taken();
        await order('openbaar', closed, { command: 'close', outcome: 'helped', message: 'Klaar.' });
        return [await taken(), closed];
      },
      'leading-closed',
    ],
    [
      'another, while others go along with it',
      async () => [(await joined()).leading, await taken()],
      'join-has-followers',
    ],
    [
      'a report of another service, as one that is not there',
      async () => [await taken(), await send()],
      'leading-unknown',
    ],
  ])('refuses to go along with %s', async (_what, scene, code) => {
    const [report, leading] = await scene();
    expect(codes(await join('openbaar', report, leading))).toEqual([code]);
    await whole();
  });

  it('never joins what is about a person, in either direction', async () => {
    const about = { danger: { kind: 'none' }, sights: ['damage'], about: 'someone' } as const;
    const person = await sendReport(house, town, { observations: { ...about, sights: ['damage'] } });
    const lamp = await taken();
    expect(codes(await join('coordinator', person, lamp))).toEqual(['join-about-person']);
    expect(codes(await join('coordinator', lamp, person))).toEqual(['join-about-person']);
  });

  it('makes no promise slower: what is more pressing leads', async () => {
    const [slow, fast] = [await taken(), await taken()];
    const decision = {
      nature: 'public-space',
      urgency: 'today',
      serviceId: null,
      reason: 'seen-there',
    } as const;
    expect(await order('openbaar', fast, { command: 'decide-otherwise', ...decision })).toMatchObject({
      ok: true,
    });
    expect(codes(await join('openbaar', fast, slow))).toEqual(['join-more-pressing']);
    expect(await join('openbaar', slow, fast)).toMatchObject({ ok: true });
  });

  it('is for the owner and the coordinator alone', async () => {
    const [leading, follower] = [await taken(), await taken()];
    expect(codes(await join('woonconsulent', follower, leading))).toEqual(['report-unknown']);
    expect(codes(await join('manager', follower, leading))).toEqual(['report-unknown']);
    expect((await read(follower)).status).toBe('accepted');
  });

  it('lets one of two people win and tells the other, whichever two reports they chose', async () => {
    const [one, other, report] = [await taken(), await taken(), await taken()];
    const answers = await Promise.all([join('openbaar', report, one), join('coordinator', report, other)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.flatMap(codes)).toEqual(['report-goes-along']);
    await whole();
  });

  it('makes no circle when two people join two reports to each other at once', async () => {
    const [one, other] = [await taken(), await taken()];
    const answers = await Promise.all([join('openbaar', one, other), join('coordinator', other, one)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.flatMap(codes)).toHaveLength(1);
    await whole();
  });

  it('changes nothing twice when it is clicked again', async () => {
    const { leading, follower } = await joined();
    const before = await read(follower);
    expect(await join('openbaar', follower, leading)).toEqual({ ok: true, value: true });
    expect(await read(follower)).toEqual(before);
    await order('openbaar', follower, { command: 'part' });
    expect(await order('openbaar', follower, { command: 'part' })).toEqual({ ok: true, value: true });
  });
});

describe('what looks alike', () => {
  const alikeOf = async (login: string, report: SentReport) => {
    const page = await reportPage(house.db.app, await as(login), {
      number: report.number,
      decisions: house.decisions,
      language: 'nl',
    });
    if (!page.ok) throw new Error(JSON.stringify(page.refusals));
    return page.value.joining?.alike.map(({ number }) => number);
  };

  it('is an open report of the same nature, near and lately, with why', async () => {
    const earlier = await taken();
    await hoursPass(3);
    const report = await taken();
    const page = await reportPage(house.db.app, await as('openbaar'), {
      number: report.number,
      decisions: house.decisions,
      language: 'nl',
    });
    expect(page.ok && page.value.joining?.alike).toEqual([
      {
        number: earlier.number,
        isMuch: true,
        distanceM: 0,
        isSameComplex: false,
        gapHours: 3,
        isLater: false,
        nature: 'public-space',
      },
    ]);
  });

  it('is nothing of another service, though the coordinator sees it', async () => {
    const elsewhere = await send();
    const report = await taken();
    expect(await alikeOf('openbaar', report)).toEqual([]);
    expect(await alikeOf('coordinator', report)).toEqual([elsewhere.number]);
  });

  it('is never a report about a person, and none is looked for beside one', async () => {
    const person = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'someone' },
    });
    const report = await taken();
    expect(await alikeOf('coordinator', report)).toEqual([]);
    expect(await alikeOf('coordinator', person)).toBeUndefined();
    const { rows } = await inTenant(house.db.app, town.id, ({ kysely }) =>
      sql<{
        square: number | null;
      }>`select square from report_place where report_id = ${person.reportId}`.execute(kysely),
    );
    expect(rows).toEqual([{ square: null }]);
  });

  it('is nothing that is closed, goes along, is long ago or lies further away', async () => {
    const { follower } = await joined();
    const closed = await taken();
    await order('openbaar', closed, { command: 'close', outcome: 'helped', message: 'Klaar.' });
    const report = await taken();
    const found = await alikeOf('openbaar', report);
    expect(found).not.toContain(closed.number);
    expect(found).not.toContain(follower.number);
    await hoursPass(15 * 24);
    expect(await alikeOf('coordinator', await send())).toEqual([]);
  });

  it('measures the way between two points, and forgives what a pin cannot tell', async () => {
    const spot = (xM: number) => ({
      spot: { point: { xM, yM: 50 }, source: 'pin' as const },
      addressId: undefined,
    });
    const [near, far] = [await taken('openbaar', spot(125)), await taken('openbaar', spot(180))];
    const found = await alikeOf('openbaar', await taken('openbaar', spot(100)));
    expect(found).toContain(near.number);
    expect(found).not.toContain(far.number);
  });

  it('is joined on the page without a script, and the reporter reads it', async () => {
    const [leading, report] = [await taken(), await taken()];
    const worker = visit(house.app);
    const path = `/proefstad/werk/${report.number}`;
    await worker.post('/proefstad/inloggen', { login: 'openbaar', password: 'een goed geheim' });
    const page = await worker.get(path);
    expect(wordsOf(page)).toContain(`Dit is dezelfde melding als ${leading.number}`);
    expect(wordsOf(page)).toContain('op dezelfde plek, in hetzelfde uur, allebei straat en buitenruimte');
    const wrong = await worker.post(path, { intent: 'join', leading: 'zeven' });
    expect(wrong.status).toBe(400);
    expect(wordsOf(wrong)).toContain('Er is bij uw werk geen melding met dit nummer.');
    const done = await worker.post(path, { intent: 'join-alike', leading: String(leading.number) });
    expect(done.status).toBe(303);
    expect(wordsOf(await worker.get(path))).toContain(`Deze melding gaat mee met melding ${leading.number}.`);
    expect(wordsOf(await worker.get(`/proefstad/werk/${leading.number}`))).toContain('1 melding gaat mee.');
    const cookie = await reporterCookie(house, town, report.reportId);
    const reporter = await house.app.request('http://house.test/proefstad/volgen/melding', {
      headers: { cookie },
    });
    expect(await reporter.text()).toContain('Iemand anders meldde hetzelfde.');
  });
});
