import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  cookieOf,
  openHouse,
  reporterCookie,
  ORIGIN,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../tests/support/house.ts';
import { putDocument } from '../../tests/support/put-document.ts';
import type { Town } from '../../tests/support/town.ts';
import { visit, wordsOf } from '../../tests/support/visitor.ts';
import { findBreaches } from '../cli/verify.ts';
import { markNoticesSeen, perform, workList } from '../handovers/index.ts';
import { advanceClock, databaseNow } from '../kit/clock.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { silent } from '../kit/log.ts';
import { fireDueTimers } from '../kit/timers.ts';
import { letLeave, userActor } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { TIMER_EFFECTS } from '../server/wiring.ts';
import {
  block,
  correct,
  decide,
  extend,
  goOnWithoutOfficer,
  identify,
  lift,
  moveReview,
  rebuildRightsTimers,
  register,
  reporterExport,
  requestDocument,
  requestExport,
  requestPage,
  rightsOverview,
  takeOver,
} from './index.ts';
import type { RequestKind } from './model.ts';
import type { RequestView } from './wire.ts';

const DAY_MS = 86_400_000;

let house: TestHouse;
let town: Town;
let officer: UserActor;
let report: SentReport;

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  officer = await as('rechten');
}, 180_000);
afterAll(() => house.close());
beforeEach(async () => {
  report = await sendReport(house, town);
});

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(house.db.app, town.id, work);
const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));
const now = () => databaseNow(house.db.owner);

