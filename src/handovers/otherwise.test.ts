import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { copyOf, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, townOf, type Town } from '../../tests/support/town.ts';
import { inTenant } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { findReport, submit, verifyReports } from '../reports/index.ts';
import type { DangerAnswer, Report, Sight } from '../reports/model.ts';
import { assessmentOf, type DecisionSet } from '../triage/index.ts';
import { perform, receive, reportPage, verifyHandovers, workList, type Order } from './index.ts';
import type { Otherwise } from './model.ts';

let db: TestDatabase;
let town: Town;
let decisions: DecisionSet;

beforeAll(async () => {
  db = await copyOf('town', ({ owner }) => foundTown(owner));
  town = townOf('proefstad');
  decisions = await houseDecisions();
});
afterAll(() => db.close());

const proofs = () =>
  inTenant(db.app, town.id, async (tx) => [...(await verifyReports(tx)), ...(await verifyHandovers(tx))]);
afterEach(async () => {
  const breaches = await proofs();
  if (breaches.length > 0) throw new Error(JSON.stringify(breaches));
});

async function report(sights: Sight[], danger: DangerAnswer = { kind: 'none' }): Promise<Report> {
  const observations = { danger, sights, about: 'someone' as const };
  const submission = {
    key: randomToken(16),
    language: 'nl' as const,
    channel: 'form' as const,
    observations,
    story: 'Verhaal.',
    addressId: town.addressId,
    contact: {},
  };
  const receipt = await submit(
    db.app,
    { kind: 'public', municipalityId: town.id },
    submission,
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

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

async function order(login: string, { number }: Report, what: Order): Promise<string> {
  const done = await perform(db.app, await as(login), number, what);
  return done.ok ? 'done' : done.refusals.map(({ code }) => code).join();
}

const decide = (login: string, about: Report, decided: Partial<Otherwise>) =>
  order(login, about, {
    command: 'decide-otherwise',
    nature: 'distress',
    urgency: 'soon',
    serviceId: null,
    reason: 'agreed-together',
    ...decided,
  });
const handOn = (login: string, about: Report, kind: string) =>
  order(login, about, { command: 'hand-on', serviceId: town.services[kind] ?? '' });

async function view(login: string, { number }: Report) {
  const page = await reportPage(db.app, await as(login), { number, decisions, language: 'nl' });
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value;
}

async function decidedRows({ id }: Report): Promise<number> {
  const { rows } = await inTenant(db.app, town.id, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from decision_otherwise
      where municipality_id = ${town.id} and report_id = ${id}`.execute(tx.kysely),
  );
  return rows[0]?.n ?? 0;
}

describe('who has a report decides otherwise', () => {
  it('and both stay to be read: what was advised, and what was decided by whom and why', async () => {
    const lonely = await report(['lonely']);
    await order('opbouwwerk', lonely, { command: 'accept' });
    expect(await decide('opbouwwerk', lonely, { nature: 'distress', urgency: 'today' })).toBe('done');
    const seen = await view('opbouwwerk', lonely);
    expect(seen.extract).toMatchObject({ nature: 'distress', urgency: 'today' });
    expect(seen.advised).toEqual({ nature: 'loneliness', urgency: 'normal' });
    expect(seen.history.find(({ what }) => what === 'decided')).toMatchObject({
      actorName: 'Naam opbouwwerk',
      facts: {
        advisedNature: 'loneliness',
        advisedUrgency: 'normal',
        nature: 'distress',
        urgency: 'today',
        reason: 'agreed-together',
      },
    });
    const advice = await inTenant(db.app, town.id, (tx) => assessmentOf(tx, lonely.id));
    expect(advice).toMatchObject({ nature: 'loneliness', urgency: 'normal' });
    const list = await workList(db.app, await as('opbouwwerk'));
    const mine = list.ok ? list.value.mine.find(({ number }) => number === lonely.number) : undefined;
    expect(mine).toMatchObject({ nature: 'distress', urgency: 'today' });
  });

  it('and a later decision counts, while the earlier one stays in the history', async () => {
    const lonely = await report(['lonely']);
    await decide('coordinator', lonely, { nature: 'money', urgency: 'normal' });
    await decide('coordinator', lonely, { nature: 'distress', urgency: 'normal' });
    const seen = await view('coordinator', lonely);
    expect(seen.extract.nature).toBe('distress');
    expect(seen.history.filter(({ what }) => what === 'decided')).toHaveLength(2);
  });

  it('and a double click decides once', async () => {
    const lonely = await report(['lonely']);
    const twice = await Promise.all([
      decide('coordinator', lonely, { nature: 'money' }),
      decide('coordinator', lonely, { nature: 'money' }),
    ]);
    expect(twice).toEqual(['done', 'done']);
    expect(await decidedRows(lonely)).toBe(1);
  });

  it('and who may not learns nothing by sending the same decision', async () => {
    const lonely = await report(['lonely']);
    await decide('coordinator', lonely, { nature: 'money' });
    const sent = [
      await decide('huismeester', lonely, { nature: 'money' }),
      await decide('privacy', lonely, { nature: 'money' }),
      await decide('huismeester', { ...lonely, number: 9_999_999 }, { nature: 'money' }),
    ];
    expect(sent).toEqual(['report-unknown', 'report-unknown', 'report-unknown']);
  });

  it('and is told when nothing would change', async () => {
    const lonely = await report(['lonely']);
    const same = { nature: 'loneliness', urgency: 'normal' } as const;
    expect(await decide('coordinator', lonely, same)).toBe('decision-unchanged');
    expect(await decidedRows(lonely)).toBe(0);
  });

  it('and nobody else does', async () => {
    const lonely = await report(['lonely']);
    expect(await decide('huismeester', lonely, { urgency: 'now' })).toBe('report-unknown');
    expect(await decide('opbouwwerk', lonely, { urgency: 'now' })).toBe('not-your-turn');
    await order('opbouwwerk', lonely, { command: 'accept' });
    expect(await decide('manager', lonely, { urgency: 'now' })).not.toBe('done');
    expect(await decide('coordinator2', lonely, { urgency: 'now' })).toBe('done');
    expect(await decidedRows(lonely)).toBe(1);
  });
});

describe('a report that waits for an answer', () => {
  it('is asked anew of the same service, with the term of the new urgency', async () => {
    const lonely = await report(['lonely']);
    expect(await decide('coordinator', lonely, { nature: 'loneliness', urgency: 'now' })).toBe('done');
    const after = await read(lonely.id);
    expect(after.status).toBe('offered');
    expect(after.deadline?.getTime()).toBeLessThan(lonely.deadline?.getTime() ?? 0);
    const { rows } = await inTenant(db.app, town.id, (tx) =>
      sql<{ status: string; minutes: number }>`
        select status, extract(epoch from deadline - offered_at)::int / 60 as minutes from handover
        where municipality_id = ${town.id} and report_id = ${lonely.id} order by id`.execute(tx.kysely),
    );
    expect(rows.map(({ status }) => status)).toEqual(['withdrawn', 'offered']);
    expect(rows[1]?.minutes).toBe(30);
    expect(await order('opbouwwerk', lonely, { command: 'accept' })).toBe('done');
  });

  it('keeps its offer and deadline when only the nature changes', async () => {
    const lonely = await report(['lonely']);
    await decide('coordinator', lonely, { nature: 'money', urgency: 'normal' });
    expect((await read(lonely.id)).deadline).toEqual(lonely.deadline);
  });
});

describe('with a service', () => {
  it('the report is handed on in the same act, for the same reason', async () => {
    const lonely = await report(['lonely']);
    await order('opbouwwerk', lonely, { command: 'accept' });
    const to = { nature: 'money', urgency: 'normal', serviceId: town.services['debt-help'] ?? '' } as const;
    expect(await decide('opbouwwerk', lonely, to)).toBe('done');
    expect((await view('coordinator', lonely)).extract).toMatchObject({
      nature: 'money',
      status: 'offered',
      offeredTo: 'debt-help',
    });
    const told = (await view('coordinator', lonely)).history.find(({ what }) => what === 'decided');
    expect(told?.facts['service']).toBe('debt-help');
  });

  it('nothing is decided when the service does not exist, or when it is somebody else’s to hand on', async () => {
    const lonely = await report(['lonely']);
    const nowhere = { nature: 'money', serviceId: '0190aaaa-0000-7000-8000-00000000000a' } as const;
    expect(await decide('coordinator', lonely, nowhere)).toBe('service-unknown');
    await order('opbouwwerk', lonely, { command: 'accept' });
    const elsewhere = { nature: 'money', serviceId: town.services['debt-help'] ?? '' } as const;
    expect(await decide('coordinator', lonely, elsewhere)).toBe('not-your-turn');
    expect(await decidedRows(lonely)).toBe(0);
  });
});

describe('the laws hold for people too', () => {
  it('no offence and no danger: the police get no report, not even by hand', async () => {
    const noise = await report(['noise']);
    await order('woonconsulent', noise, { command: 'accept' });
    expect(await handOn('woonconsulent', noise, 'neighbourhood-police')).toBe('otherwise-police-first');
    const police = town.services['neighbourhood-police'] ?? '';
    const asNuisance = { nature: 'nuisance', urgency: 'soon', serviceId: police } as const;
    expect(await decide('woonconsulent', noise, asNuisance)).toBe('otherwise-police-first');
    expect(await decidedRows(noise)).toBe(0);
    expect(
      await decide('woonconsulent', noise, { ...asNuisance, nature: 'offence', reason: 'seen-there' }),
    ).toBe('done');
  });

  it.each(['public-order', 'staff-protection'] as const)('%s is a ground for the police', async (reason) => {
    const noise = await report(['noise']);
    await order('woonconsulent', noise, { command: 'accept' });
    expect(await decide('woonconsulent', noise, { nature: 'nuisance', urgency: 'today', reason })).toBe(
      'done',
    );
    expect(await handOn('woonconsulent', noise, 'neighbourhood-police')).toBe('done');
  });

  it('distress goes to care first, and after that wherever it is needed', async () => {
    const distress = await report(['distress', 'noise']);
    expect(await handOn('coordinator', distress, 'mediation')).toBe('otherwise-care-first');
    expect(await handOn('coordinator', distress, 'district-team')).toBe('done');
    await order('wijkteam', distress, { command: 'accept' });
    expect(await handOn('wijkteam', distress, 'tenancy-support')).toBe('done');
  });

  it('not knowing whether there is danger lowers nothing, until somebody found out', async () => {
    const unsure = await report(['noise'], { kind: 'unknown' });
    const lower = { nature: 'nuisance', urgency: 'normal' } as const;
    expect(await decide('coordinator', unsure, lower)).toBe('otherwise-unknown-lowers');
    expect(await decide('coordinator', unsure, { ...lower, reason: 'spoke-reporter' })).toBe('done');
    expect((await view('coordinator', unsure)).extract.urgency).toBe('normal');
  });

  it('what is more urgent needs no such reason', async () => {
    const unsure = await report(['noise'], { kind: 'unknown' });
    expect(await decide('coordinator', unsure, { nature: 'nuisance', urgency: 'now' })).toBe('done');
  });
});

describe('a decision', () => {
  it('is not changed and not taken away by the application', async () => {
    await decide('coordinator', await report(['lonely']), { nature: 'money' });
    for (const statement of [
      sql`update decision_otherwise set reason = 'seen-there'`,
      sql`delete from decision_otherwise`,
    ]) {
      await expect(inTenant(db.app, town.id, (tx) => statement.execute(tx.kysely))).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  it('that differs from its history, or has none, is found', async () => {
    const lonely = await report(['lonely']);
    await decide('coordinator', lonely, { nature: 'money', urgency: 'normal' });
    const asOwner = (statement: ReturnType<typeof sql>) =>
      inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));
    const set = (nature: string) =>
      asOwner(sql`update decision_otherwise set nature = ${nature} where report_id = ${lonely.id}`);
    await set('distress');
    expect(await proofs()).toMatchObject([
      { invariant: 'history-folds-to-row', detail: 'row and history differ' },
      { invariant: 'filtered-as-decided', detail: 'filtered as money, normal' },
    ]);
    await set('money');
    await asOwner(
      sql`insert into decision_otherwise select municipality_id, gen_random_uuid(), report_id, at, user_id, nature, urgency, service_id, reason from decision_otherwise where report_id = ${lonely.id}`,
    );
    expect(await proofs()).toMatchObject([{ invariant: 'history-folds-to-row', detail: 'no history' }]);
    await asOwner(
      sql`delete from decision_otherwise where report_id = ${lonely.id} and id not in
        (select (data ->> 'decisionId')::uuid from event where kind = 'decided')`,
    );
  });
});
