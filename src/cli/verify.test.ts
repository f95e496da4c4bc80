import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { houseDecisions } from '../../tests/support/content.ts';
import { copyOf, testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundComplex, foundTown, townOf, type Town } from '../../tests/support/town.ts';
import { inTenant } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import { perform, receive } from '../handovers/index.ts';
import { advanceClock } from '../kit/clock.ts';
import { userActor } from '../people/index.ts';
import { rebuildTimers, submit } from '../reports/index.ts';
import { parseAdvance } from './clock.ts';
import { findBreaches, INVARIANTS, verify } from './verify.ts';

let db: TestDatabase;
let town: Town;

const decisions = await houseDecisions();

beforeEach(async () => {
  db = await copyOf('two_reports', receiveTwo);
  town = townOf('proefstad');
});
afterEach(() => db.close());

async function receiveTwo({ owner, app }: TestDatabase): Promise<void> {
  const { id, addressId } = await foundTown(owner);
  for (const about of ['someone', 'place'] as const) {
    const observations = { danger: { kind: 'none' as const }, sights: ['lonely' as const], about };
    const contact = { email: 'melder@voorbeeld.example' };
    const submission = {
      key: randomToken(16),
      language: 'nl' as const,
      channel: 'form' as const,
      observations,
      story: 'Verhaal',
      addressId,
      contact,
    };
    const receipt = await submit(app, { kind: 'public', municipalityId: id }, submission, (tx, report) =>
      receive(tx, report, decisions),
    );
    if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  }
}

const asOwner = (statement: ReturnType<typeof sql>) =>
  inTenant(db.owner, town.id, (tx) => statement.execute(tx.kysely));

async function invariantsBroken(): Promise<string[]> {
  return [...new Set((await findBreaches(db.app)).map(({ breach }) => breach.invariant))].toSorted();
}

async function said(): Promise<{ code: number; text: string }> {
  let text = '';
  const code = await verify(db.app, (line) => (text += line));
  return { code, text };
}

it('finds nothing where all is well', async () => {
  expect(await invariantsBroken()).toEqual([]);
});

it.each([
  ['a lost timer', sql`delete from timer`, ['timer-at-deadline', 'timer-at-informing']],
  [
    'a timer at another moment',
    sql`update timer set due_at = due_at + interval '1 hour'`,
    ['timer-at-deadline', 'timer-at-informing'],
  ],
  [
    'a timer of nothing',
    sql`insert into timer select kind, gen_random_uuid(), municipality_id, due_at from timer where kind = 'report-deadline' limit 1`,
    ['timer-has-report'],
  ],
  [
    'an owner changed behind history',
    sql`update report set owner_id = (select id from user_account where login = 'huismeester')`,
    ['history-folds-to-row'],
  ],
  ['a history that is gone', sql`delete from event where stream like 'report:%'`, ['history-folds-to-row']],
  [
    'an offer changed behind history',
    sql`update handover set status = 'lapsed'`,
    ['history-folds-to-row', 'offer-matches-report'],
  ],
  ['an offer that is gone', sql`delete from handover`, ['offer-matches-report']],
  ['a kind that nobody decided', sql`update report set nature = 'offence'`, ['filtered-as-decided']],
  [
    'words that are found though their report is shut',
    sql`update report set searchable = false`,
    ['shut-words-are-not-found'],
  ],
  [
    'words that are found though they were put right',
    sql`insert into report_words (municipality_id, report_id, id, class, kind, author_kind, at, body, corrects)
      select municipality_id, report_id, gen_random_uuid(), class, 'correction', 'user', at, 'anders', id from report_words`,
    ['shut-words-are-not-found'],
  ],
  ['an address in another place', sql`update address set x_m = 5000`, ['address-in-its-neighbourhood']],
  [
    'a person whom nobody has to tell',
    sql`delete from report_informing`,
    ['person-is-informed', 'timer-at-informing'],
  ],
  ['a class without a term', sql`delete from data_class where class = 'access-log'`, ['class-has-a-term']],
  [
    'row-level security that is off',
    sql`alter table report no force row level security`,
    ['row-level-security-forced'],
  ],
])('finds %s', async (_what, breaking, invariants) => {
  await asOwner(breaking);
  expect(await invariantsBroken()).toEqual(invariants);
  // what is found is among what the closing line says was proved
  expect(invariants.filter((name) => !INVARIANTS.has(name))).toEqual([]);
});