async function as(login: string): Promise<UserActor> {
  const actor = await inTown((tx) => userActor(tx, town.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`no user ${login}`);
  return actor;
}

async function daysPass(days: number): Promise<void> {
  await advanceClock(house.db.owner, days * DAY_MS, { production: false });
  await fireDueTimers(house.db.app, TIMER_EFFECTS, silent);
}

async function ask(kind: RequestKind, receivedAt?: Date): Promise<string> {
  const key = newId();
  const done = await register(house.db.app, officer, {
    key,
    reportNumber: report.number,
    kind,
    askedBy: 'person',
    reference: 'Z-2026/17',
    receivedAt: receivedAt ?? (await now()),
  });
  expect(done).toEqual({ ok: true, value: true });
  return key;
}

async function viewOf(requestId: string): Promise<RequestView> {
  const page = await requestPage(house.db.app, officer, requestId);
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value.request;
}

async function noticesOf(login: string): Promise<string[]> {
  const list = await workList(house.db.app, await as(login));
  return list.ok
    ? list.value.notices.filter(({ reportNumber }) => reportNumber === report.number).map(({ kind }) => kind)
    : [];
}

const seenBy = async (login: string) => markNoticesSeen(house.db.app, await as(login));

const code = (outcome: { ok: boolean; refusals?: readonly { code: string }[] }) =>
  outcome.refusals?.[0]?.code;

describe('a request', () => {
  it('has an owner, a next step and a legal deadline from its first moment, once however often it is sent', async () => {
    const wish = {
      key: newId(),
      reportNumber: report.number,
      kind: 'access',
      askedBy: 'reporter',
      receivedAt: new Date('2026-01-15T10:00:00Z'),
    } as const;
    await Promise.all([register(house.db.app, officer, wish), register(house.db.app, officer, wish)]);
    // 15 February 2026 is a Sunday: Algemene termijnenwet, article 1
    expect(await viewOf(wish.key)).toMatchObject({
      ownerName: 'Naam rechten',
      nextStep: 'identify',
      deadline: new Date('2026-02-16T22:59:59Z'),
      status: 'open',
    });
    expect(
      await findBreaches(house.db.app).then((all) => all.map(({ breach }) => breach.invariant)),
    ).not.toContain('timer-at-deadline');
  });

  it.each([
    ['an owner', sql`owner_id = null`, /not-null/],
    ['a deadline', sql`deadline = null`, /not-null/],
    ['a next step', sql`next_step = null`, /open_has_next_step/],
    ['a decision when it is closed', sql`status = 'closed', next_step = null`, /open_has_next_step/],
    ['a reason when it is extended', sql`extended_at = wijk_now()`, /extended_with_reason/],
  ])('cannot be without %s in the database', async (_what, change, error) => {
    const requestId = await ask('access');
    await expect(asOwner(sql`update rights_request set ${change} where id = ${requestId}`)).rejects.toThrow(
      error,
    );
  });

  it('is told late to its owner and the manager, and again every week until it is decided', async () => {
    const requestId = await ask('access');
    await daysPass(36);
    expect([await noticesOf('rechten'), await noticesOf('manager')]).toEqual([
      ['request-late'],
      ['request-late'],
    ]);
    expect(await viewOf(requestId)).toMatchObject({ isLate: true });
    const again = async () => (await noticesOf('manager')).filter((kind) => kind === 'request-late').length;
    await seenBy('manager');
    await daysPass(7);
    expect(await again()).toBe(1);
    await seenBy('manager');
    await identify(house.db.app, officer, requestId);
    await decide(house.db.app, officer, { requestId, decision: 'granted', reason: null });
    await daysPass(30);
    expect(await again()).toBe(0);
  });

  it('is extended once, to three months from its receipt, within the first month and with a reason', async () => {
    const receivedAt = await now();
    const requestId = await ask('access', receivedAt);
    await extend(house.db.app, officer, { requestId, reason: 'complex' });
    const { deadline } = await viewOf(requestId);
    const days = (deadline.getTime() - receivedAt.getTime()) / DAY_MS;
    expect([days >= 89, days <= 97]).toEqual([true, true]);
    expect(code(await extend(house.db.app, officer, { requestId, reason: 'many-requests' }))).toBe(
      'request-extended-before',
    );
    const late = await ask('access', new Date(receivedAt.getTime() - 60 * DAY_MS));
    expect(code(await extend(house.db.app, officer, { requestId: late, reason: 'complex' }))).toBe(
      'request-too-late-to-extend',
    );
  });

  it('gives nothing before it is known who asks, and refuses with a reason only', async () => {
    const requestId = await ask('access');
    const decided = (decision: 'granted' | 'refused', reason: 'excessive' | null) =>
      decide(house.db.app, officer, { requestId, decision, reason });
    expect(code(await decided('granted', null))).toBe('identity-first');
    expect(code(await decided('refused', null))).toBe('reason-missing');
    expect(await decided('refused', 'excessive')).toEqual({ ok: true, value: true });
    expect(code(await decided('granted', null))).toBe('request-closed');
    expect(code(await identify(house.db.app, officer, requestId))).toBe('request-closed');
  });

  it('goes to another officer by name, and by the clock when its owner has left', async () => {
    await asOwner(
      sql`insert into user_role values (${town.id}, ${town.users['openbaar']}, 'rights-officer')`,
    );
    const requestId = await ask('access');
    const colleague = await as('openbaar');
    const before = (await viewOf(requestId)).ownerName;
    const other = before === 'Naam rechten' ? colleague : officer;
    await takeOver(house.db.app, other, requestId);
    expect((await viewOf(requestId)).ownerName).toBe(other.name);
    await takeOver(house.db.app, colleague, requestId);
    await asOwner(sql`update user_account set active = false where login = 'openbaar'`);
    await daysPass(36);
    expect((await viewOf(requestId)).ownerName).toBe('Naam rechten');
    await asOwner(
      sql`delete from user_role where role = 'rights-officer' and user_id = ${town.users['openbaar']}`,
    );
  });

  it('goes to the next officer in the moment its owner leaves, with its blocks', async () => {
    const who = town.users['openbaar'] ?? '';
    await asOwner(sql`update user_account set active = true, left_at = null where id = ${who}`);
    await asOwner(sql`insert into user_role values (${town.id}, ${who}, 'rights-officer')`);
    const requestId = await ask('object');
    await takeOver(house.db.app, await as('openbaar'), requestId);
    const blockId = newId();
    const reviewAt = new Date((await now()).getTime() + 10 * DAY_MS);
    const wish = { key: blockId, reportNumber: report.number, reason: 'complaint', reviewAt } as const;
    expect((await block(house.db.app, await as('openbaar'), wish)).ok).toBe(true);
    await letLeave(house.db.app, await as('beheer'), { userId: who, onLeft: goOnWithoutOfficer });
    const { rows } = await asOwner(
      sql`select owner_id as owner from rights_request where id = ${requestId}
        union all select owner_id from report_block where id = ${blockId}`,
    );
    expect(rows).toEqual([{ owner: officer.userId }, { owner: officer.userId }]);
    expect((await findBreaches(house.db.app)).map(({ breach }) => breach.invariant)).not.toContain(
      'owner-is-there',
    );
    await asOwner(sql`delete from user_role where role = 'rights-officer' and user_id = ${who}`);
    await lift(house.db.app, officer, blockId);
  });

  it('keeps its timer through a lost one', async () => {
    await ask('access');
    const lost = () => asOwner(sql`delete from timer where kind in ('request-deadline', 'block-review')`);
    await lost();
    const broken = (await findBreaches(house.db.app)).filter(
      ({ breach }) => breach.invariant === 'timer-at-deadline',
    );
    expect(broken.length).toBeGreaterThan(0);
    expect(await inTown(rebuildRightsTimers)).toBe(broken.length);
    expect((await findBreaches(house.db.app)).map(({ breach }) => breach.invariant)).not.toContain(
      'timer-at-deadline',
    );
  });

  it('is only for who handles requests', async () => {
    for (const login of ['privacy', 'coordinator', 'manager', 'opbouwwerk']) {
      const actor = await as(login);
      const requestId = newId();
      expect([
        login,
        code(
          await register(house.db.app, actor, {
            key: newId(),
            reportNumber: report.number,
            kind: 'access',
            askedBy: 'person',
            receivedAt: new Date(0),
          }),
        ),
        code(await identify(house.db.app, actor, requestId)),
        code(await requestExport(house.db.app, actor, requestId)),
        code(await lift(house.db.app, actor, requestId)),
      ]).toEqual([login, 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']);
    }
  });
});

describe('an objection', () => {
  it('blocks at once; the block ends with a refusal and stays with a grant', async () => {
    const standing = async () => {
      const overview = await rightsOverview(house.db.app, officer);
      return overview.ok
        ? overview.value.blocks.filter(({ reportNumber }) => reportNumber === report.number)
        : [];
    };
    const refused = await ask('object');
    expect(await standing()).toMatchObject([{ reason: 'objection', ownerName: 'Naam rechten' }]);
    await decide(house.db.app, officer, { requestId: refused, decision: 'refused', reason: 'legal-duty' });
    expect(await standing()).toEqual([]);
    const granted = await ask('object');
    await identify(house.db.app, officer, granted);
    await decide(house.db.app, officer, { requestId: granted, decision: 'granted', reason: null });
    expect(await standing()).toHaveLength(1);
  });
});

describe('a block', () => {
  it('asks its owner to look again, the second time the manager too, until it is lifted', async () => {
    const blockId = newId();
    const reviewAt = new Date((await now()).getTime() + 10 * DAY_MS);
    const wish = { key: blockId, reportNumber: report.number, reason: 'court-case', reviewAt } as const;
    await Promise.all([block(house.db.app, officer, wish), block(house.db.app, officer, wish)]);
    expect(code(await block(house.db.app, officer, { ...wish, key: newId() }))).toBe('blocked-before');
    await daysPass(11);
    expect([await noticesOf('rechten'), await noticesOf('manager')]).toEqual([['block-review'], []]);
    await daysPass(7);
    expect(await noticesOf('manager')).toEqual(['block-review']);
    const later = new Date((await now()).getTime() + 20 * DAY_MS);
    await moveReview(house.db.app, officer, { blockId, reviewAt: later });
    await daysPass(19);
    expect(await noticesOf('manager')).toEqual(['block-review']);
    await lift(house.db.app, officer, blockId);
    expect(await lift(house.db.app, officer, blockId)).toEqual({ ok: true, value: true });
    await daysPass(30);
    expect(await noticesOf('rechten')).toHaveLength(1);
    const { rows } = await asOwner(
      sql<{
        kind: string;
        actor: string;
      }>`select kind, actor_id as actor from event where stream = ${`block:${blockId}`} order by seq`,
    );
    expect(rows).toEqual(
      ['blocked', 'review-moved', 'lifted'].map((kind) => ({ kind, actor: officer.userId })),
    );
  });

  it('is refused for a day that has been', async () => {
    const wish = {
      key: newId(),
      reportNumber: report.number,
      reason: 'complaint',
      reviewAt: new Date(0),
    } as const;
    expect(code(await block(house.db.app, officer, wish))).toBe('review-in-past');
  });
});

describe('the words of a report', () => {
  it('open for a request to its owner, while it is open, on the ground of the law, and each look is logged', async () => {
    const requestId = await ask('access');
    const opened = await requestExport(house.db.app, officer, requestId);
    expect(opened.ok && opened.value.words.map(({ body }) => body)).toEqual(['Een geheim verhaal.']);
    const { rows } = await asOwner(
      sql`select action, ground, data_class from access_log where subject_id = ${report.reportId} and user_id = ${officer.userId}`,
    );
    expect(rows).toEqual(
      ['story', 'contact', 'place'].map((name) => ({
        action: 'export',
        ground: 'AVG 6(1)(c)',
        data_class: name,
      })),
    );
    await decide(house.db.app, officer, { requestId, decision: 'withdrawn', reason: null });
    expect(code(await requestExport(house.db.app, officer, requestId))).toBe('request-closed');
  });

  it('are with the documents of the report: by name, and each to be saved for that request alone', async () => {
    await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
    const bytes = Buffer.from('%PDF-1.7 Beste Riet');
    const documentId = await putDocument(house, await as('opbouwwerk'), report, { name: 'brief.pdf', bytes });
    const requestId = await ask('access');
    const found = await requestExport(house.db.app, officer, requestId);
    expect(found.ok && found.value.documents).toMatchObject([
      { id: documentId, name: 'brief.pdf', byReporter: false, pages: 1 },
    ]);
    const asked = { requestId, documentId };
    const opened = await requestDocument(house.db.app, officer, asked);
    expect(opened).toEqual({ ok: true, value: { number: report.number, bytes } });
    const { rows } = await asOwner(
      sql`select action, ground from access_log where subject_id = ${report.reportId} and user_id = ${officer.userId} and data_class = 'document'`,
    );
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ action: 'export', ground: 'AVG 6(1)(c)' })));
    const stranger = { ...officer, userId: town.users['openbaar'] ?? '' };
    expect(code(await requestDocument(house.db.app, stranger, asked))).toBe('not-your-turn');
    for (const absent of ['x', newId()])
      expect(code(await requestDocument(house.db.app, officer, { requestId, documentId: absent }))).toBe(
        'request-unknown',
      );
    const own = await reporterExport(house.db.app, {
      kind: 'reporter',
      municipalityId: town.id,
      reportId: report.reportId,
    });
    expect(own.ok && own.value.documents).toEqual([]);
    await decide(house.db.app, officer, { requestId, decision: 'withdrawn', reason: null });
    expect(code(await requestDocument(house.db.app, officer, asked))).toBe('request-closed');
  });

  it('stay shut for an officer who does not own the request, and for reports nobody asked about', async () => {
    const requestId = await ask('access');
    const stranger = { ...officer, userId: town.users['openbaar'] ?? '' };
    expect(code(await requestExport(house.db.app, stranger, requestId))).toBe('not-your-turn');
    const cookie = await cookieOf(house, town, 'rechten');
    const other = await sendReport(house, town);
    const page = await house.app.request(`${ORIGIN}/proefstad/werk/${other.number}`, { headers: { cookie } });
    expect(page.status).toBe(404);
  });

  it('are put right beside the words themselves, which stay and are shown as replaced', async () => {
    await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
    const requestId = await ask('correct');
    const opened = await requestExport(house.db.app, officer, requestId);
    const wordsId = opened.ok ? (opened.value.words[0]?.id ?? '') : '';
    const correction = { requestId, wordsId, body: 'Het was een andere dag.', key: newId() };
    expect(code(await correct(house.db.app, officer, correction))).toBe('identity-first');
    await identify(house.db.app, officer, requestId);
    await Promise.all([
      correct(house.db.app, officer, correction),
      correct(house.db.app, officer, correction),
    ]);
    const again = await requestExport(house.db.app, officer, requestId);
    expect(
      again.ok &&
        again.value.words.map(({ kind, body, replacedAt }) => [kind, body, replacedAt !== undefined]),
    ).toEqual([
      ['story', 'Een geheim verhaal.', true],
      ['correction', 'Het was een andere dag.', false],
    ]);
    const cookie = await cookieOf(house, town, 'opbouwwerk');
    const html = await (
      await house.app.request(`${ORIGIN}/proefstad/werk/${report.number}`, { headers: { cookie } })
    ).text();
    expect(html).toContain('Een geheim verhaal.');
    expect(html).toContain('Het was een andere dag.');
    expect(html).toContain('Vervangen op');
    const reporter = await reporterExport(house.db.app, {
      kind: 'reporter',
      municipalityId: town.id,
      reportId: report.reportId,
    });
    expect(JSON.stringify(reporter)).not.toContain('Het was een andere dag.');
  });
});

