import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { copyOf, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, townOf, type Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { perform, receive } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { createDatabase, inTenant, type Database } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { submit } from '../reports/index.ts';
import type { DecisionSet } from '../triage/index.ts';
import { block, decide, destroyDue, identify, lift, planDestruction, proofs, register } from './index.ts';
import { firstBroken, proofOf } from './proof.ts';

const DAY_MS = 86_400_000;

let db: TestDatabase;
let retention: Database;
let town: Town;
let decisions: DecisionSet;

beforeEach(async () => {
  db = await copyOf('town', ({ owner }) => foundTown(owner));
  retention = createDatabase(db.retentionUrl, { connections: 2 });
  town = townOf('proefstad');
  decisions = await houseDecisions();
});
afterEach(async () => {
  await retention.destroy();
  await db.close();
});

const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));
const daysPass = (days: number) => advanceClock(db.owner, days * DAY_MS, { production: false });
const run = () => destroyDue(retention, town.id);
const plan = () => inTenant(retention, town.id, (tx) => planDestruction(tx));
const chain = () => inTenant(db.app, town.id, proofs);

async function as(login: string): Promise<Actor> {
  const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return actor;
}

interface Sent {
  readonly id: string;
  readonly number: number;
}

async function sendReport(): Promise<Sent> {
  const receipt = await submit(
    db.app,
    { kind: 'public', municipalityId: town.id },
    {
      key: randomToken(16),
      language: 'nl',
      channel: 'form',
      observations: { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' },
      story: 'Een geheim verhaal.',
      addressId: town.addressId,
      contact: { name: 'Melder', email: 'melder@voorbeeld.example' },
    },
    (tx, report) => receive(tx, report, decisions),
  );
  if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  const { reportId: id, number } = receipt.value;
  await perform(db.app, await as('opbouwwerk'), number, { command: 'accept' });
  const note = { command: 'note', body: 'Langs geweest.', key: newId() } as const;
  await perform(db.app, await as('opbouwwerk'), number, note);
  return { id, number };
}

async function closed(): Promise<Sent> {
  const report = await sendReport();
  await order(report, { command: 'close', outcome: 'helped', message: '' });
  return report;
}

async function order({ number }: Sent, what: Parameters<typeof perform>[3]): Promise<void> {
  const done = await perform(db.app, await as('opbouwwerk'), number, what);
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
}

/** What is left of a report: kinds of words with their author, contact, place and the key of its code. */
async function leftOf({ id }: Sent) {
  const { rows } = await inTenant(db.owner, town.id, (tx) =>
    sql<{
      words: string[];
      contact: string | null;
      place: string | null;
      code: boolean;
    }>`select
      array(select kind || case when author_id is null then '' else ' by name' end from report_words w where w.report_id = r.id order by kind) as words,
      (select coalesce(email, '(blank)') from report_contact c where c.report_id = r.id) as contact,
      (select coalesce(a.street, '(blank)') from report_place p left join address a on a.id = p.address_id where p.report_id = r.id) as place,
      follow_up_hash is not null as code
      from report r where r.id = ${id}`.execute(tx.kysely),
  );
  return rows[0];
}

const WHOLE = {
  words: ['note by name', 'story'],
  contact: 'melder@voorbeeld.example',
  place: 'Proefstraat',
  code: true,
};
const BLANKED = { words: ['note', 'story'], contact: '(blank)', place: '(blank)', code: true };
const GONE = { words: [], contact: null, place: null, code: false };

describe('the term of a report', () => {
  it('counts from its closing: of an open report nothing goes, however old it is', async () => {
    const report = await sendReport();
    await daysPass(3000);
    expect((await plan()).filter(({ class: name }) => name !== 'notice' && name !== 'access-log')).toEqual(
      [],
    );
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
    await order(report, { command: 'close', outcome: 'helped', message: '' });
    await daysPass(300);
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
  });

  it('blanks what identifies first, and destroys the words after that; the codes stay for figures', async () => {
    const report = await closed();
    await daysPass(366);
    await run();
    expect(await leftOf(report)).toEqual(BLANKED);
    await daysPass(366);
    await run();
    expect(await leftOf(report)).toEqual(GONE);
    const { rows } = await asOwner(
      sql`select a.nature, r.outcome, r.neighbourhood_id is not null as placed from report r join assessment a on a.report_id = r.id`,
    );
    expect(rows).toEqual([{ nature: 'loneliness', outcome: 'helped', placed: true }]);
  });

  it('moves when the report is opened again', async () => {
    const report = await closed();
    await daysPass(360);
    await order(report, { command: 'reopen' });
    await daysPass(700);
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
    await order(report, { command: 'close', outcome: 'advised', message: '' });
    await daysPass(360);
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
    await daysPass(10);
    await run();
    expect(await leftOf(report)).toEqual(BLANKED);
  });

  it('counts from the writing where the municipality says so, and still leaves an open report alone', async () => {
    const report = await sendReport();
    await asOwner(sql`update data_class set counts_from = 'writing'`);
    await daysPass(800);
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
    await order(report, { command: 'close', outcome: 'helped', message: '' });
    await run();
    expect(await leftOf(report)).toEqual(GONE);
  });

  it('that is shortened holds at once', async () => {
    const report = await closed();
    await asOwner(
      sql`update data_class set anonymise_days = null, retention_days = 10 where class = 'contact'`,
    );
    await daysPass(11);
    await run();
    expect(await leftOf(report)).toEqual({ ...WHOLE, contact: null });
  });
});

describe('a block', () => {
  const wish = (report: Sent, reviewAt: Date) => ({
    key: newId(),
    reportNumber: report.number,
    reason: 'complaint' as const,
    reviewAt,
  });

  it('keeps all of its report until it is lifted, and nothing of others', async () => {
    const [kept, other] = [await closed(), await closed()];
    await daysPass(300);
    const order_ = wish(kept, new Date('2099-01-01T00:00:00Z'));
    expect(await block(db.app, await as('rechten'), order_)).toEqual({ ok: true, value: true });
    await daysPass(800);
    await run();
    expect([await leftOf(kept), await leftOf(other)]).toEqual([WHOLE, GONE]);
    expect(
      (await findBreaches(db.app)).filter(({ breach }) => breach.invariant === 'nothing-outlives-its-time'),
    ).toEqual([]);
    await lift(db.app, await as('rechten'), order_.key);
    await run();
    expect(await leftOf(kept)).toEqual(GONE);
  });

  it('waits for nobody: a report that somebody has in hand is passed over', async () => {
    const report = await closed();
    await daysPass(800);
    await inTenant(db.app, town.id, async (tx) => {
      await sql`select id from report where id = ${report.id} for update`.execute(tx.kysely);
      await run();
    });
    expect(await leftOf(report)).toEqual(WHOLE);
    await run();
    expect(await leftOf(report)).toEqual(GONE);
  });
});

describe('a request to erase', () => {
  it('that is granted makes the next run destroy, once the report is closed and where nothing blocks', async () => {
    const report = await sendReport();
    const officer = await as('rechten');
    const requestId = newId();
    const blockId = newId();
    await register(db.app, officer, {
      key: requestId,
      reportNumber: report.number,
      kind: 'erase',
      askedBy: 'reporter',
      reference: undefined,
      receivedAt: new Date('2026-01-01T12:00:00Z'),
    });
    const granted = { requestId, decision: 'granted', reason: null } as const;
    expect(await decide(db.app, officer, granted)).toMatchObject({ refusals: [{ code: 'identity-first' }] });
    await identify(db.app, officer, requestId);
    await block(db.app, officer, {
      key: blockId,
      reportNumber: report.number,
      reason: 'court-case',
      reviewAt: new Date('2099-01-01T00:00:00Z'),
    });
    expect(await decide(db.app, officer, granted)).toMatchObject({ refusals: [{ code: 'report-blocked' }] });
    await lift(db.app, officer, blockId);
    expect(await decide(db.app, officer, granted)).toEqual({ ok: true, value: true });
    await run();
    expect(await leftOf(report)).toEqual(WHOLE);
    await order(report, { command: 'close', outcome: 'helped', message: '' });
    await run();
    expect(await leftOf(report)).toEqual(GONE);
  });
});

describe('who works here', () => {
  it('is forgotten by name and password after the term, and stays an id in the history', async () => {
    const report = await closed();
    await asOwner(
      sql`insert into access_log select municipality_id, gen_random_uuid(), wijk_now(), 'login', 'success', 'user', ${town.users.opbouwwerk}, null, null, '', 'session', null, '-', '-', 'test' from municipality`,
    );
    await asOwner(sql`update user_account set active = false where login = 'opbouwwerk'`);
    await daysPass(31);
    await run();
    const account = () =>
      asOwner(
        sql`select login, name, password_hash = '' as shut from user_account where id = ${town.users.opbouwwerk}`,
      );
    expect((await account()).rows).toEqual([{ login: 'opbouwwerk', name: 'Naam opbouwwerk', shut: true }]);
    await daysPass(1827);
    await run();
    expect((await account()).rows).toEqual([
      { login: `weg-${town.users.opbouwwerk}`, name: '–', shut: true },
    ]);
    const { rows } = await asOwner(sql`select owner_id from report where id = ${report.id}`);
    expect(rows).toEqual([{ owner_id: town.users.opbouwwerk }]);
    expect((await findBreaches(db.app)).map(({ breach }) => breach.invariant)).not.toContain(
      'history-folds-to-row',
    );
  });

  it('keeps the log of who looked for five years and no longer', async () => {
    await closed();
    const count = async () => (await asOwner(sql`select id from access_log`)).rows.length;
    const before = await count();
    expect(before).toBeGreaterThan(0);
    await daysPass(1820);
    await run();
    expect(await count()).toBe(before);
    await daysPass(10);
    await run();
    expect(await count()).toBe(0);
  });

  it('cannot have a shorter term for that log in the database', async () => {
    await expect(
      asOwner(sql`update data_class set retention_days = 365 where class = 'access-log'`),
    ).rejects.toThrow(/access_log_five_years/);
  });
});

describe('a run', () => {
  it('says beforehand exactly what it will do, and does nothing while saying it', async () => {
    const report = await closed();
    await daysPass(740);
    const planned = await plan();
    expect(await leftOf(report)).toEqual(WHOLE);
    expect(
      planned.map(({ step, class: name, table, count }) => `${step} ${count} ${name} in ${table}`),
    ).toEqual([
      'destroy 1 contact in report_contact',
      'destroy 1 place in report_place',
      'destroy 1 story in report_words',
      'destroy 1 note in report_words',
      'destroy 1 codes in report',
    ]);
    expect(planned.every(({ oldest, newest }) => oldest <= newest)).toBe(true);
    const done = await run();
    expect(done.map(({ step, class: name, table, count }) => `${step} ${count} ${name} in ${table}`)).toEqual(
      planned.map(({ step, class: name, table, count }) => `${step} ${count} ${name} in ${table}`),
    );
    expect(await plan()).toEqual([]);
  });

  it('does nothing the second time, also when two run at once', async () => {
    for (let at = 0; at < 3; at += 1) await closed();
    await daysPass(740);
    const done = (await Promise.all([run(), run()])).flat();
    const stories = done.filter(({ class: name }) => name === 'story');
    expect(stories.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const before = (await chain()).length;
    expect(await run()).toEqual([]);
    expect((await chain()).length).toBe(before);
    expect(firstBroken(await chain())).toBeUndefined();
  });

  it('that is killed half-way has done and proven a part; the next one goes on where it stopped', async () => {
    const report = await closed();
    await daysPass(740);
    const program = `import { createDatabase } from './src/kit/db.ts';
      import { destroyDue } from './src/rights/index.ts';
      await destroyDue(createDatabase(process.argv[1], { connections: 1 }), process.argv[2]);`;
    await inTenant(db.owner, town.id, async (tx) => {
      await sql`lock table report_words in exclusive mode`.execute(tx.kysely);
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, db.retentionUrl, town.id]);
      await expect.poll(waitsForWords, { timeout: 20_000, interval: 20 }).toBe(true);
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    expect(await leftOf(report)).toEqual({ ...WHOLE, contact: null, place: null });
    expect((await chain()).map(({ table }) => table)).toEqual(['report_contact', 'report_place']);
    await run();
    expect(await leftOf(report)).toEqual(GONE);
    expect(firstBroken(await chain())).toBeUndefined();
    expect(await plan()).toEqual([]);
  });

  async function waitsForWords(): Promise<boolean> {
    const { rows } = await sql<{ waiting: boolean }>`
      select exists (select from pg_locks where not granted and relation = 'report_words'::regclass) as waiting`.execute(
      db.app,
    );
    return rows[0]?.waiting ?? false;
  }

  it('leaves nothing half done when a statement of it fails', async () => {
    const report = await closed();
    await daysPass(740);
    await asOwner(sql`alter table destruction_proof add constraint refuse_all check (seq < 0) not valid`);
    await expect(run()).rejects.toThrow(/refuse_all/);
    expect(await leftOf(report)).toEqual(WHOLE);
    await asOwner(sql`alter table destruction_proof drop constraint refuse_all`);
    await run();
    expect(await leftOf(report)).toEqual(GONE);
  });
});

describe('a proof', () => {
  it('tells of the id of what went, keeps nothing of it, and forms a chain that shows a change', async () => {
    const report = await closed();
    await daysPass(740);
    await run();
    const all = await chain();
    expect(proofOf(town.id, all, [report.id]).map(({ table }) => table)).toEqual([
      'report_contact',
      'report_place',
      'report',
    ]);
    expect(proofOf(town.id, all, [newId()])).toEqual([]);
    const { rows } = await asOwner(
      sql<{ text: string }>`select destruction_proof::text as text from destruction_proof`,
    );
    const text = JSON.stringify(rows);
    for (const secret of [report.id, 'geheim', 'Melder', 'Proefstraat']) expect(text).not.toContain(secret);
    await asOwner(sql`update destruction_proof set count = count where seq = 1`);
    expect(await breaches()).not.toContain('proofs-form-a-chain');
    await asOwner(sql`update destruction_proof set class = 'note' where seq = 2`);
    expect(firstBroken(await chain())?.seq).toBe(2);
    expect(await breaches()).toContain('proofs-form-a-chain');
    await asOwner(sql`delete from destruction_proof where seq = 2`);
    expect(firstBroken(await chain())?.seq).toBe(3);
  });

  async function breaches() {
    return (await findBreaches(db.app)).map(({ breach }) => breach.invariant);
  }
});

describe('raw SQL', () => {
  const asRetention = (statement: ReturnType<typeof sql>) =>
    inTenant(retention, town.id, (tx) => statement.execute(tx.kysely));
  const asApp = (statement: ReturnType<typeof sql>) =>
    inTenant(db.app, town.id, (tx) => statement.execute(tx.kysely));

  it.each([
    ['words', sql`select body from report_words`],
    ['names', sql`select name from report_contact`],
    ['places', sql`select address_id from report_place`],
    ['observations', sql`select observations from report`],
    ['keys of codes', sql`select follow_up_hash from report`],
    ['passwords', sql`select password_hash from user_account`],
    ['subjects of the access log', sql`select subject_id from access_log`],
    ['history', sql`select data from event`],
  ])('as the retention role reads no %s', async (_what, statement) => {
    await expect(asRetention(statement)).rejects.toThrow(/permission denied/);
  });

  it.each([
    ['history', sql`delete from event`],
    ['report', sql`delete from report`],
    ['account', sql`delete from user_account`],
    ['proof', sql`delete from destruction_proof`],
    ['proof by changing it', sql`update destruction_proof set class = 'note'`],
  ])('as the retention role destroys no %s', async (_what, statement) => {
    await expect(asRetention(statement)).rejects.toThrow(/permission denied/);
  });

  it.each([
    ['contact details', sql`delete from report_contact`],
    ['name of a reporter by blanking', sql`update report_contact set name = null`],
    ['mark that contact details are gone', sql`update report_contact set anonymised_at = null`],
    ['place', sql`update report_place set address_id = null`],
    ['key of a code', sql`update report set follow_up_hash = null`],
    ['request', sql`delete from rights_request`],
    ['block', sql`delete from report_block`],
    ['mark', sql`delete from report_erasure`],
    ['log-in name', sql`update user_account set login = '–'`],
    ['term', sql`update data_class set retention_days = 1`],
  ])('as the application destroys no %s', async (_what, statement) => {
    await expect(asApp(statement)).rejects.toThrow(/permission denied/);
  });

  it('as the application makes no proof', async () => {
    await expect(
      asApp(sql`insert into destruction_proof (municipality_id, seq) values (${town.id}, 1)`),
    ).rejects.toThrow(/permission denied/);
  });

  it('marks no report that nobody asked to erase', async () => {
    const report = await sendReport();
    await expect(
      asApp(sql`insert into report_erasure values (${town.id}, ${report.id}, ${newId()}, wijk_now())`),
    ).rejects.toThrow(/foreign key/);
  });
});