it('says over how much what was proved', async () => {
  expect(await said()).toEqual({
    code: 0,
    text: `1 municipality, 2 reports: ${INVARIANTS.size} invariants hold.\n`,
  });
});

it('says what does not hold, and ends with 1', async () => {
  await asOwner(sql`delete from timer`);
  const { code, text } = await said();
  expect(code).toBe(1);
  expect(text).toMatch(/^proefstad: timer-at-deadline: report \d+ /);
  expect(text).toContain(`1 municipality, 2 reports: 3 breaches of ${INVARIANTS.size} invariants.`);
});

it('says that it proved nothing where there is no municipality, and ends with 2', async () => {
  const empty = await testDatabase();
  try {
    const lines: string[] = [];
    expect(await verify(empty.app, (line) => lines.push(line))).toBe(2);
    expect(lines.join('')).toContain('Nothing was proved: this database holds no municipality.');
  } finally {
    await empty.close();
  }
});

it('finds an owner who left, which the database itself does not take', async () => {
  const leaving = sql`update user_account set active = false where login = 'coordinator'`;
  await expect(asOwner(leaving)).rejects.toThrow(/owner_is_there/);
  await asOwner(sql`alter table report drop constraint owner_is_there`);
  await asOwner(leaving);
  expect(await invariantsBroken()).toEqual(['owner-is-there']);
});

it.each([
  [
    'address',
    'address_complex',
    sql`update address set complex_id = gen_random_uuid()`,
    'address-in-a-complex-here',
  ],
  [
    'report_place',
    'report_place_complex',
    sql`update report_place set address_id = null, complex_id = gen_random_uuid()`,
    'place-in-one-complex',
  ],
  [
    'report_place',
    'report_place_one',
    sql`update report_place set complex_id = (select id from complex)`,
    'place-in-one-complex',
  ],
])('finds in %s what its key %s does not take', async (table, constraint, breaking, invariant) => {
  await foundComplex(db.owner, town);
  await expect(asOwner(breaking)).rejects.toThrow(constraint);
  await asOwner(sql`alter table ${sql.table(table)} drop constraint ${sql.id(constraint)}`);
  await asOwner(breaking);
  expect(await invariantsBroken()).toEqual([invariant]);
  expect(INVARIANTS.has(invariant)).toBe(true);
});

it('finds words, contact details and places past their time, once the report is closed', async () => {
  await closeAll();
  const overdue = async () =>
    (await findBreaches(db.app))
      .filter(({ breach }) => breach.invariant === 'nothing-outlives-its-time')
      .map(({ breach }) => `${breach.detail.split(' ')[0]}: ${breach.row}`);
  await advanceClock(db.owner, 366 * DAY_MS - 3_600_000, { production: false });
  expect(await overdue()).toEqual([]);
  await advanceClock(db.owner, DAY_MS, { production: false });
  expect(await overdue()).toEqual(
    expect.arrayContaining([
      'anonymise: 2 of contact in report_contact',
      'anonymise: 2 of place in report_place',
    ]),
  );
  await advanceClock(db.owner, 365 * DAY_MS, { production: false });
  expect(await overdue()).toEqual(expect.arrayContaining(['destroy: 2 of story in report_words']));
});

const DAY_MS = 86_400_000;