describe('what the reporter gets', () => {
  const reporter = () => ({ kind: 'reporter', municipalityId: town.id, reportId: report.reportId }) as const;

  it('is all of their own: words, contact, address, what happened, and that they looked', async () => {
    const found = await reporterExport(house.db.app, reporter());
    if (!found.ok) throw new Error(JSON.stringify(found.refusals));
    expect(found.value).toMatchObject({
      municipality: 'proefstad',
      number: report.number,
      about: 'someone',
      contact: { name: 'Melder Geheim' },
      address: 'Proefstraat 1, 9999ZZ',
      words: [{ kind: 'story', body: 'Een geheim verhaal.', byReporter: true }],
    });
    expect(found.value.happened.map(({ what }) => what)).toEqual(['received']);
    expect(found.value.looks.map(({ action, actorKind }) => `${actorKind} ${action}`)).toEqual([
      'public create',
      'reporter export',
    ]);
  });

  it('tells who looked by work and ground and never by name; of a report about somebody else no helper at all', async () => {
    await perform(house.db.app, await as('opbouwwerk'), report.number, { command: 'accept' });
    const about = await sendReport(house, town, {
      observations: { danger: { kind: 'none' }, sights: ['money'], about: 'myself' },
    });
    await perform(house.db.app, await as('wijkteam'), about.number, { command: 'accept' });
    for (const [login, number] of [
      ['opbouwwerk', report.number],
      ['wijkteam', about.number],
    ] as const) {
      const cookie = await cookieOf(house, town, login);
      await house.app.request(`${ORIGIN}/proefstad/werk/${number}`, { headers: { cookie } });
      await perform(house.db.app, await as(login), number, {
        command: 'note',
        body: 'Interne notitie.',
        key: newId(),
      });
    }
    const other = await reporterExport(house.db.app, reporter());
    const own = await reporterExport(house.db.app, { ...reporter(), reportId: about.reportId });
    const textOf = (found: typeof other) => JSON.stringify(found.ok && found.value);
    expect(textOf(own)).toContain('"organisation":"wijkteam","roles":["district-team-worker"]');
    for (const word of ['welzijn', 'community-worker']) expect(textOf(other)).not.toContain(word);
    for (const found of [own, other])
      for (const hidden of [
        'Naam ',
        'Interne notitie.',
        town.users['wijkteam'] ?? '-',
        town.users['opbouwwerk'] ?? '-',
      ])
        expect(textOf(found)).not.toContain(hidden);
  });

  it('is a page and a file that say the same', async () => {
    const cookie = await reporterCookie(house, town, report.reportId);
    const get = (path: string) =>
      house.app.request(`${ORIGIN}/proefstad/volgen/melding/${path}`, { headers: { cookie } });
    const page = await (await get('inzage')).text();
    expect(page).toContain('Wie keek mee, en waarom');
    expect(page).toContain('Een geheim verhaal.');
    const file = await get('inzage.json');
    expect([
      file.status,
      file.headers.get('content-type'),
      file.headers.get('content-disposition'),
      file.headers.get('cache-control'),
    ]).toEqual([
      200,
      'application/json; charset=utf-8',
      `attachment; filename="melding-${report.number}.json"`,
      'no-store',
    ]);
    const told = (await file.json()) as {
      woorden: { tekst: string }[];
      inzage: { wie: string; grond: string }[];
    };
    expect(told.woorden.map(({ tekst }) => tekst)).toEqual(['Een geheim verhaal.']);
    expect(told.inzage.map(({ wie }) => wie)).toContain('De melder, met de code');
    expect(told.inzage.every(({ grond }) => /AVG 6\(1\)/.test(grond))).toBe(true);
  });
});

describe('the pages', () => {
  it('take a request from the form, all mistakes at once and nothing typed lost', async () => {
    const cookie = await cookieOf(house, town, 'rechten');
    const visitor = visit(house.app);
    const send = (fields: Record<string, string>) =>
      visitor.post(
        '/proefstad/rechten',
        { intent: 'register', key: newId(), ...fields },
        { cookie, origin: ORIGIN },
      );
    const wrong = await send({
      reportNumber: 'abc',
      receivedAt: 'gisteren',
      reference: 'Jan Jansen, Kerkstraat 1',
    });
    expect(wrong.status).toBe(400);
    expect(wordsOf(wrong)).toMatch(/5 /);
    for (const kept of ['value="abc"', 'Jan Jansen, Kerkstraat 1']) expect(wrong.html).toContain(kept);
    const right = await send({
      reportNumber: String(report.number),
      kind: 'erase',
      askedBy: 'reporter',
      receivedAt: '2026-01-15',
      reference: 'Z/1',
    });
    expect([right.status, right.location]).toEqual([303, '/proefstad/rechten']);
    const page = await (
      await house.app.request(`${ORIGIN}/proefstad/rechten`, { headers: { cookie } })
    ).text();
    expect(page).toContain(`Wissen · melding ${report.number}`);
  });
});