async function closeAll(): Promise<void> {
  for (const login of ['opbouwwerk', 'coordinator']) {
    const actor = await inTenant(db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
    const { rows } = await inTenant(db.app, town.id, (tx) =>
      sql<{ number: number }>`select number from report where status <> 'closed'`.execute(tx.kysely),
    );
    for (const { number } of rows) {
      if (!actor) throw new Error(`no user ${login}`);
      await perform(
        db.app,
        actor,
        number,
        login === 'coordinator' ? { command: 'take-over' } : { command: 'accept' },
      );
      await perform(db.app, actor, number, { command: 'close', outcome: 'advised', message: '' });
      await perform(db.app, actor, number, { command: 'close', outcome: 'advised', message: 'Gedaan.' });
    }
  }
}

it('holds again after lost timers were rebuilt from the rows', async () => {
  // three deadlines, and the warnings of two that are not too short for one
  await asOwner(sql`delete from timer`);
  expect(await inTenant(db.app, town.id, rebuildTimers)).toBe(5);
  expect(await invariantsBroken()).toEqual([]);
});

it('reads how far to move the clock, and refuses what it cannot read', () => {
  expect([parseAdvance('+30m'), parseAdvance('+2h'), parseAdvance('+3d')]).toEqual([
    1_800_000, 7_200_000, 259_200_000,
  ]);
  for (const wrong of ['', '2h', '-2h', '+2', '+2y', '+h'])
    expect(() => parseAdvance(wrong)).toThrow(/expected how far/);
});

describe('a report that goes along with another', () => {
  const lamp = { danger: { kind: 'none' as const }, sights: ['damage' as const], about: 'place' as const };

  /** Two of a lamp, the second joined to the first, and a third by itself. */
  beforeEach(async () => {
    const numbers: number[] = [];
    for (const story of ['Een', 'Twee', 'Drie']) {
      const submission = {
        key: randomToken(16),
        language: 'nl' as const,
        channel: 'form' as const,
        observations: lamp,
        story,
        addressId: town.addressId,
        contact: {},
      };
      const sender = { kind: 'public' as const, municipalityId: town.id };
      const receipt = await submit(db.app, sender, submission, (tx, report) =>
        receive(tx, report, decisions),
      );
      if (receipt.ok) numbers.push(receipt.value.number);
    }
    const [leading = 0, follower = 0] = numbers;
    const coordinator = await inTenant(db.app, town.id, (tx) =>
      userActor(tx, town.users['coordinator'] ?? ''),
    );
    if (!coordinator) throw new Error('expected a coordinator');
    const done = await perform(db.app, coordinator, follower, { command: 'join', leading });
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  });

  it('is whole', async () => {
    expect(await invariantsBroken()).toEqual([]);
  });

  it.each([
    [
      'is with another person than its leading one',
      sql`update report set owner_id = (select id from user_account where login = 'huismeester') where status = 'joined'`,
      'owner',
    ],
    [
      'stayed open when its leading one ended',
      sql`update report set status = 'closed', next_step = null, deadline = null, outcome = 'helped', closed_at = now()
        where id = (select leading_id from report where status = 'joined')`,
      'is closed',
    ],
    [
      'is the second of a chain',
      sql`update report set status = 'joined', next_step = 'goes-along',
          leading_id = (select max(id::text)::uuid from report where leading_id is null and about = 'place')
        where id = (select leading_id from report where status = 'joined')`,
      'goes along with another itself',
    ],
  ])('is found when it %s', async (_what, breaking, detail) => {
    await asOwner(breaking);
    const found = (await findBreaches(db.app)).filter(
      ({ breach }) => breach.invariant === 'joined-has-leading',
    );
    expect(found.map(({ breach }) => breach.detail).join(' ')).toContain(
      detail === 'owner' ? 'turn' : detail,
    );
    expect(INVARIANTS.has('joined-has-leading')).toBe(true);
  });

  it('is said to be the same by its reporter only where both are about a place', async () => {
    await asOwner(sql`insert into report_same (municipality_id, report_id, same_as_id)
      select municipality_id, id, leading_id from report where status = 'joined'`);
    expect(await invariantsBroken()).toEqual([]);
    await asOwner(sql`update report_same set same_as_id = (select id from report where about = 'someone')`);
    expect(await invariantsBroken()).toEqual(['same-is-of-places']);
    expect(INVARIANTS.has('same-is-of-places')).toBe(true);
  });

  it('has no clock of its own, and is found when it has', async () => {
    await asOwner(sql`insert into timer (kind, subject_id, municipality_id, due_at)
      select 'report-deadline', id, municipality_id, deadline from report where status = 'joined'`);
    expect(await invariantsBroken()).toEqual(['timer-at-deadline']);
    expect(await inTenant(db.app, town.id, rebuildTimers)).toBe(0);
  });
});

describe('a part of a report', () => {
  /** The lamp of the last report, with the coordinator, of which a part was asked of the caretaker. */
  beforeEach(async () => {
    const coordinator = await inTenant(db.app, town.id, (tx) =>
      userActor(tx, town.users['coordinator'] ?? ''),
    );
    if (!coordinator) throw new Error('expected a coordinator');
    const { rows } = await asOwner(sql`select number from report where about = 'place'`);
    const [row] = rows as { number: number }[];
    const number = row?.number ?? 0;
    const order = {
      command: 'split',
      serviceId: town.services['caretaker'] ?? '',
      body: 'Kijk of de deur sluit.',
      days: 3,
      shows: 'nothing',
      ground: null,
      key: newId(),
    } as const;
    for (const each of [{ command: 'take-over' } as const, order]) {
      const done = await perform(db.app, coordinator, number, each);
      if (!done.ok) throw new Error(JSON.stringify(done.refusals));
    }
  });

  const PART = sql`whole_id is not null`;
  const breaches = async (invariant: string) =>
    (await findBreaches(db.app)).flatMap(({ breach }) =>
      breach.invariant === invariant ? [breach.detail] : [],
    );

  it('is whole', async () => {
    expect(await invariantsBroken()).toEqual([]);
  });

  it.each([
    [
      'stayed open when its whole ended',
      sql`update report set status = 'closed', next_step = null, deadline = null, outcome = 'helped', closed_at = now()
        where id = (select whole_id from report where ${PART})`,
      'is closed',
    ],
    [
      'stayed open when its whole went along with another',
      sql`update report w set status = 'joined', next_step = 'goes-along',
          leading_id = (select id from report o where o.whole_id is null and o.id <> w.id limit 1)
        where id = (select whole_id from report where ${PART})`,
      'goes along with another',
    ],
    [
      'is a part of a part',
      sql`update report w set whole_id = (select id from report o where o.whole_id is null and o.id <> w.id limit 1),
          part_due = now(), part_shows = 'nothing', channel = 'part', follow_up_hash = null
        where id = (select whole_id from report where ${PART})`,
      'is a part itself',
    ],
  ])('is found when it %s', async (_what, breaking, detail) => {
    await asOwner(breaking);
    expect((await breaches('part-has-open-whole')).join(' ')).toContain(detail);
    expect(INVARIANTS.has('part-has-open-whole')).toBe(true);
  });

  it('is found when the history of its whole does not tell of it', async () => {
    await asOwner(sql`delete from event where kind = 'part-changed'`);
    expect(await breaches('whole-tells-of-part')).toHaveLength(1);
    expect(INVARIANTS.has('whole-tells-of-part')).toBe(true);
  });

  it('is with somebody who works here, and is found when it has no clock', async () => {
    await expect(
      asOwner(sql`update user_account set active = false where login = 'coordinator'`),
    ).rejects.toThrow(/owner_is_there/);
    await asOwner(sql`delete from timer where subject_id = (select id from report where ${PART})`);
    expect((await breaches('timer-at-deadline')).join(' ')).toContain('timer none');
  });

  it('is held by the database to a deadline and a next step, as every report', async () => {
    await expect(asOwner(sql`update report set next_step = null where ${PART}`)).rejects.toThrow(
      /open_has_next_step_and_deadline/,
    );
    await expect(asOwner(sql`update report set part_due = null where ${PART}`)).rejects.toThrow(
      /part_is_whole/,
    );
    await expect(asOwner(sql`update report set part_shows = 'story' where ${PART}`)).rejects.toThrow(
      /words_shown_on_a_ground/,
    );
  });
});
